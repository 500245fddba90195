#include "judgestat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "anova.h"
#include "interval.h"
#include "rank.h"
#include "special.h"
#include "undefined.h"

static double exact_share(const double *const *columns, size_t rounds, size_t items)
{
  double same = 0, pairs = (double)items * (double)rounds * (double)(rounds - 1) / 2;
  for (size_t i = 0; i < items; i++)
    for (size_t r = 0; r < rounds; r++)
      for (size_t s = r + 1; s < rounds; s++) same += columns[r][i] == columns[s][i];
  return same / pairs;
}

const char *judge_retest(const double *const *columns, size_t rounds, size_t items, struct retest *out)
{
  struct anova anova;
  const char *reason = anova_of(columns, rounds, items, &anova);
  if (reason) return reason;
  double k = (double)rounds;
  out->within_sd = sqrt(anova.within);
  out->repeatability = 1.96 * M_SQRT2 * out->within_sd;
  out->exact = exact_share(columns, rounds, items);
  out->between = (anova.between - anova.within) / k;
  out->noise_of_mean = anova.within / k;
  out->se = sqrt(anova.between / k / (double)items);
  out->rounds_needed = out->between > 0 ? fmax(1, ceil(anova.within / (0.1 * out->between) - 1e-9)) : NAN;
  return NULL;
}

/* Sums over the cells of a table in which some factors are kept and others are summed over: sum of squared means, weighted. */
static double squares_by(const double *values, const struct design *d, const int keep[4], double *room)
{
  size_t size[4] = {d->items, d->samples, d->judges, d->rounds}, cells = 1, all = size[0] * size[1] * size[2] * size[3];
  for (int f = 0; f < 4; f++) cells *= keep[f] ? size[f] : 1;
  memset(room, 0, cells * sizeof *room);
  for (size_t at = 0; at < all; at++) {
    size_t rest = at, cell = 0, stride = 1;
    for (int f = 3; f >= 0; f--) {
      size_t place = rest % size[f];
      rest /= size[f];
      if (!keep[f]) continue;
      cell += place * stride;
      stride *= size[f];
    }
    room[cell] += values[at];
  }
  double sum = 0;
  for (size_t c = 0; c < cells; c++) sum += room[c] * room[c];
  return sum / ((double)all / (double)cells);
}

static double mean_square(double squares, double df)
{
  return df > 0 ? fmax(0, squares) / df : NAN;
}

struct squares {
  double item, sample, judge, item_judge, sample_judge, round;
};

static struct squares mean_squares(const double *values, const struct design *d, double *room)
{
  double i = (double)d->items, s = (double)d->samples, j = (double)d->judges, k = (double)d->rounds;
  double none = squares_by(values, d, (const int[]){0, 0, 0, 0}, room),
         item = squares_by(values, d, (const int[]){1, 0, 0, 0}, room);
  double sample = squares_by(values, d, (const int[]){1, 1, 0, 0}, room);
  double judge = squares_by(values, d, (const int[]){0, 0, 1, 0}, room);
  double item_judge = squares_by(values, d, (const int[]){1, 0, 1, 0}, room);
  double cell = squares_by(values, d, (const int[]){1, 1, 1, 0}, room);
  double all = squares_by(values, d, (const int[]){1, 1, 1, 1}, room);
  return (struct squares){
      mean_square(item - none, i - 1),
      mean_square(sample - item, i * (s - 1)),
      mean_square(judge - none, j - 1),
      mean_square(item_judge - item - judge + none, (i - 1) * (j - 1)),
      mean_square(cell - item_judge - sample + item, i * (s - 1) * (j - 1)),
      mean_square(all - cell, i * s * j * (k - 1)),
  };
}

static double first_known(double a, double b)
{
  return isnan(a) ? b : a;
}

/* Each mean square less the one that lacks only the component sought. */
static void solve(const struct squares *m, const struct design *d, struct components *out)
{
  double i = (double)d->items, s = (double)d->samples, j = (double)d->judges, k = (double)d->rounds;
  double below = first_known(m->sample_judge, m->round);
  out->residual = first_known(first_known(m->round, m->sample_judge), first_known(m->item_judge, m->sample));
  out->sample_judge = (m->sample_judge - m->round) / k;
  out->item_judge = (m->item_judge - below) / (s * k);
  out->judge = (m->judge - m->item_judge) / (i * s * k);
  out->sample = (m->sample - below) / (j * k);
  double beside = first_known(m->item_judge, below), both = isnan(m->sample) ? beside : m->sample + beside - below;
  if (isnan(m->item_judge)) both = first_known(m->sample, below);
  out->item = (m->item - both) / (s * j * k);
}

const char *judge_components(const double *values, const struct design *design, struct components *out)
{
  size_t all = design->items * design->samples * design->judges * design->rounds;
  if (design->items < 2) return "fewer than two items";
  if (design->samples * design->judges * design->rounds < 2) return "one score for each item";
  double *room = calloc(all, sizeof *room);
  if (!room) return NO_MEMORY;
  struct squares squares = mean_squares(values, design, room);
  free(room);
  solve(&squares, design, out);
  return NULL;
}

static double mean_of(const double *values, size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += values[i];
  return sum / (double)n;
}

/* The slope through the means, and x times residual in the room. */
static const char *fit(const double *y, const double *x, size_t n, double *room, double *slope, double *spread)
{
  double mx = mean_of(x, n), my = mean_of(y, n), xx = 0, xy = 0;
  for (size_t i = 0; i < n; i++) {
    xx += (x[i] - mx) * (x[i] - mx);
    xy += (x[i] - mx) * (y[i] - my);
  }
  if (is_nothing(xx, mx * mx)) return "the explaining side has one value only";
  *slope = xy / xx;
  *spread = xx;
  for (size_t i = 0; i < n; i++) room[i] = (x[i] - mx) * (y[i] - my - *slope * (x[i] - mx));
  return NULL;
}

