/* lua_compare.c: comparisons, as a part of viva.stats. Lists or packs of equal length, one number for each item.
 *
 *   stats.paired(first, second [, { clusters=, confidence= }]) -> { difference=, se=, low=, high=, t=, p=, n=, clusters= }
 *     first minus second, error by clusters, t with clusters - 1; no low, high, t or p without spread
 *   stats.sign_flip(differences [, { clusters=, draws=100000, seed= }]) -> p, { exact=true|false, clusters= }
 *     flips the signs of whole clusters; exact where it can be counted, else of random draws
 *   stats.mcnemar(only_first, only_second) -> p (exact), { chi2=, p= } (with continuity correction)          McNemar 1947
 *   stats.wilcoxon(differences) -> { plus=, minus=, p=, n=, exact= }                                         Wilcoxon 1945
 *   stats.holm(p), stats.benjamini_hochberg(p) -> pack of adjusted p-values             Holm 1979; Benjamini and Hochberg 1995
 *   stats.ranks(models [, { clusters=, alpha=0.05 }]) -> { models={ { low=, high=, mean= }, ... }, pairs={ { first=, second=,
 *     difference=, se=, p=, p_holm=, significant= }, ... }, groups={ { model, ... }, ... } }   models: lists of scores over the
 *     same items. Groups: the models that cannot be told apart from the best of the group, best first.
 *     Mogstad, Romano, Shaikh and Wilhelm 2024
 *   stats.sample_size{ delta=, omega2=, sigma2_a=0, sigma2_b=0, k_a=1, k_b=1, alpha=0.05, power=0.8 } -> questions needed
 *     omega2: variance of the difference of the models' means over questions; sigma2: of one answer within a question.
 *     Miller 2024, section 5
 *
 * Each gives nil, reason, "undefined" where there is nothing to give. */
#include <lauxlib.h>
#include <math.h>

#include "check.h"
#include "ranking.h"

static const uint32_t *groups_of(const struct packed *clusters)
{
  return clusters ? clusters->groups : NULL;
}

static void set_paired(lua_State *L, const struct paired *paired)
{
  viva_set(L, "difference", paired->difference);
  viva_set(L, "se", paired->se);
  viva_set(L, "low", paired->low);
  viva_set(L, "high", paired->high);
  viva_set(L, "t", paired->t);
  viva_set(L, "p", paired->p);
  viva_set_integer(L, "n", paired->n);
  viva_set_integer(L, "clusters", paired->clusters);
}

/* stats.paired(first, second [, options]) -> table */
static int compare_lua_paired(lua_State *L)
{
  struct paired paired;
  viva_last_options(L, 3, (const char *const[]){"clusters", "confidence", NULL});
  const struct packed *first = packed_numbers(L, 1, "first", NULL), *second = packed_numbers(L, 2, "second", first);
  const struct packed *clusters = packed_groups_option(L, 3, "clusters", first);
  const char *reason = compare_paired(first->numbers, second->numbers, first->count, groups_of(clusters),
                                      clusters ? clusters->levels : 0, viva_confidence_option(L, 3), &paired);
  if (reason) return viva_undefined(L, reason);
  lua_createtable(L, 0, 8);
  set_paired(L, &paired);
  return 1;
}

/* stats.sign_flip(differences [, options]) -> p, table */
static int compare_lua_sign_flip(lua_State *L)
{
  struct flipped flipped;
  viva_last_options(L, 2, (const char *const[]){"clusters", "draws", "seed", NULL});
  const struct packed *differences = packed_numbers(L, 1, "differences", NULL);
  size_t draws = (size_t)viva_number_option(L, 2, "draws", 100000, 1, 1e7);
  uint64_t state = viva_seed_option(L, 2);
  const struct packed *clusters = packed_groups_option(L, 2, "clusters", differences);
  const char *reason = compare_sign_flip(differences->numbers, differences->count, groups_of(clusters),
                                         clusters ? clusters->levels : 0, &state, draws, &flipped);
  if (reason) return viva_undefined(L, reason);
  lua_pushnumber(L, flipped.p);
  lua_createtable(L, 0, 2);
  lua_pushboolean(L, flipped.exact);
  lua_setfield(L, -2, "exact");
  viva_set_integer(L, "clusters", flipped.clusters);
  return 2;
}

