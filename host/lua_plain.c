/* lua_plain.c: plain Lua data as bytes and back (boxplain.h), as Lua sees it.
 *
 *   plain.write(value) -> bytes | nil, text, "plain"     what is not plain data, or larger than 16 MB
 *   plain.read(bytes) -> value | nil, text, "plain"      bytes that are not what write gave */
#include <lauxlib.h>
#include <stdlib.h>

#include "boxplain.h"
#include "check.h"

static int plain_lua_write(lua_State *L)
{
  luaL_checkany(L, 1);
  lua_settop(L, 1);
  struct plain_out *out = lua_touserdata(L, lua_upvalueindex(1));
  out->length = 0;
  const char *problem = plain_write(out, L, 1, 1);
  if (problem) return viva_fail(L, "plain", "%s", problem);
  lua_pushlstring(L, out->bytes, out->length);
  return 1;
}

static int plain_lua_read(lua_State *L)
{
  size_t length;
  const char *bytes = luaL_checklstring(L, 1, &length);
  int count = plain_read(L, bytes, length);
  if (count == 1) return 1;
  return viva_fail(L, "plain", "these bytes are no plain data");
}

static int out_gc(lua_State *L)
{
  struct plain_out *out = lua_touserdata(L, 1);
  free(out->bytes);
  *out = (struct plain_out){0};
  return 0;
}

static const luaL_Reg functions[] = {
    {"write", plain_lua_write},
    {"read", plain_lua_read},
    {NULL, NULL},
};

int luaopen_viva_plain(lua_State *L);

int luaopen_viva_plain(lua_State *L)
{
  luaL_newlibtable(L, functions);
  viva_push_upvalue(L, sizeof(struct plain_out), 0, out_gc);
  luaL_setfuncs(L, functions, 1);
  return 1;
}
