/* The globals of the box:
 *
 *   assert error getmetatable ipairs next rawequal rawget rawlen rawset select tonumber type   as Lua has them
 *   pcall xpcall coroutine.*     cannot keep what ends the state from going on up
 *   pairs                        in a fixed order: numbers, then texts, each sorted
 *   print                        to a bounded log
 *   setmetatable                 refuses __gc, whose functions would run without a hook
 *   tostring, string.format      show no addresses; string.rep is capped; there is no string.dump
 *   table.*                      plain tables and at most a million places
 *   math                         math.random starts from a seed that the call decides; there is no randomseed */
#include "boxlib.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

#include "boxstate.h"

void boxlib_keep(lua_State *L, int from, const char *const *names)
{
  for (int i = 0; names[i]; i++) {
    lua_getfield(L, from, names[i]);
    lua_setfield(L, -2, names[i]);
  }
}

/* Errors go on up once the state has been ended. */

static int finish_pcall(lua_State *L, int status, lua_KContext extra)
{
  if (status != LUA_OK && status != LUA_YIELD) {
    boxstate_reraise(L);
    lua_pushboolean(L, 0);
    lua_insert(L, -2); /* false message */
    return 2;
  }
  return lua_gettop(L) - (int)extra;
}

/* pcall(f, ...) -> true, results | false, message */
static int box_pcall(lua_State *L)
{
  luaL_checkany(L, 1);
  lua_pushboolean(L, 1);
  lua_insert(L, 1); /* true f arguments */
  int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_pcall);
  return finish_pcall(L, status, 0);
}

static int finish_handler(lua_State *L, int status, lua_KContext extra)
{
  (void)extra;
  if (status != LUA_OK && status != LUA_YIELD) boxstate_reraise(L);
  lua_pushboolean(L, 0);
  lua_insert(L, -2); /* false what_the_handler_made */
  return 2;
}

static int finish_xpcall(lua_State *L, int status, lua_KContext extra)
{
  if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)extra;
  boxstate_reraise(L);
  lua_pushvalue(L, 2);
  lua_insert(L, -2); /* f handler true handler message */
  return finish_handler(L, lua_pcallk(L, 1, 1, 0, 0, finish_handler), 0);
}

/* xpcall(f, handler, ...) -> true, results | false, what the handler made of the message, the stack being unwound */
static int box_xpcall(lua_State *L)
{
  int count = lua_gettop(L);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_pushboolean(L, 1);
  lua_pushvalue(L, 1);
  lua_rotate(L, 3, 2); /* f handler true f arguments */
  int status = lua_pcallk(L, count - 2, LUA_MULTRET, 0, 2, finish_xpcall);
  return finish_xpcall(L, status, 2);
}

/* The same for coroutines. */

static lua_State *check_coroutine(lua_State *L, int index)
{
  lua_State *co = lua_tothread(L, index);
  luaL_argexpected(L, co, index, "coroutine");
  return co;
}

/* Moves the arguments over and runs co; returns the number of results on co's stack, or -1 with the message there. */
static int resume(lua_State *L, lua_State *co, int arguments)
{
  int results = 0;
  if (!lua_checkstack(co, arguments)) luaL_error(L, "too many arguments to resume");
  if (lua_status(co) == LUA_OK && lua_gettop(co) == 0) {
    lua_pushliteral(co, "cannot resume dead coroutine");
    return -1;
  }
  struct boxstate *s = boxstate_of(L);
  lua_State *before = s->running;
  lua_xmove(L, co, arguments);
  s->running = co;
  int status = lua_resume(co, L, arguments, &results);
  s->running = before;
  if (status == LUA_OK || status == LUA_YIELD) return results;
  return -1;
}

static int take_results(lua_State *L, lua_State *co, int results)
{
  if (!lua_checkstack(L, results + 1)) luaL_error(L, "too many results to resume");
  lua_xmove(co, L, results);
  return results;
}

/* coroutine.resume(co, ...) -> true, results | false, message */
static int coroutine_resume(lua_State *L)
{
  lua_State *co = check_coroutine(L, 1);
  int results = resume(L, co, lua_gettop(L) - 1);
  take_results(L, co, results < 0 ? 1 : results);
  if (results < 0) boxstate_reraise(L);
  lua_pushboolean(L, results >= 0);
  lua_insert(L, results < 0 ? -2 : -(results + 1));
  return (results < 0 ? 1 : results) + 1;
}

