/* lua_server.c: an HTTP server as Lua sees it.
 *
 *   server.open{ port=0, address="127.0.0.1", max_body=bytes, max_head=bytes, max_connections=n, idle_timeout=seconds,
 *                hosts={ "127.0.0.1", "localhost" } } -> s | nil, text, code
 *       hosts: the names a Host header may carry (without port), others get 421; any name when hosts is left out
 *   s:port() -> n        s:connections() -> n
 *   s:request() -> id    ends with the next request { id=, method=, path= (decoded), query= (raw),
 *                        headers={ lower case }, body=, remote= }, or nil, text, "closed"; one id may wait at a time
 *   s:reply(request_id, { status=200, headers={ name=value }, body=, delay=seconds, chunks={ strings },
 *                         chunk_delay=seconds, fault="reset"|"cut"|"silence"|"drip", delivered=bool })
 *       -> true, or with delivered=true an id that ends with true when the last byte has left, with nil, text,
 *       "undelivered" when the connection ended before; nil, text, "closed" when the server is closed. Answering a
 *       request twice raises.
 *   s:close()            drops all connections; safe twice, also as a to-be-closed variable */
#include <errno.h>
#include <lauxlib.h>
#include <string.h>

#include "check.h"
#include "server.h"

#define TYPE "viva.server"

struct handle {
  struct server *server; /* NULL: closed */
};

static struct handle *check_handle(lua_State *L)
{
  return luaL_checkudata(L, 1, TYPE);
}

static lua_Integer integer_field(lua_State *L, const char *name, lua_Integer low, lua_Integer high,
                                 lua_Integer otherwise)
{
  int type = lua_getfield(L, -1, name);
  lua_Integer value = type == LUA_TNIL ? otherwise : lua_tointeger(L, -1);
  if ((type != LUA_TNIL && !lua_isinteger(L, -1)) || value < low || value > high)
    luaL_error(L, "'%s' should be a whole number from %I to %I", name, low, high);
  lua_pop(L, 1);
  return value;
}

static double seconds_field(lua_State *L, const char *name)
{
  int type = lua_getfield(L, -1, name);
  double value = lua_tonumber(L, -1);
  if ((type != LUA_TNIL && type != LUA_TNUMBER) || !(value >= 0 && value < 1e6))
    luaL_error(L, "'%s' should be seconds from 0 to 1e6", name);
  lua_pop(L, 1);
  return value;
}

/* The value stays on the stack, so that the bytes live as long as the caller's frame. */
static const char *string_field(lua_State *L, int table, const char *name, const char *otherwise, size_t *length)
{
  int type = lua_getfield(L, table, name);
  if (type == LUA_TNIL) {
    if (length) *length = strlen(otherwise);
    return otherwise;
  }
  if (type != LUA_TSTRING) luaL_error(L, "'%s' should be a string", name);
  return lua_tolstring(L, -1, length);
}

/* ---- open ---- */

/* A NULL-ended array of the strings of options.hosts, kept by a userdata on the stack. */
static const char *const *host_list(lua_State *L, int options)
{
  if (lua_getfield(L, options, "hosts") == LUA_TNIL) return NULL;
  luaL_checktype(L, -1, LUA_TTABLE);
  lua_Integer count = luaL_len(L, -1);
  const char **hosts = lua_newuserdatauv(L, (size_t)(count + 1) * sizeof *hosts, 0); /* hosts array */
  for (lua_Integer i = 0; i < count; i++) {
    if (lua_rawgeti(L, -2, i + 1) != LUA_TSTRING) luaL_error(L, "'hosts' should be a list of strings");
    hosts[i] = lua_tostring(L, -1); /* the table keeps it alive */
    lua_pop(L, 1);
  }
  hosts[count] = NULL;
  return hosts;
}

static struct server_options read_options(lua_State *L, int table)
{
  struct server_options options = {0};
  lua_pushvalue(L, table);
  options.port = (uint16_t)integer_field(L, "port", 0, 65535, 0);
  options.max_body = (size_t)integer_field(L, "max_body", 0, (lua_Integer)1 << 40, 1 << 20);
  options.max_head = (size_t)integer_field(L, "max_head", 1024, 1 << 24, 16384);
  options.max_connections = (unsigned)integer_field(L, "max_connections", 1, 1 << 20, 16384);
  options.idle_seconds = (unsigned)integer_field(L, "idle_timeout", 0, 86400, 0);
  options.address = string_field(L, table, "address", "127.0.0.1", NULL);
  options.hosts = host_list(L, table);
  return options;
}

