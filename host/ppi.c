#include "ppi.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "interval.h"
#include "special.h"
#include "undefined.h"

/* The items apart: those rated, then the others. */
struct parted {
  double *y, *f, *rest;            /* n of y and f; f of the others */
  uint32_t *group_of, *rest_group; /* counted anew from 0, NULL without clusters */
  double *room;
  size_t n, others, groups, rest_groups;
};

static void parted_close(struct parted *p)
{
  free(p->y);
  free(p->group_of);
}

/* Numbers of clusters anew from 0, over those items that are rated or those that are not. */
static size_t renumber(const struct ppi_items *items, int rated, uint32_t *map, uint32_t *out)
{
  size_t next = 0, place = 0;
  memset(map, 0xff, items->groups * sizeof *map);
  for (size_t i = 0; i < items->count; i++) {
    if (isnan(items->y[i]) == rated) continue;
    uint32_t group = items->group_of[i];
    if (map[group] == UINT32_MAX) map[group] = (uint32_t)next++;
    out[place++] = map[group];
  }
  return next;
}

static const char *part(const struct ppi_items *items, struct parted *p)
{
  size_t count = items->count;
  *p = (struct parted){.y = calloc(4 * count + 1, sizeof(double))};
  if (items->group_of) p->group_of = calloc(count + items->groups + 1, sizeof(uint32_t));
  if (!p->y || (items->group_of && !p->group_of)) {
    parted_close(p);
    return NO_MEMORY;
  }
  for (size_t i = 0; i < count; i++) p->n += !isnan(items->y[i]);
  p->others = count - p->n;
  p->f = p->y + p->n;
  p->rest = p->f + p->n;
  p->room = p->rest + p->others;
  size_t rated = 0, rest = 0;
  for (size_t i = 0; i < count; i++) {
    if (isnan(items->y[i]))
      p->rest[rest++] = items->f[i];
    else
      p->y[rated] = items->y[i], p->f[rated++] = items->f[i];
  }
  if (!items->group_of) return NULL;
  p->rest_group = p->group_of + p->n;
  p->groups = renumber(items, 1, p->group_of + count, p->group_of);
  p->rest_groups = renumber(items, 0, p->group_of + count, p->rest_group);
  return NULL;
}

static double mean_of(const double *values, size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += values[i];
  return n ? sum / (double)n : 0;
}

static double squares_around(const double *values, size_t n, double mean)
{
  double squares = 0;
  for (size_t i = 0; i < n; i++) squares += (values[i] - mean) * (values[i] - mean);
  return squares;
}

/* What lambda needs; `added` pairs (0,0) (0,1) (1,0) (1,1) count along. */
static double covariance(const struct parted *p, int added)
{
  double n = (double)p->n + 4.0 * added, my = 0, mf = 0, sum = 0;
  for (size_t i = 0; i < p->n; i++) {
    my += p->y[i];
    mf += p->f[i];
  }
  my = (my + 2.0 * added) / n;
  mf = (mf + 2.0 * added) / n;
  for (size_t i = 0; i < p->n; i++) sum += (p->y[i] - my) * (p->f[i] - mf);
  for (int i = 0; i < 4 * added; i++) sum += ((i & 1) - my) * ((i >> 1) - mf);
  return sum / n;
}

static double variance_of_scores(const struct parted *p, int added)
{
  double all = (double)(p->n + p->others) + 4.0 * added;
  double mean =
      (mean_of(p->f, p->n) * (double)p->n + mean_of(p->rest, p->others) * (double)p->others + 2.0 * added) / all;
  double squares = squares_around(p->f, p->n, mean) + squares_around(p->rest, p->others, mean);
  for (int i = 0; i < 4 * added; i++) squares += ((i & 1) - mean) * ((i & 1) - mean);
  return squares / (all - 1);
}

static double tuned(const struct parted *p, int added)
{
  double variance = variance_of_scores(p, added), ratio = (double)p->n / (double)p->others;
  double lambda = covariance(p, added) / ((1 + ratio) * variance);
  return is_nothing(variance, 1) ? 0 : fmax(0, fmin(1, lambda));
}

