/* lua_input.c: the end of standard input as Lua sees it.
 *
 *   input.ended() -> id | nil, text, code      ends with true when standard input has ended; ask once in a program */
#include <lauxlib.h>

#include "check.h"
#include "input.h"

/* input.ended() -> id | nil, text, code */
static int input_lua_ended(lua_State *L)
{
  uint64_t id = loop_id();
  int failed = input_ended(id);
  if (failed) {
    loop_drop(id);
    return viva_fail_errno(L, -failed, "standard input");
  }
  lua_pushinteger(L, (lua_Integer)id);
  return 1;
}

static int push_true(void *state, struct loop_done *done)
{
  (void)done;
  lua_pushboolean(state, 1);
  return 1;
}

static const luaL_Reg functions[] = {
    {"ended", input_lua_ended},
    {NULL, NULL},
};

int luaopen_viva_input(lua_State *L);

int luaopen_viva_input(lua_State *L)
{
  input_kind.push = push_true;
  luaL_newlib(L, functions);
  return 1;
}
