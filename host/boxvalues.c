/* string, table, math and utf8 in the box: Lua's own functions behind checks. A check calls the original in its own
 * frame, so that an error names the line of the file as ever. */
#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "boxlib.h"

enum { PLACES_MAX = 1000000, REP_MAX = 16 << 20 };

/* table: metamethods and ranges could make one call of these endless. */

static struct {
  lua_CFunction concat, insert, move, remove, sort, unpack;
} original_table;

static void check_plain(lua_State *L, int index)
{
  static const char *const fields[] = {"__index", "__newindex", "__len", NULL};
  if (lua_type(L, index) != LUA_TTABLE) return;
  for (int i = 0; fields[i]; i++)
    if (luaL_getmetafield(L, index, fields[i]) != LUA_TNIL)
      luaL_argerror(L, index, "a table with metamethods is not allowed here");
}

static void check_range(lua_State *L, lua_Integer from, lua_Integer to)
{
  if (to >= from && (lua_Unsigned)to - (lua_Unsigned)from >= PLACES_MAX) luaL_error(L, "more than a million places");
}

static int table_concat(lua_State *L)
{
  check_plain(L, 1);
  check_range(L, luaL_optinteger(L, 3, 1), luaL_optinteger(L, 4, 1));
  return original_table.concat(L);
}

static int table_insert(lua_State *L)
{
  check_plain(L, 1);
  return original_table.insert(L);
}

static int table_move(lua_State *L)
{
  check_plain(L, 1);
  check_plain(L, 5);
  check_range(L, luaL_checkinteger(L, 2), luaL_checkinteger(L, 3));
  return original_table.move(L);
}

static int table_remove(lua_State *L)
{
  check_plain(L, 1);
  return original_table.remove(L);
}

static int table_sort(lua_State *L)
{
  check_plain(L, 1);
  return original_table.sort(L);
}

static int table_unpack(lua_State *L)
{
  check_plain(L, 1);
  check_range(L, luaL_optinteger(L, 2, 1), luaL_optinteger(L, 3, 1));
  return original_table.unpack(L);
}

static const luaL_Reg table_functions[] = {
    {"concat", table_concat}, {"insert", table_insert}, {"move", table_move}, {"remove", table_remove},
    {"sort", table_sort},     {"unpack", table_unpack}, {NULL, NULL}};

static lua_CFunction original(lua_State *L, int library, const char *name)
{
  lua_getfield(L, library, name);
  lua_CFunction function = lua_tocfunction(L, -1);
  lua_pop(L, 1);
  return function;
}

static void open_table(lua_State *L, int globals)
{
  static const char *const kept[] = {"pack", NULL};
  luaopen_table(L); /* library */
  int library = lua_gettop(L);
  original_table.concat = original(L, library, "concat");
  original_table.insert = original(L, library, "insert");
  original_table.move = original(L, library, "move");
  original_table.remove = original(L, library, "remove");
  original_table.sort = original(L, library, "sort");
  original_table.unpack = original(L, library, "unpack");
  lua_newtable(L);
  boxlib_keep(L, library, kept);
  luaL_setfuncs(L, table_functions, 0);
  lua_setfield(L, globals, "table");
  lua_pop(L, 1);
}

/* string */

static struct {
  lua_CFunction rep, format;
} original_string;

static int string_rep(lua_State *L)
{
  size_t length = 0, between = 0;
  luaL_checklstring(L, 1, &length);
  lua_Integer times = luaL_checkinteger(L, 2);
  luaL_optlstring(L, 3, "", &between);
  if (length + between == 0) times = times > 0; /* else it would count to the end in silence */
  if (times > 0 && (lua_Unsigned)times > REP_MAX / (length + between + 1))
    return luaL_error(L, "the text would be too long");
  lua_pushinteger(L, times);
  lua_replace(L, 2);
  return original_string.rep(L);
}

/* Whether a format asks for an address. */
static int has_pointer(const char *format)
{
  for (; (format = strchr(format, '%')); format++) {
    format += 1 + strspn(format + 1, "-+ #0123456789.");
    if (*format == 'p') return 1;
    if (*format == '\0') return 0;
  }
  return 0;
}

