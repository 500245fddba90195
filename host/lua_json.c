/* viva.json: reads JSON strictly (json.h says what is refused); lua_jsonwriter.c writes it.
 *
 *   json.decode(s [, options]) -> value [, lines] | nil, "line 3, column 5: ...", "json"
 *     options.nan    true: a bare NaN is read as json.null
 *     options.lines  true: also returns a table that gives the line each object begins at
 *     options.line   the number of the first line (1)
 *   json.paths(path, ...) -> paths     names of keys and places in arrays: "choices.1.message" (json_pick.h)
 *   json.pick(s, paths) -> kind, value, ... | nil, text, "json"      reads all of a text and makes these values alone:
 *     kind is "object", "array", "string", "number", "boolean" or "null"; then comes what stands at each path, nil where
 *     nothing or null does, true for an object or array from which another path goes on
 *   json.null   stands for null, so that a key with null is seen
 *   json.array  the metatable that marks an empty table as an array
 *
 * Integers that fit into 64 bits are integers, all other numbers floats. A key that occurs twice in an object is
 * refused. */
#include <lauxlib.h>

#include "check.h"
#include "json.h"
#include "json_pick.h"

/* Stack slots of decode: arguments, then what the values need. */
enum { SLOT_TEXT = 1, SLOT_OPTIONS, SLOT_LINES };

struct decoder {
  struct json_reader reader;
  bool lines;
  size_t first_line;
};

static bool push_value(lua_State *L, struct decoder *decoder, enum json_event event);

static void push_text(lua_State *L, const struct json_reader *reader)
{
  if (!reader->escaped) {
    lua_pushlstring(L, reader->text, reader->length);
    return;
  }
  luaL_Buffer buffer;
  char *out = luaL_buffinitsize(L, &buffer, reader->length);
  luaL_pushresultsize(&buffer, json_unescape(reader->text, reader->length, out, NULL));
}

/* lines[object] = line */
static void note_line(lua_State *L, struct decoder *decoder)
{
  size_t line = json_line(&decoder->reader, decoder->reader.at) + decoder->first_line - 1;
  lua_pushvalue(L, -1);
  lua_pushinteger(L, (lua_Integer)line); /* object object line */
  lua_rawset(L, SLOT_LINES);
}

/* The key on top of the stack must be new to the object below it. */
static bool is_new_key(lua_State *L, struct json_reader *reader)
{
  lua_pushvalue(L, -1);
  bool is_new = lua_rawget(L, -3) == LUA_TNIL; /* object key found */
  lua_pop(L, 1);
  if (!is_new) json_fail(reader, NULL, "this key stands twice in one object");
  return is_new;
}

static bool push_object(lua_State *L, struct decoder *decoder)
{
  struct json_reader *reader = &decoder->reader;
  lua_createtable(L, 0, 4);
  if (decoder->lines) note_line(L, decoder);
  for (;;) {
    enum json_event event = json_next(reader);
    if (event != JSON_KEY) return event == JSON_OBJECT_END;
    push_text(L, reader); /* object key */
    if (!is_new_key(L, reader) || !push_value(L, decoder, json_next(reader))) return false;
    lua_rawset(L, -3);
  }
}

static bool push_array(lua_State *L, struct decoder *decoder)
{
  lua_createtable(L, 0, 0);
  for (lua_Integer i = 1;; i++) {
    enum json_event event = json_next(&decoder->reader);
    if (event == JSON_ARRAY_END) {
      if (i == 1) luaL_setmetatable(L, "viva.json.array");
      return true;
    }
    if (!push_value(L, decoder, event)) return false;
    lua_rawseti(L, -2, i);
  }
}

/* Recursion ends at JSON_DEPTH, which the reader watches. */
static bool push_value(lua_State *L, struct decoder *decoder, enum json_event event)
{
  switch (event) {
    case JSON_OBJECT:
      return push_object(L, decoder);
    case JSON_ARRAY:
      return push_array(L, decoder);
    case JSON_STRING:
      push_text(L, &decoder->reader);
      return true;
    case JSON_INTEGER:
      lua_pushinteger(L, (lua_Integer)decoder->reader.integer);
      return true;
    case JSON_FLOAT:
      lua_pushnumber(L, decoder->reader.number);
      return true;
    case JSON_TRUE:
    case JSON_FALSE:
      lua_pushboolean(L, event == JSON_TRUE);
      return true;
    case JSON_NULL:
      lua_pushlightuserdata(L, NULL);
      return true;
    default:
      return false;
  }
}

static bool option(lua_State *L, const char *name)
{
  if (lua_isnil(L, SLOT_OPTIONS)) return false;
  lua_getfield(L, SLOT_OPTIONS, name);
  bool set = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return set;
}

static size_t first_line(lua_State *L)
{
  if (lua_isnil(L, SLOT_OPTIONS)) return 1;
  lua_getfield(L, SLOT_OPTIONS, "line");
  lua_Integer line = luaL_optinteger(L, -1, 1);
  lua_pop(L, 1);
  return (size_t)line;
}

