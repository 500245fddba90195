#include "score.h"

#include <math.h>
#include <string.h>

void score_free(struct score_memory *memory)
{
  dictionary_free(&memory->dictionary);
  tokens_free(&memory->answer);
  tokens_free(&memory->reference);
  rouge_free(&memory->rouge);
  buffer_free(&memory->coverage);
}

size_t score_width(enum score_measure measure)
{
  if (measure == SCORE_ROUGE) return SCORE_WIDTH;
  return measure == SCORE_F1 ? 3 : 1;
}

static bool read_both(struct score_memory *m, enum tokens_rule rule, bool lower, struct score_text answer,
                      struct score_text reference)
{
  dictionary_forget(&m->dictionary);
  return tokens_read(&m->answer, &m->dictionary, rule, lower, answer.s, answer.length) &&
         tokens_read(&m->reference, &m->dictionary, rule, lower, reference.s, reference.length);
}

/* The two texts as the measures take them. */
struct pair {
  struct sequence answer, reference;
  uint32_t distinct;
};

static struct pair pair_of(const struct score_memory *m)
{
  return (struct pair){tokens_sequence(&m->answer), tokens_sequence(&m->reference), m->dictionary.count};
}

static void write_ratio(struct rouge_score score, double *values)
{
  values[0] = score.precision;
  values[1] = score.recall;
  values[2] = score.f;
}

static bool rouge(struct score_memory *m, const struct score_rule *rule, double *values)
{
  struct rouge_score scores[ROUGE_COUNT] = {{NAN, NAN, NAN}, {NAN, NAN, NAN}, {NAN, NAN, NAN}, {NAN, NAN, NAN}};
  if (!rouge_scores(&m->rouge, &m->answer, &m->reference, m->dictionary.count, rule->rouge, scores)) return false;
  for (size_t i = 0; i < ROUGE_COUNT; i++) write_ratio(scores[i], values + 3 * i);
  return true;
}

static bool token_f1(struct score_memory *m, double *values)
{
  struct pair p = pair_of(m);
  size_t shared;
  if (!rouge_shared(&m->rouge, p.answer, p.reference, p.distinct, &shared)) return false;
  write_ratio(rouge_ratio(shared, p.answer.count, p.reference.count), values);
  return true;
}

static bool count_bleu(struct score_memory *m, const struct score_rule *rule, struct bleu_counts *counts)
{
  struct pair p = pair_of(m);
  return bleu_count(&m->rouge.grams, p.answer, p.reference, p.distinct, rule->bleu.order, counts);
}

static bool bleu(struct score_memory *m, const struct score_rule *rule, double *values)
{
  struct bleu_counts counts;
  if (!count_bleu(m, rule, &counts)) return false;
  *values = counts.reference > 0 ? bleu_score(counts, &rule->bleu).score : NAN;
  return true;
}

/* Characters first; for chrF++ the same texts are then read again as words. */
static bool count_chrf(struct score_memory *m, const struct score_rule *rule, struct score_text answer,
                       struct score_text reference, struct chrf_counts *counts)
{
  const struct chrf_rule *r = &rule->chrf;
  struct pair p = pair_of(m);
  *counts = (struct chrf_counts){0};
  if (!chrf_count(&m->rouge.grams, p.answer, p.reference, p.distinct, r->characters, 0, counts)) return false;
  if (r->words == 0) return true;
  if (!read_both(m, TOKENS_WORDS, rule->lower, answer, reference)) return false;
  p = pair_of(m);
  return chrf_count(&m->rouge.grams, p.answer, p.reference, p.distinct, r->words, r->characters, counts);
}

static bool chrf(struct score_memory *m, const struct score_rule *rule, struct score_text answer,
                 struct score_text reference, double *values)
{
  struct chrf_counts counts;
  bool defined = m->reference.count > 0;
  if (!count_chrf(m, rule, answer, reference, &counts)) return false;
  *values = defined ? chrf_score(&counts, &rule->chrf) : NAN;
  return true;
}

