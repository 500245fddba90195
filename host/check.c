#include "check.h"

#include <lauxlib.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "crosstab.h"
#include "undefined.h"
#include "xorshift.h"

#define PACK "viva.stats.pack"

int viva_fail(lua_State *L, const char *code, const char *format, ...)
{
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  lua_pushnil(L);
  lua_pushstring(L, text);
  lua_pushstring(L, code);
  return 3;
}

int viva_fail_errno(lua_State *L, int saved_errno, const char *what)
{
  return viva_fail(L, strerrorname_np(saved_errno) ? strerrorname_np(saved_errno) : "errno", "%s: %s", what,
                   strerror(saved_errno));
}

void viva_type(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction close)
{
  luaL_newmetatable(L, name);
  lua_pushcfunction(L, close);
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, close);
  lua_setfield(L, -2, "__close");
  lua_newtable(L); /* metatable methods */
  luaL_setfuncs(L, methods, 0);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

void *viva_push_upvalue(lua_State *L, size_t size, int uservalues, lua_CFunction end)
{
  void *memory = memset(lua_newuserdatauv(L, size, uservalues), 0, size);
  lua_createtable(L, 0, 1); /* memory metatable */
  lua_pushcfunction(L, end);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  return memory;
}

void viva_bad_option(lua_State *L, int index, const char *name, const char *wanted)
{
  luaL_argerror(L, index, lua_pushfstring(L, "option '%s': %s expected", name, wanted));
}

static bool is_listed(const char *name, const char *const *list)
{
  for (; *list; list++)
    if (strcmp(name, *list) == 0) return true;
  return false;
}

void viva_check_options(lua_State *L, int index, const char *const *known, const char *also)
{
  if (lua_isnoneornil(L, index)) return;
  luaL_checktype(L, index, LUA_TTABLE);
  lua_pushnil(L);
  while (lua_next(L, index)) { /* name value */
    const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
    if (!is_listed(name, known) && !(also && strcmp(name, also) == 0))
      luaL_argerror(L, index, lua_pushfstring(L, "unknown option '%s'", name));
    lua_pop(L, 1);
  }
}

void viva_last_options(lua_State *L, int index, const char *const *known)
{
  lua_settop(L, index);
  viva_check_options(L, index, known, NULL);
}

int viva_push_option(lua_State *L, int index, const char *name)
{
  if (!lua_istable(L, index)) {
    lua_pushnil(L);
    return LUA_TNIL;
  }
  return lua_getfield(L, index, name);
}

/* Pushes the option, or nothing when there is none. */
static bool has_option(lua_State *L, int index, const char *name)
{
  if (viva_push_option(L, index, name) != LUA_TNIL) return true;
  lua_pop(L, 1);
  return false;
}

double viva_number_option(lua_State *L, int index, const char *name, double usual, double least, double most)
{
  double value = usual;
  if (viva_push_option(L, index, name) != LUA_TNIL) {
    value = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : NAN;
    if (!(value >= least && value <= most))
      viva_bad_option(L, index, name, lua_pushfstring(L, "a number between %f and %f", least, most));
  }
  lua_pop(L, 1);
  return value;
}

size_t viva_count_option(lua_State *L, int index, const char *name, size_t usual, size_t least, size_t most)
{
  double value = viva_number_option(L, index, name, (double)usual, (double)least, (double)most);
  if (value != floor(value)) viva_bad_option(L, index, name, "a whole number");
  return (size_t)value;
}

