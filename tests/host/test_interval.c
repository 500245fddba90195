/* Intervals and resampling without Lua: too little to say anything, and allocations failing one after another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_memory.h"
#include "interval.h"
#include "resample.h"
#include "undefined.h"
#include "xorshift.h"

static const double VALUES[] = {1, 2, 4, 2, 5, 3};
static const uint32_t GROUPS[] = {0, 0, 1, 2, 2, 2}, STRATA[] = {0, 1, 0};

static const char *bootstrap_all(void *argument)
{
  double replicates[50], left_out[3], estimate;
  struct units units;
  struct mean mean;
  uint64_t state = XORSHIFT_SEED;
  (void)argument;
  const char *reason = units_open(&units, 3, STRATA, 2);
  if (reason) return reason;
  reason = bootstrap_means(VALUES, 6, GROUPS, &units, &state, replicates, 50);
  if (!reason) reason = bootstrap_left_out(VALUES, 6, GROUPS, 3, left_out);
  if (!reason) { /* one of the strata is a single cluster, which is a reason of its own */
    const char *equal = bootstrap_left_out_equal(VALUES, 6, GROUPS, &units, &estimate, left_out);
    if (!strcmp(equal, NO_MEMORY)) reason = equal;
  }
  if (!reason) reason = bootstrap_binomial(3, 9, &state, replicates, 50);
  if (!reason) reason = clustered_mean(VALUES, 6, GROUPS, 3, 0.95, &mean);
  units_close(&units);
  return reason;
}

static const char *resample_all(void *argument)
{
  static const double scale[] = {0, 1};
  static const uint8_t first[] = {0, 1, 1, 0, 1, CODE_MISSING}, second[] = {0, 1, 0, 0, 1, 1};
  static const double weights[] = {1, 2, 1, 1, 3, 1};
  struct pairs pairs = {.first = first, .second = second, .group_of = GROUPS, .count = 6};
  struct measured measured[MEASURES];
  struct measure_plan plan;
  struct units units;
  double apart[4];
  uint64_t state = XORSHIFT_SEED;
  if (argument) pairs.weights = weights;
  const char *reason = units_open(&units, 3, NULL, 0);
  if (reason) return reason;
  measures_plan(&plan, scale, 2, apart);
  reason = resample_measures(&plan, &pairs, &units, &state, 40, BOOTSTRAP_BCA, 0.95, measured);
  units_close(&units);
  return reason;
}

static void memory_fails(void **state)
{
  (void)state;
  fail_each_allocation(bootstrap_all, NULL);
  fail_each_allocation(resample_all, NULL);
  fail_each_allocation(resample_all, "with weights");
}

static void the_stream_goes_on(void **state)
{
  (void)state;
  double together[13], apart[13];
  struct units units;
  uint64_t one = XORSHIFT_SEED, two = XORSHIFT_SEED;
  assert_null(units_open(&units, 6, NULL, 0));
  assert_null(bootstrap_means(VALUES, 6, NULL, &units, &one, together, 13));
  for (int b = 0; b < 13; b++) assert_null(bootstrap_means(VALUES, 6, NULL, &units, &two, &apart[b], 1));
  assert_memory_equal(together, apart, sizeof apart);
  assert_true(one == two);
  units_close(&units);
}

static void nothing_to_say(void **state)
{
  (void)state;
  struct mean mean;
  struct bootstrap result;
  double same[] = {2, 2, 2}, one_sided[] = {1, 2, 3};
  assert_non_null(clustered_mean(VALUES, 0, NULL, 0, 0.95, &mean));
  assert_null(clustered_mean(VALUES, 1, NULL, 0, 0.95, &mean));
  assert_true(isnan(mean.se));
  assert_non_null(bootstrap_interval(same, 3, 2, 0, BOOTSTRAP_BCA, 0.95, &result));
  assert_non_null(bootstrap_interval(one_sided, 3, 9, 0, BOOTSTRAP_BCA, 0.95, &result));
  assert_null(bootstrap_interval(one_sided, 3, 9, 0, BOOTSTRAP_PERCENTILE, 0.95, &result));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(memory_fails),
      cmocka_unit_test(the_stream_goes_on),
      cmocka_unit_test(nothing_to_say),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
