#include "compare.h"

#include <math.h>
#include <stdlib.h>

#include "interval.h"
#include "rank.h"
#include "special.h"
#include "undefined.h"
#include "xorshift.h"

const char *compare_paired(const double *first, const double *second, size_t n, const uint32_t *group_of, size_t groups,
                           double confidence, struct paired *out)
{
  struct mean mean;
  double *apart = malloc((n ? n : 1) * sizeof *apart);
  if (!apart) return NO_MEMORY;
  double largest = 0;
  for (size_t i = 0; i < n; i++) {
    apart[i] = first[i] - second[i];
    largest = fmax(largest, fabs(apart[i]));
  }
  const char *reason = clustered_mean(apart, n, group_of, groups, confidence, &mean);
  free(apart);
  if (reason) return reason;
  *out = (struct paired){mean.mean, mean.se, NAN, NAN, NAN, NAN, n, mean.clusters};
  if (!(mean.se > 1e-12 * largest)) return NULL; /* what does not vary says nothing of how far the truth may be */
  out->low = mean.low;
  out->high = mean.high;
  out->t = mean.mean / mean.se;
  out->p = t_two_sided(out->t, (double)mean.clusters - 1);
  return NULL;
}

#define PARTS 60
#define MOST_STEPS 20000000.0 /* clusters x reach of the sums, added up in well under 100 ms */
#define FEW_CLUSTERS 20

static double *sums_of(const double *values, size_t n, const uint32_t *group_of, size_t count)
{
  double *sums = calloc(count ? count : 1, sizeof *sums);
  if (!sums) return NULL;
  for (size_t i = 0; i < n; i++) sums[group_of ? group_of[i] : i] += values[i];
  return sums;
}

/* The sums in whole parts, or -1: then they are none, or reach too far. */
static double whole_reach(const double *sums, size_t count)
{
  double reach = 0;
  for (size_t g = 0; g < count; g++) {
    double parts = sums[g] * PARTS;
    if (fabs(parts - round(parts)) > 1e-6) return -1;
    reach += fabs(round(parts));
  }
  return reach * (double)count <= MOST_STEPS ? reach : -1;
}