/* server.open(options) -> s | nil, text, code */
static int server_lua_open(lua_State *L)
{
  if (lua_isnoneornil(L, 1)) {
    lua_settop(L, 0);
    lua_newtable(L);
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  struct handle *handle = lua_newuserdatauv(L, sizeof *handle, 0);
  handle->server = NULL;
  luaL_setmetatable(L, TYPE);
  int made = lua_gettop(L);
  struct server_options options = read_options(L, 1);
  int failed = server_open(&handle->server, &options);
  if (failed) {
    lua_pushfstring(L, "cannot listen on %s:%d", options.address, options.port);
    return viva_fail_errno(L, -failed, lua_tostring(L, -1));
  }
  lua_pushvalue(L, made);
  return 1;
}

/* ---- s ---- */

static int closed(lua_State *L)
{
  return viva_fail(L, "closed", "the server is closed");
}

/* s:port() -> n */
static int server_lua_port(lua_State *L)
{
  struct handle *handle = check_handle(L);
  if (!handle->server) return closed(L);
  lua_pushinteger(L, server_port(handle->server));
  return 1;
}

/* s:connections() -> n */
static int server_lua_connections(lua_State *L)
{
  struct handle *handle = check_handle(L);
  if (!handle->server) return closed(L);
  lua_pushinteger(L, server_connections(handle->server));
  return 1;
}

/* s:request() -> id */
static int server_lua_request(lua_State *L)
{
  struct handle *handle = check_handle(L);
  if (!handle->server) return closed(L);
  uint64_t id = loop_id();
  if (server_next(handle->server, id) != 0) {
    loop_drop(id);
    return luaL_error(L, "another id is waiting for a request already");
  }
  lua_pushinteger(L, (lua_Integer)id);
  return 1;
}

/* A NULL-ended array of names and values, kept by a userdata on the stack. */
static const char *const *header_list(lua_State *L, int reply)
{
  if (lua_getfield(L, reply, "headers") == LUA_TNIL) return NULL;
  luaL_checktype(L, -1, LUA_TTABLE);
  size_t count = 0;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) count++;
  const char **headers = lua_newuserdatauv(L, (2 * count + 1) * sizeof *headers, 0); /* table array */
  size_t at = 0;
  for (lua_pushnil(L); lua_next(L, -3); lua_pop(L, 1)) { /* table array name value */
    if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TSTRING)
      luaL_error(L, "names and values of 'headers' should be strings");
    headers[at++] = lua_tostring(L, -2);
    headers[at++] = lua_tostring(L, -1);
  }
  headers[at] = NULL;
  return headers;
}

/* Joins the chunks to one string on the stack and notes where each ends, in a userdata on the stack. */
static void read_chunks(lua_State *L, int table, struct server_reply *reply)
{
  if (lua_getfield(L, table, "chunks") == LUA_TNIL) return;
  luaL_checktype(L, -1, LUA_TTABLE);
  int chunks = lua_gettop(L);
  lua_Integer count = luaL_len(L, chunks);
  size_t *ends = lua_newuserdatauv(L, (size_t)(count + 1) * sizeof *ends, 0);
  luaL_Buffer joined;
  luaL_buffinit(L, &joined);
  for (lua_Integer i = 0, end = 0; i < count; i++) {
    if (lua_rawgeti(L, chunks, i + 1) != LUA_TSTRING) luaL_error(L, "'chunks' should be a list of strings");
    end += (lua_Integer)lua_rawlen(L, -1);
    if (lua_rawlen(L, -1) == 0) luaL_error(L, "a chunk should not be empty: it would end the body");
    luaL_addvalue(&joined);
    ends[i] = (size_t)end;
  }
  luaL_pushresult(&joined);
  reply->body = lua_tolstring(L, -1, &reply->body_length);
  reply->pieces = ends;
  reply->piece_count = (size_t)count;
}

static enum server_fault fault_field(lua_State *L, int table)
{
  static const char *const names[] = {"", "reset", "cut", "silence", "drip", NULL};
  const char *name = string_field(L, table, "fault", "", NULL);
  for (int i = 0; names[i]; i++)
    if (strcmp(name, names[i]) == 0) return (enum server_fault)i;
  return (enum server_fault)luaL_error(L, "there is no fault called '%s'", name);
}

