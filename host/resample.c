#include "resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "undefined.h"
#include "xorshift.h"

/* Pairs by unit, and room for what comes of them. */
struct work {
  const struct measure_plan *plan;
  const struct units *units;
  size_t squares;                /* cells of a table */
  uint32_t *first;               /* units + 1: where the cells of each unit begin */
  uint16_t *cell;                /* which cell each pair counts in */
  double *whole, *cells;         /* the table of all pairs; one table of a resample */
  uint32_t *counts;              /* one resample's table, in whole numbers */
  double *replicates, *left_out; /* by measure: draws, units */
};

static void work_close(struct work *work)
{
  free(work->first);
  free(work->cell);
  free(work->whole);
  free(work->counts);
  free(work->replicates);
  free(work->left_out);
}

static int work_open(struct work *work, const struct pairs *pairs, size_t draws)
{
  size_t units = work->units->count;
  work->first = calloc(units + 2, sizeof *work->first);
  work->cell = malloc((pairs->count + 1) * sizeof *work->cell);
  work->whole = calloc(2 * work->squares, sizeof *work->whole);
  work->counts = malloc(work->squares * sizeof *work->counts);
  work->replicates = malloc((draws + 1) * MEASURES * sizeof *work->replicates);
  work->left_out = malloc((units + 1) * MEASURES * sizeof *work->left_out);
  work->cells = work->whole + work->squares;
  return work->first && work->cell && work->whole && work->counts && work->replicates && work->left_out ? 0 : -1;
}

static int is_pair(const struct pairs *pairs, size_t i)
{
  return pairs->first[i] != CODE_MISSING && pairs->second[i] != CODE_MISSING;
}

static void sort_pairs(struct work *work, const struct pairs *pairs)
{
  uint32_t *first = work->first;
  for (size_t i = 0; i < pairs->count; i++)
    if (is_pair(pairs, i)) first[(pairs->group_of ? pairs->group_of[i] : i) + 2]++;
  for (size_t u = 0; u < work->units->count; u++) first[u + 2] += first[u + 1];
  for (size_t i = 0; i < pairs->count; i++) {
    if (!is_pair(pairs, i)) continue;
    size_t unit = pairs->group_of ? pairs->group_of[i] : i;
    uint16_t cell = (uint16_t)(pairs->first[i] * work->plan->levels + pairs->second[i]);
    work->cell[first[unit + 1]++] = cell;
    work->whole[cell] += 1;
  }
}

static void put_measures(const struct work *work, const double *cells, double *column, size_t stride)
{
  double values[MEASURES];
  measures_of(work->plan, cells, values);
  for (int m = 0; m < MEASURES; m++) column[(size_t)m * stride] = values[m];
}

static void count_unit(const struct work *work, size_t unit)
{
  for (uint32_t i = work->first[unit]; i < work->first[unit + 1]; i++) work->counts[work->cell[i]]++;
}

static void resample(const struct work *work, uint64_t *state)
{
  const struct units *units = work->units;
  memset(work->counts, 0, work->squares * sizeof *work->counts);
  for (size_t s = 0; s < units->strata; s++) {
    size_t begin = units->first[s], count = units->first[s + 1] - begin;
    for (size_t i = 0; i < count; i++)
      count_unit(work, units->order[begin + xorshift_index(xorshift_next(state), count)]);
  }
  for (size_t i = 0; i < work->squares; i++) work->cells[i] = work->counts[i];
}

static void leave_out(const struct work *work, size_t unit)
{
  memcpy(work->cells, work->whole, work->squares * sizeof *work->cells);
  for (uint32_t i = work->first[unit]; i < work->first[unit + 1]; i++) work->cells[work->cell[i]] -= 1;
}

static size_t keep_defined(double *values, size_t count)
{
  size_t kept = 0;
  for (size_t i = 0; i < count; i++)
    if (!isnan(values[i])) values[kept++] = values[i];
  return kept;
}

static void put_interval(const struct work *work, enum measure m, double estimate, size_t draws,
                         enum bootstrap_method method, double confidence, struct measured *out)
{
  double *replicates = work->replicates + (size_t)m * draws,
         *left_out = work->left_out + (size_t)m * work->units->count;
  *out = (struct measured){.interval = {.estimate = estimate}};
  out->draws = isnan(estimate) ? 0 : keep_defined(replicates, draws);
  size_t left = keep_defined(left_out, work->units->count);
  double a = left ? bootstrap_acceleration(left_out, left) : 0;
  if (isnan(estimate))
    out->reason = measure_about[m].reason;
  else if (2 * out->draws < draws)
    out->reason = "undefined in most resamples";
  else
    out->reason = bootstrap_interval(replicates, out->draws, estimate, a, method, confidence, &out->interval);
}

static void measure(const struct work *work, uint64_t *state, size_t draws, enum bootstrap_method method,
                    double confidence, struct measured *out)
{
  double estimates[MEASURES];
  measures_of(work->plan, work->whole, estimates);
  for (size_t b = 0; b < draws; b++) {
    resample(work, state);
    put_measures(work, work->cells, work->replicates + b, draws);
  }
  for (size_t u = 0; u < work->units->count && method == BOOTSTRAP_BCA; u++) {
    leave_out(work, u);
    put_measures(work, work->cells, work->left_out + u, work->units->count);
  }
  if (method != BOOTSTRAP_BCA) memset(work->left_out, 0, work->units->count * MEASURES * sizeof(double));
  for (int m = 0; m < MEASURES; m++)
    put_interval(work, (enum measure)m, estimates[m], draws, method, confidence, &out[m]);
}

const char *resample_measures(const struct measure_plan *plan, const struct pairs *pairs, const struct units *units,
                              uint64_t *state, size_t draws, enum bootstrap_method method, double confidence,
                              struct measured *out)
{
  struct work work = {.plan = plan, .units = units, .squares = plan->levels * plan->levels};
  const char *reason = work_open(&work, pairs, draws) ? NO_MEMORY : NULL;
  if (!reason) {
    sort_pairs(&work, pairs);
    measure(&work, state, draws, method, confidence, out);
  }
  work_close(&work);
  return reason;
}