static size_t gcd(size_t a, size_t b)
{
  while (b) {
    size_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static size_t common_part(const double *sums, size_t count)
{
  size_t part = 0;
  for (size_t g = 0; g < count; g++) part = gcd(part, (size_t)llround(fabs(sums[g]) * PARTS));
  return part ? part : 1;
}

/* share[s]: how probable it is that the positive sums add up to s, when each is positive or not with one half. */
static void add_up(double *share, const double *sums, size_t count, size_t part)
{
  size_t reach = 0;
  share[0] = 1;
  for (size_t g = 0; g < count; g++) {
    size_t step = (size_t)llround(fabs(sums[g]) * PARTS) / part;
    reach += step;
    for (size_t s = reach + 1; s-- > 0;) {
      double stays = s + step <= reach ? share[s] : 0, moves = s >= step ? share[s - step] : 0;
      share[s] = (stays + moves) / 2;
    }
  }
}

static const char *flip_by_adding(const double *sums, size_t count, double total, double reach, double *p)
{
  size_t part = common_part(sums, count), whole = (size_t)reach / part;
  double *share = calloc(whole + 1, sizeof *share), far = fabs(round(total * PARTS / (double)part));
  if (!share) return NO_MEMORY;
  add_up(share, sums, count, part);
  *p = 0;
  for (size_t s = 0; s <= whole; s++)
    if (fabs(2 * (double)s - (double)whole) >= far) *p += share[s];
  free(share);
  return NULL;
}

/* All flips by Gray code: each differs from the one before in one sign. */
static double flip_all(double *sums, size_t count, double total)
{
  double far = fabs(total) * (1 - 1e-12), sum = total, hits = 0;
  uint64_t flips = UINT64_C(1) << count;
  for (uint64_t i = 1; i <= flips; i++) {
    hits += fabs(sum) >= far;
    if (i == flips) break;
    double *flipped = &sums[__builtin_ctzll(i)];
    sum -= 2 * *flipped;
    *flipped = -*flipped;
  }
  return hits / (double)flips;
}

static double flip_some(const double *sums, size_t count, double total, uint64_t *state, size_t draws)
{
  double far = fabs(total) * (1 - 1e-12), hits = 1;
  for (size_t b = 0; b < draws; b++) {
    double sum = 0;
    uint64_t signs = 0;
    for (size_t g = 0; g < count; g++, signs >>= 1) {
      if (g % 32 == 0) signs = xorshift_next(state) >> 32;
      sum += signs & 1 ? sums[g] : -sums[g];
    }
    hits += fabs(sum) >= far;
  }
  return hits / ((double)draws + 1);
}

const char *compare_sign_flip(const double *differences, size_t n, const uint32_t *group_of, size_t groups,
                              uint64_t *state, size_t draws, struct flipped *out)
{
  size_t count = group_of ? groups : n;
  double total = 0, *sums = sums_of(differences, n, group_of, count);
  const char *reason = NULL;
  if (!sums) return NO_MEMORY;
  for (size_t g = 0; g < count; g++) total += sums[g];
  double reach = whole_reach(sums, count);
  *out = (struct flipped){.clusters = count, .exact = reach >= 0 || count <= FEW_CLUSTERS};
  if (count == 0)
    reason = "no differences";
  else if (reach >= 0)
    reason = flip_by_adding(sums, count, total, reach, &out->p);
  else if (out->exact)
    out->p = flip_all(sums, count, total);
  else
    out->p = flip_some(sums, count, total, state, draws);
  free(sums);
  return reason;
}

struct mcnemar compare_mcnemar(double only_first, double only_second)
{
  double n = only_first + only_second, apart = fmax(0, fabs(only_first - only_second) - 1);
  double p = binomial_half_two_sided(only_first, n);
  if (!(n > 0)) return (struct mcnemar){p, NAN, NAN};
  return (struct mcnemar){p, apart * apart / n, normal_two_sided(apart / sqrt(n))};
}

#define EXACT_RANKS 50

/* The distribution of the sum of ranks by counting, in half ranks so that ties stay whole. */
static const char *exact_ranks(const double *ranks, size_t n, double smaller, double *p)
{
  size_t most = n * (n + 1), reach = 0, limit = (size_t)llround(2 * smaller);
  double *share = calloc(most + 1, sizeof *share), tail = 0;
  if (!share) return NO_MEMORY;
  share[0] = 1;
  for (size_t i = 0; i < n; i++) {
    size_t step = (size_t)llround(2 * ranks[i]);
    reach += step;
    for (size_t s = reach + 1; s-- > 0;) share[s] = (share[s] + (s >= step ? share[s - step] : 0)) / 2;
  }
  for (size_t s = 0; s <= limit && s <= most; s++) tail += share[s];
  free(share);
  *p = fmin(1, 2 * tail);
  return NULL;
}

/* The variance of the sum of ranks is a quarter of their squares, tied or not. */
static double normal_ranks(const double *ranks, size_t n, double smaller, double all)
{
  double squares = 0;
  for (size_t i = 0; i < n; i++) squares += ranks[i] * ranks[i];
  return normal_two_sided((smaller - all / 2) / sqrt(squares / 4));
}

static const char *signed_ranks(const double *apart, const double *ranks, struct wilcoxon *out)
{
  for (size_t i = 0; i < out->n; i++) *(apart[i] > 0 ? &out->plus : &out->minus) += ranks[i];
  double smaller = fmin(out->plus, out->minus);
  out->exact = out->n <= EXACT_RANKS;
  if (out->exact) return exact_ranks(ranks, out->n, smaller, &out->p);
  out->p = normal_ranks(ranks, out->n, smaller, out->plus + out->minus);
  return NULL;
}

const char *compare_wilcoxon(const double *differences, size_t n, struct wilcoxon *out)
{
  double *apart = calloc(3 * n + 1, sizeof *apart);
  const char *reason = NO_MEMORY;
  *out = (struct wilcoxon){0};
  if (!apart) return reason;
  double *sizes = apart + n, *ranks = sizes + n;
  for (size_t i = 0; i < n; i++)
    if (differences[i] != 0) apart[out->n++] = differences[i];
  for (size_t i = 0; i < out->n; i++) sizes[i] = fabs(apart[i]);
  if (out->n == 0)
    reason = "no difference other than 0";
  else if (mid_ranks_of(sizes, out->n, ranks) == 0)
    reason = signed_ranks(apart, ranks, out);
  free(apart);
  return reason;
}

double compare_sample_size(const struct planned *p)
{
  double z = normal_quantile(1 - p->alpha / 2) + normal_quantile(p->power);
  return z * z * (p->omega2 + p->sigma2_a / p->k_a + p->sigma2_b / p->k_b) / (p->delta * p->delta);
}
