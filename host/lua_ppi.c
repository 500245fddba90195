/* lua_ppi.c: prediction-powered inference, as a part of viva.stats: what physicians would say of everything, from the few
 * ratings there are and a judge's score of each item.
 *
 * `ratings` has false where no physician rated; `scores` has a number for each item, on the same scale (for a usability rate
 * both are 0 or 1). Which items were rated must be random and independent of the judge's scores, except for stats.active.
 *
 *   stats.ppi(ratings, scores [, { clusters=, strata=, lambda=, confidence= }]) -> { estimate=, se=, low=, high=, lambda=, human=,
 *     judge=, n=, others=, strata={ { estimate=, se=, lambda=, n=, weight=, sd=, allocation= }, ... } }
 *     PPI++ (Angelopoulos et al. 2023); strata in order of first appearance, a lambda for each (Fisch et al. 2024), allocation: the
 *     share of further ratings each should get. lambda: a number instead of the estimate, without strata
 *   stats.ppi_finite(ratings, scores [, { clusters=, lambda=1, tuned=true, confidence= }]) -> the same: the mean of these items
 *     (Cochran 1977, Sarndal 1992); tuned takes the regression instead of lambda
 *   stats.ppi_rate(ratings, scores [, { clusters=, confidence= }]) -> the same and effective=: ratings alone that would be as sure;
 *     guarded for few ratings: Wilson's interval, and below 20 ratings of the ratings alone (lambda 0)
 *   stats.active_probabilities(uncertainty, { budget=, tau=0.2 }) -> pack: how probably to rate each item (Zrnic and Candes 2024)
 *   stats.active_tau(uncertainty, errors, { budget= }) -> tau from 0.2 to 1, from past labels (errors: rating minus score)
 *   stats.active(ratings, scores, probabilities [, { confidence= }]) -> { estimate=, se=, low=, high=, judge=, n=, others= }
 *
 * How often each interval holds the truth: tests/bench/coverage.txt. Of rates near 0 or 1 and of few ratings only stats.ppi_rate
 * holds 93 %: at a rate of 0.95 and 20 ratings stats.ppi has 59 to 63 %, with strata or without, stats.ppi_finite 85 (tuned
 * 54), stats.active 87; at 0.5 and 100 ratings all have 93 or more. Clusters left out cost ten points.
 *
 * Each gives nil, reason, "undefined" where there is too little. */
#include <lauxlib.h>
#include <math.h>

#include "check.h"
#include "ppi.h"

/* The first two arguments, and the option clusters where there may be one. */
static struct ppi_items items_of(lua_State *L, int options)
{
  const struct packed *ratings = packed_numbers_missing(L, 1, "ratings", NULL);
  const struct packed *scores = packed_numbers(L, 2, "scores", ratings);
  const struct packed *clusters = options ? packed_groups_option(L, options, "clusters", ratings) : NULL;
  return (struct ppi_items){ratings->numbers, scores->numbers, ratings->count, clusters ? clusters->groups : NULL,
                            clusters ? clusters->levels : 0};
}

static void push_ppi(lua_State *L, const struct ppi *ppi)
{
  lua_createtable(L, 0, 12);
  viva_set(L, "estimate", ppi->estimate);
  viva_set(L, "se", ppi->se);
  viva_set(L, "low", ppi->low);
  viva_set(L, "high", ppi->high);
  viva_set(L, "lambda", ppi->lambda);
  viva_set(L, "human", ppi->human);
  viva_set(L, "judge", ppi->judge);
  viva_set(L, "effective", ppi->effective);
  viva_set_integer(L, "n", ppi->n);
  viva_set_integer(L, "others", ppi->others);
}

static int give(lua_State *L, const char *reason, const struct ppi *ppi)
{
  if (reason) return viva_undefined(L, reason);
  push_ppi(L, ppi);
  return 1;
}

static int stratified(lua_State *L, const struct ppi_items *items, const struct packed *strata, double confidence)
{
  struct ppi ppi;
  struct ppi_stratum *by_stratum = packed_room(L, strata->levels, sizeof *by_stratum);
  const char *reason = ppi_stratified(items, strata->groups, strata->levels, confidence, &ppi, by_stratum);
  if (reason) return viva_undefined(L, reason);
  push_ppi(L, &ppi);
  lua_createtable(L, (int)strata->levels, 0);
  for (size_t h = 0; h < strata->levels; h++) {
    push_ppi(L, &by_stratum[h].ppi);
    viva_set(L, "weight", by_stratum[h].weight);
    viva_set(L, "sd", by_stratum[h].sd);
    viva_set(L, "allocation", by_stratum[h].allocation);
    lua_rawseti(L, -2, (lua_Integer)h + 1);
  }
  lua_setfield(L, -2, "strata");
  return 1;
}

