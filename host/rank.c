#include "rank.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "special.h"
#include "undefined.h"

static void swap(double *a, double *b)
{
  double kept = *a;
  *a = *b;
  *b = kept;
}

static double middle_of(double *values, size_t low, size_t high)
{
  size_t middle = low + (high - low) / 2;
  if (values[middle] < values[low]) swap(&values[middle], &values[low]);
  if (values[high] < values[low]) swap(&values[high], &values[low]);
  if (values[high] < values[middle]) swap(&values[high], &values[middle]);
  return values[middle];
}

/* Hoare's selection: afterwards values[k] is where sorting would put it. */
static void select_place(double *values, size_t n, size_t k)
{
  size_t low = 0, high = n - 1;
  while (low < high) {
    double pivot = middle_of(values, low, high);
    size_t i = low, j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      swap(&values[i++], &values[j]);
      if (j-- == 0) break;
    }
    if (k <= j && j < high)
      high = j;
    else if (k >= i)
      low = i;
    else
      break;
  }
}

double quantile_of(double *values, size_t n, double p)
{
  double place = (double)(n - 1) * p;
  size_t below = (size_t)place;
  if (below >= n - 1) below = n - 1;
  select_place(values, n, below);
  double low = values[below], next = INFINITY;
  if (below == n - 1 || place == (double)below) return low;
  for (size_t i = below + 1; i < n; i++)
    if (values[i] < next) next = values[i];
  return low + (next - low) * (place - (double)below);
}

static int by_value(const void *a, const void *b, void *values)
{
  const double *v = values;
  double x = v[*(const uint32_t *)a], y = v[*(const uint32_t *)b];
  return (x > y) - (x < y);
}

static uint32_t *order_of(const double *values, size_t n)
{
  uint32_t *order = malloc((n ? n : 1) * sizeof *order);
  if (!order) return NULL;
  for (size_t i = 0; i < n; i++) order[i] = (uint32_t)i;
  qsort_r(order, n, sizeof *order, by_value, (void *)values);
  return order;
}

int mid_ranks_of(const double *values, size_t n, double *ranks)
{
  uint32_t *order = order_of(values, n);
  if (!order) return -1;
  for (size_t i = 0; i < n;) {
    size_t end = i + 1;
    while (end < n && values[order[end]] == values[order[i]]) end++;
    for (size_t j = i; j < end; j++) ranks[order[j]] = (double)(i + 1 + end) / 2;
    i = end;
  }
  free(order);
  return 0;
}

static double mean_of(const double *x, size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += x[i];
  return sum / (double)n;
}

const char *pearson_of(const double *x, const double *y, size_t n, struct correlation *out)
{
  if (n < 2) return "fewer than two pairs";
  double mx = mean_of(x, n), my = mean_of(y, n), xx = 0, yy = 0, xy = 0, df = (double)n - 2;
  for (size_t i = 0; i < n; i++) {
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
    xy += (x[i] - mx) * (y[i] - my);
  }
  if (!isfinite(xx * yy) || !isfinite(mx * mx + my * my)) return TOO_LARGE;
  if (is_nothing(xx, mx * mx) || is_nothing(yy, my * my)) return "one side has one value only";
  out->value = fmax(-1, fmin(1, xy / sqrt(xx * yy)));
  double rest = 1 - out->value * out->value;
  out->p = df < 1 ? NAN : rest > 0 ? t_two_sided(out->value * sqrt(df / rest), df) : 0;
  return NULL;
}

const char *spearman_of(const double *x, const double *y, size_t n, struct correlation *out)
{
  double *ranks = malloc(2 * (n ? n : 1) * sizeof *ranks);
  const char *reason = NO_MEMORY;
  if (ranks && mid_ranks_of(x, n, ranks) == 0 && mid_ranks_of(y, n, ranks + n) == 0)
    reason = pearson_of(ranks, ranks + n, n, out);
  free(ranks);
  return reason;
}

