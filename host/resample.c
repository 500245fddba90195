#include "resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "undefined.h"
#include "xorshift.h"

#define NO_WIDTH 1e-9 /* of an interval: what rounding leaves where resamples give the same */

/* How much of a unit counts in one cell of a table. */
struct entry {
  double weight;
  uint32_t cell;
};

/* Pairs by unit, and room for what comes of them. */
struct work {
  const struct measure_plan *plan;
  const struct units *units;
  size_t squares;  /* cells of a table */
  uint32_t *first; /* units + 1: where the pairs of each unit begin */
  uint32_t *stop;  /* units: where its entries end, each cell once */
  struct entry *entries;
  double *whole, *cells;                    /* the table of all pairs; one table of a resample */
  size_t kinds;                             /* units with the same entries are of one kind */
  uint32_t *kind_of;                        /* of each place in the order of the strata */
  uint32_t *kind_of_unit, *example, *drawn; /* by kind: one of its units; how often it was drawn */
  double *replicates, *left_out;            /* by measure: draws, units */
};

static void work_close(struct work *work)
{
  free(work->first);
  free(work->entries);
  free(work->whole);
  free(work->kind_of);
  free(work->replicates);
  free(work->left_out);
}

static int work_open(struct work *work, const struct pairs *pairs, size_t draws)
{
  size_t units = work->units->count;
  work->first = calloc(2 * units + 2, sizeof *work->first);
  work->entries = malloc((pairs->count + 1) * sizeof *work->entries);
  work->whole = calloc(2 * work->squares, sizeof *work->whole);
  work->kind_of = calloc(4 * units + 1, sizeof *work->kind_of);
  work->replicates = malloc((draws + 1) * MEASURES * sizeof *work->replicates);
  work->left_out = malloc((units + 1) * MEASURES * sizeof *work->left_out);
  if (!work->first || !work->entries || !work->whole || !work->kind_of || !work->replicates || !work->left_out)
    return -1;
  work->stop = work->first + units + 2;
  work->cells = work->whole + work->squares;
  work->kind_of_unit = work->kind_of + units;
  work->example = work->kind_of_unit + units;
  work->drawn = work->example + units;
  return 0;
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
    uint32_t cell = (uint32_t)(pairs->first[i] * work->plan->levels + pairs->second[i]);
    double weight = pairs->weights ? pairs->weights[i] : 1;
    work->whole[cell] += weight;
    work->entries[first[unit + 1]++] = (struct entry){weight, cell};
  }
}

static void put_measures(const struct work *work, const double *cells, double *column, size_t stride)
{
  double values[MEASURES];
  measures_of(work->plan, cells, values);
  for (int m = 0; m < MEASURES; m++) column[(size_t)m * stride] = values[m];
}

static int by_cell(const void *a, const void *b)
{
  uint32_t one = ((const struct entry *)a)->cell, other = ((const struct entry *)b)->cell;
  return (one > other) - (one < other);
}

/* Each cell of a unit once, in order. The table of a resample, still empty, adds them up. */
static void merge_entries(struct work *work, size_t unit)
{
  struct entry *entries = work->entries;
  uint32_t first = work->first[unit], end = work->first[unit + 1], kept = first;
  for (uint32_t i = first; i < end; i++) work->cells[entries[i].cell] += entries[i].weight;
  for (uint32_t i = first; i < end; i++) {
    double *sum = &work->cells[entries[i].cell];
    if (*sum > 0) entries[kept++] = (struct entry){*sum, entries[i].cell};
    *sum = 0;
  }
  work->stop[unit] = kept;
  qsort(entries + first, kept - first, sizeof *entries, by_cell);
}

static int by_kind(const void *a, const void *b, void *argument)
{
  const struct work *work = argument;
  uint32_t u = *(const uint32_t *)a, v = *(const uint32_t *)b;
  uint32_t size = work->stop[u] - work->first[u], other = work->stop[v] - work->first[v];
  const struct entry *one = work->entries + work->first[u], *two = work->entries + work->first[v];
  if (size != other) return size < other ? -1 : 1;
  for (uint32_t i = 0; i < size; i++) {
    if (one[i].cell != two[i].cell) return one[i].cell < two[i].cell ? -1 : 1;
    if (one[i].weight != two[i].weight) return one[i].weight < two[i].weight ? -1 : 1;
  }
  return 0;
}

/* Many units hold the same: a resample counts how often each kind is drawn, and adds up kinds. */
static void find_kinds(struct work *work)
{
  size_t units = work->units->count;
  uint32_t *order = work->drawn;
  for (size_t u = 0; u < units; u++) {
    order[u] = (uint32_t)u;
    merge_entries(work, u);
  }
  qsort_r(order, units, sizeof *order, by_kind, work);
  for (size_t u = 0; u < units; u++) {
    if (u == 0 || by_kind(&order[u - 1], &order[u], work) != 0) work->example[work->kinds++] = order[u];
    work->kind_of_unit[order[u]] = (uint32_t)work->kinds - 1;
  }
  for (size_t place = 0; place < units; place++) work->kind_of[place] = work->kind_of_unit[work->units->order[place]];
}

static void add_unit(const struct work *work, size_t unit, double times)
{
  for (uint32_t i = work->first[unit]; i < work->stop[unit]; i++)
    work->cells[work->entries[i].cell] += times * work->entries[i].weight;
}

static void resample(const struct work *work, uint64_t *state)
{
  const struct units *units = work->units;
  memset(work->drawn, 0, work->kinds * sizeof *work->drawn);
  memset(work->cells, 0, work->squares * sizeof *work->cells);
  for (size_t s = 0; s < units->strata; s++) {
    size_t begin = units->first[s], count = units->first[s + 1] - begin;
    const uint32_t *kind_of = work->kind_of + begin;
    for (size_t i = 0; i < count; i++) work->drawn[kind_of[xorshift_index(xorshift_next(state), count)]]++;
  }
  for (size_t k = 0; k < work->kinds; k++)
    if (work->drawn[k]) add_unit(work, work->example[k], work->drawn[k]);
}

/* Without one unit of each kind; the others of the kind give the same. */
static void leave_out_each(const struct work *work)
{
  size_t units = work->units->count;
  for (size_t k = 0; k < work->kinds; k++) {
    memcpy(work->cells, work->whole, work->squares * sizeof *work->cells);
    add_unit(work, work->example[k], -1);
    put_measures(work, work->cells, work->left_out + work->example[k], units);
  }
  for (int m = 0; m < MEASURES; m++) {
    double *column = work->left_out + (size_t)m * units;
    for (size_t u = 0; u < units; u++) column[u] = column[work->example[work->kind_of_unit[u]]];
  }
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
  if (!out->reason && out->interval.high - out->interval.low < NO_WIDTH)
    out->reason = out->interval.se < NO_WIDTH ? "all resamples give the same" : "almost all resamples give the same";
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
  if (method == BOOTSTRAP_BCA)
    leave_out_each(work);
  else
    memset(work->left_out, 0, work->units->count * MEASURES * sizeof(double));
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
    find_kinds(&work);
    measure(&work, state, draws, method, confidence, out);
  }
  work_close(&work);
  return reason;
}