static bool distance(struct score_memory *m, bool similarity, double *values)
{
  struct pair p = pair_of(m);
  size_t steps, longer = p.answer.count > p.reference.count ? p.answer.count : p.reference.count;
  if (!sequence_distance(&m->rouge.sequence, p.reference, p.answer, p.distinct, &steps)) return false;
  *values = (double)steps;
  if (similarity) *values = longer > 0 ? 1 - (double)steps / (double)longer : NAN;
  return true;
}

static bool subsequence(struct score_memory *m, bool ratio, double *values)
{
  struct pair p = pair_of(m);
  size_t common, both = p.answer.count + p.reference.count;
  if (!sequence_lcs(&m->rouge.sequence, p.reference, p.answer, p.distinct, &common)) return false;
  *values = (double)common;
  if (ratio) *values = both > 0 ? 2 * (double)common / (double)both : NAN;
  return true;
}

static double exact(const struct score_memory *m)
{
  const struct tokens *a = &m->answer, *r = &m->reference;
  if (r->count == 0) return NAN;
  return a->count == r->count && memcmp(a->ids, r->ids, a->count * sizeof *a->ids) == 0;
}

bool score_pair(struct score_memory *m, const struct score_rule *rule, struct score_text answer,
                struct score_text reference, double *values)
{
  if (!read_both(m, rule->tokens, rule->lower, answer, reference)) return false;
  switch (rule->measure) {
    case SCORE_ROUGE:
      return rouge(m, rule, values);
    case SCORE_F1:
      return token_f1(m, values);
    case SCORE_BLEU:
      return bleu(m, rule, values);
    case SCORE_CHRF:
      return chrf(m, rule, answer, reference, values);
    case SCORE_DISTANCE:
      return distance(m, false, values);
    case SCORE_SIMILARITY:
      return distance(m, true, values);
    case SCORE_LCS:
      return subsequence(m, false, values);
    case SCORE_RATIO:
      return subsequence(m, true, values);
    case SCORE_EXACT:
      break;
  }
  *values = exact(m);
  return true;
}

bool score_corpus_bleu(struct score_memory *m, const struct score_rule *rule, const struct score_text *answers,
                       const struct score_text *references, size_t count, struct bleu_counts *counts)
{
  *counts = (struct bleu_counts){0};
  for (size_t i = 0; i < count; i++) {
    struct bleu_counts one;
    if (!read_both(m, rule->tokens, rule->lower, answers[i], references[i]) || !count_bleu(m, rule, &one)) return false;
    counts->answer += one.answer;
    counts->reference += one.reference;
    for (size_t n = 0; n < rule->bleu.order; n++) {
      counts->shared[n] += one.shared[n];
      counts->all[n] += one.all[n];
    }
  }
  return true;
}

bool score_corpus_chrf(struct score_memory *m, const struct score_rule *rule, const struct score_text *answers,
                       const struct score_text *references, size_t count, struct chrf_counts *counts)
{
  *counts = (struct chrf_counts){0};
  for (size_t i = 0; i < count; i++) {
    struct chrf_counts one;
    if (!read_both(m, rule->tokens, rule->lower, answers[i], references[i]) ||
        !count_chrf(m, rule, answers[i], references[i], &one))
      return false;
    for (size_t n = 0; n < rule->chrf.characters + rule->chrf.words; n++) {
      counts->answer[n] += one.answer[n];
      counts->reference[n] += one.reference[n];
      counts->shared[n] += one.shared[n];
    }
  }
  return true;
}

bool score_cover(struct score_memory *m, enum tokens_rule rule, struct score_text answer, struct score_text point,
                 double window, struct coverage *best)
{
  if (!read_both(m, rule, false, answer, point)) return false;
  struct pair p = pair_of(m);
  double wide = ceil(window * (double)p.reference.count);
  size_t size = wide < (double)p.answer.count ? (size_t)wide : p.answer.count + 1;
  return coverage_best(&m->coverage, p.reference, p.answer, p.distinct, size, best);
}
