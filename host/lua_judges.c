/* lua_judges.c: what is known of a judge, as a part of viva.stats. Scores: packs or lists of numbers, one for each item.
 *
 *   stats.retest(rounds) -> { within_sd=, repeatability=, exact=, between=, noise_of_mean=, se=, rounds_needed= }
 *     rounds: lists of scores of the same items. repeatability: 1.96 sqrt(2) within_sd; exact: share of pairs of rounds with the
 *     same score; between: variance between items; rounds_needed: so that noise is a tenth of it. Bland and Altman 1999
 *   stats.components(values, { items=, samples=, judges=, rounds= }) -> { item=, sample=, judge=, item_judge=, sample_judge=,
 *     residual= }   variances; values by item, then sample, then judge, then round, none missing. Searle et al. 1992. A part the
 *     design cannot tell is left out; a negative one was not found
 *   stats.length_bias(scores, lengths, human [, { clusters=, confidence= }]) -> { slope=, se=, low=, high=, p=, n=, clusters=,
 *     partial_spearman= }   (score - human) on log(length), errors by clusters; Spearman of score and length with human held
 *   stats.length_bias_within(scores, lengths, items, models [, { confidence= }]) -> the same without physicians: within items,
 *     between models, with an effect for each model
 *   stats.self_preference(scores, human, own [, { clusters=, confidence= }]) -> { slope=, se=, ... }   own: 1 where judge and model
 *     are of one family; slope: mean (score - human) of its own less that of the others (Panickssery 2024), t with the
 *     clusters that have its own less 1, or those that have others where they are fewer
 *   stats.severity(scores, human [, { clusters=, confidence= }]) -> { shift=, se=, low=, high=, sd_ratio= }
 *   stats.scale_use(ratings [, { scale= }]) -> { missing=, { level=, count=, share= }, ... }
 *   stats.floor(scores, floor [, { confidence= }]) -> { caught=, n=, rate=, low=, high= }   junk answers that got the floor or less
 *   stats.position(consistent, first, second [, { confidence= }]) -> { consistency=, p=, primacy=, low=, high= }   verdicts that
 *     stayed when answers were swapped; that went to the first, the second both times. Zheng 2023
 *
 * Each gives nil, reason, "undefined" where there is too little. */
#include <lauxlib.h>
#include <math.h>

#include "check.h"
#include "crosstab.h"
#include "interval.h"
#include "judgestat.h"
#include "rank.h"
#include "special.h"

/* stats.retest(rounds) -> table */
static int judges_retest(lua_State *L)
{
  size_t rounds;
  struct retest retest;
  lua_settop(L, 1);
  const struct packed **packs = packed_list(L, 1, "rounds", NULL, &rounds);
  const double **columns = packed_room(L, rounds, sizeof *columns);
  for (size_t r = 0; r < rounds; r++) {
    if (packs[r]->missing) return luaL_error(L, "rounds: round %d has missing scores", (int)r + 1);
    columns[r] = packs[r]->numbers;
  }
  const char *reason = judge_retest(columns, rounds, rounds ? packs[0]->count : 0, &retest);
  if (reason) return viva_undefined(L, reason);
  lua_createtable(L, 0, 7);
  viva_set(L, "within_sd", retest.within_sd);
  viva_set(L, "repeatability", retest.repeatability);
  viva_set(L, "exact", retest.exact);
  viva_set(L, "between", retest.between);
  viva_set(L, "noise_of_mean", retest.noise_of_mean);
  viva_set(L, "se", retest.se);
  viva_set(L, "rounds_needed", retest.rounds_needed);
  return 1;
}

/* stats.components(values, design) -> table */
static int judges_components(lua_State *L)
{
  struct components c;
  viva_last_options(L, 2, (const char *const[]){"items", "samples", "judges", "rounds", NULL});
  const struct packed *values = packed_numbers(L, 1, "values", NULL);
  struct design design = {
      (size_t)viva_number_option(L, 2, "items", 1, 1, 1e6),
      (size_t)viva_number_option(L, 2, "samples", 1, 1, 1e4),
      (size_t)viva_number_option(L, 2, "judges", 1, 1, 1e4),
      (size_t)viva_number_option(L, 2, "rounds", 1, 1, 1e4),
  };
  double all = (double)design.items * (double)design.samples * (double)design.judges * (double)design.rounds;
  if (all != (double)values->count) return luaL_error(L, "values are not items x samples x judges x rounds");
  const char *reason = judge_components(values->numbers, &design, &c);
  if (reason) return viva_undefined(L, reason);
  lua_createtable(L, 0, 6);
  viva_set(L, "item", c.item);
  viva_set(L, "sample", c.sample);
  viva_set(L, "judge", c.judge);
  viva_set(L, "item_judge", c.item_judge);
  viva_set(L, "sample_judge", c.sample_judge);
  viva_set(L, "residual", c.residual);
  return 1;
}

