/* lua_file.c: files that are there whole or not at all.
 *
 *   file.replace(path, bytes) -> true | nil, text, code     temporary file, sync, rename, sync of the folder
 *   file.move(from, to) -> true | nil, text, code           rename and sync; a folder replaces an empty one only
 *   file.append(path, bytes) -> true | nil, text, code      a file that is made anew is its owner's alone to read */
#include <lauxlib.h>

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
    {"move", file_lua_move},
    {NULL, NULL},
};

int luaopen_viva_file(lua_State *L);

int luaopen_viva_file(lua_State *L)
{
  luaL_newlib(L, functions);
  return 1;
}
