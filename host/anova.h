/* anova.h: items by raters (or rounds): mean squares and the intraclass correlations of them.
 *
 * Shrout and Fleiss 1979, McGraw and Wong 1996; intervals as psych::ICC (R) has them. */
#ifndef VIVA_ANOVA_H
#define VIVA_ANOVA_H

#include <stddef.h>

struct anova {
  double items, raters, mean;
  double between, within, of_raters, error; /* mean squares: MSB = MSR, MSW, MSC, MSE */
};

struct icc {
  double value, low, high;
};

/* rater r's number for item i is columns[r][i]. At least two of each, else the reason. */
const char *anova_of(const double *const *columns, size_t raters, size_t items, struct anova *out);

const char *icc_1(const struct anova *anova, double confidence, struct icc *out); /* ICC(1,1) */
const char *icc_2(const struct anova *anova, double confidence, struct icc *out); /* ICC(2,1): absolute agreement */
const char *icc_3(const struct anova *anova, double confidence, struct icc *out); /* ICC(3,1): consistency */

struct bland_altman {
  double bias, sd, low, high;
};

/* Bland and Altman 1986: mean difference (second minus first) and bias -+ 1.96 sd. */
const char *bland_altman(const double *first, const double *second, size_t n, struct bland_altman *out);

#endif
