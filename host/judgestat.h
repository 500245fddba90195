/* judgestat.h: how steady a judge is, and what leads it astray. Functions that can fail return the reason (undefined.h). */
#ifndef VIVA_JUDGESTAT_H
#define VIVA_JUDGESTAT_H

#include <stddef.h>
#include <stdint.h>

struct retest {
  double within_sd, repeatability; /* s_w = sqrt(MSW); 1.96 sqrt(2) s_w: 95 % of two rounds differ by less */
  double exact;                    /* share of pairs of rounds of an item with the same score */
  double between;                  /* variance between items, (MSB - MSW) / k; negative: none was found */
  double noise_of_mean;            /* s_w^2 / k */
  double se;                       /* of the mean over items */
  double rounds_needed;            /* rounds for s_w^2 / K <= 0.1 between; NaN where between is not positive */
};

/* round r's score of item i is columns[r][i]. Bland and Altman 1986, 1999. */
const char *judge_retest(const double *const *columns, size_t rounds, size_t items, struct retest *out);

/* Where the spread comes from, in a balanced design: values[((i * samples + s) * judges + j) * rounds + k]. Method of moments
 * of the analysis of variance with random effects, samples nested in items, judges crossed (Searle, Casella and McCulloch
 * 1992). NaN where the design cannot tell; negative estimates mean that none was found. */
struct components {
  double item, sample, judge, item_judge, sample_judge, residual;
};
struct design {
  size_t items, samples, judges, rounds;
};
const char *judge_components(const double *values, const struct design *design, struct components *out);

struct slope {
  double value, se, low, high, p; /* t with clusters - 1 */
  size_t n, clusters;
};

/* Least squares of y on x with errors by clusters, G/(G-1) (n-1)/(n-2). */
const char *judge_slope(const double *y, const double *x, size_t n, const uint32_t *group_of, size_t groups,
                        double confidence, struct slope *out);

/* The same where x is 0 or 1: mean of y where x is 1 less where it is 0. Few clusters of one side make t with all of them too
 * sure (Cameron and Miller 2015, section VI; MacKinnon and Webb 2018): it has as many as that side, less 1. */
const char *judge_contrast(const double *y, const double *x, size_t n, const uint32_t *group_of, size_t groups,
                           double confidence, struct slope *out);

/* The same after taking out the means of items and of models; clusters are the items. */
const char *judge_slope_within(const double *y, const double *x, size_t n, const uint32_t *item_of, size_t items,
                               const uint32_t *model_of, size_t models, double confidence, struct slope *out);

/* Spearman of x and y with z held: from the three plain ones. */
const char *judge_partial_spearman(const double *x, const double *y, const double *z, size_t n, double *out);

#endif
