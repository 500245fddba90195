/* lua_store.c: the reply store as Lua sees it. Requests and keys are 32 raw bytes; ids are for task.await.
 *
 *   store.open(path, { simulated=, readonly= }) -> s | nil, text, code     both false unless set; codes: locked missing newer
 *                                        older kind damaged not_a_store cannot_open readonly no_space io busy memory
 *   s:reply(request) -> { raw=, status=, received=, seconds=, attempt= } | { raw=, received=, imported=true, note= } | nil
 *                                        the first one committed; nil, text, code when it is damaged
 *   s:begin(request, origin [, note]) -> id       -> attempt number, journalled durably
 *   s:leave(attempt)                     marks, without waiting, that its request leaves now
 *   s:save(attempt, request, raw, status, seconds) -> id             -> true once durable; closes the attempt as `done`
 *   s:close_attempt(attempt, class [, text [, partial]]) -> id       -> true; class: not_sent refused ambiguous failed;
 *                                        nil, text, "closed" when it was closed before
 *   s:import(request, raw [, note]) -> id         -> true, or false when the request had a reply already
 *   s:memo(key) -> string | nil; s:remember(key, string)             what was remembered shows once it is committed
 *   s:attempts([{ open=true, class=, request= }]) -> list of { attempt=, request=, origin=, note=, started=, class=, text=,
 *                                        partial=, finished=, session=, left= }; class is `open` for those under way;
 *                                        left: its process died, class is `ambiguous`
 *   s:counts() -> { replies=, imported=, memos=, attempts=, done=, not_sent=, refused=, ambiguous=, failed=, open=, left= }
 *                                        ambiguous counts those that were left, open counts all without an outcome
 *   s:state() -> text                    another one whenever anything has been added
 *   s:paid_twice() -> list of { request=, attempts={ numbers }, origin=, when= }        answered, and maybe billed again
 *   s:check() -> true | nil, text, code           reads the whole file
 *   s:warning() -> text | nil                     when the file lies on a network file system
 *   s:close()                                     commits what waits first; also at the end of a `<close>` variable
 *
 * What an id ends with is nil, text, code when the disk is full (no_space; goes on once there is space) or fails (io). */
#include <lauxlib.h>
#include <string.h>

#include "check.h"
#include "store.h"

#define TYPE_NAME "viva.store"
#define MOST_COUNTS 32

struct handle {
  struct store *store; /* NULL when closed */
};

static struct store *check_store(lua_State *L)
{
  struct handle *handle = luaL_checkudata(L, 1, TYPE_NAME);
  if (!handle->store) luaL_error(L, "this store is closed");
  return handle->store;
}

static struct store *check_writable(lua_State *L)
{
  struct store *store = check_store(L);
  if (!store_is_writable(store)) luaL_error(L, "this store was opened to read");
  return store;
}

static const uint8_t *check_key(lua_State *L, int index)
{
  size_t size;
  const char *key = luaL_checklstring(L, index, &size);
  luaL_argcheck(L, size == STORE_KEY_BYTES, index, "32 raw bytes expected");
  return (const uint8_t *)key;
}

static struct store_bytes check_bytes(lua_State *L, int index)
{
  struct store_bytes bytes;
  bytes.data = luaL_checklstring(L, index, &bytes.size);
  return bytes;
}

static struct store_bytes optional_bytes(lua_State *L, int index)
{
  if (lua_isnoneornil(L, index)) return (struct store_bytes){0};
  return check_bytes(L, index);
}

static int64_t check_attempt(lua_State *L, struct store *store, int index)
{
  int64_t attempt = luaL_checkinteger(L, index);
  luaL_argcheck(L, store_knows_attempt(store, attempt), index, "no such attempt");
  return attempt;
}

static int push_id(lua_State *L, uint64_t id)
{
  if (id == 0) return luaL_error(L, "not enough memory");
  lua_pushinteger(L, (lua_Integer)id);
  return 1;
}

static int failure(lua_State *L, struct store *store)
{
  const struct store_error *error = store_failure(store);
  return viva_fail(L, error->code, "%s", error->text);
}

static int push_nothing(lua_State *L)
{
  lua_pushnil(L);
  return 1;
}

static int push_done(void *state, struct loop_done *loop_done)
{
  const struct store_done *done = (struct store_done *)loop_done;
  if (done->code) return viva_fail(state, done->code, "%s", done->text);
  if (done->op == STORE_BEGIN)
    lua_pushinteger(state, done->value);
  else
    lua_pushboolean(state, done->op != STORE_IMPORT || done->value != 0);
  return 1;
}

static void set_bytes(lua_State *L, const char *name, struct store_bytes bytes)
{
  if (!bytes.data) return;
  lua_pushlstring(L, bytes.data, bytes.size);
  lua_setfield(L, -2, name);
}

static void set_number(lua_State *L, const char *name, double number)
{
  lua_pushnumber(L, number);
  lua_setfield(L, -2, name);
}

