/* lua_process.c: child processes as Lua sees them.
 *
 *   process.start{ argv={ program, ... }, env={ "NAME=value", ... } } -> p | nil, text, code      env: ours when left out
 *   p:line() -> id        ends with the next line of its output, or nil, text, "eof"
 *   p:wait() -> id        ends with its exit status, or nil, text, "signal", number when a signal ended it; once
 *   p:kill("TERM"|"INT"|"KILL"|"STOP"|"CONT")
 *   p:close()             kills it if it runs still; also __gc and __close. Its standard input closes here. */
#include <lauxlib.h>
#include <signal.h>

#include "check.h"
#include "process.h"

#define TYPE "viva.process"

struct handle {
  struct process *process; /* NULL: closed */
};

static struct process *check_process(lua_State *L)
{
  struct handle *handle = luaL_checkudata(L, 1, TYPE);
  if (!handle->process) luaL_error(L, "this process is closed");
  return handle->process;
}

static int push_line(void *state, struct loop_done *done)
{
  const struct process_line *line = (struct process_line *)done;
  if (line->ended) return viva_fail(state, "eof", "its output has ended");
  lua_pushlstring(state, line->text, line->length);
  return 1;
}

static int push_end(void *state, struct loop_done *done)
{
  const struct process_end *end = (struct process_end *)done;
  if (end->signal != 0) {
    viva_fail(state, "signal", "ended by signal %d", end->signal);
    lua_pushinteger(state, end->signal);
    return 4;
  }
  lua_pushinteger(state, end->status);
  return 1;
}

static int push_id(lua_State *L, uint64_t id)
{
  if (id == 0) return luaL_error(L, "not enough memory, or it is waited for already");
  lua_pushinteger(L, (lua_Integer)id);
  return 1;
}

/* A NULL-ended array of the strings of a list; it lives in a userdata that is left on the stack above the list. */
static char **string_list(lua_State *L, int index)
{
  lua_Integer count = luaL_len(L, index);
  char **list = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof *list, 0);
  for (lua_Integer i = 0; i < count; i++) {
    if (lua_geti(L, index, i + 1) != LUA_TSTRING) luaL_error(L, "a list of strings expected");
    list[i] = (char *)lua_tostring(L, -1); /* the list holds the string */
    lua_pop(L, 1);
  }
  list[count] = NULL;
  return list;
}

/* process.start{ argv, env } -> p */
static int process_lua_start(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argcheck(L, lua_getfield(L, 1, "argv") == LUA_TTABLE && luaL_len(L, -1) > 0, 1, "argv should name a program");
  char **argv = string_list(L, lua_gettop(L)), **env = NULL;
  if (lua_getfield(L, 1, "env") == LUA_TTABLE) env = string_list(L, lua_gettop(L));
  struct handle *handle = lua_newuserdatauv(L, sizeof *handle, 0);
  handle->process = NULL;
  luaL_setmetatable(L, TYPE);
  int failed = process_start(&handle->process, argv, env);
  if (failed) return viva_fail(L, uv_err_name(failed), "%s: %s", argv[0], uv_strerror(failed));
  return 1;
}

/* p:line() -> id */
static int process_lua_line(lua_State *L)
{
  return push_id(L, process_read_line(check_process(L)));
}

/* p:wait() -> id */
static int process_lua_wait(lua_State *L)
{
  return push_id(L, process_wait(check_process(L)));
}

/* p:kill(signal) */
static int process_lua_kill(lua_State *L)
{
  static const char *const names[] = {"TERM", "INT", "KILL", "STOP", "CONT", NULL};
  static const int numbers[] = {SIGTERM, SIGINT, SIGKILL, SIGSTOP, SIGCONT};
  struct process *process = check_process(L);
  process_kill(process, numbers[luaL_checkoption(L, 2, "TERM", names)]);
  return 0;
}

/* p:close(); also __gc and __close */
static int process_lua_close(lua_State *L)
{
  struct handle *handle = luaL_checkudata(L, 1, TYPE);
  process_release(handle->process);
  handle->process = NULL;
  return 0;
}

static const luaL_Reg functions[] = {
    {"start", process_lua_start},
    {NULL, NULL},
};

static const luaL_Reg methods[] = {
    {"line", process_lua_line},
    {"wait", process_lua_wait},
    {"kill", process_lua_kill},
    {"close", process_lua_close},
    {NULL, NULL},
};

int luaopen_viva_process(lua_State *L);

int luaopen_viva_process(lua_State *L)
{
  process_line_kind.push = push_line;
  process_end_kind.push = push_end;
  viva_type(L, TYPE, methods, process_lua_close);
  luaL_newlib(L, functions);
  return 1;
}