static int wrapped(lua_State *L)
{
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  int results = resume(L, co, lua_gettop(L));
  take_results(L, co, results < 0 ? 1 : results);
  if (results < 0) return lua_error(L);
  return results;
}

/* coroutine.create(f) -> co */
static int coroutine_create(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_State *co = lua_newthread(L);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  return 1;
}

/* coroutine.wrap(f) -> function */
static int coroutine_wrap(lua_State *L)
{
  coroutine_create(L);
  lua_pushcclosure(L, wrapped, 1);
  return 1;
}

/* There is no coroutine.close: in older releases of Lua a chain of them overflows the C stack. */
static const luaL_Reg coroutine_functions[] = {
    {"create", coroutine_create}, {"resume", coroutine_resume}, {"wrap", coroutine_wrap}, {NULL, NULL}};

static void open_coroutine(lua_State *L)
{
  static const char *const kept[] = {"isyieldable", "running", "status", "yield", NULL};
  luaopen_coroutine(L); /* globals coroutine */
  int original = lua_gettop(L);
  lua_newtable(L);
  boxlib_keep(L, original, kept);
  luaL_setfuncs(L, coroutine_functions, 0);
  lua_setfield(L, original - 1, "coroutine");
  lua_pop(L, 1);
}

/* Showing values. */

/* Pushes the text of a value, without the address that Lua would show. */
static void push_text(lua_State *L, int index)
{
  int type = lua_type(L, index);
  if (type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TBOOLEAN || type == LUA_TNIL) {
    luaL_tolstring(L, index, NULL);
  } else if (luaL_callmeta(L, index, "__tostring")) {
    if (!lua_isstring(L, -1)) luaL_error(L, "'__tostring' must return a string");
  } else {
    lua_pushstring(L, lua_typename(L, type));
  }
}

/* tostring(value) -> text */
static int box_tostring(lua_State *L)
{
  luaL_checkany(L, 1);
  push_text(L, 1);
  return 1;
}

/* print(...) */
static int box_print(lua_State *L)
{
  struct boxstate *s = boxstate_of(L);
  int count = lua_gettop(L);
  for (int i = 1; i <= count; i++) {
    size_t length;
    push_text(L, i);
    const char *text = lua_tolstring(L, -1, &length);
    if (i > 1) boxstate_print(s, "\t", 1);
    boxstate_print(s, text, length);
    lua_pop(L, 1);
  }
  boxstate_print(s, "\n", 1);
  return 0;
}

/* setmetatable(t, metatable) -> t */
static int box_setmetatable(lua_State *L)
{
  int type = lua_type(L, 2);
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return luaL_error(L, "cannot change a protected metatable");
  if (type == LUA_TTABLE) {
    lua_pushliteral(L, "__gc");
    if (lua_rawget(L, 2) != LUA_TNIL) return luaL_error(L, "a metatable with '__gc' is not allowed here");
  }
  lua_settop(L, 2);
  lua_setmetatable(L, 1);
  return 1;
}

/* pairs in a fixed order, so that two runs of a file give the same. */

enum { FEW_KEYS = 16 };

struct sort_key {
  int rank; /* numbers, texts, the rest */
  lua_Number number;
  const char *text;
  size_t length;
  lua_Integer place; /* in the list of keys as Lua gave them */
};

static int compare_keys(const void *left, const void *right)
{
  const struct sort_key *a = left, *b = right;
  if (a->rank != b->rank) return a->rank - b->rank;
  if (a->rank == 0 && a->number != b->number) return a->number < b->number ? -1 : 1;
  if (a->rank == 1) {
    size_t common = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->text, b->text, common);
    if (order != 0) return order;
    if (a->length != b->length) return a->length < b->length ? -1 : 1;
  }
  return a->place < b->place ? -1 : a->place > b->place;
}

/* Pushes the list of a table's keys as Lua gives them; returns how many. */
static lua_Integer push_keys(lua_State *L, int table)
{
  lua_Integer count = 0;
  lua_newtable(L); /* keys */
  lua_pushnil(L);
  while (lua_next(L, table)) { /* keys key value */
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, ++count);
  }
  return count;
}

/* Of the key on top of the stack. */
static struct sort_key sort_key_of(lua_State *L, lua_Integer place)
{
  struct sort_key key = {.rank = 2, .place = place};
  int type = lua_type(L, -1);
  if (type == LUA_TNUMBER) {
    key.rank = 0;
    key.number = lua_tonumber(L, -1);
  } else if (type == LUA_TSTRING) {
    key.rank = 1;
    key.text = lua_tolstring(L, -1, &key.length);
  }
  return key;
}

