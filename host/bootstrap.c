#include "bootstrap.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "rank.h"
#include "special.h"
#include "undefined.h"
#include "xorshift.h"

static void sort_by_stratum(struct units *units, const uint32_t *stratum_of)
{
  memset(units->first, 0, (units->strata + 1) * sizeof *units->first);
  for (size_t i = 0; i < units->count; i++) units->first[stratum_of[i] + 1]++;
  for (size_t s = 0; s < units->strata; s++) units->first[s + 1] += units->first[s];
  for (size_t i = 0; i < units->count; i++) units->order[units->first[stratum_of[i]]++] = (uint32_t)i;
  memmove(units->first + 1, units->first, units->strata * sizeof *units->first);
  units->first[0] = 0;
}

const char *units_open(struct units *units, size_t count, const uint32_t *stratum_of, size_t strata)
{
  size_t kinds = stratum_of ? strata : 1;
  *units = (struct units){.count = count, .strata = kinds};
  units->first = malloc((kinds + 1) * sizeof *units->first);
  units->order = malloc((count ? count : 1) * sizeof *units->order);
  if (!units->first || !units->order) {
    units_close(units);
    return NO_MEMORY;
  }
  if (stratum_of) {
    sort_by_stratum(units, stratum_of);
    return NULL;
  }
  units->first[0] = 0;
  units->first[1] = (uint32_t)count;
  for (size_t i = 0; i < count; i++) units->order[i] = (uint32_t)i;
  return NULL;
}

void units_close(struct units *units)
{
  free(units->first);
  free(units->order);
  *units = (struct units){0};
}

double bootstrap_acceleration(const double *left_out, size_t units)
{
  double mean = 0, squares = 0, cubes = 0;
  for (size_t i = 0; i < units; i++) mean += left_out[i];
  mean /= (double)units;
  for (size_t i = 0; i < units; i++) {
    double d = mean - left_out[i];
    squares += d * d;
    cubes += d * d * d;
  }
  return squares > 0 ? cubes / (6 * squares * sqrt(squares)) : 0;
}

double binomial_acceleration(size_t successes, size_t n)
{
  double p = (double)successes / (double)n;
  return (1 - 2 * p) / (6 * sqrt((double)n * p * (1 - p)));
}

static double spread_of(const double *replicates, size_t draws)
{
  double mean = 0, squares = 0;
  for (size_t b = 0; b < draws; b++) mean += replicates[b];
  mean /= (double)draws;
  for (size_t b = 0; b < draws; b++) squares += (replicates[b] - mean) * (replicates[b] - mean);
  return sqrt(squares / ((double)draws - 1));
}

static double bias_correction(const double *replicates, size_t draws, double estimate)
{
  size_t below = 0, up_to = 0;
  for (size_t b = 0; b < draws; b++) {
    below += replicates[b] < estimate;
    up_to += replicates[b] <= estimate;
  }
  return normal_quantile((double)(below + up_to) / (2 * (double)draws));
}

static double corrected_level(double z0, double a, double z)
{
  return normal_cdf(z0 + (z0 + z) / (1 - a * (z0 + z)));
}

double bootstrap_widened(double confidence, const struct units *units)
{
  double count = (double)units->count, free = count - (double)units->strata;
  if (free < 1) return confidence;
  return 2 * normal_cdf(sqrt(count / free) * t_quantile(0.5 + confidence / 2, free)) - 1;
}

const char *bootstrap_interval(double *replicates, size_t draws, double estimate, double a,
                               enum bootstrap_method method, double confidence, struct bootstrap *out)
{
  double tail = (1 - confidence) / 2;
  *out = (struct bootstrap){.estimate = estimate, .z0 = NAN, .a = NAN, .levels = {tail, 1 - tail}};
  if (draws < 2) return "fewer than two draws";
  out->se = spread_of(replicates, draws);
  if (!isfinite(out->se * out->se) || !isfinite(estimate * estimate)) return TOO_LARGE;
  if (is_nothing(out->se * out->se, estimate * estimate)) return "all resamples give the same";
  if (method == BOOTSTRAP_BCA) {
    double z = normal_quantile(1 - tail);
    out->z0 = bias_correction(replicates, draws, estimate);
    if (!isfinite(out->z0)) return "all resamples lie on one side of the estimate";
    out->a = a;
    out->levels[0] = corrected_level(out->z0, a, -z);
    out->levels[1] = corrected_level(out->z0, a, z);
  }
  out->low = quantile_of(replicates, draws, out->levels[0]);
  out->high = quantile_of(replicates, draws, out->levels[1]);
  return NULL;
}

