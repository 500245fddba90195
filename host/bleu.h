/* bleu.h: BLEU of a sentence or a corpus, from 0 to 100.
 *
 * K. Papineni et al., "BLEU: a method for automatic evaluation of machine translation" (2002), computed as sacrebleu
 * does, with one reference. Smoothings: B. Chen and C. Cherry, "A systematic comparison of smoothing techniques for
 * sentence-level BLEU" (2014): floor (their method 1), add-k (method 2), exp (method 3, that of mteval-v13a). */
#ifndef VIVA_BLEU_H
#define VIVA_BLEU_H

#include "grams.h"

enum bleu_smoothing { BLEU_NONE, BLEU_FLOOR, BLEU_ADD_K, BLEU_EXP };
extern const char *const bleu_smoothings[]; /* their names in that order, then NULL */

/* What is counted; the counts of a corpus are the sums of its sentences'. */
struct bleu_counts {
  double answer, reference;                     /* tokens */
  double shared[GRAMS_ORDER], all[GRAMS_ORDER]; /* n-grams of the answer */
};

struct bleu_rule {
  size_t order;
  enum bleu_smoothing smoothing;
  double value;   /* for floor and add-k */
  bool effective; /* orders that the answer is too short for do not count */
};

struct bleu_score {
  double score, brevity, precisions[GRAMS_ORDER];
};

/* The smoothing's usual value: 0.1 for floor, 1 for add-k. */
double bleu_usual_value(enum bleu_smoothing smoothing);

bool bleu_count(struct grams_memory *memory, struct sequence answer, struct sequence reference, uint32_t distinct,
                size_t order, struct bleu_counts *counts);

struct bleu_score bleu_score(struct bleu_counts counts, const struct bleu_rule *rule);

#endif
