/* lua_points.c: points of checklists and the knife-edge, as a part of viva.stats.
 *
 *   stats.points(points) -> { alpha=, complete=, { difficulty=, item_rest=, discrimination=, alpha_if_dropped=, applies=,
 *     flags={ "too hard" | "too easy" | "negative" | "unrelated", ... } }, ... }
 *     points: for each point a list over the answers, 1 met, 0 not, false where it does not apply. difficulty: share met where it
 *     applies, flagged below 0.05 and above 0.95; item_rest: correlation with the other points, flagged below 0.1;
 *     discrimination: upper less lower 27 % (Kelley 1939); alpha: Cronbach 1951 (KR-20). All but the difficulty are over the
 *     `complete` answers, in which every point applies
 *   stats.disagreement(judge, human) -> { { n=, differ=, rate=, share=, kappa=, ac1=, only_judge=, only_human=, direction=, p=,
 *     p_holm= }, ... }   both: points as above; not applicable is a third answer. share: of all disagreements; direction: "lenient"
 *     where the judge alone says met more often, "strict" where the human does; p: McNemar, p_holm over the points that have one
 *   stats.knife_edge(rounds [, { threshold=4, step=1, scale=, confidence= }]) -> { within_sd=, expected_flips=, means=pack,
 *     flips=pack (false when rounds never differ), just_usable={}, just_below={}, rates={ { threshold=, rate=, low=, high= }, ... } }
 *     rounds: lists of scores of the same items; usable: mean >= threshold. just_usable: places of usable items
 *     that one step less makes not usable (mean < threshold + step); just_below: of the others, those that one step more makes
 *     usable (mean >= threshold - step); flips: probability that as many new rounds change an item's side; rates: for each
 *     level of the scale (threshold alone without one), Wilson: of 30 conversations of five items 87 % hold the truth
 *
 * Each gives nil, reason, "undefined" where there is too little. */
#include <lauxlib.h>
#include <math.h>

#include "check.h"
#include "disagree.h"
#include "interval.h"
#include "pointstat.h"
#include "ranking.h"

static const struct packed **points_of(lua_State *L, int arg, const char *name, size_t *count)
{
  const struct packed **points = packed_list(L, arg, name, NULL, count);
  for (size_t p = 0; p < *count; p++)
    for (size_t a = 0; a < points[p]->count; a++)
      if (!isnan(points[p]->numbers[a]) && points[p]->numbers[a] != 0 && points[p]->numbers[a] != 1)
        luaL_error(L, "%s: point %d, answer %d is none of 0, 1 and false", name, (int)p + 1, (int)a + 1);
  return points;
}

static const double **columns_of(lua_State *L, const struct packed **packs, size_t count)
{
  const double **columns = packed_room(L, count, sizeof *columns);
  for (size_t i = 0; i < count; i++) columns[i] = packs[i]->numbers;
  return columns;
}

static void push_flags(lua_State *L, const struct point *point)
{
  const struct {
    int raised;
    const char *text;
  } flags[] = {
      {point->difficulty < 0.05, "too hard"},
      {point->difficulty > 0.95, "too easy"},
      {point->item_rest < 0, "negative"},
      {point->item_rest >= 0 && point->item_rest < 0.1, "unrelated"},
  };
  lua_newtable(L);
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
    if (!flags[i].raised) continue;
    lua_pushstring(L, flags[i].text);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  }
}

static void push_point(lua_State *L, const struct point *point)
{
  lua_createtable(L, 0, 6);
  viva_set(L, "difficulty", point->difficulty);
  viva_set(L, "item_rest", point->item_rest);
  viva_set(L, "discrimination", point->discrimination);
  viva_set(L, "alpha_if_dropped", point->alpha_if_dropped);
  viva_set_integer(L, "applies", point->applies);
  push_flags(L, point);
  lua_setfield(L, -2, "flags");
}

/* stats.points(points) -> table */
static int points_points(lua_State *L)
{
  size_t count, complete;
  double alpha;
  lua_settop(L, 1);
  const struct packed **packs = points_of(L, 1, "points", &count);
  struct point *points = packed_room(L, count, sizeof *points);
  const double **columns = columns_of(L, packs, count);
  const char *reason = points_analyse(columns, count, count ? packs[0]->count : 0, points, &alpha, &complete);
  if (reason) return viva_undefined(L, reason);
  lua_createtable(L, (int)count, 2);
  viva_set(L, "alpha", alpha);
  viva_set_integer(L, "complete", complete);
  for (size_t p = 0; p < count; p++) {
    push_point(L, &points[p]);
    lua_rawseti(L, -2, (lua_Integer)p + 1);
  }
  return 1;
}

/* p-values corrected over the points that have one; NaN stays. */
static const double *holm_of_known(lua_State *L, const struct disagreement *points, size_t count)
{
  double *p = packed_room(L, 3 * count, sizeof *p), *known = p + count, *adjusted = known + count;
  size_t places = 0, place = 0;
  for (size_t i = 0; i < count; i++)
    if (!isnan(points[i].p)) known[places++] = points[i].p;
  if (adjust_holm(known, places, adjusted)) luaL_error(L, "not enough memory");
  for (size_t i = 0; i < count; i++) p[i] = isnan(points[i].p) ? (double)NAN : adjusted[place++];
  return p;
}

