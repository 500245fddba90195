/* lua_file.c: files that are there whole or not at all.
 *
 *   file.replace(path, bytes) -> true | nil, text, code     temporary file, sync, rename, sync of the folder
 *   file.replace_all(paths, texts) -> the same              files of one folder; the disk is waited for once
 *   file.move(from, to) -> true | nil, text, code           rename and sync; a folder replaces an empty one only
 *   file.append(path, bytes) -> true | nil, text, code      a file that is made anew is its owner's alone to read */
#include <lauxlib.h>
#include <stdint.h>

#include "check.h"
#include "file.h"

/* file.replace(path, bytes) -> true */
static int file_lua_replace(lua_State *L)
{
  size_t length;
  const char *path = luaL_checkstring(L, 1);
  const char *bytes = luaL_checklstring(L, 2, &length);
  int failed = file_replace(path, bytes, length);
  if (failed) return viva_fail_errno(L, failed, path);
  lua_pushboolean(L, 1);
  return 1;
}

static const char *check_string_of(lua_State *L, int list, size_t i, size_t *length)
{
  if (lua_rawgeti(L, list, (lua_Integer)i + 1) != LUA_TSTRING) luaL_error(L, "element %d is no string", (int)i + 1);
  const char *s = lua_tolstring(L, -1, length);
  lua_pop(L, 1); /* the list keeps it */
  return s;
}

/* file.replace_all(paths, texts) -> true */
static int file_lua_replace_all(lua_State *L)
{
  size_t ignored, at = 0;
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, 2, LUA_TTABLE);
  size_t count = lua_rawlen(L, 1);
  luaL_argcheck(L, count == lua_rawlen(L, 2) && count < SIZE_MAX / sizeof(struct file_bytes), 2,
                "a text for each path");
  struct file_bytes *files = lua_newuserdatauv(L, count * sizeof *files, 0);
  for (size_t i = 0; i < count; i++) {
    files[i].path = check_string_of(L, 1, i, &ignored);
    files[i].bytes = check_string_of(L, 2, i, &files[i].length);
  }
  int failed = file_replace_all(files, count, &at);
  if (failed) return viva_fail_errno(L, failed, files[at].path);
  lua_pushboolean(L, 1);
  return 1;
}

/* file.move(from, to) -> true */
static int file_lua_move(lua_State *L)
{
  const char *from = luaL_checkstring(L, 1);
  int failed = file_move(from, luaL_checkstring(L, 2));
  if (failed) return viva_fail_errno(L, failed, from);
  lua_pushboolean(L, 1);
  return 1;
}

/* file.append(path, bytes) -> true */
static int file_lua_append(lua_State *L)
{
  size_t length;
  const char *path = luaL_checkstring(L, 1);
  const char *bytes = luaL_checklstring(L, 2, &length);
  int failed = file_append_private(path, bytes, length);
  if (failed) return viva_fail_errno(L, failed, path);
  lua_pushboolean(L, 1);
  return 1;
}

static const luaL_Reg functions[] = {
    {"append", file_lua_append},
    {"replace", file_lua_replace},
    {"replace_all", file_lua_replace_all},
    {"move", file_lua_move},
    {NULL, NULL},
};

int luaopen_viva_file(lua_State *L);

int luaopen_viva_file(lua_State *L)
{
  luaL_newlib(L, functions);
  return 1;
}
