/* Prediction-powered inference without Lua: too little to infer from, and allocations failing one after another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_memory.h"
#include "ppi.h"

#define COUNT 8

static double y[COUNT] = {1, 0, 1, 1}, f[COUNT] = {1, 0, 0, 1, 1, 1, 0, 1};
static const uint32_t GROUPS[COUNT] = {0, 1, 2, 3, 0, 1, 2, 3}, STRATA[COUNT] = {0, 0, 1, 1, 0, 0, 1, 1};

static const char *infer_all(void *argument)
{
  struct ppi_items items = {y, f, COUNT, GROUPS, 4};
  struct ppi ppi;
  struct ppi_stratum by_stratum[2];
  (void)argument;
  const char *reason = ppi_mean(&items, NAN, 0.95, &ppi);
  if (!reason) reason = ppi_finite(&items, NAN, 0.95, &ppi);
  if (!reason) reason = ppi_rate(&items, 0.95, &ppi);
  if (!reason) reason = ppi_stratified(&items, STRATA, 2, 0.95, &ppi, by_stratum);
  return reason;
}

static void memory_fails(void **state)
{
  (void)state;
  fail_each_allocation(infer_all, NULL);
}

static void too_little(void **state)
{
  (void)state;
  double none[2] = {NAN, NAN}, pi[2] = {0.5, 0.5}, tau;
  struct ppi_items unrated = {none, f, 2, NULL, 0}, empty = {none, f, 0, NULL, 0}, one_cluster = {y, f, 4, STRATA + 6, 2};
  struct ppi ppi;
  assert_non_null(ppi_mean(&unrated, NAN, 0.95, &ppi));
  assert_non_null(ppi_finite(&unrated, 1, 0.95, &ppi));
  assert_non_null(ppi_rate(&empty, 0.95, &ppi));
  one_cluster.count = 2;
  assert_non_null(ppi_mean(&one_cluster, NAN, 0.95, &ppi));
  assert_non_null(active_mean(&unrated, pi, 0.95, &ppi));
  assert_non_null(active_mean(&empty, pi, 0.95, &ppi));
  assert_non_null(active_probabilities(f, 0, 0.3, 0.2, pi));
  assert_non_null(active_tau(f, f, 0, 0.3, &tau));
}

/* Everything rated: nothing is left to predict. */
static void all_rated(void **state)
{
  (void)state;
  struct ppi_items items = {y, f, 4, NULL, 0};
  struct ppi ppi;
  assert_null(ppi_mean(&items, NAN, 0.95, &ppi));
  assert_true(ppi.lambda == 0 && fabs(ppi.estimate - 0.75) < 1e-15);
  assert_null(ppi_finite(&items, 1, 0.95, &ppi));
  assert_true(ppi.se == 0 && fabs(ppi.estimate - 0.75) < 1e-15);
}

static int mark_unrated(void **state)
{
  (void)state;
  for (int i = 4; i < COUNT; i++) y[i] = NAN;
  return 0;
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(memory_fails),
      cmocka_unit_test(too_little),
      cmocka_unit_test(all_rated),
  };
  return cmocka_run_group_tests(tests, mark_unrated, NULL);
}
