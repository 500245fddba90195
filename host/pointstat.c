#include "pointstat.h"

#include <math.h>
#include <stdlib.h>

#include "anova.h"
#include "rank.h"
#include "special.h"
#include "undefined.h"

static double variance(const double *values, size_t n)
{
  double mean = 0, squares = 0;
  for (size_t i = 0; i < n; i++) mean += values[i] / (double)n;
  for (size_t i = 0; i < n; i++) squares += (values[i] - mean) * (values[i] - mean);
  return squares / ((double)n - 1);
}

/* The complete answers: points one after another, then their sums. */
struct complete {
  double *points, *sums, *rest;
  size_t count, n;
};

static int is_complete(const double *const *points, size_t count, size_t answer)
{
  for (size_t p = 0; p < count; p++)
    if (isnan(points[p][answer])) return 0;
  return 1;
}

static int open_complete(struct complete *c, const double *const *points, size_t count, size_t answers)
{
  *c = (struct complete){.points = calloc((count + 2) * answers + 1, sizeof(double)), .count = count};
  if (!c->points) return -1;
  for (size_t a = 0; a < answers; a++) c->n += (size_t)is_complete(points, count, a);
  c->sums = c->points + count * c->n;
  c->rest = c->sums + c->n;
  size_t place = 0;
  for (size_t a = 0; a < answers; a++) {
    if (!is_complete(points, count, a)) continue;
    for (size_t p = 0; p < count; p++) {
      c->points[p * c->n + place] = points[p][a];
      c->sums[place] += points[p][a];
    }
    place++;
  }
  return 0;
}

static double alpha_of(double parts, double whole, size_t count)
{
  double k = (double)count;
  return count < 2 || is_nothing(whole, 1) ? NAN : k / (k - 1) * (1 - parts / whole);
}

static double upper_less_lower(const struct complete *c, const double *point, double low, double high)
{
  double met[2] = {0}, size[2] = {0};
  for (size_t a = 0; a < c->n; a++) {
    if (c->sums[a] > low && c->sums[a] < high) continue;
    int upper = c->sums[a] >= high;
    met[upper] += point[a];
    size[upper] += 1;
  }
  return low < high && size[0] > 0 && size[1] > 0 ? met[1] / size[1] - met[0] / size[0] : NAN;
}

static void look_at(const struct complete *c, size_t p, double parts, double low, double high, struct point *out)
{
  const double *point = c->points + p * c->n;
  struct correlation correlation;
  for (size_t a = 0; a < c->n; a++) c->rest[a] = c->sums[a] - point[a];
  const char *reason = pearson_of(point, c->rest, c->n, &correlation);
  out->item_rest = reason ? NAN : correlation.value;
  out->alpha_if_dropped = alpha_of(parts - variance(point, c->n), variance(c->rest, c->n), c->count - 1);
  out->discrimination = upper_less_lower(c, point, low, high);
}

static void look_at_all(const struct complete *c, struct point *out, double *alpha)
{
  double parts = 0, low, high;
  for (size_t p = 0; p < c->count; p++) parts += variance(c->points + p * c->n, c->n);
  *alpha = alpha_of(parts, variance(c->sums, c->n), c->count);
  for (size_t a = 0; a < c->n; a++) c->rest[a] = c->sums[a];
  low = quantile_of(c->rest, c->n, 0.27);
  high = quantile_of(c->rest, c->n, 0.73);
  for (size_t p = 0; p < c->count; p++) look_at(c, p, parts, low, high, &out[p]);
}

static struct point difficulty_of(const double *point, size_t answers)
{
  double met = 0;
  struct point out = {NAN, NAN, NAN, NAN, 0};
  for (size_t a = 0; a < answers; a++) {
    if (isnan(point[a])) continue;
    met += point[a];
    out.applies++;
  }
  if (out.applies) out.difficulty = met / (double)out.applies;
  return out;
}

const char *points_analyse(const double *const *points, size_t count, size_t answers, struct point *out, double *alpha,
                           size_t *complete)
{
  struct complete c;
  if (count == 0 || answers == 0) return "no points or no answers";
  if (open_complete(&c, points, count, answers)) return NO_MEMORY;
  *alpha = NAN;
  *complete = c.n;
  for (size_t p = 0; p < count; p++) out[p] = difficulty_of(points[p], answers);
  if (c.n >= 2) look_at_all(&c, out, alpha);
  free(c.points);
  return NULL;
}

const char *points_edges(const double *const *columns, size_t rounds, size_t items, double threshold, struct edge *out,
                         double *within_sd)
{
  struct anova anova;
  double k = (double)rounds;
  const char *reason = anova_of(columns, rounds, items, &anova);
  if (reason) return reason;
  *within_sd = sqrt(anova.within);
  for (size_t i = 0; i < items; i++) {
    double mean = 0;
    for (size_t r = 0; r < rounds; r++) mean += columns[r][i];
    mean /= k;
    double apart = fabs(mean - (threshold - 0.5 / k)), noise = *within_sd * sqrt(2 / k);
    out[i] = (struct edge){mean, noise > 0 ? normal_cdf(-apart / noise) : NAN};
  }
  return NULL;
}