/* Variance of a mean, plain (1/n) or by clusters with G/(G-1); negative when there is no memory. */
static double variance_of_mean(const double *values, size_t n, const uint32_t *group_of, size_t groups, double *room)
{
  double mean = mean_of(values, n), squares, g = (double)groups;
  if (n == 0) return 0;
  for (size_t i = 0; i < n; i++) room[i] = values[i] - mean;
  squares = cluster_squares(room, n, group_of, groups);
  return (group_of ? g / (g - 1) : 1) * squares / ((double)n * (double)n);
}

static double quantile_for(const struct parted *p, double confidence)
{
  double tail = 0.5 + confidence / 2;
  return p->group_of ? t_quantile(tail, (double)p->groups - 1) : normal_quantile(tail);
}

/* y - lambda f over f's place: the f are not needed any more. */
static void take_residuals(struct parted *p, double lambda)
{
  for (size_t i = 0; i < p->n; i++) p->f[i] = p->y[i] - lambda * p->f[i];
}

static void start(const struct ppi_items *items, const struct parted *p, struct ppi *out)
{
  *out = (struct ppi){.human = mean_of(p->y, p->n), .judge = mean_of(items->f, items->count), .effective = NAN};
  out->n = p->n;
  out->others = p->others;
}

static void reach(struct ppi *out, double quantile)
{
  out->low = out->estimate - quantile * out->se;
  out->high = out->estimate + quantile * out->se;
}

static const char *too_few(const struct ppi_items *items, const struct parted *p)
{
  if (p->n < 2) return "fewer than two items have a rating";
  if (items->group_of && p->groups < 2) return "fewer than two clusters have a rating";
  return NULL;
}

static const char *mean_in(struct parted *p, double lambda, double confidence, struct ppi *out)
{
  if (p->others == 0) lambda = 0;
  out->lambda = isnan(lambda) ? tuned(p, 0) : lambda;
  double rest =
      p->rest_groups == 1 ? NAN : variance_of_mean(p->rest, p->others, p->rest_group, p->rest_groups, p->room);
  take_residuals(p, out->lambda);
  double own = variance_of_mean(p->f, p->n, p->group_of, p->groups, p->room);
  if (rest < 0 || own < 0) return NO_MEMORY;
  if (isnan(rest) && out->lambda > 0) return "the items without a rating are one cluster";
  out->estimate = out->lambda * mean_of(p->rest, p->others) + mean_of(p->f, p->n);
  out->se = sqrt((out->lambda > 0 ? out->lambda * out->lambda * rest : 0) + own);
  reach(out, quantile_for(p, confidence));
  return NULL;
}

const char *ppi_mean(const struct ppi_items *items, double lambda, double confidence, struct ppi *out)
{
  struct parted p;
  const char *reason = part(items, &p);
  if (reason) return reason;
  start(items, &p, out);
  reason = too_few(items, &p);
  if (!reason) reason = mean_in(&p, lambda, confidence, out);
  parted_close(&p);
  return reason;
}

static double regression(const struct parted *p)
{
  double variance = squares_around(p->f, p->n, mean_of(p->f, p->n)) / (double)p->n;
  return is_nothing(variance, 1) ? 0 : fmax(0, fmin(1, covariance(p, 0) / variance));
}

static const char *finite_in(struct parted *p, double lambda, double confidence, struct ppi *out)
{
  double n = (double)p->n, all = n + (double)p->others, tail = 0.5 + confidence / 2;
  out->lambda = isnan(lambda) ? regression(p) : lambda;
  take_residuals(p, out->lambda);
  double variance = variance_of_mean(p->f, p->n, p->group_of, p->groups, p->room);
  if (variance < 0) return NO_MEMORY;
  out->estimate = out->lambda * out->judge + mean_of(p->f, p->n);
  out->se = sqrt((1 - n / all) * variance * (p->group_of ? 1 : n / (n - 1)));
  reach(out, t_quantile(tail, (p->group_of ? (double)p->groups : n) - 1));
  return NULL;
}

const char *ppi_finite(const struct ppi_items *items, double lambda, double confidence, struct ppi *out)
{
  struct parted p;
  const char *reason = part(items, &p);
  if (reason) return reason;
  start(items, &p, out);
  reason = too_few(items, &p);
  if (!reason) reason = finite_in(&p, lambda, confidence, out);
  parted_close(&p);
  return reason;
}

