/* viva.box: a locked child process in which experts' files run (box.h). Plain data goes in, plain data comes out.
 *
 *   box.open(scripts [, program])  -> b                  scripts: the folder that holds box/; the process starts at the
 * first use b:load(path, limit, ...)       -> file, id           a number for the calls; the values go to load() of
 * scripts/box/files.lua b:call(file, limit, word, ...) -> id                 word and values go to its call()
 *   b:drop(file)                                         forgets it once the calls under way are done
 *   b:probe(number)                -> id                 has the box try a system call, of which it should die
 *   b:pid()                        -> number | nil       of the process that runs now
 *   b:starts()                     -> number             of processes started so far
 *   b:sanitized()                  -> boolean            a build for finding faults: without seccomp and a ceiling for
 * the process b:close()                                            also __gc and __close; calls under way end with code
 * "closed"
 *
 * limit is in seconds. An id finishes with the value that the library returned, or nil, text, code; then comes what the
 * file printed, if it did. Codes: "stopped" (it ran past its limit, or the box died of it), "memory", "script" (an
 * error in it), "result" (it returned what is not plain data), "box" (the box does not start), "closed", or the
 * library's own. */
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "box.h"
#include "boxplain.h"
#include "check.h"

static const char *const handle_type = "viva.box";

enum { MEMORY_MB = 64 };

struct handle {
  struct box *box; /* NULL once closed */
  struct plain_out out;
};

static struct handle *check_handle(lua_State *L)
{
  struct handle *handle = luaL_checkudata(L, 1, handle_type);
  if (!handle->box) luaL_error(L, "the box is closed");
  return handle;
}

static uint32_t check_limit(lua_State *L, int index)
{
  lua_Number seconds = luaL_checknumber(L, index);
  luaL_argcheck(L, seconds > 0 && seconds <= 3600, index, "a limit is more than 0 and at most 3600 seconds");
  return (uint32_t)(seconds * 1000 + 0.5);
}

static uint32_t check_file(lua_State *L, const struct handle *handle, int index)
{
  lua_Integer file = luaL_checkinteger(L, index);
  luaL_argcheck(L, file > 0 && file <= UINT32_MAX && box_has(handle->box, (uint32_t)file), index, "no such file");
  return (uint32_t)file;
}

/* Plain values from stack position first on; raises for what cannot go into the box. */
static void write_values(lua_State *L, struct handle *handle, int first)
{
  const char *problem = plain_write(&handle->out, L, first, lua_gettop(L));
  if (problem) luaL_error(L, "this cannot go into the box: %s", problem);
}

static void put(lua_State *L, struct plain_out *out, const void *bytes, size_t length)
{
  if (!plain_reserve(out, length)) luaL_error(L, "not enough memory");
  memcpy(out->bytes + out->length, bytes, length);
  out->length += length;
}

static int start_id(lua_State *L, uint64_t id, int started)
{
  if (!started) {
    loop_drop(id);
    return luaL_error(L, "not enough memory");
  }
  lua_pushinteger(L, (lua_Integer)id);
  return 1;
}

/* b:load(path, limit, ...) -> file, id */
static int box_load_(lua_State *L)
{
  struct handle *handle = check_handle(L);
  size_t path_length;
  const char *path = luaL_checklstring(L, 2, &path_length);
  uint32_t limit = check_limit(L, 3), header[2] = {MEMORY_MB, (uint32_t)path_length};
  handle->out.length = 0;
  put(L, &handle->out, header, sizeof header);
  put(L, &handle->out, path, path_length);
  write_values(L, handle, 4);
  uint32_t file = box_file(handle->box, path, handle->out.bytes, handle->out.length);
  if (!file) return luaL_error(L, "not enough memory");
  lua_pushinteger(L, file);
  uint64_t id = loop_id();
  return 1 + start_id(L, id, box_load(handle->box, id, file, limit));
}

/* b:call(file, limit, word, ...) -> id */
static int box_call_(lua_State *L)
{
  struct handle *handle = check_handle(L);
  uint32_t file = check_file(L, handle, 2), limit = check_limit(L, 3);
  const char *word = luaL_checkstring(L, 4);
  handle->out.length = 0;
  write_values(L, handle, 4);
  uint64_t id = loop_id();
  return start_id(L, id, box_call(handle->box, id, file, limit, word, handle->out.bytes, handle->out.length));
}

/* b:drop(file) */
static int box_drop_(lua_State *L)
{
  struct handle *handle = check_handle(L);
  box_drop(handle->box, check_file(L, handle, 2));
  return 0;
}

