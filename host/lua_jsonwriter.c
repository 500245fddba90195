/* viva.json.writer: writes plain data as JSON, the same bytes for the same value on every run; lua_json.c reads it.
 *
 *   writer.encode(value [, options]) -> text      keys sorted by their bytes, floats such that they read back as the same
 *     options.indent  spaces by which each depth is set in, on lines of their own (0: all on one line)
 *     options.html    true: every < is written \u003c, so that the text can stand inside a page
 *     options.lists   true: an empty table is an array; else it is one only with the metatable json.array
 *   writer.quote(s) -> s as a JSON string; malformed UTF-8 becomes U+FFFD
 *
 * A table with elements is an array. Tables are read raw: no metamethod runs. What JSON cannot hold raises: NaN, keys
 * that are no text, arrays with holes, functions, nesting deeper than JSON_DEPTH. */
#include <inttypes.h>
#include <lauxlib.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "json.h"

/* Stack slots of encode: arguments, then the memory that the text is in once it outgrows `first`. */
enum { SLOT_VALUE = 1, SLOT_OPTIONS, SLOT_MEMORY };

enum { FIRST_ROOM = 4096, USUAL_LENGTH = 4096, INDENT_MOST = 16, FEW_KEYS = 24 };

/* The text is in memory that Lua owns: whatever raises, nothing is lost, and in the box it counts. */
struct encoder {
  lua_State *L;
  char *bytes;
  size_t length, room, indent;
  bool html, lists;
  char first[FIRST_ROOM];
};

/* Room for so many more bytes. */
static char *need(struct encoder *e, size_t more)
{
  if (e->room - e->length < more) {
    size_t room = 2 * e->room + more;
    char *bytes = lua_newuserdatauv(e->L, room, 0);
    memcpy(bytes, e->bytes, e->length);
    lua_replace(e->L, SLOT_MEMORY);
    e->bytes = bytes;
    e->room = room;
  }
  return e->bytes + e->length;
}

static void put(struct encoder *e, const char *bytes, size_t length)
{
  memcpy(need(e, length), bytes, length);
  e->length += length;
}

/* A text of usual length is written where there is room for the worst case; a long one is measured first. */
static void put_text(struct encoder *e, const char *text, size_t length)
{
  size_t (*quote)(const char *, size_t, char *) = e->html ? json_quote_html : json_quote;
  size_t most = length <= USUAL_LENGTH ? 6 * length + 2 : quote(text, length, NULL);
  char *out = need(e, most);
  e->length += quote(text, length, out);
}

static void new_line(struct encoder *e, int depth)
{
  if (e->indent == 0) return;
  size_t spaces = e->indent * (size_t)depth;
  char *out = need(e, 1 + spaces);
  out[0] = '\n';
  memset(out + 1, ' ', spaces);
  e->length += 1 + spaces;
}

static int refuse(lua_State *L, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  lua_pushvfstring(L, format, arguments);
  va_end(arguments);
  return lua_error(L);
}

static void put_number(struct encoder *e)
{
  char *out = need(e, JSON_NUMBER);
  size_t length;
  if (lua_isinteger(e->L, -1))
    length = (size_t)snprintf(out, JSON_NUMBER, "%" PRId64, (int64_t)lua_tointeger(e->L, -1));
  else
    length = json_float(lua_tonumber(e->L, -1), out);
  if (length == 0) refuse(e->L, "NaN and infinity cannot be written as JSON");
  e->length += length;
}

static void put_value(struct encoder *e, int depth);

/* Every key of an array is a place in it, and none is empty. */
static void check_array(lua_State *L, int table, lua_Unsigned count)
{
  lua_Unsigned found = 0;
  for (lua_pushnil(L); lua_next(L, table); found++) { /* key value */
    if (!lua_isinteger(L, -2)) refuse(L, "an array has the key '%s'", luaL_tolstring(L, -2, NULL));
    lua_pop(L, 1);
  }
  if (found != count) refuse(L, "an array has holes; put json.null there");
}

static void put_array(struct encoder *e, int table, lua_Unsigned count, int depth)
{
  check_array(e->L, table, count);
  put(e, "[", 1);
  for (lua_Unsigned i = 1; i <= count; i++) {
    if (i > 1) put(e, ",", 1);
    new_line(e, depth + 1);
    lua_rawgeti(e->L, table, (lua_Integer)i);
    put_value(e, depth + 1);
    lua_pop(e->L, 1);
  }
  if (count > 0) new_line(e, depth);
  put(e, "]", 1);
}

struct key {
  const char *bytes;
  size_t length;
  int place; /* on the stack, where it stays while the object is written */
};

static int compare_keys(const void *one, const void *other)
{
  const struct key *a = one, *b = other;
  int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
  return order ? order : (a->length > b->length) - (a->length < b->length);
}