/* By how much clusters make the variance of a mean larger; at least 1. */
static double design_effect(struct parted *p, const double *values)
{
  if (!p->group_of) return 1;
  double plain = variance_of_mean(values, p->n, NULL, 0, p->room);
  double clustered = variance_of_mean(values, p->n, p->group_of, p->groups, p->room);
  if (clustered < 0) return -1;
  return is_nothing(plain, 1) ? 1 : fmax(1, clustered / plain);
}

/* Variance of y - lambda f with the four pairs; f holds the residuals by now. */
static double guarded_variance(const struct parted *p, double lambda)
{
  double n = (double)p->n + 4, added[4] = {0, -lambda, 1, 1 - lambda};
  double mean = (mean_of(p->f, p->n) * (double)p->n + 2 - 2 * lambda) / n;
  return (squares_around(p->f, p->n, mean) + squares_around(added, 4, mean)) / n;
}

/* Ratings that are all the same say nothing of the judge. */
static double guarded_lambda(const struct parted *p)
{
  bool differ = false;
  for (size_t i = 1; i < p->n; i++) differ = differ || p->y[i] != p->y[0];
  return differ && p->n >= PPI_ENOUGH && p->others > 0 ? tuned(p, 1) : 0;
}

static const char *rate_in(struct parted *p, double confidence, struct ppi *out)
{
  double n = (double)p->n, of_ratings = design_effect(p, p->y), rest = 0;
  out->lambda = guarded_lambda(p);
  if (out->lambda > 0 && p->rest_groups != 1)
    rest = variance_of_mean(p->rest, p->others, p->rest_group, p->rest_groups, p->room);
  take_residuals(p, out->lambda);
  double of_residuals = design_effect(p, p->f);
  if (of_ratings < 0 || of_residuals < 0 || rest < 0) return NO_MEMORY;
  out->estimate = fmax(0, fmin(1, out->lambda * mean_of(p->rest, p->others) + mean_of(p->f, p->n)));
  out->se = sqrt(out->lambda * out->lambda * rest + guarded_variance(p, out->lambda) * of_residuals / n);
  double away = fmax(2 / (n + 4), fmin(1 - 2 / (n + 4), out->estimate));
  out->effective = fmax(n / of_ratings, away * (1 - away) / (out->se * out->se));
  if (out->lambda == 0) out->effective = n / of_ratings;
  struct interval interval = wilson(out->estimate * out->effective, out->effective, confidence);
  out->low = interval.low;
  out->high = interval.high;
  return NULL;
}

const char *ppi_rate(const struct ppi_items *items, double confidence, struct ppi *out)
{
  struct parted p;
  const char *reason = part(items, &p);
  if (reason) return reason;
  start(items, &p, out);
  reason = too_few(items, &p);
  if (!reason) reason = rate_in(&p, confidence, out);
  parted_close(&p);
  return reason;
}

/* The items of one stratum at the front of the room. */
static struct ppi_items stratum_items(const struct ppi_items *items, const uint32_t *stratum_of, size_t stratum,
                                      double *room, uint32_t *group_of)
{
  struct ppi_items own = {room, room + items->count, 0, items->group_of ? group_of : NULL, items->groups};
  for (size_t i = 0; i < items->count; i++) {
    if (stratum_of[i] != stratum) continue;
    if (items->group_of) group_of[own.count] = items->group_of[i];
    room[items->count + own.count] = items->f[i];
    room[own.count++] = items->y[i];
  }
  return own;
}

static double residual_sd(const struct ppi_items *items, double lambda)
{
  double sum = 0, squares = 0, n = 0;
  for (size_t i = 0; i < items->count; i++) {
    if (isnan(items->y[i])) continue;
    double apart = items->y[i] - lambda * items->f[i];
    sum += apart;
    squares += apart * apart;
    n += 1;
  }
  return sqrt(fmax(0, squares / n - sum * sum / (n * n)));
}

static void allocate(struct ppi_stratum *by_stratum, size_t strata)
{
  double sum = 0;
  for (size_t h = 0; h < strata; h++) sum += by_stratum[h].weight * by_stratum[h].sd;
  for (size_t h = 0; h < strata; h++)
    by_stratum[h].allocation = sum > 0 ? by_stratum[h].weight * by_stratum[h].sd / sum : by_stratum[h].weight;
}

/* Degrees of freedom: for each stratum its rated clusters - 1. */
static size_t rated_groups(const struct ppi_items *items, uint8_t *seen)
{
  size_t count = 0;
  memset(seen, 0, items->groups);
  for (size_t i = 0; i < items->count; i++) {
    if (isnan(items->y[i]) || seen[items->group_of[i]]) continue;
    seen[items->group_of[i]] = 1;
    count++;
  }
  return count;
}