bool viva_flag_option(lua_State *L, int index, const char *name, bool usual)
{
  int type = viva_push_option(L, index, name);
  if (type != LUA_TNIL && type != LUA_TBOOLEAN) viva_bad_option(L, index, name, "true or false");
  bool value = type == LUA_TNIL ? usual : lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

unsigned viva_check_name(lua_State *L, int index, const char *option, const char *const *names)
{
  const char *name = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
  for (unsigned i = 0; names[i]; i++)
    if (strcmp(name, names[i]) == 0) return i;
  luaL_Buffer list;
  luaL_buffinit(L, &list);
  for (unsigned i = 0; names[i]; i++) {
    luaL_addstring(&list, i ? ", " : "one of ");
    luaL_addstring(&list, names[i]);
  }
  luaL_pushresult(&list);
  viva_bad_option(L, index, option, lua_tostring(L, -1));
  return 0;
}

unsigned viva_name_option(lua_State *L, int index, const char *option, const char *const *names, unsigned usual)
{
  unsigned value = viva_push_option(L, index, option) == LUA_TNIL ? usual : viva_check_name(L, index, option, names);
  lua_pop(L, 1);
  return value;
}

double viva_confidence_option(lua_State *L, int index)
{
  double confidence = viva_number_option(L, index, "confidence", 0.95, 0, 1);
  if (confidence <= 0 || confidence >= 1) viva_bad_option(L, index, "confidence", "a number between 0 and 1");
  return confidence;
}

uint64_t viva_seed_option(lua_State *L, int index)
{
  if (!has_option(L, index, "seed")) return XORSHIFT_SEED;
  int is_integer;
  uint64_t seed = (uint64_t)lua_tointegerx(L, -1, &is_integer);
  if (!is_integer || seed == 0) viva_bad_option(L, index, "seed", "an integer other than 0");
  lua_pop(L, 1);
  return seed;
}

void viva_set(lua_State *L, const char *name, double value)
{
  if (!isfinite(value)) return;
  lua_pushnumber(L, value);
  lua_setfield(L, -2, name);
}

void viva_set_integer(lua_State *L, const char *name, size_t value)
{
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, name);
}

int viva_undefined(lua_State *L, const char *reason)
{
  return viva_fail(L, strcmp(reason, NO_MEMORY) == 0 ? "memory" : "undefined", "%s", reason);
}

/* Packed arrays. */

static int pack_length(lua_State *L)
{
  const struct packed *pack = luaL_checkudata(L, 1, PACK);
  lua_pushinteger(L, (lua_Integer)pack->count);
  return 1;
}

/* pack[i]: the number, the level, or the group counted from 1; false where nothing was rated */
static int pack_index(lua_State *L)
{
  const struct packed *pack = luaL_checkudata(L, 1, PACK);
  lua_Integer i = lua_isinteger(L, 2) ? lua_tointeger(L, 2) - 1 : -1;
  if (i < 0 || (size_t)i >= pack->count) return 0;
  if (pack->kind == PACKED_GROUPS)
    lua_pushinteger(L, (lua_Integer)pack->groups[i] + 1);
  else if (pack->kind == PACKED_CODES && pack->codes[i] != CODE_MISSING)
    lua_pushnumber(L, pack->scale[pack->codes[i]]);
  else if (pack->kind == PACKED_NUMBERS && !isnan(pack->numbers[i]))
    lua_pushnumber(L, pack->numbers[i]);
  else
    lua_pushboolean(L, 0);
  return 1;
}

static void push_metatable(lua_State *L)
{
  if (!luaL_newmetatable(L, PACK)) return;
  lua_pushcfunction(L, pack_length);
  lua_setfield(L, -2, "__len");
  lua_pushcfunction(L, pack_index);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
}

/* The scale lies behind the head, the elements behind the scale. */
static struct packed *new_pack(lua_State *L, enum packed_kind kind, size_t count, const struct packed *scale,
                               size_t size)
{
  size_t levels = scale ? scale->count : 0;
  struct packed *pack = lua_newuserdatauv(L, sizeof *pack + levels * sizeof(double) + count * size, 0);
  double *behind = (double *)(pack + 1);
  *pack = (struct packed){.kind = kind, .count = count, .levels = levels, .scale = behind};
  if (scale) memcpy(behind, scale->numbers, levels * sizeof(double));
  pack->numbers = behind + levels;
  push_metatable(L);
  lua_setmetatable(L, -2);
  return pack;
}

struct packed *packed_new_numbers(lua_State *L, size_t count)
{
  return new_pack(L, PACKED_NUMBERS, count, NULL, sizeof(double));
}

void *packed_room(lua_State *L, size_t count, size_t size)
{
  if (size && count > PTRDIFF_MAX / size) luaL_error(L, "too many elements");
  return lua_newuserdatauv(L, count * size + 1, 0);
}

static size_t list_length(lua_State *L, int arg, const char *name)
{
  if (!lua_istable(L, arg)) luaL_error(L, "%s is a %s where a list is expected", name, luaL_typename(L, arg));
  return lua_rawlen(L, arg);
}

static int element_error(lua_State *L, const char *name, size_t i, const char *what)
{
  return luaL_error(L, "%s: element %d %s", name, (int)i + 1, what);
}