static const char *slope_with(const double *y, const double *x, size_t n, const uint32_t *group_of, size_t groups,
                              double df, double confidence, struct slope *out)
{
  size_t clusters = group_of ? groups : n;
  double g = (double)clusters, spread, count = (double)n;
  if (n < 3 || clusters < 2) return "fewer than three values or two clusters";
  double *room = malloc(n * sizeof *room);
  if (!room) return NO_MEMORY;
  const char *reason = fit(y, x, n, room, &out->value, &spread);
  double squares = reason ? 0 : cluster_squares(room, n, group_of, groups);
  free(room);
  if (reason || squares < 0) return reason ? reason : NO_MEMORY;
  out->n = n;
  out->clusters = clusters;
  out->se = sqrt(squares * g / (g - 1) * (count - 1) / (count - 2)) / spread;
  if (isnan(df)) df = g - 1;
  out->low = out->value - t_quantile(0.5 + confidence / 2, df) * out->se;
  out->high = 2 * out->value - out->low;
  out->p = out->se > 0 ? t_two_sided(out->value / out->se, df) : NAN;
  return NULL;
}

const char *judge_slope(const double *y, const double *x, size_t n, const uint32_t *group_of, size_t groups,
                        double confidence, struct slope *out)
{
  return slope_with(y, x, n, group_of, groups, NAN, confidence, out);
}

/* In how many clusters x is 1, and in how many it is 0, the fewer of them. */
static const char *fewer_clusters(const double *x, size_t n, const uint32_t *group_of, size_t groups, double *fewer)
{
  double count[2] = {0, 0};
  uint8_t *seen = calloc(2 * groups + 1, 1);
  if (!seen) return NO_MEMORY;
  for (size_t i = 0; i < n; i++) {
    int side = x[i] != 0;
    size_t place = 2 * (size_t)(group_of ? group_of[i] : 0) + (size_t)side;
    count[side] += !group_of || !seen[place];
    if (group_of) seen[place] = 1;
  }
  free(seen);
  *fewer = fmin(count[0], count[1]);
  return NULL;
}

const char *judge_contrast(const double *y, const double *x, size_t n, const uint32_t *group_of, size_t groups,
                           double confidence, struct slope *out)
{
  double fewer;
  const char *reason = fewer_clusters(x, n, group_of, groups, &fewer);
  if (!reason && fewer == 1) reason = "one cluster alone has answers of that side";
  return reason ? reason : slope_with(y, x, n, group_of, groups, fewer > 1 ? fewer - 1 : NAN, confidence, out);
}

/* Takes the mean of each group out; says by how much at most. */
static double centre(double *values, size_t n, const uint32_t *group_of, size_t groups, double *room)
{
  double *size = room + groups, most = 0;
  memset(room, 0, 2 * groups * sizeof *room);
  for (size_t i = 0; i < n; i++) {
    room[group_of[i]] += values[i];
    size[group_of[i]] += 1;
  }
  for (size_t i = 0; i < n; i++) values[i] -= room[group_of[i]] / size[group_of[i]];
  for (size_t g = 0; g < groups; g++) most = fmax(most, fabs(room[g] / fmax(1, size[g])));
  return most;
}

/* Means of items and of models in turn, until nothing is left to take: at once when the design is balanced. */
static void centre_both(double *values, size_t n, const uint32_t *item_of, size_t items, const uint32_t *model_of,
                        size_t models, double *room)
{
  for (int round = 0; round < 1000; round++) {
    double moved = centre(values, n, item_of, items, room);
    moved = fmax(moved, centre(values, n, model_of, models, room));
    if (moved < 1e-12) break;
  }
}

const char *judge_slope_within(const double *y, const double *x, size_t n, const uint32_t *item_of, size_t items,
                               const uint32_t *model_of, size_t models, double confidence, struct slope *out)
{
  double *copies = calloc(2 * n + 2 * (items + models) + 1, sizeof *copies);
  if (!copies) return NO_MEMORY;
  if (n) memcpy(copies, y, n * sizeof *copies);
  if (n) memcpy(copies + n, x, n * sizeof *copies);
  centre_both(copies, n, item_of, items, model_of, models, copies + 2 * n);
  centre_both(copies + n, n, item_of, items, model_of, models, copies + 2 * n);
  double left = 0, whole = 0;
  for (size_t i = 0; i < n; i++) {
    left += copies[n + i] * copies[n + i];
    whole += x[i] * x[i];
  }
  const char *reason = "lengths do not differ within items";
  if (!is_nothing(left, whole)) reason = judge_slope(copies, copies + n, n, item_of, items, confidence, out);
  free(copies);
  return reason;
}

const char *judge_partial_spearman(const double *x, const double *y, const double *z, size_t n, double *out)
{
  struct correlation xy, xz, yz;
  const char *reason = spearman_of(x, y, n, &xy);
  if (!reason) reason = spearman_of(x, z, n, &xz);
  if (!reason) reason = spearman_of(y, z, n, &yz);
  if (reason) return reason;
  double free_of_z = (1 - xz.value * xz.value) * (1 - yz.value * yz.value);
  if (is_nothing(free_of_z, 1)) return "one side follows the third wholly";
  *out = (xy.value - xz.value * yz.value) / sqrt(free_of_z);
  return NULL;
}
