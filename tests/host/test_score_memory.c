/* Memory that runs out while texts are scored: the n-th allocation fails, for n = 1, 2, 3 ... Every measure then says
 * so, or gives the right number; and what was allocated is freed (the count of blocks returns to what it was). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "score.h"

#ifdef VIVA_SANITIZE
int main(void)
{
  puts("skipped: the sanitizer owns the allocator");
  return 77;
}
#else

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void __libc_free(void *block);

static atomic_long countdown, blocks;

static bool refuses(void)
{
  long before = atomic_load(&countdown);
  while (before > 0 && !atomic_compare_exchange_weak(&countdown, &before, before - 1)) continue;
  return before == 1;
}

static void *counted(void *block)
{
  if (block) blocks++;
  return block;
}

void *malloc(size_t size)
{
  return refuses() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
  return refuses() ? NULL : counted(__libc_calloc(count, size));
}

void free(void *block)
{
  if (block) blocks--;
  __libc_free(block);
}

static const char answer[] = "患者5mg e\xCC\x81 10⁹/L the Cat sat on the mat\nagain, the cat";
static const char reference[] = "the cat sat\non a mat 患者 10⁹/L 每日";

static struct score_text text_of(const char *s)
{
  return (struct score_text){s, strlen(s)};
}

static struct score_rule rule_of(enum score_measure measure, enum tokens_rule tokens)
{
  return (struct score_rule){.measure = measure,
                             .tokens = tokens,
                             .lower = true,
                             .rouge = (1u << ROUGE_COUNT) - 1,
                             .bleu = {GRAMS_ORDER, BLEU_EXP, 1, true},
                             .chrf = {GRAMS_ORDER, 2, 2, false}};
}

typedef bool attempt(const struct score_rule *rule, double *values);

static bool one_pair(const struct score_rule *rule, double *values)
{
  struct score_memory memory = {0};
  bool done = score_pair(&memory, rule, text_of(answer), text_of(reference), values);
  score_free(&memory);
  return done;
}

static bool many_pairs(const struct score_rule *rule, double *values)
{
  static struct score_text answers[200], references[200];
  static double all[200 * SCORE_WIDTH];
  struct score_memory memory = {0};
  for (int i = 0; i < 200; i++) answers[i] = text_of(answer), references[i] = text_of(reference);
  bool done = score_batch(&memory, rule, answers, references, 200, 2, all);
  memcpy(values, all + 199 * score_width(rule->measure), score_width(rule->measure) * sizeof *values);
  score_free(&memory);
  return done;
}

static bool cover(const struct score_rule *rule, double *values)
{
  struct score_memory memory = {0};
  struct coverage best;
  bool done = score_cover(&memory, rule->tokens, text_of(answer), text_of(reference), 2, &best);
  values[0] = best.recall;
  score_free(&memory);
  return done;
}

static bool corpora(const struct score_rule *rule, double *values)
{
  struct score_memory memory = {0};
  struct score_text a = text_of(answer), r = text_of(reference);
  struct bleu_counts bleu;
  struct chrf_counts chrf;
  bool done = score_corpus_bleu(&memory, rule, &a, &r, 1, &bleu) && score_corpus_chrf(&memory, rule, &a, &r, 1, &chrf);
  if (done) values[0] = chrf_score(&chrf, &rule->chrf) + bleu_score(bleu, &rule->bleu).score;
  score_free(&memory);
  return done;
}

static void each_allocation_fails_once(attempt *try, struct score_rule rule, size_t width)
{
  double right[SCORE_WIDTH], got[SCORE_WIDTH];
  countdown = 0;
  assert_true(try(&rule, right));
  bool reached = true;
  for (long n = 1; reached; n++) {
    assert_true(n < 1000);
    long before = blocks;
    countdown = n;
    bool done = try(&rule, got);
    reached = countdown == 0;
    countdown = 0;
    if (done) assert_memory_equal(got, right, width * sizeof *got);
    assert_true(done || reached);
    assert_true(try == many_pairs || blocks == before); /* a thread's stack is kept by the library */
  }
}

static void every_measure_survives(void **state)
{
  (void)state;
  for (int measure = SCORE_ROUGE; measure <= SCORE_EXACT; measure++)
    for (int tokens = TOKENS_POINTS; tokens <= TOKENS_WORDS; tokens++)
      each_allocation_fails_once(one_pair, rule_of((enum score_measure)measure, (enum tokens_rule)tokens),
                                 score_width((enum score_measure)measure));
}

static void batches_corpora_and_coverage_survive(void **state)
{
  (void)state;
  each_allocation_fails_once(many_pairs, rule_of(SCORE_BLEU, TOKENS_MIXED), 1);
  each_allocation_fails_once(many_pairs, rule_of(SCORE_ROUGE, TOKENS_ENGLISH), SCORE_WIDTH);
  each_allocation_fails_once(cover, rule_of(SCORE_EXACT, TOKENS_MIXED), 1);
  each_allocation_fails_once(corpora, rule_of(SCORE_CHRF, TOKENS_CHAR), 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_measure_survives),
      cmocka_unit_test(batches_corpora_and_coverage_survive),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
#endif
