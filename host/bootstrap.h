/* bootstrap.h: resampling of values or of whole clusters, within strata, with the generator of xorshift.h, so that results are
 * the same to the last digit on every machine.
 *
 * A draw takes, stratum by stratum in order of first appearance, as many units (values or clusters) as the stratum has; each
 * unit by one number of the generator. Efron 1987 (BCa): z0 from mid-ranks (#< + #<=) / (2 B), acceleration from leaving out
 * one unit: sum d^3 / (6 (sum d^2)^1.5), d = mean - left out. Quantiles are of type 7. */
#ifndef VIVA_BOOTSTRAP_H
#define VIVA_BOOTSTRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is resampled: units 0 .. count - 1, sorted by stratum. */
struct units {
  size_t count, strata;
  bool equal;      /* the statistic is the plain mean of the strata's means, whatever their sizes; units_open says no */
  uint32_t *first; /* strata + 1: where each stratum begins in `order` */
  uint32_t *order; /* unit numbers */
};

/* `stratum_of` each unit, 0 .. strata - 1 (NULL: one stratum). The reason when it fails; then nothing is to be freed. */
const char *units_open(struct units *units, size_t count, const uint32_t *stratum_of, size_t strata);
void units_close(struct units *units);

struct bootstrap {
  double estimate, se; /* se: standard deviation of the draws, n - 1 */
  double low, high;
  double z0, a, levels[2]; /* of BCa; NaN for the percentile method */
};

enum bootstrap_method { BOOTSTRAP_BCA, BOOTSTRAP_PERCENTILE };

/* Acceleration from the estimates without each unit: 0 where leaving out makes no difference. */
double bootstrap_acceleration(const double *left_out, size_t units);

/* Intervals from replicates (which end up in another order); `a` counts for BCa alone. The reason when all replicates are the
 * same, or all on one side of the estimate. */
const char *bootstrap_interval(double *replicates, size_t draws, double estimate, double a,
                               enum bootstrap_method method, double confidence, struct bootstrap *out);

/* The confidence to ask for where units are few: their resamples spread by (count - strata) / count too little, and the normal
 * quantile stands in for t's (Hesterberg 2015, The American Statistician 69, "expanded" levels). */
double bootstrap_widened(double confidence, const struct units *units);

/* One replicate of the mean for each draw; the generator's state moves on. Without groups each value is a unit; with them a
 * unit is a cluster and a replicate is the mean of the values in the clusters drawn. */
const char *bootstrap_means(const double *values, size_t n, const uint32_t *group_of, const struct units *units,
                            uint64_t *state, double *replicates, size_t draws);

/* The mean without each unit. */
const char *bootstrap_left_out(const double *values, size_t n, const uint32_t *group_of, size_t units,
                               double *left_out);

/* The same where the strata count equally; the estimate too. */
const char *bootstrap_left_out_equal(const double *values, size_t n, const uint32_t *group_of,
                                     const struct units *units, double *estimate, double *left_out);

/* The share of successes in n of each draw, by inverting the binomial distribution with one number of the generator: the
 * bootstrap of a rate without walking through its values. The distribution is summed from its mode by recurrence, so it needs
 * no function whose last digit differs between machines. Its acceleration is (1 - 2p) / (6 sqrt(n p (1 - p))). */
const char *bootstrap_binomial(size_t successes, size_t n, uint64_t *state, double *replicates, size_t draws);
double binomial_acceleration(size_t successes, size_t n);

#endif