/* stats.mcnemar(only_first, only_second) -> p, table */
static int compare_lua_mcnemar(lua_State *L)
{
  lua_Integer first = luaL_checkinteger(L, 1), second = luaL_checkinteger(L, 2);
  luaL_argcheck(L, first >= 0, 1, "only_first is negative");
  luaL_argcheck(L, second >= 0, 2, "only_second is negative");
  if (first + second == 0) return viva_undefined(L, "no discordant pair");
  struct mcnemar result = compare_mcnemar((double)first, (double)second);
  lua_pushnumber(L, result.p);
  lua_createtable(L, 0, 2);
  viva_set(L, "chi2", result.chi2);
  viva_set(L, "p", result.chi2_p);
  return 2;
}

/* stats.wilcoxon(differences) -> table */
static int compare_lua_wilcoxon(lua_State *L)
{
  struct wilcoxon result;
  lua_settop(L, 1);
  const struct packed *differences = packed_numbers(L, 1, "differences", NULL);
  const char *reason = compare_wilcoxon(differences->numbers, differences->count, &result);
  if (reason) return viva_undefined(L, reason);
  lua_createtable(L, 0, 5);
  viva_set(L, "plus", result.plus);
  viva_set(L, "minus", result.minus);
  viva_set(L, "p", result.p);
  viva_set_integer(L, "n", result.n);
  lua_pushboolean(L, result.exact);
  lua_setfield(L, -2, "exact");
  return 1;
}

static int adjust(lua_State *L, int (*by)(const double *, size_t, double *))
{
  lua_settop(L, 1);
  const struct packed *p = packed_numbers(L, 1, "p", NULL);
  for (size_t i = 0; i < p->count; i++)
    if (p->numbers[i] < 0 || p->numbers[i] > 1) return luaL_error(L, "p: element %d is no probability", (int)i + 1);
  struct packed *adjusted = packed_new_numbers(L, p->count);
  if (by(p->numbers, p->count, adjusted->numbers)) return luaL_error(L, "not enough memory");
  return 1;
}

/* stats.holm(p) -> pack */
static int compare_holm(lua_State *L)
{
  return adjust(L, adjust_holm);
}

/* stats.benjamini_hochberg(p) -> pack */
static int compare_benjamini_hochberg(lua_State *L)
{
  return adjust(L, adjust_benjamini_hochberg);
}

static void push_ranges(lua_State *L, const struct rank_range *ranges, size_t models)
{
  lua_createtable(L, (int)models, 0);
  for (size_t m = 0; m < models; m++) {
    lua_createtable(L, 0, 3);
    viva_set_integer(L, "low", ranges[m].low);
    viva_set_integer(L, "high", ranges[m].high);
    viva_set(L, "mean", ranges[m].mean);
    lua_rawseti(L, -2, (lua_Integer)m + 1);
  }
}

