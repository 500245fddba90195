/* lua_agreement.c: agreement of raters, as a part of viva.stats. Ratings: packs or lists of equal length; pairs in which one
 * is missing do not count. The scale is declared (an ascending list), never inferred; packed ratings carry theirs.
 *
 *   stats.crosstab(first, second [, { scale=, weights= }]) -> table of counts: rows first (the truth), columns second; weights:
 *     one number for each pair, such as 1/pi of actively sampled labels
 *   stats.crosstab_of(counts, scale) -> table of counts from a list of rows
 *   stats.against(rater, others [, { scale= }]) -> rater (columns) against each of the others (rows): one pair for each rating
 *     of the others, as in HealthBench's meta-evaluation (Arora 2025)
 *   stats.observers(raters [, { scale= }]) -> each rater against each other: the ceiling
 *   stats.split(counts, from) -> table of two levels: below `from` (0) and from it on (1)
 *   stats.counts(counts) -> { n=, scale={}, rows={ {}, ... } }
 *   stats.agreement(counts) -> { n=, agreement=, adjacent=, kappa=, kappa_linear=, kappa_quadratic=, ac1=, ac2=, alpha_nominal=,
 *     alpha_ordinal=, alpha_interval=, tau_b=, spearman=, pearson=, icc1=, icc2=, icc3=, bias=, absolute_error=, macro_f1=,
 *     undefined={ name = reason } }; bias is second minus first in units of the scale
 *   stats.kappa(counts [, { weights="none|linear|quadratic|ordinal", confidence= }])
 *     -> { value=, se=, se_null=, low=, high=, observed=, chance= }         Cohen 1960, 1968; Fleiss, Cohen and Everitt 1969
 *   stats.gwet(counts [, the same]) -> { value=, se=, low=, high=, observed=, chance= }   Gwet 2008: AC1 without, AC2 with weights
 *   stats.classes(counts) -> { accuracy=, macro_f1=, balanced_accuracy=, mcc= (two levels), { level=, actual=, said=, precision=,
 *     recall=, f1= }, ... }
 *   stats.alpha(raters [, { scale=, level="ordinal|nominal|interval|ratio" }]) -> number      Krippendorff 2004; missing allowed
 *   stats.pearson(x, y), stats.spearman(x, y), stats.tau_b(x, y) -> value, p (two-sided; nil where undefined)
 *   stats.bland_altman(first, second) -> { bias=, sd=, low=, high= }            Bland and Altman 1986
 *   stats.icc(raters [, { confidence= }]) -> { icc1={ value=, low=, high= }, icc2=, icc3=, undefined={} }   raters: lists of numbers
 *
 * The formulas' intervals know nothing of conversations; where 150 items come in 30 of them, Gwet's with quadratic
 * weights hold 92 % and ICC(3,1)'s of three raters 93 (tests/bench/coverage.txt); stats.bootstrap_agreement resamples them. The
 * limits of Bland and Altman are to hold 95 % of differences, and are no interval of an estimate: those of 20 pairs hold 93 %.
 *
 * Each gives nil, reason, "undefined" where its formula divides by nothing. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "agreement.h"
#include "anova.h"
#include "check.h"
#include "classes.h"
#include "measures.h"
#include "rank.h"

#define CROSSTAB "viva.stats.crosstab"

static struct crosstab *new_crosstab(lua_State *L, const double *scale, size_t levels)
{
  struct crosstab *table = lua_newuserdatauv(L, sizeof *table + (levels + levels * levels) * sizeof(double), 0);
  double *behind = (double *)(table + 1);
  memcpy(behind, scale, levels * sizeof *scale);
  memset(behind + levels, 0, levels * levels * sizeof *behind);
  *table = (struct crosstab){levels, behind, behind + levels};
  luaL_setmetatable(L, CROSSTAB);
  return table;
}

static const struct crosstab *check_crosstab(lua_State *L)
{
  return luaL_checkudata(L, 1, CROSSTAB);
}

/* stats.crosstab(first, second [, options]) -> counts */
static int agreement_crosstab(lua_State *L)
{
  viva_last_options(L, 3, (const char *const[]){"scale", "weights", NULL});
  const struct packed *first, *second;
  packed_pairs(L, 3, &first, &second);
  const struct packed *weights = packed_weights_option(L, 3, first);
  struct crosstab *table = new_crosstab(L, first->scale, first->levels);
  if (weights)
    crosstab_add_weighted(table, first->codes, second->codes, weights->numbers, first->count);
  else
    crosstab_add(table, first->codes, second->codes, first->count);
  return 1;
}