static void push_slope(lua_State *L, const struct slope *slope)
{
  lua_createtable(L, 0, 8);
  viva_set(L, "slope", slope->value);
  viva_set(L, "se", slope->se);
  viva_set(L, "low", slope->low);
  viva_set(L, "high", slope->high);
  viva_set(L, "p", slope->p);
  viva_set_integer(L, "n", slope->n);
  viva_set_integer(L, "clusters", slope->clusters);
}

static const double *logs_of(lua_State *L, const struct packed *lengths)
{
  double *logs = packed_room(L, lengths->count, sizeof *logs);
  for (size_t i = 0; i < lengths->count; i++) {
    if (lengths->numbers[i] <= 0) luaL_error(L, "lengths: element %d is not above 0", (int)i + 1);
    logs[i] = log(lengths->numbers[i]);
  }
  return logs;
}

static const double *differences_of(lua_State *L, const struct packed *first, const struct packed *second)
{
  double *apart = packed_room(L, first->count, sizeof *apart);
  for (size_t i = 0; i < first->count; i++) apart[i] = first->numbers[i] - second->numbers[i];
  return apart;
}

/* stats.length_bias(scores, lengths, human [, options]) -> table */
static int judges_length_bias(lua_State *L)
{
  struct slope slope;
  double partial;
  viva_last_options(L, 4, (const char *const[]){"clusters", "confidence", NULL});
  const struct packed *scores = packed_numbers(L, 1, "scores", NULL),
                      *lengths = packed_numbers(L, 2, "lengths", scores);
  const struct packed *human = packed_numbers(L, 3, "human", scores),
                      *clusters = packed_groups_option(L, 4, "clusters", scores);
  const double *logs = logs_of(L, lengths), *apart = differences_of(L, scores, human);
  const char *reason = judge_slope(apart, logs, scores->count, clusters ? clusters->groups : NULL,
                                   clusters ? clusters->levels : 0, viva_confidence_option(L, 4), &slope);
  if (reason) return viva_undefined(L, reason);
  reason = judge_partial_spearman(scores->numbers, lengths->numbers, human->numbers, scores->count, &partial);
  push_slope(L, &slope);
  if (!reason) viva_set(L, "partial_spearman", partial);
  return 1;
}

/* stats.length_bias_within(scores, lengths, items, models [, options]) -> table */
static int judges_length_bias_within(lua_State *L)
{
  struct slope slope;
  viva_last_options(L, 5, (const char *const[]){"confidence", NULL});
  const struct packed *scores = packed_numbers(L, 1, "scores", NULL),
                      *lengths = packed_numbers(L, 2, "lengths", scores);
  const struct packed *items = packed_groups(L, 3, "items", scores), *models = packed_groups(L, 4, "models", scores);
  const char *reason =
      judge_slope_within(scores->numbers, logs_of(L, lengths), scores->count, items->groups, items->levels,
                         models->groups, models->levels, viva_confidence_option(L, 5), &slope);
  if (reason) return viva_undefined(L, reason);
  push_slope(L, &slope);
  return 1;
}

/* stats.self_preference(scores, human, own [, options]) -> table */
static int judges_self_preference(lua_State *L)
{
  struct slope slope;
  viva_last_options(L, 4, (const char *const[]){"clusters", "confidence", NULL});
  const struct packed *scores = packed_numbers(L, 1, "scores", NULL), *human = packed_numbers(L, 2, "human", scores);
  const struct packed *own = packed_numbers(L, 3, "own", scores),
                      *clusters = packed_groups_option(L, 4, "clusters", scores);
  for (size_t i = 0; i < own->count; i++)
    if (own->numbers[i] != 0 && own->numbers[i] != 1)
      return luaL_error(L, "own: element %d is neither 0 nor 1", (int)i + 1);
  const char *reason =
      judge_contrast(differences_of(L, scores, human), own->numbers, scores->count, clusters ? clusters->groups : NULL,
                     clusters ? clusters->levels : 0, viva_confidence_option(L, 4), &slope);
  if (reason) return viva_undefined(L, reason);
  push_slope(L, &slope);
  return 1;
}

static double sd_of(const struct packed *values)
{
  struct mean mean;
  const char *reason = clustered_mean(values->numbers, values->count, NULL, 0, 0.95, &mean);
  return reason ? (double)NAN : mean.se * sqrt((double)values->count);
}