/* Sums and sizes of units, in the order of the strata. */
struct sums {
  double *sum, *size;
  bool sizes_differ;
};

static const char *sums_open(struct sums *sums, const double *values, size_t n, const uint32_t *group_of,
                             const struct units *units)
{
  size_t count = units->count;
  double *by_unit = calloc(2 * count + 1, sizeof *by_unit);
  *sums =
      (struct sums){.sum = malloc((2 * count + 1) * sizeof(double)), .sizes_differ = group_of != NULL || units->equal};
  if (!by_unit || !sums->sum) {
    free(by_unit);
    free(sums->sum);
    return NO_MEMORY;
  }
  for (size_t i = 0; i < n; i++) {
    size_t unit = group_of ? group_of[i] : i;
    by_unit[unit] += values[i];
    by_unit[count + unit] += 1;
  }
  sums->size = sums->sum + count;
  for (size_t i = 0; i < count; i++) {
    sums->sum[i] = by_unit[units->order[i]];
    sums->size[i] = by_unit[count + units->order[i]];
  }
  free(by_unit);
  return NULL;
}

#define LANES 4 /* draws taken side by side, each at its own place of the one stream: a step waits for the one before */

static inline __attribute__((always_inline)) void draw(const struct sums *sums, const struct units *units,
                                                       uint64_t *states, int lanes, bool sizes, double *sum,
                                                       double *size)
{
  double whole[LANES] = {0};
  for (int lane = 0; lane < lanes; lane++) sum[lane] = size[lane] = 0;
  for (size_t s = 0; s < units->strata; s++) {
    size_t first = units->first[s], count = units->first[s + 1] - first;
    const double *unit_sum = sums->sum + first, *unit_size = sums->size + first;
    for (size_t i = 0; i < count; i++) {
      for (int lane = 0; lane < lanes; lane++) {
        size_t unit = xorshift_index(xorshift_next(&states[lane]), count);
        sum[lane] += unit_sum[unit];
        if (sizes) size[lane] += unit_size[unit];
      }
    }
    if (!units->equal) continue;
    for (int lane = 0; lane < lanes; lane++) {
      whole[lane] += sum[lane] / size[lane];
      sum[lane] = size[lane] = 0;
    }
  }
  if (!units->equal) return;
  for (int lane = 0; lane < lanes; lane++) {
    sum[lane] = whole[lane];
    size[lane] = (double)units->strata;
  }
}

static void draw_lanes(const struct sums *sums, const struct units *units, uint64_t state, double *replicates,
                       size_t each)
{
  double sum[LANES], size[LANES], n = (double)units->count;
  uint64_t states[LANES];
  for (int lane = 0; lane < LANES; lane++) {
    states[lane] = state;
    state = xorshift_jump(state, each * units->count);
  }
  for (size_t b = 0; b < each; b++) {
    if (sums->sizes_differ)
      draw(sums, units, states, LANES, true, sum, size);
    else
      draw(sums, units, states, LANES, false, sum, size);
    for (int lane = 0; lane < LANES; lane++)
      replicates[(size_t)lane * each + b] = sum[lane] / (sums->sizes_differ ? size[lane] : n);
  }
}

const char *bootstrap_means(const double *values, size_t n, const uint32_t *group_of, const struct units *units,
                            uint64_t *state, double *replicates, size_t draws)
{
  struct sums sums;
  double sum, size;
  size_t each = draws / LANES;
  const char *reason = n ? sums_open(&sums, values, n, group_of, units) : "no values";
  if (reason) return reason;
  draw_lanes(&sums, units, *state, replicates, each);
  *state = xorshift_jump(*state, each * LANES * units->count);
  for (size_t b = each * LANES; b < draws; b++) {
    draw(&sums, units, state, 1, true, &sum, &size);
    replicates[b] = sum / size;
  }
  free(sums.sum);
  return NULL;
}