static void fill_row(lua_State *L, struct crosstab *table, size_t i)
{
  lua_rawgeti(L, 1, (lua_Integer)i + 1);
  const struct packed *row = packed_numbers(L, lua_gettop(L), "counts", NULL);
  if (row->count != table->levels) luaL_error(L, "counts: row %d has not one count for each level", (int)i + 1);
  for (size_t j = 0; j < table->levels; j++) {
    if (row->numbers[j] < 0) luaL_error(L, "counts: row %d has a negative count", (int)i + 1);
    table->cells[i * table->levels + j] = row->numbers[j];
  }
  lua_pop(L, 1);
}

/* stats.crosstab_of(counts, scale) -> counts */
static int agreement_crosstab_of(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  const struct packed *scale = packed_scale(L, 2, "scale");
  luaL_argcheck(L, lua_rawlen(L, 1) == scale->count, 1, "not one row for each level");
  struct crosstab *table = new_crosstab(L, scale->numbers, scale->count);
  for (size_t i = 0; i < table->levels; i++) fill_row(L, table, i);
  return 1;
}

/* Raters of the list at `arg` on the option's scale. */
static const struct packed **raters_of(lua_State *L, int arg, const char *name, const struct packed *scale,
                                       size_t *count)
{
  if (!scale) luaL_error(L, "the option scale is missing");
  const struct packed **raters = packed_list(L, arg, name, scale, count);
  if (*count == 0) luaL_error(L, "%s is empty", name);
  return raters;
}

/* stats.against(rater, others, options) -> counts */
static int agreement_against(lua_State *L)
{
  size_t count;
  viva_last_options(L, 3, (const char *const[]){"scale", NULL});
  const struct packed *scale = packed_scale_option(L, 3);
  const struct packed **others = raters_of(L, 2, "others", scale, &count);
  const struct packed *rater = packed_codes(L, 1, "rater", scale);
  luaL_argcheck(L, rater->count == others[0]->count, 1, "rater is not as long as the others");
  struct crosstab *table = new_crosstab(L, scale->numbers, scale->count);
  for (size_t i = 0; i < count; i++) crosstab_add(table, others[i]->codes, rater->codes, rater->count);
  return 1;
}

/* stats.observers(raters, options) -> counts */
static int agreement_observers(lua_State *L)
{
  size_t count;
  viva_last_options(L, 2, (const char *const[]){"scale", NULL});
  const struct packed *scale = packed_scale_option(L, 2);
  const struct packed **raters = raters_of(L, 1, "raters", scale, &count);
  struct crosstab *table = new_crosstab(L, scale->numbers, scale->count);
  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j < count; j++)
      if (i != j) crosstab_add(table, raters[i]->codes, raters[j]->codes, raters[0]->count);
  return 1;
}

/* stats.split(counts, from) -> counts */
static int agreement_split(lua_State *L)
{
  const struct crosstab *table = check_crosstab(L);
  double from = luaL_checknumber(L, 2);
  luaL_argcheck(L, from > table->scale[0] && from <= table->scale[table->levels - 1], 2,
                "from does not split the scale");
  crosstab_split(table, from, new_crosstab(L, (const double[]){0, 1}, 2));
  return 1;
}

