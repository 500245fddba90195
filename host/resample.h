/* resample.h: every measure of two raters with bootstrap intervals over clusters, from one pass over the resamples. */
#ifndef VIVA_RESAMPLE_H
#define VIVA_RESAMPLE_H

#include "bootstrap.h"
#include "measures.h"

struct pairs {
  const uint8_t *first, *second; /* codes; a pair with one missing does not count */
  const uint32_t *group_of;      /* NULL: each pair is a unit */
  const double *weights;         /* NULL: each pair counts once */
  size_t count;
};

struct measured {
  struct bootstrap interval;
  const char *reason; /* NULL, or why there is no interval */
  size_t draws;       /* resamples in which the measure was defined */
};

/* Fills out[MEASURES]. An interval is made of the resamples in which the measure is defined, if those are at least half. */
const char *resample_measures(const struct measure_plan *plan, const struct pairs *pairs, const struct units *units,
                              uint64_t *state, size_t draws, enum bootstrap_method method, double confidence,
                              struct measured *out);

#endif
