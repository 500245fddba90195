/* ranking.h: many comparisons at once: corrected p-values, and which ranks a model may have. */
#ifndef VIVA_RANKING_H
#define VIVA_RANKING_H

#include <stddef.h>
#include <stdint.h>

#include "compare.h"

/* Holm 1979 and Benjamini and Hochberg 1995: adjusted p-values in the order given. 0, or -1 when there is no memory. */
int adjust_holm(const double *p, size_t count, double *adjusted);
int adjust_benjamini_hochberg(const double *p, size_t count, double *adjusted);

struct rank_pair {
  size_t first, second;
  struct paired paired;
  double p_holm;
};

/* The ranks a model may have: from 1 + how many are significantly better to models - how many are significantly worse
 * (Mogstad, Romano, Shaikh and Wilhelm 2024). */
struct rank_range {
  size_t low, high;
  double mean;
};

/* All pairs of models over the same items, corrected by Holm: pairs has room for models (models - 1) / 2, ranges for models. A
 * pair without a p (no difference at all, or one cluster) is never significant. */
const char *rank_models(const double *const *scores, size_t models, size_t n, const uint32_t *group_of, size_t groups,
                        double alpha, struct rank_pair *pairs, struct rank_range *ranges);

#endif