static struct server_reply read_reply(lua_State *L, int table)
{
  struct server_reply reply = {0};
  luaL_checkstack(L, 12, NULL);
  lua_pushvalue(L, table);
  reply.status = (unsigned)integer_field(L, "status", 200, 599, 200);
  reply.delay = seconds_field(L, "delay");
  reply.piece_delay = seconds_field(L, "chunk_delay");
  reply.body = string_field(L, table, "body", "", &reply.body_length);
  reply.headers = header_list(L, table);
  read_chunks(L, table, &reply);
  reply.fault = fault_field(L, table);
  return reply;
}

static int reply_failed(lua_State *L, int failed)
{
  if (failed == -ENOENT) return luaL_argerror(L, 2, "no such request is waiting for a reply");
  if (failed == -EINVAL) return luaL_argerror(L, 3, "a header that HTTP does not allow");
  return viva_fail_errno(L, -failed, "reply");
}

/* s:reply(request_id, reply) -> true | id */
static int server_lua_reply(lua_State *L)
{
  struct handle *handle = check_handle(L);
  uint64_t request = (uint64_t)luaL_checkinteger(L, 2);
  luaL_checktype(L, 3, LUA_TTABLE);
  if (!handle->server) return closed(L);
  struct server_reply reply = read_reply(L, 3);
  lua_getfield(L, 3, "delivered");
  uint64_t delivery = lua_toboolean(L, -1) ? loop_id() : 0;
  int failed = server_reply(handle->server, request, &reply, delivery);
  if (failed) {
    if (delivery) loop_drop(delivery);
    return reply_failed(L, failed);
  }
  if (delivery)
    lua_pushinteger(L, (lua_Integer)delivery);
  else
    lua_pushboolean(L, 1);
  return 1;
}

/* s:close(); also __gc and __close */
static int server_lua_close(lua_State *L)
{
  struct handle *handle = check_handle(L);
  struct server *server = handle->server;
  handle->server = NULL;
  if (server) server_close(server);
  return 0;
}

/* ---- what the loop gives ---- */

static const char *push_next(lua_State *L, const char *at)
{
  size_t length = strlen(at);
  lua_pushlstring(L, at, length);
  return at + length + 1;
}

/* The request table, its head taken apart in the order of server.h. */
static void push_head(lua_State *L, const struct server_request *request)
{
  static const char *const names[] = {"method", "path", "query", "remote"};
  const char *at = request->head;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    at = push_next(L, at);
    lua_setfield(L, -2, names[i]);
  }
  lua_newtable(L); /* request headers */
  while (at < request->head + request->head_length) {
    at = push_next(L, at);
    at = push_next(L, at);
    lua_rawset(L, -3);
  }
  lua_setfield(L, -2, "headers");
}

static int push_request(void *state, struct loop_done *done)
{
  lua_State *L = state;
  const struct server_request *request = (const struct server_request *)done;
  if (request->closed) return closed(L);
  lua_createtable(L, 0, 7); /* request */
  push_head(L, request);
  lua_pushlstring(L, request->body ? request->body : "", request->body_length);
  lua_setfield(L, -2, "body");
  lua_pushinteger(L, (lua_Integer)request->id);
  lua_setfield(L, -2, "id");
  return 1;
}

static int push_delivery(void *state, struct loop_done *done)
{
  lua_State *L = state;
  if (!((const struct server_delivery *)done)->whole)
    return viva_fail(L, "undelivered", "the connection ended before the last byte had left");
  lua_pushboolean(L, 1);
  return 1;
}

static const luaL_Reg methods[] = {
    {"port", server_lua_port},       {"connections", server_lua_connections},
    {"request", server_lua_request}, {"reply", server_lua_reply},
    {"close", server_lua_close},     {NULL, NULL},
};

static const luaL_Reg functions[] = {
    {"open", server_lua_open},
    {NULL, NULL},
};

int luaopen_viva_server(lua_State *L);

int luaopen_viva_server(lua_State *L)
{
  server_request_kind.push = push_request;
  server_delivery_kind.push = push_delivery;
  viva_type(L, TYPE, methods, server_lua_close);
  luaL_newlib(L, functions);
  return 1;
}
