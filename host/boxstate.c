#include "boxstate.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "boxlib.h"

enum { HOOK_COUNT = 1000 };

static struct boxstate *current;
static int64_t cpu_base_ns;

static int64_t clock_ns(clockid_t clock)
{
  struct timespec t;
  clock_gettime(clock, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Lua collects by itself before it reports that memory has run out, so the ceiling is met by live data only. */
static void *allocate(void *owner, void *block, size_t old_size, size_t size)
{
  struct boxstate *s = owner;
  if (!block) old_size = 0;
  if (size == 0) {
    s->used -= old_size;
    free(block);
    return NULL;
  }
  if (size > old_size && size - old_size > s->ceiling - s->used) return NULL;
  void *moved = realloc(block, size);
  if (moved) s->used += size - old_size;
  return moved;
}

struct boxstate *boxstate_of(lua_State *L)
{
  return *(struct boxstate **)lua_getextraspace(L);
}

struct boxstate *boxstate_current(void)
{
  return current;
}

/* Both clocks count, so that a file is not blamed for a machine that has no time for it. */
int boxstate_late(const struct boxstate *s, int64_t by_ns)
{
  if (clock_ns(CLOCK_MONOTONIC) < s->deadline_ns + by_ns) return 0;
  return clock_ns(CLOCK_PROCESS_CPUTIME_ID) >= s->cpu_deadline_ns;
}

int boxstate_line(lua_State *L)
{
  lua_Debug at;
  for (int level = 0; lua_getstack(L, level, &at); level++) {
    lua_getinfo(L, "Sl", &at);
    if (at.currentline > 0 && strcmp(at.short_src, BOX_CHUNK) == 0) return at.currentline;
  }
  return 0;
}

static int push_stopped(lua_State *L, const struct boxstate *s)
{
  if (s->line)
    lua_pushfstring(L, BOX_CHUNK ":%d: stopped: it ran past its time limit", s->line);
  else
    lua_pushliteral(L, "stopped: it ran past its time limit");
  return lua_error(L);
}

/* Runs every thousand instructions, and at every one once the state is late: whatever the file has wrapped its loop
 * into ends by the same error again and again. */
static void watch(lua_State *L, lua_Debug *at)
{
  struct boxstate *s = boxstate_of(L);
  (void)at;
  if (!s->killed && (s != current || !boxstate_late(s, 0))) return;
  if (!s->killed) s->line = boxstate_line(L);
  s->killed = 1;
  lua_sethook(L, watch, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
  push_stopped(L, s);
}

void boxstate_interrupt(struct boxstate *s)
{
  lua_sethook(s->running, watch, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

void boxstate_reraise(lua_State *L)
{
  if (boxstate_of(L)->killed) lua_error(L);
}

static int open_library(lua_State *L)
{
  boxlib_open(L);
  return 0;
}

struct boxstate *boxstate_new(size_t ceiling)
{
  struct boxstate *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->ceiling = ceiling;
  s->L = s->running = lua_newstate(allocate, s);
  if (!s->L) {
    free(s);
    return NULL;
  }
  *(struct boxstate **)lua_getextraspace(s->L) = s;
  lua_sethook(s->L, watch, LUA_MASKCOUNT, HOOK_COUNT);
  lua_pushcfunction(s->L, open_library);
  if (lua_pcall(s->L, 0, 0, 0) == LUA_OK) return s;
  boxstate_free(s);
  return NULL;
}

void boxstate_free(struct boxstate *s)
{
  lua_close(s->L);
  free(s->printed);
  free(s);
}

void boxstate_note_cpu(void)
{
  cpu_base_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

void boxstate_enter(struct boxstate *s, uint32_t limit_ms)
{
  int64_t limit = (int64_t)limit_ms * 1000000;
  s->running = s->L;
  s->printed_length = 0;
  s->rule = 0;
  s->deadline_ns = clock_ns(CLOCK_MONOTONIC) + limit;
  s->cpu_deadline_ns = cpu_base_ns + limit / 2;
  current = s;
}

/* A small heap is left to grow tenfold between collections, a large one is collected well before the ceiling. */
void boxstate_leave(struct boxstate *s)
{
  current = NULL;
  size_t room = s->ceiling / (2 * s->used + 1) * 100;
  lua_gc(s->L, LUA_GCINC, room < 150 ? 150 : room > 1000 ? 1000 : (int)room, 0, 0);
}

void boxstate_print(struct boxstate *s, const char *bytes, size_t length)
{
  size_t room = PRINTED_MAX - s->printed_length;
  if (!s->printed) s->printed = malloc(PRINTED_MAX);
  if (!s->printed) return;
  if (length > room) length = room;
  memcpy(s->printed + s->printed_length, bytes, length);
  s->printed_length += length;
}