static void set_integer(lua_State *L, const char *name, int64_t number)
{
  lua_pushinteger(L, number);
  lua_setfield(L, -2, name);
}

static void set_flag(lua_State *L, const char *name, bool flag)
{
  if (!flag) return;
  lua_pushboolean(L, 1);
  lua_setfield(L, -2, name);
}

static bool get_flag(lua_State *L, int index, const char *name)
{
  if (!lua_istable(L, index)) return false;
  lua_getfield(L, index, name);
  bool flag = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return flag;
}

/* store.open(path, options) -> store | nil, text, code */
static int store_lua_open(lua_State *L)
{
  struct store_options options = {.path = luaL_checkstring(L, 1)};
  if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TTABLE);
  options.simulated = get_flag(L, 2, "simulated");
  options.readonly = get_flag(L, 2, "readonly");
  struct handle *handle = lua_newuserdatauv(L, sizeof *handle, 0);
  handle->store = NULL;
  luaL_setmetatable(L, TYPE_NAME);
  struct store_error error = {0};
  handle->store = store_open(&options, &error);
  if (!handle->store) return viva_fail(L, error.code, "%s", error.text);
  return 1;
}

/* s:close(); also __gc and __close */
static int store_lua_close(lua_State *L)
{
  struct handle *handle = luaL_checkudata(L, 1, TYPE_NAME);
  store_close(handle->store);
  handle->store = NULL;
  return 0;
}

static void push_reply(lua_State *L, const struct store_reply *reply)
{
  lua_createtable(L, 0, 5);
  set_bytes(L, "raw", reply->raw);
  set_bytes(L, "note", reply->note);
  set_number(L, "received", reply->received);
  set_flag(L, "imported", reply->attempt == 0);
  if (reply->attempt == 0) return;
  set_number(L, "seconds", reply->seconds);
  set_integer(L, "attempt", reply->attempt);
  set_integer(L, "status", reply->status);
}

/* s:reply(request) -> reply | nil [, text, code] */
static int store_lua_reply(lua_State *L)
{
  struct store *store = check_store(L);
  struct store_reply reply;
  int found = store_reply(store, check_key(L, 2), &reply);
  if (found < 0) return failure(L, store);
  if (found == 0) return push_nothing(L);
  push_reply(L, &reply);
  store_release(store);
  return 1;
}

/* s:memo(key) -> string | nil; a damaged one is as good as none, for it can be made again */
static int store_lua_memo(lua_State *L)
{
  struct store *store = check_store(L);
  struct store_bytes value;
  if (store_memo(store, check_key(L, 2), &value) <= 0) return push_nothing(L);
  lua_pushlstring(L, value.data, value.size);
  store_release(store);
  return 1;
}

/* s:begin(request, origin [, note]) -> id */
static int store_lua_begin(lua_State *L)
{
  struct store *store = check_writable(L);
  return push_id(L, store_begin(store, check_key(L, 2), check_bytes(L, 3), optional_bytes(L, 4)));
}

/* s:leave(attempt) */
static int store_lua_leave(lua_State *L)
{
  struct store *store = check_writable(L);
  store_leave(store, check_attempt(L, store, 2));
  return 0;
}

/* s:save(attempt, request, raw, status, seconds) -> id */
static int store_lua_save(lua_State *L)
{
  struct store *store = check_writable(L);
  int64_t attempt = check_attempt(L, store, 2);
  const uint8_t *request = check_key(L, 3);
  struct store_answer answer = {check_bytes(L, 4), (int)luaL_checkinteger(L, 5), luaL_checknumber(L, 6)};
  return push_id(L, store_save(store, attempt, request, &answer));
}

/* s:close_attempt(attempt, class [, text [, partial]]) -> id */
static int store_lua_close_attempt(lua_State *L)
{
  struct store *store = check_writable(L);
  int64_t attempt = check_attempt(L, store, 2);
  const char *class_name = store_classes[luaL_checkoption(L, 3, NULL, store_classes)];
  return push_id(L, store_close_attempt(store, attempt, class_name, optional_bytes(L, 4), optional_bytes(L, 5)));
}

/* s:import(request, raw [, note]) -> id */
static int store_lua_import(lua_State *L)
{
  struct store *store = check_writable(L);
  return push_id(L, store_import(store, check_key(L, 2), check_bytes(L, 3), optional_bytes(L, 4)));
}

/* s:remember(key, string) */
static int store_lua_remember(lua_State *L)
{
  struct store *store = check_writable(L);
  if (store_remember(store, check_key(L, 2), check_bytes(L, 3)) != 0) return luaL_error(L, "not enough memory");
  return 0;
}