/* stats.ppi(ratings, scores [, options]) -> table */
static int ppi_ppi(lua_State *L)
{
  struct ppi ppi;
  viva_last_options(L, 3, (const char *const[]){"clusters", "strata", "lambda", "confidence", NULL});
  struct ppi_items items = items_of(L, 3);
  double lambda = viva_number_option(L, 3, "lambda", NAN, 0, 1), confidence = viva_confidence_option(L, 3);
  const struct packed *strata = packed_groups_option(L, 3, "strata", packed_numbers_missing(L, 1, "ratings", NULL));
  if (strata && !isnan(lambda)) return luaL_error(L, "lambda and strata do not go together");
  if (strata) return stratified(L, &items, strata, confidence);
  return give(L, ppi_mean(&items, lambda, confidence, &ppi), &ppi);
}

/* stats.ppi_finite(ratings, scores [, options]) -> table */
static int ppi_lua_finite(lua_State *L)
{
  struct ppi ppi;
  viva_last_options(L, 3, (const char *const[]){"clusters", "lambda", "tuned", "confidence", NULL});
  struct ppi_items items = items_of(L, 3);
  double lambda = viva_number_option(L, 3, "lambda", 1, 0, 1);
  if (viva_flag_option(L, 3, "tuned", false)) lambda = NAN;
  return give(L, ppi_finite(&items, lambda, viva_confidence_option(L, 3), &ppi), &ppi);
}

/* stats.ppi_rate(ratings, scores [, options]) -> table */
static int ppi_lua_rate(lua_State *L)
{
  struct ppi ppi;
  viva_last_options(L, 3, (const char *const[]){"clusters", "confidence", NULL});
  struct ppi_items items = items_of(L, 3);
  for (size_t i = 0; i < items.count; i++) {
    double y = items.y[i], f = items.f[i];
    if (!isnan(y) && y != 0 && y != 1) return luaL_error(L, "ratings: element %d is neither 0 nor 1", (int)i + 1);
    if (f < 0 || f > 1) return luaL_error(L, "scores: element %d is not from 0 to 1", (int)i + 1);
  }
  return give(L, ppi_rate(&items, viva_confidence_option(L, 3), &ppi), &ppi);
}

static double budget_option(lua_State *L, int options)
{
  double budget = viva_number_option(L, options, "budget", NAN, 0, 1);
  if (!(budget > 0)) luaL_error(L, "budget, the share of items to rate, is needed");
  return budget;
}

static const struct packed *uncertainty_of(lua_State *L)
{
  const struct packed *uncertainty = packed_numbers(L, 1, "uncertainty", NULL);
  for (size_t i = 0; i < uncertainty->count; i++)
    if (uncertainty->numbers[i] < 0) luaL_error(L, "uncertainty: element %d is negative", (int)i + 1);
  return uncertainty;
}

/* stats.active_probabilities(uncertainty, options) -> pack */
static int ppi_active_probabilities(lua_State *L)
{
  viva_last_options(L, 2, (const char *const[]){"budget", "tau", NULL});
  const struct packed *uncertainty = uncertainty_of(L);
  double budget = budget_option(L, 2), tau = viva_number_option(L, 2, "tau", 0.2, 0, 1);
  struct packed *pi = packed_new_numbers(L, uncertainty->count);
  const char *reason = active_probabilities(uncertainty->numbers, uncertainty->count, budget, tau, pi->numbers);
  return reason ? viva_undefined(L, reason) : 1;
}

/* stats.active_tau(uncertainty, errors, options) -> number */
static int ppi_active_tau(lua_State *L)
{
  double tau;
  viva_last_options(L, 3, (const char *const[]){"budget", NULL});
  const struct packed *uncertainty = uncertainty_of(L), *errors = packed_numbers(L, 2, "errors", uncertainty);
  const char *reason = active_tau(uncertainty->numbers, errors->numbers, errors->count, budget_option(L, 3), &tau);
  if (reason) return viva_undefined(L, reason);
  lua_pushnumber(L, tau);
  return 1;
}

/* stats.active(ratings, scores, probabilities [, options]) -> table */
static int ppi_active(lua_State *L)
{
  struct ppi ppi;
  viva_last_options(L, 4, (const char *const[]){"confidence", NULL});
  struct ppi_items items = items_of(L, 0);
  const struct packed *pi = packed_numbers(L, 3, "probabilities", packed_numbers_missing(L, 1, "ratings", NULL));
  for (size_t i = 0; i < pi->count; i++)
    if (pi->numbers[i] < 0 || pi->numbers[i] > 1 || (pi->numbers[i] == 0 && !isnan(items.y[i])))
      return luaL_error(L, "probabilities: element %d is none, or 0 for an item that was rated", (int)i + 1);
  return give(L, active_mean(&items, pi->numbers, viva_confidence_option(L, 4), &ppi), &ppi);
}

static const luaL_Reg functions[] = {
    {"ppi", ppi_ppi},
    {"ppi_finite", ppi_lua_finite},
    {"ppi_rate", ppi_lua_rate},
    {"active_probabilities", ppi_active_probabilities},
    {"active_tau", ppi_active_tau},
    {"active", ppi_active},
    {NULL, NULL},
};

int luaopen_viva_ppi(lua_State *L);

int luaopen_viva_ppi(lua_State *L)
{
  luaL_newlib(L, functions);
  return 1;
}