/* The element of the list as a number, NaN for false. */
static double number_at(lua_State *L, int arg, const char *name, size_t i)
{
  int type = lua_rawgeti(L, arg, (lua_Integer)i + 1);
  double value = type == LUA_TNUMBER ? lua_tonumber(L, -1) : (double)NAN;
  bool missing = type == LUA_TBOOLEAN && !lua_toboolean(L, -1);
  if (type != LUA_TNUMBER && !missing) element_error(L, name, i, "is neither a number nor false (nothing rated)");
  if (type == LUA_TNUMBER && !isfinite(value)) element_error(L, name, i, "is not a finite number");
  lua_pop(L, 1);
  return value;
}

static void check_length(lua_State *L, const char *name, const struct packed *pack, const struct packed *like)
{
  if (like && pack->count != like->count)
    luaL_error(L, "%s has %d elements where %d are expected", name, (int)pack->count, (int)like->count);
}

static const struct packed *given(lua_State *L, int arg, const char *name, enum packed_kind kind)
{
  const struct packed *pack = luaL_testudata(L, arg, PACK);
  if (pack && pack->kind != kind) luaL_error(L, "%s is a pack of another kind", name);
  return pack;
}

static struct packed *numbers_of_codes(lua_State *L, const struct packed *codes)
{
  struct packed *pack = packed_new_numbers(L, codes->count);
  pack->missing = codes->missing;
  for (size_t i = 0; i < codes->count; i++)
    pack->numbers[i] = codes->codes[i] == CODE_MISSING ? (double)NAN : codes->scale[codes->codes[i]];
  return pack;
}

static struct packed *numbers_of_list(lua_State *L, int arg, const char *name)
{
  size_t count = list_length(L, arg, name);
  struct packed *pack = packed_new_numbers(L, count);
  for (size_t i = 0; i < count; i++) {
    pack->numbers[i] = number_at(L, arg, name, i);
    pack->missing += isnan(pack->numbers[i]);
  }
  return pack;
}

const struct packed *packed_numbers_missing(lua_State *L, int arg, const char *name, const struct packed *like)
{
  const struct packed *pack = luaL_testudata(L, arg, PACK);
  if (!pack || pack->kind == PACKED_CODES) {
    pack = pack ? numbers_of_codes(L, pack) : numbers_of_list(L, arg, name);
    lua_replace(L, arg);
  }
  if (pack->kind != PACKED_NUMBERS) luaL_error(L, "%s holds clusters, not numbers", name);
  check_length(L, name, pack, like);
  return pack;
}

const struct packed *packed_numbers(lua_State *L, int arg, const char *name, const struct packed *like)
{
  const struct packed *pack = packed_numbers_missing(L, arg, name, like);
  for (size_t i = 0; pack->missing && i < pack->count; i++)
    if (isnan(pack->numbers[i])) element_error(L, name, i, "is missing");
  return pack;
}

const struct packed *packed_scale(lua_State *L, int arg, const char *name)
{
  const struct packed *scale = packed_numbers(L, arg, name, NULL);
  if (scale->count < 2 || scale->count > SCALE_MOST) luaL_error(L, "%s has not 2 to %d levels", name, SCALE_MOST);
  for (size_t i = 1; i < scale->count; i++)
    if (scale->numbers[i] <= scale->numbers[i - 1]) element_error(L, name, i, "is not above the one before");
  return scale;
}

static uint8_t code_of(const struct packed *scale, double value)
{
  for (size_t i = 0; i < scale->count; i++)
    if (scale->numbers[i] == value) return (uint8_t)i;
  return CODE_MISSING;
}

static void encode(lua_State *L, const char *name, const struct packed *values, const struct packed *scale,
                   struct packed *pack)
{
  pack->codes = (uint8_t *)pack->numbers;
  pack->missing = values->missing;
  for (size_t i = 0; i < values->count; i++) {
    double value = values->numbers[i];
    pack->codes[i] = isnan(value) ? CODE_MISSING : code_of(scale, value);
    if (pack->codes[i] == CODE_MISSING && !isnan(value)) {
      lua_pushnumber(L, value);
      luaL_error(L, "%s: element %d is %s, which the scale does not have", name, (int)i + 1, lua_tostring(L, -1));
    }
  }
}

static void check_scale(lua_State *L, const char *name, const struct packed *codes, const struct packed *scale)
{
  size_t size = codes->levels * sizeof(double);
  if (scale && (scale->count != codes->levels || memcmp(scale->numbers, codes->scale, size) != 0))
    luaL_error(L, "%s is packed on another scale", name);
}

