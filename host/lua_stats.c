/* lua_stats.c: the module viva.stats: packed arrays, and all parts of statistics under one name.
 *
 *   stats.pack(list) -> pack of numbers; false stands for a missing one
 *   stats.pack(list, scale) -> pack of ratings on the declared scale, an ascending list of 2 to 128 numbers; a value that the
 *     scale does not have raises
 *   stats.clusters(list) -> pack of clusters: strings or integers, equal ones in one cluster
 *
 * #pack is its length, pack[i] an element. Wherever a function takes a pack it takes a list. What is not defined is
 * nil, reason, "undefined": never 0, 1 or NaN. The parts: lua_agreement.c, lua_interval.c and the others named below. */
#include <lauxlib.h>

#include "check.h"

/* stats.pack(list [, scale]) -> pack */
static int stats_pack(lua_State *L)
{
  lua_settop(L, 2);
  if (lua_isnil(L, 2))
    packed_numbers_missing(L, 1, "list", NULL);
  else
    packed_codes(L, 1, "list", packed_scale(L, 2, "scale"));
  lua_settop(L, 1);
  return 1;
}

/* stats.clusters(list) -> pack */
static int stats_clusters(lua_State *L)
{
  lua_settop(L, 1);
  packed_groups(L, 1, "list", NULL);
  return 1;
}

static void add_part(lua_State *L, const char *name)
{
  lua_getglobal(L, "require");
  lua_pushstring(L, name);
  lua_call(L, 1, 1);
  for (lua_pushnil(L); lua_next(L, -2);) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -5);
  }
  lua_pop(L, 1);
}

static const char *const parts[] = {"viva.stats.agreement", "viva.stats.interval", "viva.stats.compare",
                                    "viva.stats.ppi",       "viva.stats.judges",   "viva.stats.points"};

static const luaL_Reg functions[] = {
    {"pack", stats_pack},
    {"clusters", stats_clusters},
    {NULL, NULL},
};

int luaopen_viva_stats(lua_State *L);

int luaopen_viva_stats(lua_State *L)
{
  luaL_newlib(L, functions);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) add_part(L, parts[i]);
  return 1;
}