/* b:probe(number) -> id */
static int box_probe_(lua_State *L)
{
  struct handle *handle = check_handle(L);
  uint32_t number = (uint32_t)luaL_checkinteger(L, 2);
  uint64_t id = loop_id();
  return start_id(L, id, box_probe(handle->box, id, number));
}

/* b:pid() -> number | nil */
static int box_pid_(lua_State *L)
{
  int pid = box_pid(check_handle(L)->box);
  if (pid)
    lua_pushinteger(L, pid);
  else
    lua_pushnil(L);
  return 1;
}

/* b:starts() -> number */
static int box_starts_(lua_State *L)
{
  lua_pushinteger(L, box_starts(check_handle(L)->box));
  return 1;
}

/* b:sanitized() -> boolean */
static int box_sanitized(lua_State *L)
{
#ifdef VIVA_SANITIZE
  lua_pushboolean(L, 1);
#else
  lua_pushboolean(L, 0);
#endif
  return 1;
}

/* b:close() */
static int box_close(lua_State *L)
{
  struct handle *handle = luaL_checkudata(L, 1, handle_type);
  struct box *box = handle->box;
  handle->box = NULL;
  free(handle->out.bytes);
  handle->out = (struct plain_out){0};
  if (box) box_free(box);
  return 0;
}

/* nil, text, code: what came instead of a value. */
static int push_failure(lua_State *L, const struct box_done *done, const char *body, size_t length)
{
  lua_pushnil(L);
  if (done->status == BOX_STOPPED) {
    lua_pushlstring(L, body, length);
    lua_pushliteral(L, "stopped");
    return 3;
  }
  size_t code = strnlen(body, length);
  size_t text = code < length ? code + 1 : length;
  lua_pushlstring(L, body + text, length - text);
  lua_pushlstring(L, body, code);
  return 3;
}

static int push_result(lua_State *L, const struct box_done *done, const char *body, size_t length)
{
  if (done->status != BOX_OK) return push_failure(L, done, body, length);
  int count = plain_read(L, body, length);
  if (count < 0) return viva_fail(L, "box", "the box gave an answer that cannot be read");
  lua_settop(L, lua_gettop(L) - count + (count > 0));
  if (count == 0) lua_pushnil(L);
  lua_pushnil(L);
  lua_pushnil(L);
  return 3;
}

static int push_done(void *lua_state, struct loop_done *loop_done)
{
  lua_State *L = lua_state;
  const struct box_done *done = (const struct box_done *)loop_done;
  int count = push_result(L, done, done->bytes + done->log, done->length - done->log);
  if (done->log == 0) return count;
  lua_pushlstring(L, done->bytes, done->log);
  return count + 1;
}

static const luaL_Reg methods[] = {{"load", box_load_},          {"call", box_call_},  {"drop", box_drop_},
                                   {"probe", box_probe_},        {"pid", box_pid_},    {"starts", box_starts_},
                                   {"sanitized", box_sanitized}, {"close", box_close}, {NULL, NULL}};

/* The box's own program, which stands beside this one; where it is missing, this one does its work. */
static void find_program(lua_State *L, char *program, size_t size)
{
  size_t length = size - sizeof "viva_box";
  if (uv_exepath(program, &length) != 0) luaL_error(L, "this program does not know where it is");
  char self[4096];
  snprintf(self, sizeof self, "%s", program);
  char *slash = strrchr(program, '/');
  if (!slash) return;
  strcpy(slash + 1, "viva_box");
  if (access(program, X_OK) != 0) snprintf(program, size, "%s", self);
}

/* box.open(scripts [, program]) -> b */
static int box_open(lua_State *L)
{
  char beside[4096];
  const char *scripts = luaL_checkstring(L, 1);
  find_program(L, beside, sizeof beside);
  const char *program = luaL_optstring(L, 2, beside);
  struct handle *handle = lua_newuserdatauv(L, sizeof *handle, 0);
  *handle = (struct handle){0};
  luaL_setmetatable(L, handle_type);
  handle->box = box_new(program, scripts);
  if (!handle->box) return luaL_error(L, "not enough memory");
  return 1;
}

static const luaL_Reg functions[] = {{"open", box_open}, {NULL, NULL}};

int luaopen_viva_box(lua_State *L);

int luaopen_viva_box(lua_State *L)
{
  box_kind.push = push_done;
  viva_type(L, handle_type, methods, box_close);
  luaL_newlib(L, functions);
  return 1;
}
