/* Judges and points without Lua: too little to judge by, and allocations failing one after another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "disagree.h"
#include "failing_memory.h"
#include "judgestat.h"
#include "pointstat.h"

static const double X[] = {1, 2, 3, 5, 4, 6}, Y[] = {2, 1, 4, 3, 5, 5}, Z[] = {1, 1, 2, 2, 1, 3};
static const double ONES[] = {1, 0, 1, 0, 1, 1}, OTHERS[] = {1, 1, 0, 0, 1, 0};
static const uint32_t ITEMS[] = {0, 0, 1, 1, 2, 2}, MODELS[] = {0, 1, 0, 1, 0, 1};

static const char *judge_all(void *argument)
{
  const double *points[] = {ONES, OTHERS}, *rounds[] = {X, Y};
  struct retest retest;
  struct edge edges[6];
  struct design design = {3, 2, 1, 1};
  struct components components;
  struct slope slope;
  struct point out[2];
  double alpha, partial, within_sd;
  size_t complete;
  (void)argument;
  const char *reason = judge_components(X, &design, &components);
  if (!reason) reason = judge_slope(Y, X, 6, ITEMS, 3, 0.95, &slope);
  if (!reason) reason = judge_slope_within(Y, X, 6, ITEMS, 3, MODELS, 2, 0.95, &slope);
  if (!reason) reason = judge_partial_spearman(X, Y, Z, 6, &partial);
  if (!reason) reason = judge_retest(rounds, 2, 6, &retest);
  if (!reason) reason = points_edges(rounds, 2, 6, 3, edges, &within_sd);
  if (!reason) reason = points_analyse(points, 2, 6, out, &alpha, &complete);
  return reason;
}

static void memory_fails(void **state)
{
  (void)state;
  fail_each_allocation(judge_all, NULL);
}

static void too_little(void **state)
{
  (void)state;
  const double *one[] = {X}, *same[] = {X, X};
  struct retest retest;
  struct edge edges[6];
  struct slope slope;
  struct components components;
  struct design single = {6, 1, 1, 1};
  double sd;
  assert_non_null(judge_retest(one, 1, 6, &retest));
  assert_null(judge_retest(same, 2, 6, &retest));
  assert_true(retest.within_sd == 0 && retest.exact == 1 && retest.rounds_needed == 1);
  assert_non_null(points_edges(one, 1, 6, 4, edges, &sd));
  assert_null(points_edges(same, 2, 6, 4, edges, &sd));
  assert_true(isnan(edges[0].flip));
  assert_non_null(judge_slope(Y, X, 2, NULL, 0, 0.95, &slope));
  assert_non_null(judge_slope(Y, (const double[]){1, 1, 1}, 3, NULL, 0, 0.95, &slope));
  assert_non_null(judge_components(X, &single, &components));
}

static void nothing_in_common(void **state)
{
  (void)state;
  const double none[] = {NAN, NAN};
  struct disagreement point = point_disagreement(none, none, 2);
  assert_true(point.differ == 0 && isnan(point.p) && isnan(point.kappa));
  const double *points[] = {none};
  struct point out;
  double alpha;
  size_t complete;
  assert_null(points_analyse(points, 1, 2, &out, &alpha, &complete));
  assert_true(isnan(out.difficulty) && isnan(alpha) && complete == 0);
  assert_non_null(points_analyse(points, 0, 2, &out, &alpha, &complete));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(memory_fails),
      cmocka_unit_test(too_little),
      cmocka_unit_test(nothing_in_common),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