const struct packed *packed_codes(lua_State *L, int arg, const char *name, const struct packed *scale)
{
  const struct packed *values = luaL_testudata(L, arg, PACK);
  if (values && values->kind == PACKED_CODES) {
    check_scale(L, name, values, scale);
    return values;
  }
  if (!scale) luaL_error(L, "%s needs a scale: pack it with one, or give the option scale", name);
  values = packed_numbers_missing(L, arg, name, NULL);
  struct packed *pack = new_pack(L, PACKED_CODES, values->count, scale, 1);
  encode(L, name, values, scale, pack);
  lua_replace(L, arg);
  return pack;
}

/* The group of the name on top of the stack, which it pops; names holds those seen so far. */
static uint32_t group_of(lua_State *L, int names, size_t *groups)
{
  lua_pushvalue(L, -1);
  if (lua_rawget(L, names) == LUA_TNIL) {
    lua_pushvalue(L, -2);
    lua_pushinteger(L, (lua_Integer)(*groups)++);
    lua_rawset(L, names);
    lua_pop(L, 2);
    return (uint32_t)(*groups - 1);
  }
  uint32_t group = (uint32_t)lua_tointeger(L, -1);
  lua_pop(L, 2);
  return group;
}

static const struct packed *pack_groups(lua_State *L, int arg, const char *name)
{
  size_t count = list_length(L, arg, name);
  struct packed *pack = new_pack(L, PACKED_GROUPS, count, NULL, sizeof(uint32_t));
  lua_newtable(L);
  for (size_t i = 0; i < count; i++) {
    int type = lua_rawgeti(L, arg, (lua_Integer)i + 1);
    if (type != LUA_TSTRING && !lua_isinteger(L, -1)) element_error(L, name, i, "is neither a string nor an integer");
    pack->groups[i] = group_of(L, lua_gettop(L) - 1, &pack->levels);
  }
  lua_pop(L, 1);
  lua_replace(L, arg);
  return pack;
}

const struct packed *packed_groups(lua_State *L, int arg, const char *name, const struct packed *like)
{
  const struct packed *pack = given(L, arg, name, PACKED_GROUPS);
  if (!pack) pack = pack_groups(L, arg, name);
  check_length(L, name, pack, like);
  return pack;
}

const struct packed *packed_groups_option(lua_State *L, int index, const char *name, const struct packed *like)
{
  return has_option(L, index, name) ? packed_groups(L, lua_gettop(L), name, like) : NULL;
}

const struct packed *packed_scale_option(lua_State *L, int index)
{
  return has_option(L, index, "scale") ? packed_scale(L, lua_gettop(L), "scale") : NULL;
}

const struct packed *packed_weights_option(lua_State *L, int index, const struct packed *like)
{
  if (!has_option(L, index, "weights")) return NULL;
  const struct packed *weights = packed_numbers(L, lua_gettop(L), "weights", like);
  for (size_t i = 0; i < weights->count; i++)
    if (weights->numbers[i] < 0) element_error(L, "weights", i, "is negative");
  return weights;
}

void packed_pairs(lua_State *L, int index, const struct packed **first, const struct packed **second)
{
  const struct packed *scale = packed_scale_option(L, index);
  const struct packed *one = packed_codes(L, 1, "first", scale), *other = packed_codes(L, 2, "second", scale);
  luaL_argcheck(L, one->count == other->count, 2, "second is not as long as first");
  luaL_argcheck(L, one->levels == other->levels && !memcmp(one->scale, other->scale, one->levels * sizeof(double)), 2,
                "first and second are packed on different scales");
  *first = one;
  *second = other;
}

static const struct packed *pack_member(lua_State *L, const char *name, const struct packed *scale)
{
  int top = lua_gettop(L);
  return scale ? packed_codes(L, top, name, scale) : packed_numbers_missing(L, top, name, NULL);
}

const struct packed **packed_list(lua_State *L, int arg, const char *name, const struct packed *scale, size_t *count)
{
  *count = list_length(L, arg, name);
  lua_createtable(L, (int)*count, 0); /* keeps the packs */
  const struct packed **packs = packed_room(L, *count, sizeof *packs);
  for (size_t i = 0; i < *count; i++) {
    lua_rawgeti(L, arg, (lua_Integer)i + 1);
    packs[i] = pack_member(L, name, scale);
    check_length(L, name, packs[i], packs[0]);
    lua_rawseti(L, -3, (lua_Integer)i + 1);
  }
  return packs;
}
