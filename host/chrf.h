/* chrf.h: chrF and chrF++, from 0 to 100.
 *
 * M. Popović, "chrF: character n-gram F-score for automatic MT evaluation" (2015) and "chrF++: words helping character
 * n-grams" (2017), computed as sacrebleu does, with one reference: precision and recall are averaged over the orders
 * that both texts are long enough for (or, with epsilon smoothing, the F of every order), then joined with beta. */
#ifndef VIVA_CHRF_H
#define VIVA_CHRF_H

#include "grams.h"

enum { CHRF_WORDS = 4 }; /* the highest order of words */

struct chrf_rule {
  size_t characters, words; /* orders; 6 and 0 for chrF, 6 and 2 for chrF++ */
  double beta;
  bool epsilon;
};

/* What is counted for every order, characters first; the counts of a corpus are the sums of its sentences'. */
struct chrf_counts {
  double answer[GRAMS_ORDER + CHRF_WORDS], reference[GRAMS_ORDER + CHRF_WORDS], shared[GRAMS_ORDER + CHRF_WORDS];
};

/* Counts n-grams up to an order into counts[from ...]. */
bool chrf_count(struct grams_memory *memory, struct sequence answer, struct sequence reference, uint32_t distinct,
                size_t order, size_t from, struct chrf_counts *counts);

double chrf_score(const struct chrf_counts *counts, const struct chrf_rule *rule);

#endif