static void push_disagreement(lua_State *L, const struct disagreement *point, double all, double p_holm)
{
  lua_createtable(L, 0, 11);
  viva_set(L, "n", point->n);
  viva_set(L, "differ", point->differ);
  viva_set(L, "rate", point->differ / point->n);
  viva_set(L, "share", point->differ / all);
  viva_set(L, "kappa", point->kappa);
  viva_set(L, "ac1", point->ac1);
  viva_set(L, "only_judge", point->only_judge);
  viva_set(L, "only_human", point->only_human);
  viva_set(L, "p", point->p);
  viva_set(L, "p_holm", p_holm);
  if (point->only_judge == point->only_human) return;
  lua_pushstring(L, point->only_judge > point->only_human ? "lenient" : "strict");
  lua_setfield(L, -2, "direction");
}

/* stats.disagreement(judge, human) -> table */
static int points_disagreement(lua_State *L)
{
  size_t count, others;
  double all = 0;
  lua_settop(L, 2);
  const struct packed **judge = points_of(L, 1, "judge", &count), **human = points_of(L, 2, "human", &others);
  luaL_argcheck(L, count == others, 2, "human has not as many points as judge");
  if (count == 0 || judge[0]->count == 0) return viva_undefined(L, "no points or no answers");
  luaL_argcheck(L, judge[0]->count == human[0]->count, 2, "human has not as many answers as judge");
  struct disagreement *points = packed_room(L, count, sizeof *points);
  for (size_t p = 0; p < count; p++) {
    points[p] = point_disagreement(judge[p]->numbers, human[p]->numbers, judge[p]->count);
    all += points[p].differ;
  }
  const double *p_holm = holm_of_known(L, points, count);
  lua_createtable(L, (int)count, 0);
  for (size_t p = 0; p < count; p++) {
    push_disagreement(L, &points[p], all, p_holm[p]);
    lua_rawseti(L, -2, (lua_Integer)p + 1);
  }
  return 1;
}

/* Places of items whose mean lies in [from, below): a whole step below the threshold counts, a whole step above not. */
static void set_places(lua_State *L, const char *name, const struct edge *edges, size_t items, double from,
                       double below)
{
  lua_Integer place = 1;
  lua_newtable(L);
  for (size_t i = 0; i < items; i++) {
    if (edges[i].mean < from || edges[i].mean >= below) continue;
    lua_pushinteger(L, (lua_Integer)i + 1);
    lua_rawseti(L, -2, place++);
  }
  lua_setfield(L, -2, name);
}

static void set_columns(lua_State *L, const struct edge *edges, size_t items)
{
  struct packed *means = packed_new_numbers(L, items);
  for (size_t i = 0; i < items; i++) means->numbers[i] = edges[i].mean;
  lua_setfield(L, -2, "means");
  struct packed *flips = packed_new_numbers(L, items);
  double expected = 0;
  for (size_t i = 0; i < items; i++) {
    flips->numbers[i] = edges[i].flip;
    flips->missing += isnan(edges[i].flip);
    expected += edges[i].flip;
  }
  lua_setfield(L, -2, "flips");
  viva_set(L, "expected_flips", expected);
}

static void set_rates(lua_State *L, const struct edge *edges, size_t items, const double *levels, size_t count,
                      double confidence)
{
  lua_createtable(L, (int)count, 0);
  for (size_t l = 0; l < count; l++) {
    double usable = 0, n = (double)items;
    for (size_t i = 0; i < items; i++) usable += edges[i].mean >= levels[l];
    struct interval interval = wilson(usable, n, confidence);
    lua_createtable(L, 0, 4);
    viva_set(L, "threshold", levels[l]);
    viva_set(L, "rate", usable / n);
    viva_set(L, "low", interval.low);
    viva_set(L, "high", interval.high);
    lua_rawseti(L, -2, (lua_Integer)l + 1);
  }
  lua_setfield(L, -2, "rates");
}

/* stats.knife_edge(rounds [, options]) -> table */
static int points_knife_edge(lua_State *L)
{
  size_t rounds;
  double within_sd;
  viva_last_options(L, 2, (const char *const[]){"threshold", "step", "scale", "confidence", NULL});
  double threshold = viva_number_option(L, 2, "threshold", 4, -1e9, 1e9),
         step = viva_number_option(L, 2, "step", 1, 1e-9, 1e9);
  double confidence = viva_confidence_option(L, 2);
  const struct packed *scale = packed_scale_option(L, 2);
  const struct packed **packs = packed_list(L, 1, "rounds", NULL, &rounds);
  size_t items = rounds ? packs[0]->count : 0;
  for (size_t r = 0; r < rounds; r++)
    if (packs[r]->missing) return luaL_error(L, "rounds: round %d has missing scores", (int)r + 1);
  struct edge *edges = packed_room(L, items, sizeof *edges);
  const char *reason = points_edges(columns_of(L, packs, rounds), rounds, items, threshold, edges, &within_sd);
  if (reason) return viva_undefined(L, reason);
  lua_createtable(L, 0, 7);
  viva_set(L, "within_sd", within_sd);
  set_columns(L, edges, items);
  set_places(L, "just_usable", edges, items, threshold, threshold + step);
  set_places(L, "just_below", edges, items, threshold - step, threshold);
  set_rates(L, edges, items, scale ? scale->numbers : &threshold, scale ? scale->count : 1, confidence);
  return 1;
}

static const luaL_Reg functions[] = {
    {"points", points_points},
    {"disagreement", points_disagreement},
    {"knife_edge", points_knife_edge},
    {NULL, NULL},
};

int luaopen_viva_points(lua_State *L);

int luaopen_viva_points(lua_State *L)
{
  luaL_newlib(L, functions);
  return 1;
}