static int shows_address(lua_State *L, int index)
{
  int type = lua_type(L, index);
  if (type == LUA_TNIL || type == LUA_TBOOLEAN || type == LUA_TNUMBER || type == LUA_TSTRING) return 0;
  if (luaL_getmetafield(L, index, "__tostring") == LUA_TNIL) return 1;
  lua_pop(L, 1);
  return 0;
}

static int string_format(lua_State *L)
{
  if (has_pointer(luaL_checkstring(L, 1))) return luaL_argerror(L, 1, "'%p' is not allowed here");
  for (int i = lua_gettop(L); i > 1; i--) {
    if (!shows_address(L, i)) continue;
    lua_pushstring(L, luaL_typename(L, i));
    lua_replace(L, i);
  }
  return original_string.format(L);
}

static const luaL_Reg string_functions[] = {{"rep", string_rep}, {"format", string_format}, {NULL, NULL}};

/* Texts keep their methods; nobody can reach or change where they come from. */
static void lock_methods(lua_State *L, int library)
{
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1); /* "" metatable */
  lua_pushvalue(L, library);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 2);
}

static void open_string(lua_State *L, int globals)
{
  static const char *const kept[] = {"byte", "char",    "find",     "gmatch", "gsub",   "len",   "lower", "match",
                                     "pack", "reverse", "packsize", "sub",    "unpack", "upper", NULL};
  luaopen_string(L); /* library */
  int library = lua_gettop(L);
  original_string.rep = original(L, library, "rep");
  original_string.format = original(L, library, "format");
  lua_newtable(L);
  boxlib_keep(L, library, kept);
  luaL_setfuncs(L, string_functions, 0);
  lock_methods(L, lua_gettop(L));
  lua_setfield(L, globals, "string");
  lua_pop(L, 1);
}

/* math */

static uint64_t random_state;

void boxlib_seed(uint64_t seed)
{
  random_state = seed;
}

/* splitmix64 */
static uint64_t next_random(void)
{
  uint64_t z = (random_state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/* A number in 0..most, each as likely: numbers beyond the last whole multiple are thrown again. */
static uint64_t random_up_to(uint64_t most)
{
  if (most == UINT64_MAX) return next_random();
  uint64_t range = most + 1, fair = UINT64_MAX - UINT64_MAX % range, n;
  do n = next_random();
  while (n >= fair);
  return n % range;
}

/* math.random([from,] [to]) as in Lua */
static int math_random(lua_State *L)
{
  int count = lua_gettop(L);
  if (count == 0) {
    lua_pushnumber(L, (lua_Number)(next_random() >> 11) * 0x1p-53);
    return 1;
  }
  lua_Integer from = count == 1 ? 1 : luaL_checkinteger(L, 1), to = luaL_checkinteger(L, count == 1 ? 1 : 2);
  if (count > 2) return luaL_error(L, "wrong number of arguments");
  luaL_argcheck(L, from <= to, count == 1 ? 1 : 2, "interval is empty");
  lua_pushinteger(L, (lua_Integer)((lua_Unsigned)from + random_up_to((lua_Unsigned)to - (lua_Unsigned)from)));
  return 1;
}

static void open_math(lua_State *L, int globals)
{
  static const char *const kept[] = {"abs",  "acos", "asin", "atan",       "ceil", "cos",        "deg",  "exp", "floor",
                                     "fmod", "huge", "log",  "max",        "min",  "maxinteger", "modf", "pi",  "rad",
                                     "sin",  "sqrt", "tan",  "mininteger", "type", "tointeger",  "ult",  NULL};
  luaopen_math(L); /* library */
  int library = lua_gettop(L);
  lua_newtable(L);
  boxlib_keep(L, library, kept);
  lua_pushcfunction(L, math_random);
  lua_setfield(L, -2, "random");
  lua_setfield(L, globals, "math");
  lua_pop(L, 1);
}

void boxlib_open_values(lua_State *L, int globals)
{
  open_table(L, globals);
  open_string(L, globals);
  open_math(L, globals);
  luaopen_utf8(L);
  lua_setfield(L, globals, "utf8");
}
