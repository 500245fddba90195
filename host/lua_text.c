/* viva.text: UTF-8 for people and terminals. Every function takes any bytes; none but the first refuses malformed ones.
 *
 *   text.valid(s)                 -> true | nil, text, "utf8", offset of the first malformed byte (counted from 1)
 *   text.repair(s)                -> s with U+FFFD for each malformed byte
 *   text.fold(s)                  -> NFKC of s: full-width letters, digits and brackets become plain ones
 *   text.width(s)                 -> terminal columns
 *   text.len(s)                   -> code points
 *   text.cut(s, columns)          -> s, or its beginning and an ellipsis within so many columns
 *   text.pad(s, columns, "right") -> s with spaces up to so many columns, behind it or (right) before it
 *   text.clean(s)                 -> s without escape sequences, control, direction and invisible characters
 *   text.guess(s)                 -> the encoding s is probably in, as iconv names it, or "unknown"; damaged UTF-8 is
 * "UTF-8" text.similar(word, list)      -> the entry of list that word was probably meant to be, or nil */
#include <lauxlib.h>
#include <string.h>

#include "check.h"
#include "text.h"

/* text.valid(s) -> true | nil, text, code, offset */
static int text_valid_(lua_State *L)
{
  size_t length;
  const char *s = luaL_checklstring(L, 1, &length);
  size_t good = text_valid(s, length);
  if (good == length) {
    lua_pushboolean(L, 1);
    return 1;
  }
  viva_fail(L, "utf8", "byte %zu is not valid UTF-8 (0x%02X)", good + 1, (unsigned char)s[good]);
  lua_pushinteger(L, (lua_Integer)good + 1);
  return 4;
}

typedef size_t producer(const char *s, size_t length, char *out);

/* Replaces the text on top of the stack by what produce makes of it. */
static void produce_top(lua_State *L, producer *produce)
{
  size_t length;
  const char *s = lua_tolstring(L, -1, &length);
  size_t size = produce(s, length, NULL);
  luaL_Buffer buffer;
  char *out = luaL_buffinitsize(L, &buffer, size);
  luaL_pushresultsize(&buffer, produce(s, length, out)); /* text result */
  lua_remove(L, -2);
}

/* text.repair(s) -> s */
static int text_repair_(lua_State *L)
{
  size_t length;
  const char *s = luaL_checklstring(L, 1, &length);
  lua_settop(L, 1);
  if (text_valid(s, length) < length) produce_top(L, text_repair);
  return 1;
}

/* text.clean(s) -> s */
static int text_clean_(lua_State *L)
{
  luaL_checkstring(L, 1);
  lua_settop(L, 1);
  produce_top(L, text_clean);
  return 1;
}

static bool is_ascii(const char *s, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if ((unsigned char)s[i] >= 0x80) return false;
  return true;
}

/* text.fold(s) -> s */
static int text_fold_(lua_State *L)
{
  text_repair_(L);
  size_t length;
  const char *s = lua_tolstring(L, -1, &length);
  if (is_ascii(s, length)) return 1;
  size_t size = text_fold_size(s, length);
  int32_t *buffer = lua_newuserdatauv(L, size * sizeof *buffer, 0);
  lua_pushlstring(L, (const char *)buffer, text_fold(s, length, buffer, size));
  return 1;
}

/* text.width(s) -> columns */
static int text_width_(lua_State *L)
{
  size_t length;
  const char *s = luaL_checklstring(L, 1, &length);
  lua_pushinteger(L, (lua_Integer)text_width(s, length));
  return 1;
}

/* text.len(s) -> code points */
static int text_len(lua_State *L)
{
  size_t length;
  const char *s = luaL_checklstring(L, 1, &length);
  lua_pushinteger(L, (lua_Integer)text_length(s, length));
  return 1;
}

static size_t check_columns(lua_State *L, int index)
{
  lua_Integer columns = luaL_checkinteger(L, index);
  luaL_argcheck(L, columns >= 0 && columns <= 100000, index, "columns between 0 and 100000");
  return (size_t)columns;
}

/* text.cut(s, columns) -> s */
static int text_cut(lua_State *L)
{
  size_t length, width;
  const char *s = luaL_checklstring(L, 1, &length);
  size_t columns = check_columns(L, 2);
  lua_settop(L, 1);
  if (text_fit(s, length, columns, &width) == length) return 1;
  size_t fits = columns > 0 ? text_fit(s, length, columns - 1, &width) : 0;
  lua_pushlstring(L, s, fits);
  lua_pushstring(L, columns > 0 ? "\xE2\x80\xA6" : "");
  lua_concat(L, 2);
  return 1;
}

/* text.pad(s, columns, "right") -> s */
static int text_pad(lua_State *L)
{
  static const char *const sides[] = {"left", "right", NULL};
  size_t length;
  const char *s = luaL_checklstring(L, 1, &length);
  size_t columns = check_columns(L, 2), width = text_width(s, length);
  int right = luaL_checkoption(L, 3, "left", sides);
  size_t spaces = width < columns ? columns - width : 0;
  luaL_Buffer buffer;
  char *out = luaL_buffinitsize(L, &buffer, length + spaces);
  memset(out, ' ', length + spaces);
  memcpy(out + (right ? spaces : 0), s, length);
  luaL_pushresultsize(&buffer, length + spaces);
  return 1;
}

/* text.guess(s) -> name */
static int text_guess_(lua_State *L)
{
  size_t length;
  const char *s = luaL_checklstring(L, 1, &length);
  lua_pushstring(L, text_guess(s, length));
  return 1;
}

/* text.similar(word, list) -> entry | nil: at most a third of the letters differ; the earlier of equals wins */
static int text_similar(lua_State *L)
{
  size_t length, entry_length;
  const char *word = luaL_checklstring(L, 1, &length);
  luaL_checktype(L, 2, LUA_TTABLE);
  size_t best = text_length(word, length) / 3 + 1; /* distances below this count */
  lua_settop(L, 2);
  lua_pushnil(L); /* word list best-entry */
  for (lua_Integer i = 1; lua_geti(L, 2, i) == LUA_TSTRING; i++) {
    const char *entry = lua_tolstring(L, -1, &entry_length);
    size_t distance = text_distance(word, length, entry, entry_length);
    if (distance < best && distance < text_length(entry, entry_length)) {
      best = distance;
      lua_copy(L, -1, 3);
    }
    lua_pop(L, 1);
  }
  lua_settop(L, 3);
  return 1;
}

static const luaL_Reg functions[] = {
    {"valid", text_valid_}, {"repair", text_repair_},  {"fold", text_fold_}, {"width", text_width_},
    {"len", text_len},      {"cut", text_cut},         {"pad", text_pad},    {"clean", text_clean_},
    {"guess", text_guess_}, {"similar", text_similar}, {NULL, NULL},
};

int luaopen_viva_text(lua_State *L);

int luaopen_viva_text(lua_State *L)
{
  luaL_newlib(L, functions);
  return 1;
}
