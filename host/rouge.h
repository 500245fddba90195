/* rouge.h: ROUGE-1, ROUGE-2, ROUGE-L and ROUGE-Lsum.
 *
 * C.-Y. Lin, "ROUGE: a package for automatic evaluation of summaries" (2004), as Google's rouge_score computes it:
 * ROUGE-n counts shared n-grams, each as often as both texts have it; ROUGE-L is the longest common subsequence of the
 * whole texts; ROUGE-Lsum takes lines for sentences and, for every line of the reference, the union of its common
 * subsequences with the answer's lines, no token counted more often than the other text has it. Precision is the share
 * of the answer, recall that of the reference, F their harmonic mean. */
#ifndef VIVA_ROUGE_H
#define VIVA_ROUGE_H

#include "grams.h"
#include "tokens.h"

enum rouge { ROUGE_1, ROUGE_2, ROUGE_L, ROUGE_LSUM, ROUGE_COUNT };

/* NAN where it is not defined: all three when the reference has nothing to be found, precision when the answer has
 * nothing. F is 0 then. */
struct rouge_score {
  double precision, recall, f;
};

struct rouge_memory {
  struct grams_memory grams;
  struct sequence_memory sequence;
  struct buffer marks, lines, counts;
};

void rouge_free(struct rouge_memory *memory);

struct rouge_score rouge_ratio(size_t shared, size_t answer, size_t reference);

/* Computes those whose bit (1 << ROUGE_1 ...) is set. False when there is no memory. */
bool rouge_scores(struct rouge_memory *memory, const struct tokens *answer, const struct tokens *reference,
                  uint32_t distinct, unsigned wanted, struct rouge_score scores[ROUGE_COUNT]);

/* How many of the answer's tokens are found in the reference, each as often as both have it. */
bool rouge_shared(struct rouge_memory *memory, struct sequence answer, struct sequence reference, uint32_t distinct,
                  size_t *shared);

#endif
