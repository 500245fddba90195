/* lua_ledger.c: a file of lines that are on the disk when they are said to be.
 *
 *   ledger.open(path) -> l | nil, text, code       appends; makes the file when there is none
 *   l:append(line) -> id                           ends with true when the line is on the disk, or with nil, text, code
 *   l:close()                                      closes when all lines are on the disk; safe twice, also as a
 *                                                  to-be-closed variable */
#include <lauxlib.h>

#include "check.h"
#include "ledger.h"

#define TYPE "viva.ledger"

struct handle {
  struct ledger *ledger; /* NULL: closed */
};

static struct handle *check_handle(lua_State *L)
{
  return luaL_checkudata(L, 1, TYPE);
}

/* ledger.open(path) -> l | nil, text, code */
static int ledger_lua_open(lua_State *L)
{
  const char *path = luaL_checkstring(L, 1);
  struct handle *handle = lua_newuserdatauv(L, sizeof *handle, 0);
  handle->ledger = NULL;
  luaL_setmetatable(L, TYPE);
  int failed = ledger_open(&handle->ledger, path);
  return failed ? viva_fail_errno(L, -failed, path) : 1;
}

/* l:append(line) -> id */
static int ledger_lua_append(lua_State *L)
{
  struct handle *handle = check_handle(L);
  size_t length;
  const char *line = luaL_checklstring(L, 2, &length);
  if (!handle->ledger) return viva_fail(L, "closed", "the ledger is closed");
  uint64_t id = loop_id();
  int failed = ledger_append(handle->ledger, id, line, length);
  if (failed) {
    loop_drop(id);
    return viva_fail_errno(L, -failed, "ledger");
  }
  lua_pushinteger(L, (lua_Integer)id);
  return 1;
}

/* l:close(); also __gc and __close */
static int ledger_lua_close(lua_State *L)
{
  struct handle *handle = check_handle(L);
  struct ledger *ledger = handle->ledger;
  handle->ledger = NULL;
  if (ledger) ledger_close(ledger);
  return 0;
}

static int push_written(void *state, struct loop_done *done)
{
  int error = ((const struct ledger_written *)done)->error;
  if (error) return viva_fail_errno(state, error, "ledger");
  lua_pushboolean(state, 1);
  return 1;
}

static const luaL_Reg methods[] = {
    {"append", ledger_lua_append},
    {"close", ledger_lua_close},
    {NULL, NULL},
};

static const luaL_Reg functions[] = {
    {"open", ledger_lua_open},
    {NULL, NULL},
};

int luaopen_viva_ledger(lua_State *L);

int luaopen_viva_ledger(lua_State *L)
{
  ledger_kind.push = push_written;
  viva_type(L, TYPE, methods, ledger_lua_close);
  luaL_newlib(L, functions);
  return 1;
}
