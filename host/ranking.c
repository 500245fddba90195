#include "ranking.h"

#include <math.h>
#include <stdlib.h>

#include "undefined.h"

struct placed {
  double p;
  size_t place;
};

static int by_p(const void *a, const void *b)
{
  const struct placed *x = a, *y = b;
  if (x->p != y->p) return x->p < y->p ? -1 : 1;
  return (x->place > y->place) - (x->place < y->place);
}

static struct placed *sorted_p(const double *p, size_t count)
{
  struct placed *sorted = calloc(count + 1, sizeof *sorted);
  if (!sorted) return NULL;
  for (size_t i = 0; i < count; i++) sorted[i] = (struct placed){p[i], i};
  qsort(sorted, count, sizeof *sorted, by_p);
  return sorted;
}

int adjust_holm(const double *p, size_t count, double *adjusted)
{
  struct placed *sorted = sorted_p(p, count);
  double largest = 0;
  if (!sorted) return -1;
  for (size_t i = 0; i < count; i++) {
    largest = fmax(largest, fmin(1, sorted[i].p * (double)(count - i)));
    adjusted[sorted[i].place] = largest;
  }
  free(sorted);
  return 0;
}

int adjust_benjamini_hochberg(const double *p, size_t count, double *adjusted)
{
  struct placed *sorted = sorted_p(p, count);
  double smallest = 1;
  if (!sorted) return -1;
  for (size_t i = count; i-- > 0;) {
    smallest = fmin(smallest, sorted[i].p * (double)count / (double)(i + 1));
    adjusted[sorted[i].place] = smallest;
  }
  free(sorted);
  return 0;
}

static const char *compare_all(const double *const *scores, size_t models, size_t n, const uint32_t *group_of,
                               size_t groups, double alpha, struct rank_pair *pairs)
{
  for (size_t a = 0; a < models; a++) {
    for (size_t b = a + 1; b < models; b++, pairs++) {
      *pairs = (struct rank_pair){.first = a, .second = b};
      const char *reason = compare_paired(scores[a], scores[b], n, group_of, groups, 1 - alpha, &pairs->paired);
      if (reason) return reason;
    }
  }
  return NULL;
}

static const char *correct_all(struct rank_pair *pairs, size_t count)
{
  double *p = calloc(2 * count + 1, sizeof *p);
  if (!p) return NO_MEMORY;
  for (size_t i = 0; i < count; i++) p[i] = isnan(pairs[i].paired.p) ? 1 : pairs[i].paired.p;
  const char *reason = adjust_holm(p, count, p + count) ? NO_MEMORY : NULL;
  for (size_t i = 0; i < count && !reason; i++) pairs[i].p_holm = p[count + i];
  free(p);
  return reason;
}

static double mean_of(const double *values, size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += values[i];
  return sum / (double)n;
}

const char *rank_models(const double *const *scores, size_t models, size_t n, const uint32_t *group_of, size_t groups,
                        double alpha, struct rank_pair *pairs, struct rank_range *ranges)
{
  size_t count = models * (models - (models > 0)) / 2;
  if (n == 0) return "no items";
  const char *reason = compare_all(scores, models, n, group_of, groups, alpha, pairs);
  if (!reason) reason = correct_all(pairs, count);
  if (reason) return reason;
  for (size_t m = 0; m < models; m++) ranges[m] = (struct rank_range){1, models, mean_of(scores[m], n)};
  for (size_t i = 0; i < count; i++) {
    if (!(pairs[i].p_holm < alpha)) continue;
    int first_better = pairs[i].paired.difference > 0;
    ranges[first_better ? pairs[i].second : pairs[i].first].low++;
    ranges[first_better ? pairs[i].first : pairs[i].second].high--;
  }
  return NULL;
}