/* Sums over groups of equal neighbours that the variance of tau needs. */
struct ties {
  double pairs, cubes, fives; /* t(t-1)/2, t(t-1)(t-2), t(t-1)(2t+5) */
};

static void add_tie(struct ties *ties, double t)
{
  ties->pairs += t * (t - 1) / 2;
  ties->cubes += t * (t - 1) * (t - 2);
  ties->fives += t * (t - 1) * (2 * t + 5);
}

static struct ties ties_of(const double *sorted, size_t n)
{
  struct ties ties = {0};
  for (size_t i = 0, end; i < n; i = end) {
    for (end = i + 1; end < n && sorted[end] == sorted[i];) end++;
    add_tie(&ties, (double)(end - i));
  }
  return ties;
}

/* Sorts and says how many swaps of neighbours that took. */
static double merge_sort(double *values, double *room, size_t n)
{
  if (n < 2) return 0;
  size_t half = n / 2, i = 0, j = half, k = 0;
  double swaps = merge_sort(values, room, half) + merge_sort(values + half, room, n - half);
  while (i < half && j < n) {
    if (values[j] < values[i]) {
      swaps += (double)(half - i);
      room[k++] = values[j++];
    } else {
      room[k++] = values[i++];
    }
  }
  memcpy(room + k, values + i, (half - i) * sizeof *values);
  memcpy(values, room, (k + half - i) * sizeof *values);
  return swaps;
}

struct pair {
  double x, y;
};

static int by_pair(const void *a, const void *b)
{
  const struct pair *p = a, *q = b;
  if (p->x != q->x) return p->x < q->x ? -1 : 1;
  return (p->y > q->y) - (p->y < q->y);
}

static double tied_in_both(const struct pair *pairs, size_t n)
{
  double tied = 0;
  for (size_t i = 0, end; i < n; i = end) {
    for (end = i + 1; end < n && by_pair(&pairs[end], &pairs[i]) == 0;) end++;
    tied += (double)(end - i) * (double)(end - i - 1) / 2;
  }
  return tied;
}

static double tau_p(double score, double n, const struct ties *x, const struct ties *y)
{
  double pairs = n * (n - 1),
         variance = (pairs * (2 * n + 5) - x->fives - y->fives) / 18 + 2 * x->pairs * y->pairs / pairs;
  if (n > 2) variance += x->cubes * y->cubes / (9 * pairs * (n - 2));
  return variance > 0 ? normal_two_sided(score / sqrt(variance)) : NAN;
}

static const char *tau_b_in(struct pair *pairs, double *values, size_t n, struct correlation *out)
{
  double all = (double)n * ((double)n - 1) / 2;
  qsort(pairs, n, sizeof *pairs, by_pair);
  for (size_t i = 0; i < n; i++) values[i] = pairs[i].x;
  struct ties x = ties_of(values, n);
  for (size_t i = 0; i < n; i++) values[i] = pairs[i].y;
  double both = tied_in_both(pairs, n), swaps = merge_sort(values, values + n, n);
  struct ties y = ties_of(values, n);
  if (!(all - x.pairs > 0) || !(all - y.pairs > 0)) return "one side has one value only";
  double score = all - x.pairs - y.pairs + both - 2 * swaps;
  out->value = fmax(-1, fmin(1, score / sqrt(all - x.pairs) / sqrt(all - y.pairs)));
  out->p = tau_p(score, (double)n, &x, &y);
  return NULL;
}

const char *tau_b_of(const double *x, const double *y, size_t n, struct correlation *out)
{
  if (n < 2) return "fewer than two pairs";
  struct pair *pairs = malloc(n * sizeof *pairs);
  double *values = malloc(2 * n * sizeof *values);
  const char *reason = NO_MEMORY;
  if (pairs && values) {
    for (size_t i = 0; i < n; i++) pairs[i] = (struct pair){x[i], y[i]};
    reason = tau_b_in(pairs, values, n, out);
  }
  free(pairs);
  free(values);
  return reason;
}
