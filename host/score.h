/* score.h: an answer against a reference by one measure, for a pair or for many on all cores.
 *
 * Each measure gives score_width numbers for a pair; NAN where one is not defined.
 *
 * Agreement: on 10,000 pairs of tests/data/score/make.py every number is that of Google's rouge_score, sacrebleu or
 * rapidfuzz to 1e-9. What differs, by intent:
 * - The references say 0 (rapidfuzz: 1, for two empty texts) where nothing is defined.
 * - rouge_score can stem English words (Porter); here nothing is stemmed. ROUGE's default tokens are `mixed`, not
 *   `english`, which has no token for a Chinese character. rouge_score splits sentences by line, and so does this.
 * - `lower` differs from Python's lower case in U+0130 and in a final sigma (not in `english`, which follows Python).
 * - sacrebleu takes several references for one answer; here there is one.
 * - SQuAD's F1 and exact match drop English articles; ours do not, and fold with NFKC first. */
#ifndef VIVA_SCORE_H
#define VIVA_SCORE_H

#include "bleu.h"
#include "chrf.h"
#include "coverage.h"
#include "rouge.h"
#include "tokens.h"

enum score_measure {
  SCORE_ROUGE,      /* precision, recall, F of each of ROUGE-1, 2, L, Lsum */
  SCORE_F1,         /* precision, recall, F of the tokens as bags */
  SCORE_BLEU,       /* 0-100 */
  SCORE_CHRF,       /* 0-100 */
  SCORE_DISTANCE,   /* Levenshtein distance in tokens */
  SCORE_LCS,        /* longest common subsequence in tokens */
  SCORE_SIMILARITY, /* 0-1: 1 - distance / tokens of the longer text */
  SCORE_RATIO,      /* 0-1: 2 * LCS / tokens of both */
  SCORE_EXACT,      /* 0 or 1: the same tokens in the same order */
};

struct score_rule {
  enum score_measure measure;
  enum tokens_rule tokens;
  bool lower;
  unsigned rouge; /* bits of enum rouge */
  struct bleu_rule bleu;
  struct chrf_rule chrf;
};

enum { SCORE_WIDTH = 12 };

struct score_text {
  const char *s;
  size_t length;
};

/* What one thread works with; all zero at first. */
struct score_memory {
  struct dictionary dictionary;
  struct tokens answer, reference;
  struct rouge_memory rouge;
  struct buffer coverage;
};

void score_free(struct score_memory *memory);

size_t score_width(enum score_measure measure);

/* False when there is no memory. */
bool score_pair(struct score_memory *memory, const struct score_rule *rule, struct score_text answer,
                struct score_text reference, double *values);

/* values has count * score_width places. With threads == 0 all cores are used. The caller's memory is used by one of the
 * threads. */
bool score_batch(struct score_memory *memory, const struct score_rule *rule, const struct score_text *answers,
                 const struct score_text *references, size_t count, unsigned threads, double *values);

/* Counts of all pairs together, for bleu_score and chrf_score. */
bool score_corpus_bleu(struct score_memory *memory, const struct score_rule *rule, const struct score_text *answers,
                       const struct score_text *references, size_t count, struct bleu_counts *counts);
bool score_corpus_chrf(struct score_memory *memory, const struct score_rule *rule, const struct score_text *answers,
                       const struct score_text *references, size_t count, struct chrf_counts *counts);

/* Looks for a point in windows of `window` (at least 1) times its tokens; m->answer then holds the answer's tokens. */
bool score_cover(struct score_memory *memory, enum tokens_rule rule, struct score_text answer, struct score_text point,
                 double window, struct coverage *best);

#endif
