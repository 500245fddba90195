/* Comparisons without Lua: too little to compare, and allocations failing one after another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_memory.h"
#include "ranking.h"
#include "xorshift.h"

static const double FIRST[] = {1, 2, 4, 2, 5, 3}, SECOND[] = {2, 2, 3, 1, 1, 3};
static const uint32_t GROUPS[] = {0, 0, 1, 2, 2, 2};

static const char *compare_all(void *argument)
{
  const double *scores[] = {FIRST, SECOND};
  struct rank_pair pair;
  struct rank_range ranges[2];
  struct flipped flipped;
  struct paired paired;
  struct wilcoxon wilcoxon;
  uint64_t state = XORSHIFT_SEED;
  double adjusted[6], p[] = {0.1, 0.2, 0.01, 1, 0, 0.3};
  (void)argument;
  const char *reason = rank_models(scores, 2, 6, GROUPS, 3, 0.05, &pair, ranges);
  if (!reason) reason = compare_sign_flip(FIRST, 6, GROUPS, 3, &state, 10, &flipped);
  if (!reason) reason = compare_wilcoxon(FIRST, 6, &wilcoxon);
  if (!reason) reason = compare_paired(FIRST, SECOND, 6, GROUPS, 3, 0.95, &paired);
  if (!reason && adjust_holm(p, 6, adjusted)) reason = NO_MEMORY;
  if (!reason && adjust_benjamini_hochberg(p, 6, adjusted)) reason = NO_MEMORY;
  return reason;
}

static void memory_fails(void **state)
{
  (void)state;
  fail_each_allocation(compare_all, NULL);
}

static void too_little(void **state)
{
  (void)state;
  const double *scores[] = {FIRST, FIRST};
  struct rank_pair pair;
  struct rank_range ranges[2];
  struct paired paired;
  struct wilcoxon wilcoxon;
  const double nothing[] = {0, 0};
  assert_non_null(rank_models(scores, 2, 0, NULL, 0, 0.05, &pair, ranges));
  assert_non_null(compare_paired(FIRST, SECOND, 0, NULL, 0, 0.95, &paired));
  assert_null(compare_paired(FIRST, SECOND, 1, NULL, 0, 0.95, &paired));
  assert_true(isnan(paired.p) && isnan(paired.se));
  assert_null(compare_paired(FIRST, FIRST, 6, GROUPS, 3, 0.95, &paired));
  assert_true(paired.difference == 0 && isnan(paired.low) && isnan(paired.high));
  assert_non_null(compare_wilcoxon(nothing, 2, &wilcoxon));
  assert_true(isnan(compare_mcnemar(0, 0).chi2));
  assert_null(rank_models(scores, 2, 6, NULL, 0, 0.05, &pair, ranges));
  assert_int_equal(ranges[0].low, 1);
  assert_int_equal(ranges[0].high, 2);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(memory_fails), cmocka_unit_test(too_little)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
