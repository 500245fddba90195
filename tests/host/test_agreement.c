/* Agreement without Lua: degenerate tables, the special functions against known values, the generator and its jumps, and
 * every engine that allocates with its allocations failing one after another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "agreement.h"
#include "anova.h"
#include "failing_memory.h"
#include "measures.h"
#include "rank.h"
#include "special.h"
#include "undefined.h"
#include "xorshift.h"

static void assert_near(double value, double expected)
{
  if (fabs(value - expected) > 1e-11 * fmax(1e-3, fabs(expected))) fail_msg("%.17g where %.17g is expected", value, expected);
}

static void distributions(void **state)
{
  (void)state;
  assert_near(normal_quantile(0.975), 1.959963984540054);
  assert_near(normal_quantile(1e-10), -6.361340902404056);
  assert_near(normal_cdf(normal_quantile(0.3)), 0.3);
  assert_near(t_quantile(0.975, 1), 12.706204736174698);
  assert_near(t_quantile(0.975, 10), 2.2281388519649385);
  assert_near(t_two_sided(t_quantile(0.975, 35), 35), 0.05);
  assert_near(f_quantile(0.95, 2, 10), 5 * (pow(20, 0.2) - 1));
  assert_near(beta_cdf(beta_quantile(0.2, 3, 400), 3, 400), 0.2);
  assert_near(binomial_half_two_sided(4, 12), 0.3876953125);
  assert_near(binomial_half_two_sided(0, 0), 1);
  assert_true(isinf(normal_quantile(0)) && isinf(normal_quantile(1)));
}

static void generator_jumps(void **state)
{
  (void)state;
  uint64_t walked = XORSHIFT_SEED;
  for (uint64_t steps = 0; steps < 1000; steps++, xorshift_next(&walked))
    assert_true(xorshift_jump(XORSHIFT_SEED, steps) == walked);
  for (size_t n = 1; n < 200; n++) assert_true(xorshift_index(UINT64_MAX, n) == n - 1);
}

static const double SCALE[] = {1, 2, 3};

static void degenerate_tables(void **state)
{
  (void)state;
  struct coefficient c;
  double value, apart[9], out[MEASURES], nothing[9] = {0}, one_level[9] = {0, 0, 0, 0, 7, 0, 0, 0, 0};
  struct crosstab empty = {3, SCALE, nothing}, single = {3, SCALE, one_level};
  struct measure_plan plan;
  assert_non_null(agreement_kappa(&empty, WEIGHT_NONE, 0.95, &c));
  assert_non_null(agreement_gwet(&empty, WEIGHT_NONE, 0.95, &c));
  assert_non_null(agreement_kappa(&single, WEIGHT_QUADRATIC, 0.95, &c));
  assert_null(agreement_gwet(&single, WEIGHT_NONE, 0.95, &c));
  assert_near(c.value, 1);
  for (int level = 0; level < LEVELS; level++) assert_non_null(agreement_alpha(one_level, SCALE, 3, level, &value));
  assert_non_null(agreement_alpha(nothing, SCALE, 3, LEVEL_NOMINAL, &value));
  assert_non_null(agreement_alpha(nothing, (const double[]){-1, 1, 2}, 3, LEVEL_RATIO, &value));
  measures_plan(&plan, SCALE, 3, apart);
  measures_of(&plan, nothing, out);
  for (int i = 0; i < MEASURES; i++) assert_true(isnan(out[i]));
}

static void too_few(void **state)
{
  (void)state;
  double x[] = {1, 1, 1}, y[] = {1, 2, 3};
  const double *columns[] = {x, y};
  struct correlation result;
  struct anova anova;
  struct bland_altman limits;
  assert_non_null(pearson_of(x, y, 1, &result));
  assert_non_null(tau_b_of(x, y, 1, &result));
  assert_non_null(spearman_of(x, y, 0, &result));
  assert_non_null(pearson_of(x, y, 3, &result));
  assert_non_null(tau_b_of(x, y, 3, &result));
  assert_null(pearson_of(y, y, 2, &result));
  assert_true(isnan(result.p));
  assert_non_null(anova_of(columns, 1, 3, &anova));
  assert_non_null(anova_of(columns, 2, 1, &anova));
  assert_non_null(bland_altman(x, y, 1, &limits));
}

static void quantiles(void **state)
{
  (void)state;
  double sorted[101], mixed[101];
  uint64_t random = 7;
  for (int round = 0; round < 200; round++) {
    size_t n = 1 + xorshift_index(xorshift_next(&random), 101);
    for (size_t i = 0; i < n; i++) sorted[i] = mixed[i] = (double)xorshift_index(xorshift_next(&random), 20);
    for (size_t i = 1; i < n; i++)
      for (size_t j = i; j > 0 && sorted[j] < sorted[j - 1]; j--) {
        double kept = sorted[j];
        sorted[j] = sorted[j - 1];
        sorted[j - 1] = kept;
      }
    double p = xorshift_unit(xorshift_next(&random)), place = p * (double)(n - 1);
    size_t below = (size_t)place, above = below + 1 < n ? below + 1 : below;
    assert_near(quantile_of(mixed, n, p), sorted[below] + (sorted[above] - sorted[below]) * (place - (double)below));
    assert_near(quantile_of(mixed, n, 1), sorted[n - 1]);
  }
}

static const char *rank_all(void *argument)
{
  (void)argument;
  double x[] = {3, 1, 2, 2}, y[] = {1, 2, 2, 5}, ranks[4];
  struct correlation result;
  const char *reason = tau_b_of(x, y, 4, &result);
  if (!reason) reason = spearman_of(x, y, 4, &result);
  return reason ? reason : mid_ranks_of(x, 4, ranks) ? NO_MEMORY : NULL;
}

static void memory_fails(void **state)
{
  (void)state;
  fail_each_allocation(rank_all, NULL);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(distributions), cmocka_unit_test(generator_jumps), cmocka_unit_test(degenerate_tables),
      cmocka_unit_test(too_few),       cmocka_unit_test(quantiles),       cmocka_unit_test(memory_fails),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