static void push_pairs(lua_State *L, const struct rank_pair *pairs, size_t count, double alpha)
{
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_createtable(L, 0, 12);
    set_paired(L, &pairs[i].paired);
    viva_set_integer(L, "first", pairs[i].first + 1);
    viva_set_integer(L, "second", pairs[i].second + 1);
    viva_set(L, "p_holm", pairs[i].p_holm);
    lua_pushboolean(L, pairs[i].p_holm < alpha);
    lua_setfield(L, -2, "significant");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static bool told_apart(const struct rank_pair *pairs, size_t count, size_t a, size_t b, double alpha)
{
  for (size_t i = 0; i < count; i++)
    if ((pairs[i].first == a && pairs[i].second == b) || (pairs[i].first == b && pairs[i].second == a))
      return pairs[i].p_holm < alpha;
  return false;
}

/* The best model that is in no group yet, or `models`. */
static size_t best_left(const struct rank_range *ranges, size_t models, const bool *taken)
{
  size_t best = models;
  for (size_t m = 0; m < models; m++)
    if (!taken[m] && (best == models || ranges[m].mean > ranges[best].mean)) best = m;
  return best;
}

static void push_groups(lua_State *L, const struct rank_pair *pairs, size_t count, const struct rank_range *ranges,
                        size_t models, double alpha, bool *taken)
{
  size_t best;
  lua_newtable(L);
  for (lua_Integer g = 1; (best = best_left(ranges, models, taken)) < models; g++) {
    size_t leader = best;
    lua_newtable(L);
    for (lua_Integer i = 1; best < models && !told_apart(pairs, count, leader, best, alpha); i++) {
      taken[best] = true;
      lua_pushinteger(L, (lua_Integer)best + 1);
      lua_rawseti(L, -2, i);
      best = best_left(ranges, models, taken);
    }
    lua_rawseti(L, -2, g);
  }
}

/* stats.ranks(models [, options]) -> table */
static int compare_ranks(lua_State *L)
{
  size_t models;
  viva_last_options(L, 2, (const char *const[]){"clusters", "alpha", NULL});
  double alpha = viva_number_option(L, 2, "alpha", 0.05, 1e-9, 0.5);
  const struct packed **scores = packed_list(L, 1, "models", NULL, &models);
  if (models < 2) return viva_undefined(L, "fewer than two models");
  const struct packed *clusters = packed_groups_option(L, 2, "clusters", scores[0]);
  const double **columns = packed_room(L, models, sizeof *columns);
  for (size_t m = 0; m < models; m++) {
    if (scores[m]->missing) return luaL_error(L, "models: model %d has missing scores", (int)m + 1);
    columns[m] = scores[m]->numbers;
  }
  size_t count = models * (models - 1) / 2;
  struct rank_pair *pairs = packed_room(L, count, sizeof *pairs);
  struct rank_range *ranges = packed_room(L, models, sizeof *ranges);
  bool *taken = packed_room(L, models, sizeof *taken);
  const char *reason = rank_models(columns, models, scores[0]->count, groups_of(clusters),
                                   clusters ? clusters->levels : 0, alpha, pairs, ranges);
  if (reason) return viva_undefined(L, reason);
  for (size_t m = 0; m < models; m++) taken[m] = false;
  lua_createtable(L, 0, 3);
  push_ranges(L, ranges, models);
  lua_setfield(L, -2, "models");
  push_pairs(L, pairs, count, alpha);
  lua_setfield(L, -2, "pairs");
  push_groups(L, pairs, count, ranges, models, alpha, taken);
  lua_setfield(L, -2, "groups");
  return 1;
}

/* stats.sample_size(plan) -> number */
static int compare_lua_sample_size(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  viva_last_options(
      L, 1, (const char *const[]){"delta", "omega2", "sigma2_a", "sigma2_b", "k_a", "k_b", "alpha", "power", NULL});
  struct planned planned = {
      .omega2 = viva_number_option(L, 1, "omega2", NAN, 0, 1e9),
      .sigma2_a = viva_number_option(L, 1, "sigma2_a", 0, 0, 1e9),
      .sigma2_b = viva_number_option(L, 1, "sigma2_b", 0, 0, 1e9),
      .k_a = viva_number_option(L, 1, "k_a", 1, 1, 1e9),
      .k_b = viva_number_option(L, 1, "k_b", 1, 1, 1e9),
      .delta = viva_number_option(L, 1, "delta", NAN, 1e-9, 1e9),
      .alpha = viva_number_option(L, 1, "alpha", 0.05, 1e-9, 0.5),
      .power = viva_number_option(L, 1, "power", 0.8, 0.5, 1 - 1e-9),
  };
  if (isnan(planned.omega2) || isnan(planned.delta)) return luaL_error(L, "omega2 and delta are needed");
  lua_pushnumber(L, compare_sample_size(&planned));
  return 1;
}

static const luaL_Reg functions[] = {
    {"paired", compare_lua_paired},
    {"sign_flip", compare_lua_sign_flip},
    {"mcnemar", compare_lua_mcnemar},
    {"wilcoxon", compare_lua_wilcoxon},
    {"holm", compare_holm},
    {"benjamini_hochberg", compare_benjamini_hochberg},
    {"ranks", compare_ranks},
    {"sample_size", compare_lua_sample_size},
    {NULL, NULL},
};

int luaopen_viva_compare(lua_State *L);

int luaopen_viva_compare(lua_State *L)
{
  luaL_newlib(L, functions);
  return 1;
}