static void push_numbers(lua_State *L, const double *numbers, size_t count)
{
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_pushnumber(L, numbers[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

/* stats.counts(counts) -> table */
static int agreement_counts(lua_State *L)
{
  const struct crosstab *table = check_crosstab(L);
  lua_createtable(L, 0, 3);
  viva_set(L, "n", crosstab_total(table));
  push_numbers(L, table->scale, table->levels);
  lua_setfield(L, -2, "scale");
  lua_createtable(L, (int)table->levels, 0);
  for (size_t i = 0; i < table->levels; i++) {
    push_numbers(L, table->cells + i * table->levels, table->levels);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "rows");
  return 1;
}

static void set_reason(lua_State *L, const char *name, const char *reason)
{
  lua_getfield(L, -1, "undefined");
  lua_pushstring(L, reason);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

static void push_results(lua_State *L)
{
  lua_newtable(L);
  lua_newtable(L);
  lua_setfield(L, -2, "undefined");
}

/* stats.agreement(counts) -> table of measures */
static int agreement_agreement(lua_State *L)
{
  const struct crosstab *table = check_crosstab(L);
  struct measure_plan plan;
  double values[MEASURES];
  if (!(crosstab_total(table) > 0)) return viva_undefined(L, "no pair of ratings");
  measures_plan(&plan, table->scale, table->levels, packed_room(L, table->levels * table->levels, sizeof(double)));
  measures_of(&plan, table->cells, values);
  push_results(L);
  viva_set(L, "n", crosstab_total(table));
  for (int i = 0; i < MEASURES; i++) {
    viva_set(L, measure_about[i].name, values[i]);
    if (isnan(values[i])) set_reason(L, measure_about[i].name, measure_about[i].reason);
  }
  return 1;
}

typedef const char *(*coefficient_fn)(const struct crosstab *, enum weighting, double, struct coefficient *);

static int coefficient(lua_State *L, coefficient_fn of, bool has_null)
{
  struct coefficient c;
  const struct crosstab *table = check_crosstab(L);
  viva_last_options(L, 2, (const char *const[]){"weights", "confidence", NULL});
  enum weighting weighting = (enum weighting)viva_name_option(L, 2, "weights", weighting_names, WEIGHT_NONE);
  const char *reason = of(table, weighting, viva_confidence_option(L, 2), &c);
  if (reason) return viva_undefined(L, reason);
  lua_createtable(L, 0, 7);
  viva_set(L, "value", c.value);
  viva_set(L, "se", c.se);
  if (has_null) viva_set(L, "se_null", c.se_null);
  viva_set(L, "low", c.low);
  viva_set(L, "high", c.high);
  viva_set(L, "observed", c.observed);
  viva_set(L, "chance", c.chance);
  return 1;
}

/* stats.kappa(counts [, options]) -> table */
static int agreement_lua_kappa(lua_State *L)
{
  return coefficient(L, agreement_kappa, true);
}

/* stats.gwet(counts [, options]) -> table */
static int agreement_lua_gwet(lua_State *L)
{
  return coefficient(L, agreement_gwet, false);
}

static void push_class(lua_State *L, const struct crosstab *table, size_t level)
{
  struct class_score score = class_score(table, level);
  lua_createtable(L, 0, 6);
  viva_set(L, "level", table->scale[level]);
  viva_set(L, "actual", score.actual);
  viva_set(L, "said", score.said);
  viva_set(L, "precision", score.precision);
  viva_set(L, "recall", score.recall);
  viva_set(L, "f1", score.f1);
}

/* stats.classes(counts) -> table */
static int agreement_classes(lua_State *L)
{
  const struct crosstab *table = check_crosstab(L);
  double n = crosstab_total(table), right = 0, sum = 0, used = 0;
  if (!(n > 0)) return viva_undefined(L, "no pair of ratings");
  lua_createtable(L, (int)table->levels, 4);
  for (size_t i = 0; i < table->levels; i++) {
    double f1 = class_score(table, i).f1;
    right += table->cells[i * table->levels + i];
    if (!isnan(f1)) sum += f1;
    used += !isnan(f1);
    push_class(L, table, i);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  viva_set(L, "accuracy", right / n);
  viva_set(L, "macro_f1", sum / used);
  viva_set(L, "balanced_accuracy", balanced_accuracy(table));
  if (table->levels == 2) viva_set(L, "mcc", matthews_correlation(table));
  return 1;
}

/* stats.alpha(raters, options) -> number */
static int agreement_lua_alpha(lua_State *L)
{
  size_t count;
  double value;
  viva_last_options(L, 2, (const char *const[]){"scale", "level", NULL});
  enum level level = (enum level)viva_name_option(L, 2, "level", level_names, LEVEL_ORDINAL);
  const struct packed *scale = packed_scale_option(L, 2);
  const struct packed **raters = raters_of(L, 1, "raters", scale, &count);
  const uint8_t **codes = packed_room(L, count, sizeof *codes);
  for (size_t i = 0; i < count; i++) codes[i] = raters[i]->codes;
  double *coincidences = packed_room(L, scale->count * scale->count, sizeof(double));
  agreement_coincidences(codes, count, raters[0]->count, scale->count, coincidences);
  const char *reason = agreement_alpha(coincidences, scale->numbers, scale->count, level, &value);
  if (reason) return viva_undefined(L, reason);
  lua_pushnumber(L, value);
  return 1;
}

static int correlation(lua_State *L, const char *(*of)(const double *, const double *, size_t, struct correlation *))
{
  struct correlation result;
  lua_settop(L, 2);
  const struct packed *x = packed_numbers(L, 1, "x", NULL), *y = packed_numbers(L, 2, "y", x);
  const char *reason = of(x->numbers, y->numbers, x->count, &result);
  if (reason) return viva_undefined(L, reason);
  lua_pushnumber(L, result.value);
  if (isnan(result.p))
    lua_pushnil(L);
  else
    lua_pushnumber(L, result.p);
  return 2;
}

/* stats.pearson(x, y) -> value, p */
static int agreement_pearson(lua_State *L)
{
  return correlation(L, pearson_of);
}

/* stats.spearman(x, y) -> value, p */
static int agreement_spearman(lua_State *L)
{
  return correlation(L, spearman_of);
}

/* stats.tau_b(x, y) -> value, p */
static int agreement_tau_b(lua_State *L)
{
  return correlation(L, tau_b_of);
}

/* stats.bland_altman(first, second) -> table */
static int agreement_bland_altman(lua_State *L)
{
  struct bland_altman result;
  lua_settop(L, 2);
  const struct packed *first = packed_numbers(L, 1, "first", NULL), *second = packed_numbers(L, 2, "second", first);
  const char *reason = bland_altman(first->numbers, second->numbers, first->count, &result);
  if (reason) return viva_undefined(L, reason);
  lua_createtable(L, 0, 4);
  viva_set(L, "bias", result.bias);
  viva_set(L, "sd", result.sd);
  viva_set(L, "low", result.low);
  viva_set(L, "high", result.high);
  return 1;
}

static void set_icc(lua_State *L, const char *name, const char *reason, const struct icc *icc)
{
  if (reason) {
    set_reason(L, name, reason);
    return;
  }
  lua_createtable(L, 0, 3);
  viva_set(L, "value", icc->value);
  viva_set(L, "low", icc->low);
  viva_set(L, "high", icc->high);
  lua_setfield(L, -2, name);
}

/* stats.icc(raters [, options]) -> table */
static int agreement_icc(lua_State *L)
{
  struct anova anova;
  struct icc icc;
  size_t count;
  viva_last_options(L, 2, (const char *const[]){"confidence", NULL});
  double confidence = viva_confidence_option(L, 2);
  const struct packed **raters = packed_list(L, 1, "raters", NULL, &count);
  const double **columns = packed_room(L, count, sizeof *columns);
  for (size_t i = 0; i < count; i++) {
    if (raters[i]->missing) return luaL_error(L, "raters: rater %d has missing numbers", (int)i + 1);
    columns[i] = raters[i]->numbers;
  }
  const char *reason = anova_of(columns, count, count ? raters[0]->count : 0, &anova);
  if (reason) return viva_undefined(L, reason);
  push_results(L);
  set_icc(L, "icc1", icc_1(&anova, confidence, &icc), &icc);
  set_icc(L, "icc2", icc_2(&anova, confidence, &icc), &icc);
  set_icc(L, "icc3", icc_3(&anova, confidence, &icc), &icc);
  return 1;
}

static const luaL_Reg functions[] = {
    {"crosstab", agreement_crosstab},
    {"crosstab_of", agreement_crosstab_of},
    {"against", agreement_against},
    {"observers", agreement_observers},
    {"split", agreement_split},
    {"counts", agreement_counts},
    {"agreement", agreement_agreement},
    {"kappa", agreement_lua_kappa},
    {"gwet", agreement_lua_gwet},
    {"classes", agreement_classes},
    {"alpha", agreement_lua_alpha},
    {"pearson", agreement_pearson},
    {"spearman", agreement_spearman},
    {"tau_b", agreement_tau_b},
    {"bland_altman", agreement_bland_altman},
    {"icc", agreement_icc},
    {NULL, NULL},
};

int luaopen_viva_agreement(lua_State *L);

int luaopen_viva_agreement(lua_State *L)
{
  luaL_newmetatable(L, CROSSTAB);
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  return 1;
}