/* Leaves the keys of the table on the stack; returns how many. */
static int push_keys(lua_State *L, int table)
{
  lua_pushnil(L);
  while (lua_next(L, table)) { /* keys... key value */
    if (lua_type(L, -2) != LUA_TSTRING)
      refuse(L, "an object has the key %s, which is no text", luaL_tolstring(L, -2, NULL));
    luaL_checkstack(L, 8, "too many keys in an object");
    lua_pop(L, 1);
    lua_pushvalue(L, -1); /* keys... key key */
  }
  return lua_gettop(L) - table;
}

static void sort_keys(lua_State *L, struct key *keys, int first, int count)
{
  for (int i = 0; i < count; i++) {
    keys[i].place = first + i;
    keys[i].bytes = lua_tolstring(L, first + i, &keys[i].length);
  }
  qsort(keys, (size_t)count, sizeof *keys, compare_keys);
}

static void put_entries(struct encoder *e, const struct key *keys, int table, int count, int depth)
{
  for (int i = 0; i < count; i++) {
    if (i > 0) put(e, ",", 1);
    new_line(e, depth + 1);
    put_text(e, keys[i].bytes, keys[i].length);
    put(e, ": ", e->indent > 0 ? 2 : 1);
    lua_pushvalue(e->L, keys[i].place);
    lua_rawget(e->L, table);
    put_value(e, depth + 1);
    lua_pop(e->L, 1);
  }
}

static void put_object(struct encoder *e, int table, int depth)
{
  struct key few[FEW_KEYS], *keys = few;
  int count = push_keys(e->L, table);
  if (count > FEW_KEYS) keys = lua_newuserdatauv(e->L, (size_t)count * sizeof *keys, 0);
  sort_keys(e->L, keys, table + 1, count);
  put(e, "{", 1);
  put_entries(e, keys, table, count, depth);
  if (count > 0) new_line(e, depth);
  put(e, "}", 1);
  lua_settop(e->L, table);
}

static bool is_marked(lua_State *L)
{
  if (!lua_getmetatable(L, -1)) return false;
  luaL_getmetatable(L, "viva.json.array");
  bool marked = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return marked;
}

static bool is_array(const struct encoder *e, lua_Unsigned count)
{
  lua_State *L = e->L;
  if (count > 0 || is_marked(L)) return true;
  if (!e->lists) return false;
  lua_pushnil(L);
  if (!lua_next(L, -2)) return true;
  lua_pop(L, 2);
  return false;
}

static void put_table(struct encoder *e, int depth)
{
  luaL_checkstack(e->L, 8, "nested JSON");
  int table = lua_gettop(e->L);
  lua_Unsigned count = lua_rawlen(e->L, table);
  if (is_array(e, count))
    put_array(e, table, count, depth);
  else
    put_object(e, table, depth);
}

/* The value on top of the stack, which stays there. */
static void put_value(struct encoder *e, int depth)
{
  lua_State *L = e->L;
  size_t length;
  const char *text;
  if (depth > JSON_DEPTH) refuse(L, "nested deeper than %d (or in itself)", JSON_DEPTH);
  switch (lua_type(L, -1)) {
    case LUA_TSTRING:
      text = lua_tolstring(L, -1, &length);
      put_text(e, text, length);
      return;
    case LUA_TNUMBER:
      put_number(e);
      return;
    case LUA_TBOOLEAN:
      lua_toboolean(L, -1) ? put(e, "true", 4) : put(e, "false", 5);
      return;
    case LUA_TTABLE:
      put_table(e, depth);
      return;
    default:
      if (!lua_islightuserdata(L, -1) || lua_touserdata(L, -1))
        refuse(L, "a %s cannot be written as JSON", lua_typename(L, lua_type(L, -1)));
      put(e, "null", 4);
  }
}

/* writer.encode(value [, options]) -> text */
static int writer_encode(lua_State *L)
{
  static const char *const known[] = {"indent", "html", "lists", NULL};
  struct encoder e;
  lua_settop(L, SLOT_MEMORY);
  e.L = L;
  e.bytes = e.first;
  e.length = 0;
  e.room = FIRST_ROOM;
  viva_check_options(L, SLOT_OPTIONS, known, NULL);
  e.indent = viva_count_option(L, SLOT_OPTIONS, "indent", 0, 0, INDENT_MOST);
  e.html = viva_flag_option(L, SLOT_OPTIONS, "html", false);
  e.lists = viva_flag_option(L, SLOT_OPTIONS, "lists", false);
  lua_pushvalue(L, SLOT_VALUE);
  put_value(&e, 0);
  lua_pushlstring(L, e.bytes, e.length);
  return 1;
}

/* writer.quote(s) -> JSON string */
static int writer_quote(lua_State *L)
{
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  luaL_Buffer buffer;
  size_t most = length <= USUAL_LENGTH ? 6 * length + 2 : json_quote(text, length, NULL);
  char *out = luaL_buffinitsize(L, &buffer, most);
  luaL_pushresultsize(&buffer, json_quote(text, length, out));
  return 1;
}

static const luaL_Reg functions[] = {{"encode", writer_encode}, {"quote", writer_quote}, {NULL, NULL}};

int luaopen_viva_json_writer(lua_State *L);

int luaopen_viva_json_writer(lua_State *L)
{
  luaL_newlib(L, functions);
  return 1;
}
