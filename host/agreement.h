/* agreement.h: chance-corrected agreement of two raters, from a table of counts. */
#ifndef VIVA_AGREEMENT_H
#define VIVA_AGREEMENT_H

#include "crosstab.h"

/* How far two levels agree, 1 on the diagonal: linear and quadratic by the scale's values, ordinal by its positions
 * (1 - C(d+1, 2) / C(q, 2), Gwet 2014). */
enum weighting { WEIGHT_NONE, WEIGHT_LINEAR, WEIGHT_QUADRATIC, WEIGHT_ORDINAL, WEIGHTINGS };
extern const char *const weighting_names[WEIGHTINGS + 1]; /* "none", ..., NULL */

/* How far two levels differ, for Krippendorff's alpha. */
enum level { LEVEL_NOMINAL, LEVEL_ORDINAL, LEVEL_INTERVAL, LEVEL_RATIO, LEVELS };
extern const char *const level_names[LEVELS + 1];

struct coefficient {
  double value, se, se_null; /* se_null: under independence, for a test; kappa only */
  double low, high;
  double observed, chance; /* (weighted) agreement seen, and expected by chance */
};

double agreement_weight(enum weighting weighting, const double *scale, size_t levels, size_t i, size_t j);

/* Cohen 1960, 1968; errors by Fleiss, Cohen and Everitt 1969, interval by the normal quantile. */
const char *agreement_kappa(const struct crosstab *table, enum weighting weighting, double confidence,
                            struct coefficient *out);

/* Gwet 2008 (AC1 without weights, AC2 with); interval by t with n - 1. The chance term depends on the number of levels
 * declared. One pair has a value and no interval (NaN). */
const char *agreement_gwet(const struct crosstab *table, enum weighting weighting, double confidence,
                           struct coefficient *out);

/* Krippendorff 2004, Hayes and Krippendorff 2007: from a matrix of coincidences (levels * levels, symmetrical). */
const char *agreement_alpha(const double *coincidences, const double *scale, size_t levels, enum level level,
                            double *value);

/* The coincidences of any number of raters: rater r's code of item i is codes[r][i]; items rated once do not count. */
void agreement_coincidences(const uint8_t *const *codes, size_t raters, size_t items, size_t levels,
                            double *coincidences);

#endif
