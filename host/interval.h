/* interval.h: intervals of rates and means. Functions that can fail return the reason (undefined.h). */
#ifndef VIVA_INTERVAL_H
#define VIVA_INTERVAL_H

#include <stddef.h>
#include <stdint.h>

struct interval {
  double low, high;
};

/* Wilson 1927: a rate of `successes` in n, which may be fractions (an effective number). */
struct interval wilson(double successes, double n, double confidence);

struct mean {
  double mean, se, low, high;
  size_t n, clusters;
};

/* SE = sqrt(G / (G - 1) sum_g (sum_{i in g} (x_i - mean))^2) / n, interval with t_{G-1}. Without clusters each value is one:
 * the usual standard error. `group_of` may be NULL; else it gives 0 .. groups - 1. */
const char *clustered_mean(const double *values, size_t n, const uint32_t *group_of, size_t groups, double confidence,
                           struct mean *out);

/* sum_g (sum_{i in g} x_i)^2 for values whose mean is nothing; negative when there is no memory. */
double cluster_squares(const double *values, size_t n, const uint32_t *group_of, size_t groups);

#endif
