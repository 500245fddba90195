/* lua_loop.c: the event loop as Lua sees it.
 *
 *   loop.wait([seconds]) -> id, ...     the next finished thing: its id, then what its kind gives (a value, or nil, text,
 *                                       code, detail); nothing when nothing is under way or the seconds have passed
 *   loop.timer(seconds) -> id           ends after that time with true
 *   loop.cancel(id) -> boolean          ends a timer now; false when there is no such timer
 *   loop.signal("INT"|"TERM"|"HUP"|"CHLD"|"WINCH") -> id     ends at the next arrival with true
 *   loop.signals(name) -> n             how often that signal, once waited for, has arrived so far; looks without waiting
 *   loop.pending() -> n                 things under way or finished and not yet taken (waits for signals do not count)
 *   loop.now() -> seconds               monotonic; loop.time() -> seconds since 1970
 *   loop.pid() -> n; loop.terminal(fd) -> columns | nil      how wide the terminal at fd is, nil where there is none */
#include <lauxlib.h>
#include <math.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "loop.h"

/* Holds the finished thing while its results are pushed: when pushing raises, the next wait frees it. */
struct taken {
  struct loop_done *done;
};

static int taken_free(lua_State *L)
{
  struct taken *taken = lua_touserdata(L, 1);
  if (taken->done) taken->done->kind->free(taken->done);
  taken->done = NULL;
  return 0;
}

static int push_true(void *state, struct loop_done *done)
{
  (void)done;
  lua_pushboolean(state, 1);
  return 1;
}

static int64_t milliseconds(lua_State *L, int index)
{
  lua_Number seconds = luaL_checknumber(L, index);
  luaL_argcheck(L, seconds >= 0 && seconds < 1e9, index, "seconds from 0 to 1e9 expected");
  return (int64_t)ceil(seconds * 1000);
}

/* loop.wait([seconds]) -> id, ... */
static int loop_lua_wait(lua_State *L)
{
  int64_t timeout = lua_isnoneornil(L, 1) ? -1 : milliseconds(L, 1);
  struct taken *taken = lua_touserdata(L, lua_upvalueindex(1));
  if (taken->done) taken->done->kind->free(taken->done);
  taken->done = loop_wait(timeout);
  if (!taken->done) return 0;
  lua_settop(L, 0);
  luaL_checkstack(L, 8, NULL);
  lua_pushinteger(L, (lua_Integer)taken->done->id);
  int results = taken->done->kind->push(L, taken->done);
  taken->done->kind->free(taken->done);
  taken->done = NULL;
  return 1 + results;
}

static int id_or_failure(lua_State *L, uint64_t id, int failed, const char *what)
{
  if (failed) {
    loop_drop(id);
    return viva_fail(L, uv_err_name(failed), "%s: %s", what, uv_strerror(failed));
  }
  lua_pushinteger(L, (lua_Integer)id);
  return 1;
}

/* loop.timer(seconds) -> id */
static int loop_lua_timer(lua_State *L)
{
  int64_t wait = milliseconds(L, 1);
  uint64_t id = loop_id();
  return id_or_failure(L, id, loop_timer(id, (uint64_t)wait), "timer");
}

/* loop.cancel(id) -> boolean */
static int loop_lua_cancel(lua_State *L)
{
  lua_pushboolean(L, loop_timer_cancel((uint64_t)luaL_checkinteger(L, 1)));
  return 1;
}

static int check_signal(lua_State *L, int index)
{
  static const char *const names[] = {"INT", "TERM", "HUP", "CHLD", "WINCH", NULL};
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGWINCH};
  return numbers[luaL_checkoption(L, index, NULL, names)];
}

/* loop.signal(name) -> id */
static int loop_lua_signal(lua_State *L)
{
  int signum = check_signal(L, 1);
  uint64_t id = loop_id();
  return id_or_failure(L, id, loop_signal(id, signum), "signal");
}

/* loop.signals(name) -> n */
static int loop_lua_signals(lua_State *L)
{
  lua_pushinteger(L, loop_signals(check_signal(L, 1)));
  return 1;
}

/* loop.pending() -> n */
static int loop_lua_pending(lua_State *L)
{
  lua_pushinteger(L, (lua_Integer)loop_pending());
  return 1;
}

static int push_clock(lua_State *L, clockid_t clock)
{
  struct timespec now;
  clock_gettime(clock, &now);
  lua_pushnumber(L, (lua_Number)now.tv_sec + (lua_Number)now.tv_nsec * 1e-9);
  return 1;
}

/* loop.now() -> seconds */
static int loop_lua_now(lua_State *L)
{
  return push_clock(L, CLOCK_MONOTONIC);
}

/* loop.time() -> seconds since 1970 */
static int loop_lua_time(lua_State *L)
{
  return push_clock(L, CLOCK_REALTIME);
}

/* loop.pid() -> n */
static int loop_lua_pid(lua_State *L)
{
  lua_pushinteger(L, getpid());
  return 1;
}

/* loop.terminal(fd) -> columns | nil */
static int loop_lua_terminal(lua_State *L)
{
  struct winsize size;
  int fd = (int)luaL_checkinteger(L, 1);
  if (!isatty(fd)) return 0;
  lua_pushinteger(L, ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80);
  return 1;
}

static void push_wait(lua_State *L)
{
  struct taken *taken = lua_newuserdatauv(L, sizeof *taken, 0);
  taken->done = NULL;
  lua_createtable(L, 0, 1); /* taken meta */
  lua_pushcfunction(L, taken_free);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2); /* taken */
  lua_pushcclosure(L, loop_lua_wait, 1);
}

static const luaL_Reg functions[] = {
    {"timer", loop_lua_timer},
    {"cancel", loop_lua_cancel},
    {"signal", loop_lua_signal},
    {"signals", loop_lua_signals},
    {"pending", loop_lua_pending},
    {"now", loop_lua_now},
    {"time", loop_lua_time},
    {"pid", loop_lua_pid},
    {"terminal", loop_lua_terminal},
    {NULL, NULL},
};

int luaopen_viva_loop(lua_State *L);

int luaopen_viva_loop(lua_State *L)
{
  loop_timer_kind.push = push_true;
  loop_signal_kind.push = push_true;
  luaL_newlib(L, functions);
  push_wait(L);
  lua_setfield(L, -2, "wait");
  return 1;
}
