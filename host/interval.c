#include "interval.h"

#include <math.h>
#include <stdlib.h>

#include "special.h"
#include "undefined.h"

struct interval wilson(double successes, double n, double confidence)
{
  double z = normal_quantile(0.5 + confidence / 2), z2 = z * z, p = successes / n;
  double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  double reach = z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  return (struct interval){successes > 0 ? fmax(0, centre - reach) : 0, successes < n ? fmin(1, centre + reach) : 1};
}

static double sum_squares(const double *values, size_t n)
{
  double squares = 0;
  for (size_t i = 0; i < n; i++) squares += values[i] * values[i];
  return squares;
}

double cluster_squares(const double *values, size_t n, const uint32_t *group_of, size_t groups)
{
  if (!group_of) return sum_squares(values, n);
  double *sums = calloc(groups ? groups : 1, sizeof *sums);
  if (!sums) return -1;
  for (size_t i = 0; i < n; i++) sums[group_of[i]] += values[i];
  double squares = sum_squares(sums, groups);
  free(sums);
  return squares;
}

/* Residuals in the order of the values, so that the sums of clusters add up as a formula by hand would. */
static const char *squares_around(const double *values, size_t n, double mean, const uint32_t *group_of, size_t groups,
                                  double *squares)
{
  double *apart = malloc(n * sizeof *apart);
  if (!apart) return NO_MEMORY;
  for (size_t i = 0; i < n; i++) apart[i] = values[i] - mean;
  *squares = cluster_squares(apart, n, group_of, groups);
  free(apart);
  return *squares < 0 ? NO_MEMORY : NULL;
}

const char *clustered_mean(const double *values, size_t n, const uint32_t *group_of, size_t groups, double confidence,
                           struct mean *out)
{
  double sum = 0, squares;
  size_t clusters = group_of ? groups : n;
  if (n == 0) return "no values";
  for (size_t i = 0; i < n; i++) sum += values[i];
  *out = (struct mean){.mean = sum / (double)n, .se = NAN, .low = NAN, .high = NAN, .n = n, .clusters = clusters};
  if (!isfinite(out->mean)) return TOO_LARGE;
  if (clusters < 2) return NULL;
  const char *reason = squares_around(values, n, out->mean, group_of, groups, &squares);
  if (reason) return reason;
  double g = (double)clusters;
  out->se = sqrt(g / (g - 1) * squares) / (double)n;
  double reach = t_quantile(0.5 + confidence / 2, g - 1) * out->se;
  out->low = out->mean - reach;
  out->high = out->mean + reach;
  return isfinite(out->low) && isfinite(out->high) ? NULL : TOO_LARGE;
}