static void push_attempt(lua_State *L, const struct store_attempt *row)
{
  lua_createtable(L, 0, 11);
  set_integer(L, "attempt", row->attempt);
  set_integer(L, "session", row->session);
  set_bytes(L, "request", row->request);
  set_bytes(L, "origin", row->origin);
  set_bytes(L, "note", row->note);
  set_number(L, "started", row->started);
  if (row->finished > 0) set_number(L, "finished", row->finished);
  set_bytes(L, "class", row->class_name);
  set_bytes(L, "text", row->text);
  set_bytes(L, "partial", row->partial);
  set_flag(L, "left", row->left);
}

static struct store_filter check_filter(lua_State *L)
{
  struct store_filter filter = {.open = get_flag(L, 2, "open")};
  if (lua_isnoneornil(L, 2)) return filter;
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_getfield(L, 2, "class");
  lua_getfield(L, 2, "request");
  filter.class_name = luaL_optstring(L, -2, NULL);
  if (!lua_isnil(L, -1)) filter.request = check_key(L, lua_gettop(L));
  return filter;
}

/* s:attempts([filter]) -> list */
static int store_lua_attempts(lua_State *L)
{
  struct store *store = check_store(L);
  struct store_filter filter = check_filter(L);
  if (store_attempts(store, &filter) != 0) return failure(L, store);
  struct store_attempt row;
  int found;
  lua_newtable(L);
  for (lua_Integer i = 1; (found = store_attempts_next(store, &row)) == 1; i++) {
    push_attempt(L, &row);
    lua_rawseti(L, -2, i);
  }
  return found == 0 ? 1 : failure(L, store);
}

/* s:counts() -> table of numbers */
static int store_lua_counts(lua_State *L)
{
  struct store *store = check_store(L);
  struct store_count counts[MOST_COUNTS];
  int count = store_counts(store, counts, MOST_COUNTS);
  if (count < 0) return failure(L, store);
  lua_createtable(L, 0, count);
  for (int i = 0; i < count; i++) set_integer(L, counts[i].name, counts[i].value);
  return 1;
}

/* s:state() -> text */
static int store_lua_state(lua_State *L)
{
  struct store *store = check_store(L);
  struct store_bytes state;
  if (store_state(store, &state) != 1) return failure(L, store);
  lua_pushlstring(L, state.data, state.size);
  store_release(store);
  return 1;
}

/* Pushes a list of the numbers in a text such as 3,17,18. */
static void push_numbers(lua_State *L, struct store_bytes text)
{
  lua_newtable(L);
  const char *at = text.data, *end = at + text.size;
  for (lua_Integer i = 1; at < end; i++) {
    const char *comma = memchr(at, ',', (size_t)(end - at));
    if (!comma) comma = end;
    lua_pushlstring(L, at, (size_t)(comma - at));
    lua_pushinteger(L, lua_tointeger(L, -1));
    lua_rawseti(L, -3, i);
    lua_pop(L, 1);
    at = comma + 1;
  }
}

/* s:paid_twice() -> list */
static int store_lua_paid_twice(lua_State *L)
{
  struct store *store = check_store(L);
  if (store_paid_twice(store) != 0) return failure(L, store);
  struct store_twice row;
  int found;
  lua_newtable(L);
  for (lua_Integer i = 1; (found = store_paid_twice_next(store, &row)) == 1; i++) {
    lua_createtable(L, 0, 4);
    set_bytes(L, "request", row.request);
    set_bytes(L, "origin", row.origin);
    set_number(L, "when", row.received);
    push_numbers(L, row.attempts);
    lua_setfield(L, -2, "attempts");
    lua_rawseti(L, -2, i);
  }
  return found == 0 ? 1 : failure(L, store);
}

/* s:check() -> true | nil, text, code */
static int store_lua_check(lua_State *L)
{
  struct store *store = check_store(L);
  if (store_check(store) != 1) return failure(L, store);
  lua_pushboolean(L, 1);
  return 1;
}

/* s:warning() -> text | nil */
static int store_lua_warning(lua_State *L)
{
  lua_pushstring(L, store_warning(check_store(L)));
  return 1;
}

static const luaL_Reg methods[] = {
    {"reply", store_lua_reply},
    {"begin", store_lua_begin},
    {"leave", store_lua_leave},
    {"save", store_lua_save},
    {"close_attempt", store_lua_close_attempt},
    {"import", store_lua_import},
    {"memo", store_lua_memo},
    {"remember", store_lua_remember},
    {"attempts", store_lua_attempts},
    {"counts", store_lua_counts},
    {"state", store_lua_state},
    {"paid_twice", store_lua_paid_twice},
    {"check", store_lua_check},
    {"warning", store_lua_warning},
    {"close", store_lua_close},
    {NULL, NULL},
};

static const luaL_Reg functions[] = {
    {"open", store_lua_open},
    {NULL, NULL},
};

int luaopen_viva_store(lua_State *L);

int luaopen_viva_store(lua_State *L)
{
  store_kind.push = push_done;
  viva_type(L, TYPE_NAME, methods, store_lua_close);
  luaL_newlib(L, functions);
  return 1;
}