static const char *stratified_in(const struct ppi_items *items, const uint32_t *stratum_of, size_t strata,
                                 double confidence, double *room, uint32_t *group_of, struct ppi *out,
                                 struct ppi_stratum *by_stratum)
{
  double squares = 0, df = 0, tail = 0.5 + confidence / 2;
  for (size_t h = 0; h < strata; h++) {
    struct ppi_items own = stratum_items(items, stratum_of, h, room, group_of);
    const char *reason = ppi_mean(&own, NAN, confidence, &by_stratum[h].ppi);
    if (reason) return reason;
    double weight = by_stratum[h].weight = (double)own.count / (double)items->count;
    by_stratum[h].sd = residual_sd(&own, by_stratum[h].ppi.lambda);
    out->estimate += weight * by_stratum[h].ppi.estimate;
    squares += weight * weight * by_stratum[h].ppi.se * by_stratum[h].ppi.se;
    if (own.group_of) df += (double)rated_groups(&own, (uint8_t *)(group_of + items->count)) - 1;
  }
  out->se = sqrt(squares);
  reach(out, items->group_of ? t_quantile(tail, df) : normal_quantile(tail));
  allocate(by_stratum, strata);
  return NULL;
}

const char *ppi_stratified(const struct ppi_items *items, const uint32_t *stratum_of, size_t strata, double confidence,
                           struct ppi *out, struct ppi_stratum *by_stratum)
{
  struct parted p;
  const char *reason = part(items, &p);
  if (reason) return reason;
  start(items, &p, out);
  out->lambda = NAN;
  parted_close(&p);
  double *room = calloc(2 * items->count + 1, sizeof *room);
  uint32_t *group_of = calloc(items->count + items->groups + 1, sizeof *group_of);
  reason = NO_MEMORY;
  if (room && group_of) reason = stratified_in(items, stratum_of, strata, confidence, room, group_of, out, by_stratum);
  free(room);
  free(group_of);
  return reason;
}

const char *active_probabilities(const double *uncertainty, size_t n, double budget, double tau, double *pi)
{
  double mean = mean_of(uncertainty, n);
  if (n == 0) return "no items";
  for (size_t i = 0; i < n; i++) {
    double relative = mean > 0 ? uncertainty[i] / mean : 1;
    pi[i] = fmax(0, fmin(1, (1 - tau) * budget * relative + tau * budget));
  }
  return NULL;
}

static double cost_of(const double *uncertainty, const double *errors, size_t n, double budget, double tau)
{
  double mean = mean_of(uncertainty, n), cost = 0;
  for (size_t i = 0; i < n; i++) {
    double relative = mean > 0 ? uncertainty[i] / mean : 1;
    cost += errors[i] * errors[i] / fmin(1, (1 - tau) * budget * relative + tau * budget);
  }
  return cost;
}

const char *active_tau(const double *uncertainty, const double *errors, size_t n, double budget, double *tau)
{
  double best = INFINITY;
  if (n == 0) return "no past labels";
  for (int step = 20; step <= 100; step++) {
    double cost = cost_of(uncertainty, errors, n, budget, step / 100.0);
    if (cost >= best) continue;
    best = cost;
    *tau = step / 100.0;
  }
  return NULL;
}

const char *active_mean(const struct ppi_items *items, const double *pi, double confidence, struct ppi *out)
{
  double sum = 0, squares = 0, m = (double)items->count;
  *out = (struct ppi){.lambda = NAN, .human = NAN, .judge = mean_of(items->f, items->count), .effective = NAN};
  if (items->count < 2) return "fewer than two items";
  for (size_t i = 0; i < items->count; i++) {
    int rated = !isnan(items->y[i]);
    double value = items->f[i] + (rated ? (items->y[i] - items->f[i]) / pi[i] : 0);
    sum += value;
    squares += value * value;
    out->n += (size_t)rated;
  }
  if (out->n == 0) return "no item has a rating";
  out->others = items->count - out->n;
  out->estimate = sum / m;
  out->se = sqrt(fmax(0, squares / m - out->estimate * out->estimate) / m);
  reach(out, normal_quantile(0.5 + confidence / 2));
  return NULL;
}