const char *bootstrap_left_out(const double *values, size_t n, const uint32_t *group_of, size_t units, double *left_out)
{
  double total = 0, *size = calloc(units ? units : 1, sizeof *size);
  if (!size) return NO_MEMORY;
  memset(left_out, 0, units * sizeof *left_out);
  for (size_t i = 0; i < n; i++) {
    size_t unit = group_of ? group_of[i] : i;
    total += values[i];
    left_out[unit] += values[i];
    size[unit] += 1;
  }
  for (size_t u = 0; u < units; u++) left_out[u] = (total - left_out[u]) / ((double)n - size[u]);
  free(size);
  return units < 2 ? "fewer than two values or clusters" : NULL;
}

/* Puts what a stratum lacks, or gains, without each of its units; returns its mean. */
static double leave_out_of(const struct sums *sums, const struct units *units, size_t stratum, double *left_out)
{
  double sum = 0, size = 0;
  for (uint32_t i = units->first[stratum]; i < units->first[stratum + 1]; i++) {
    sum += sums->sum[i];
    size += sums->size[i];
  }
  for (uint32_t i = units->first[stratum]; i < units->first[stratum + 1]; i++)
    left_out[units->order[i]] = (sum - sums->sum[i]) / (size - sums->size[i]) - sum / size;
  return sum / size;
}

const char *bootstrap_left_out_equal(const double *values, size_t n, const uint32_t *group_of,
                                     const struct units *units, double *estimate, double *left_out)
{
  struct sums sums;
  const char *reason = sums_open(&sums, values, n, group_of, units);
  if (reason) return reason;
  *estimate = 0;
  for (size_t s = 0; s < units->strata; s++) {
    *estimate += leave_out_of(&sums, units, s, left_out) / (double)units->strata;
    if (units->first[s + 1] - units->first[s] < 2) reason = "a stratum of one value or cluster";
  }
  for (size_t u = 0; u < units->count; u++) left_out[u] = *estimate + left_out[u] / (double)units->strata;
  free(sums.sum);
  return reason;
}

/* Cumulated weights of 0 .. n successes; the last is their sum. */
static void cumulate(double *weight, size_t successes, size_t n)
{
  double odds = (double)successes / (double)(n - successes), sum = 0;
  weight[successes] = 1; /* the mode of n draws at successes / n */
  for (size_t k = successes; k < n; k++) weight[k + 1] = weight[k] * ((double)(n - k) / (double)(k + 1) * odds);
  for (size_t k = successes; k > 0; k--) weight[k - 1] = weight[k] * ((double)k / (double)(n - k + 1) / odds);
  for (size_t k = 0; k <= n; k++) weight[k] = sum += weight[k];
}

/* Where to begin looking, for each of n + 1 equal parts of the whole. */
static void guide_through(const double *weight, size_t n, uint32_t *guide)
{
  size_t k = 0;
  for (size_t part = 0; part <= n; part++) {
    while (k < n && weight[k] <= weight[n] * (double)part / (double)(n + 1)) k++;
    guide[part] = (uint32_t)k;
  }
}

const char *bootstrap_binomial(size_t successes, size_t n, uint64_t *state, double *replicates, size_t draws)
{
  if (successes == 0 || successes >= n) return "all resamples give the same";
  double *weight = malloc((n + 1) * sizeof *weight);
  uint32_t *guide = malloc((n + 1) * sizeof *guide);
  if (weight && guide) {
    cumulate(weight, successes, n);
    guide_through(weight, n, guide);
    for (size_t b = 0; b < draws; b++) {
      double unit = xorshift_unit(xorshift_next(state)), place = unit * weight[n];
      size_t k = guide[(size_t)(unit * (double)(n + 1))];
      while (k > 0 && weight[k - 1] > place) k--;
      while (k < n && weight[k] <= place) k++;
      replicates[b] = (double)k / (double)n;
    }
  }
  free(guide);
  const char *reason = weight && guide ? NULL : NO_MEMORY;
  free(weight);
  return reason;
}
