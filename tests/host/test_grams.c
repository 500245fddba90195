/* Shared n-grams against counting one by one, and what is made of them: BLEU, ROUGE, coverage. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "coverage.h"
#include "grams.h"
#include "random_ids.h"

enum { MOST = 4000 };

static uint32_t ids_a[MOST], ids_b[MOST];

/* Each n-gram of a takes one of b's that is not taken yet. */
static size_t count_shared(struct sequence a, struct sequence b, size_t n)
{
  static bool taken[MOST];
  size_t shared = 0;
  memset(taken, 0, sizeof taken);
  for (size_t i = 0; i + n <= a.count; i++)
    for (size_t j = 0; j + n <= b.count; j++)
      if (!taken[j] && memcmp(a.ids + i, b.ids + j, n * sizeof *a.ids) == 0) {
        taken[j] = true;
        shared++;
        break;
      }
  return shared;
}

static void check(struct grams_memory *memory, struct sequence a, struct sequence b, uint32_t distinct, size_t order)
{
  size_t shared[GRAMS_ORDER];
  assert_true(grams_shared(memory, a, b, distinct, order, shared));
  for (size_t n = 1; n <= order; n++) assert_int_equal(shared[n - 1], count_shared(a, b, n));
}

static void random_sequences_agree_with_counting(void **state)
{
  (void)state;
  struct grams_memory memory = {0};
  for (int i = 0; i < 3000; i++) {
    uint32_t distinct = 1 + random_below(i % 3 ? 6 : 300);
    struct sequence a = random_ids(ids_a, random_below(120), distinct);
    check(&memory, a, random_ids(ids_b, random_below(120), distinct), distinct, 1 + random_below(GRAMS_ORDER));
  }
  grams_free(&memory);
}

/* So many different numbers that an order takes several rounds of sorting. */
static void long_runs_of_many_numbers_agree_with_counting(void **state)
{
  (void)state;
  struct grams_memory memory = {0};
  for (int i = 0; i < 6; i++) {
    struct sequence a = random_ids(ids_a, 3500, MOST);
    memcpy(ids_b, ids_a, sizeof ids_b);
    for (int k = 0; k < 300; k++) ids_b[random_below(3500)] = 1 + random_below(MOST);
    check(&memory, a, (struct sequence){ids_b + 100 * i, 3000}, MOST, GRAMS_ORDER);
  }
  grams_free(&memory);
}

static double best_window(struct sequence point, struct sequence answer, size_t window)
{
  size_t most = 0;
  for (size_t from = 0; from < answer.count; from++) {
    size_t left = answer.count - from, size = left < window ? left : window;
    size_t shared = count_shared(point, (struct sequence){answer.ids + from, size}, 1);
    if (shared > most) most = shared;
  }
  return (double)most / (double)point.count;
}

static void the_best_window_is_the_best_of_all(void **state)
{
  (void)state;
  struct buffer memory = {0};
  for (int i = 0; i < 2000; i++) {
    struct sequence point = random_ids(ids_a, 1 + random_below(12), 9);
    struct sequence answer = random_ids(ids_b, random_below(60), 15);
    size_t window = 1 + random_below(20);
    struct coverage best;
    assert_true(coverage_best(&memory, point, answer, 15, window, &best));
    assert_true(fabs(best.recall - best_window(point, answer, window)) < 1e-12);
    assert_true(best.found == (best.recall > 0));
    assert_true(!best.found ||
                (best.first <= best.last && best.last - best.first < window && best.last < answer.count));
  }
  buffer_free(&memory);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_sequences_agree_with_counting),
      cmocka_unit_test(long_runs_of_many_numbers_agree_with_counting),
      cmocka_unit_test(the_best_window_is_the_best_of_all),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