static int fail(lua_State *L, struct decoder *decoder)
{
  struct json_reader *reader = &decoder->reader;
  const char *place = reader->problem_at;
  reader->line_at = reader->start;
  reader->line = 1;
  size_t line = json_line(reader, place) + decoder->first_line - 1;
  return viva_fail(L, "json", "line %zu, column %zu: %s", line, json_column(reader, place), reader->problem);
}

/* json.decode(s [, options]) -> value [, lines] | nil, text, "json" */
static int json_decode(lua_State *L)
{
  size_t length;
  const char *text = luaL_checklstring(L, SLOT_TEXT, &length);
  if (!lua_isnoneornil(L, SLOT_OPTIONS)) luaL_checktype(L, SLOT_OPTIONS, LUA_TTABLE);
  lua_settop(L, SLOT_OPTIONS);
  struct decoder decoder = {.lines = option(L, "lines"), .first_line = first_line(L)};
  json_open(&decoder.reader, text, length);
  decoder.reader.nan_is_null = option(L, "nan");
  if (decoder.lines)
    lua_newtable(L);
  else
    lua_pushnil(L);
  luaL_checkstack(L, 3 * JSON_DEPTH + 8, "nested JSON");
  bool read = push_value(L, &decoder, json_next(&decoder.reader)) && json_next(&decoder.reader) == JSON_END;
  if (!read) return fail(L, &decoder);
  if (!decoder.lines) return 1;
  lua_pushvalue(L, SLOT_LINES);
  return 2;
}

/* ---- json.pick ---- */

#define PATHS "viva.json.paths"

static int paths_free(lua_State *L)
{
  json_paths_free(luaL_checkudata(L, 1, PATHS));
  return 0;
}

/* json.paths(path, ...) -> paths */
static int json_paths_(lua_State *L)
{
  int count = lua_gettop(L);
  struct json_paths *paths = lua_newuserdatauv(L, sizeof *paths, 0);
  *paths = (struct json_paths){0};
  luaL_setmetatable(L, PATHS);
  for (int i = 1; i <= count; i++) {
    size_t length;
    const char *path = luaL_checklstring(L, i, &length);
    if (!json_paths_add(paths, path, length)) return luaL_error(L, "too many paths, or not enough memory");
  }
  return 1;
}

/* The reader of a value inside the text that was read: its problems are told by their place in that text. */
static bool push_inside(lua_State *L, struct decoder *whole, const struct json_found *found)
{
  struct decoder inside = {.first_line = 1};
  json_open(&inside.reader, found->text, found->length);
  bool pushed = push_value(L, &inside, json_next(&inside.reader));
  if (!pushed) json_fail(&whole->reader, inside.reader.problem_at, inside.reader.problem);
  return pushed;
}

static bool push_found(lua_State *L, struct decoder *decoder, const struct json_found *found)
{
  if (found->event == JSON_ERROR || found->event == JSON_NULL) {
    lua_pushnil(L);
    return true;
  }
  if (found->event == JSON_OBJECT || found->event == JSON_ARRAY) {
    if (!found->passed) return push_inside(L, decoder, found);
    lua_pushboolean(L, 1);
    return true;
  }
  struct json_reader *reader = &decoder->reader;
  reader->text = found->text;
  reader->length = found->length;
  reader->escaped = found->escaped;
  reader->integer = found->integer;
  reader->number = found->number;
  return push_value(L, decoder, found->event);
}

static const char *kind_of(enum json_event event)
{
  switch (event) {
    case JSON_OBJECT:
      return "object";
    case JSON_ARRAY:
      return "array";
    case JSON_STRING:
      return "string";
    case JSON_NULL:
      return "null";
    case JSON_TRUE:
    case JSON_FALSE:
      return "boolean";
    default:
      return "number";
  }
}

/* json.pick(s, paths) -> kind, value, ... | nil, text, "json" */
static int json_pick_(lua_State *L)
{
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  const struct json_paths *paths = luaL_checkudata(L, 2, PATHS);
  struct json_found found[JSON_PATHS];
  struct decoder decoder = {.first_line = 1};
  json_open(&decoder.reader, text, length);
  enum json_event kind = json_pick(&decoder.reader, paths, found);
  if (kind == JSON_ERROR) return fail(L, &decoder);
  luaL_checkstack(L, paths->path_count + 3 * JSON_DEPTH + 8, "nested JSON");
  lua_pushstring(L, kind_of(kind));
  for (int i = 0; i < paths->path_count; i++)
    if (!push_found(L, &decoder, &found[i])) return fail(L, &decoder);
  return 1 + paths->path_count;
}

static const luaL_Reg functions[] = {
    {"decode", json_decode},
    {"paths", json_paths_},
    {"pick", json_pick_},
    {NULL, NULL},
};

int luaopen_viva_json(lua_State *L);

int luaopen_viva_json(lua_State *L)
{
  luaL_newmetatable(L, PATHS);
  lua_pushcfunction(L, paths_free);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
  luaL_newmetatable(L, "viva.json.array");
  lua_setfield(L, -2, "array");
  return 1;
}