/* The sorted keys of a table that has few, by way of the stack alone; returns 0, and pushes nothing, when it has more.
 */
static int push_few_sorted(lua_State *L, int table)
{
  struct sort_key order[FEW_KEYS] = {{0}};
  int base = lua_gettop(L), count = 0;
  lua_pushnil(L);
  while (lua_next(L, table)) { /* keys so far, key value */
    lua_pop(L, 1);
    if (count == FEW_KEYS) {
      lua_settop(L, base);
      return 0;
    }
    struct sort_key key = sort_key_of(L, count);
    int at = count++;
    for (; at > 0 && compare_keys(&key, &order[at - 1]) < 0; at--) order[at] = order[at - 1];
    order[at] = key;
    lua_pushvalue(L, -1);
  }
  lua_createtable(L, count, 0); /* keys sorted */
  for (int i = 0; i < count; i++) {
    lua_pushvalue(L, base + 1 + (int)order[i].place);
    lua_rawseti(L, -2, i + 1);
  }
  lua_insert(L, base + 1);
  lua_settop(L, base + 1); /* sorted */
  return 1;
}

/* Pushes the keys of a table as a sorted list. */
static void push_sorted_keys(lua_State *L, int table)
{
  lua_Integer count = push_keys(L, table); /* keys */
  struct sort_key *order = lua_newuserdatauv(L, (size_t)count * sizeof *order, 0);
  lua_insert(L, -2); /* order keys */
  for (lua_Integer i = 0; i < count; i++) {
    lua_rawgeti(L, -1, i + 1);
    order[i] = sort_key_of(L, i + 1);
    lua_pop(L, 1);
  }
  qsort(order, (size_t)count, sizeof *order, compare_keys);
  lua_createtable(L, (int)count, 0); /* order keys sorted */
  for (lua_Integer i = 0; i < count; i++) {
    lua_rawgeti(L, -2, order[i].place);
    lua_rawseti(L, -2, i + 1);
  }
  lua_replace(L, -3);
  lua_pop(L, 1); /* sorted */
}

/* The iterator of pairs: upvalues are the sorted keys and the place reached. A key whose value has gone is left out. */
static int next_sorted(lua_State *L)
{
  lua_Integer place = lua_tointeger(L, lua_upvalueindex(2));
  lua_settop(L, 1);
  for (;;) {
    if (lua_rawgeti(L, lua_upvalueindex(1), ++place) == LUA_TNIL) return 1;
    lua_pushvalue(L, -1);
    if (lua_rawget(L, 1) != LUA_TNIL) break; /* table key value */
    lua_settop(L, 1);
  }
  lua_pushinteger(L, place);
  lua_replace(L, lua_upvalueindex(2));
  return 2;
}

/* pairs(t) -> iterator, t, nil */
static int box_pairs(lua_State *L)
{
  luaL_checkany(L, 1);
  lua_settop(L, 1);
  if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
    lua_insert(L, 1);
    lua_call(L, 1, 3);
    return 3;
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checkstack(L, FEW_KEYS + 8, NULL);
  if (!push_few_sorted(L, 1)) push_sorted_keys(L, 1);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_sorted, 2);
  lua_pushvalue(L, 1);
  lua_pushnil(L);
  return 3;
}

static const luaL_Reg base_functions[] = {
    {"pairs", box_pairs},       {"pcall", box_pcall},   {"print", box_print}, {"setmetatable", box_setmetatable},
    {"tostring", box_tostring}, {"xpcall", box_xpcall}, {NULL, NULL}};

/* Leaves of Lua's globals only what is named here. */
static void open_base(lua_State *L)
{
  static const char *const kept[] = {"assert", "error",  "getmetatable", "ipairs", "next",     "rawequal", "rawget",
                                     "rawlen", "rawset", "select",       "type",   "tonumber", NULL};
  luaopen_base(L); /* globals */
  int original = lua_gettop(L);
  lua_newtable(L);
  boxlib_keep(L, original, kept);
  luaL_setfuncs(L, base_functions, 0); /* original safe */
  lua_pushvalue(L, -1);
  lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_remove(L, original);
}

void boxlib_open(lua_State *L)
{
  open_base(L); /* globals */
  open_coroutine(L);
  boxlib_open_values(L, lua_gettop(L));
  lua_pop(L, 1);
}