/* stats.severity(scores, human [, options]) -> table */
static int judges_severity(lua_State *L)
{
  struct mean mean;
  viva_last_options(L, 3, (const char *const[]){"clusters", "confidence", NULL});
  const struct packed *scores = packed_numbers(L, 1, "scores", NULL), *human = packed_numbers(L, 2, "human", scores);
  const struct packed *clusters = packed_groups_option(L, 3, "clusters", scores);
  const char *reason =
      clustered_mean(differences_of(L, scores, human), scores->count, clusters ? clusters->groups : NULL,
                     clusters ? clusters->levels : 0, viva_confidence_option(L, 3), &mean);
  if (reason) return viva_undefined(L, reason);
  lua_createtable(L, 0, 5);
  viva_set(L, "shift", mean.mean);
  viva_set(L, "se", mean.se);
  viva_set(L, "low", mean.low);
  viva_set(L, "high", mean.high);
  viva_set(L, "sd_ratio", sd_of(scores) / sd_of(human));
  return 1;
}

/* stats.scale_use(ratings [, options]) -> table */
static int judges_scale_use(lua_State *L)
{
  size_t counts[SCALE_MOST] = {0};
  viva_last_options(L, 2, (const char *const[]){"scale", NULL});
  const struct packed *scale = packed_scale_option(L, 2);
  const struct packed *ratings = packed_codes(L, 1, "ratings", scale);
  if (ratings->count == ratings->missing) return viva_undefined(L, "no ratings");
  for (size_t i = 0; i < ratings->count; i++)
    if (ratings->codes[i] != CODE_MISSING) counts[ratings->codes[i]]++;
  lua_createtable(L, (int)ratings->levels, 1);
  viva_set_integer(L, "missing", ratings->missing);
  for (size_t i = 0; i < ratings->levels; i++) {
    lua_createtable(L, 0, 3);
    viva_set(L, "level", ratings->scale[i]);
    viva_set_integer(L, "count", counts[i]);
    viva_set(L, "share", (double)counts[i] / (double)(ratings->count - ratings->missing));
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static void set_interval(lua_State *L, double successes, double n, double confidence)
{
  struct interval interval = wilson(successes, n, confidence);
  viva_set(L, "low", interval.low);
  viva_set(L, "high", interval.high);
}

/* stats.floor(scores, floor [, options]) -> table */
static int judges_floor(lua_State *L)
{
  viva_last_options(L, 3, (const char *const[]){"confidence", NULL});
  const struct packed *scores = packed_numbers(L, 1, "scores", NULL);
  double floor_score = luaL_checknumber(L, 2), confidence = viva_confidence_option(L, 3);
  size_t caught = 0;
  if (scores->count == 0) return viva_undefined(L, "no answers");
  for (size_t i = 0; i < scores->count; i++) caught += scores->numbers[i] <= floor_score;
  lua_createtable(L, 0, 5);
  viva_set_integer(L, "caught", caught);
  viva_set_integer(L, "n", scores->count);
  viva_set(L, "rate", (double)caught / (double)scores->count);
  set_interval(L, (double)caught, (double)scores->count, confidence);
  return 1;
}

/* stats.position(consistent, first, second [, options]) -> table */
static int judges_position(lua_State *L)
{
  viva_last_options(L, 4, (const char *const[]){"confidence", NULL});
  double consistent = (double)luaL_checkinteger(L, 1), first = (double)luaL_checkinteger(L, 2);
  double second = (double)luaL_checkinteger(L, 3), changed = first + second, confidence = viva_confidence_option(L, 4);
  if (consistent < 0 || first < 0 || second < 0) return luaL_error(L, "consistent, first and second are counts");
  if (consistent + changed == 0) return viva_undefined(L, "no verdicts");
  lua_createtable(L, 0, 5);
  viva_set(L, "consistency", consistent / (consistent + changed));
  if (changed == 0) return 1;
  viva_set(L, "p", binomial_half_two_sided(first, changed));
  viva_set(L, "primacy", first / changed);
  set_interval(L, first, changed, confidence);
  return 1;
}

static const luaL_Reg functions[] = {
    {"retest", judges_retest},
    {"components", judges_components},
    {"length_bias", judges_length_bias},
    {"length_bias_within", judges_length_bias_within},
    {"self_preference", judges_self_preference},
    {"severity", judges_severity},
    {"scale_use", judges_scale_use},
    {"floor", judges_floor},
    {"position", judges_position},
    {NULL, NULL},
};

int luaopen_viva_judges(lua_State *L);

int luaopen_viva_judges(lua_State *L)
{
  luaL_newlib(L, functions);
  return 1;
}
