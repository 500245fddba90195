/* lua_watch.c: changes in folders as Lua sees them (watch.h).
 *
 *   watch.start(folders [, quiet]) -> id | nil, text, code     ends once something in one of the folders has changed and
 *                                                             then nothing more for `quiet` seconds (0.05): with true, or
 *                                                             with false when it was cancelled
 *   watch.cancel(id) -> boolean                                ends a watch now; false when there is no such watch */
#include <lauxlib.h>

#include "check.h"
#include "watch.h"

enum { MOST_FOLDERS = 64 };

/* watch.start(folders [, quiet]) -> id */
static int watch_lua_start(lua_State *L)
{
  const char *folders[MOST_FOLDERS];
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Number quiet = luaL_optnumber(L, 2, 0.05);
  luaL_argcheck(L, quiet >= 0 && quiet < 3600, 2, "seconds from 0 to 3600 expected");
  lua_Integer count = luaL_len(L, 1);
  luaL_argcheck(L, count > 0 && count <= MOST_FOLDERS, 1, "a list of 1 to 64 folders expected");
  luaL_checkstack(L, MOST_FOLDERS + 8, NULL);
  for (lua_Integer i = 0; i < count; i++) {
    lua_geti(L, 1, i + 1); /* ... folder: stays, so that its text does */
    luaL_argcheck(L, lua_type(L, -1) == LUA_TSTRING, 1, "a list of texts expected");
    folders[i] = lua_tostring(L, -1);
  }
  uint64_t id = loop_id();
  size_t failed;
  int problem = watch_start(id, folders, (size_t)count, (uint64_t)(quiet * 1000 + 0.5), &failed);
  if (problem) {
    loop_drop(id);
    return viva_fail(L, uv_err_name(problem), "%s: %s", folders[failed], uv_strerror(problem));
  }
  lua_pushinteger(L, (lua_Integer)id);
  return 1;
}

/* watch.cancel(id) -> boolean */
static int watch_lua_cancel(lua_State *L)
{
  lua_pushboolean(L, watch_cancel((uint64_t)luaL_checkinteger(L, 1)));
  return 1;
}

static int push_changed(void *state, struct loop_done *done)
{
  lua_pushboolean(state, ((struct watch_done *)done)->changed);
  return 1;
}

static const luaL_Reg functions[] = {
    {"start", watch_lua_start},
    {"cancel", watch_lua_cancel},
    {NULL, NULL},
};

int luaopen_viva_watch(lua_State *L);

int luaopen_viva_watch(lua_State *L)
{
  watch_kind.push = push_changed;
  luaL_newlib(L, functions);
  return 1;
}
