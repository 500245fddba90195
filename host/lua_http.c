/* lua_http.c: HTTP requests as Lua sees them.
 *
 *   http.send(request) -> id
 *       request = { url=, method="GET"|"POST" ("POST" where there is a body), headers={ [name]=value }, body=,
 *                   connect_timeout=15, first_byte_timeout=600, timeout=1800 (seconds), max_bytes=32 MiB,
 *                   insecure=false (true: plain http to another machine is meant) }
 *       ends with { status=200, body=, headers={ ["retry-after"]="7", ... lower case }, seconds=0.12 }, whatever the
 *       status (but 3xx), or with nil, text, code, { sent=, status=, body=the part that arrived, seconds= }
 *       codes: unreachable certificate tls timeout reset cut resent too_large redirect cancelled unsafe
 *       Where sent is false the server has not seen the request.
 *   http.endpoint(request) -> e       what many requests share, all but the body; e:send(body [, headers]) -> id
 *                                     body: a string, or what chat.lend has lent
 *   http.cancel(id) -> boolean        ends a request now with the code "cancelled"; false when none such is under way
 *   http.origin(url) -> "https://host:port" | nil, text, "unsafe"
 *   http.configure{ per_pool=64, proxy="", ca_file="" }      for the requests sent from now on
 *   http.version() -> text            of the library beneath
 *   http.close()                      cancels what is under way and closes all connections
 *
 * The table of headers is made when it is asked for: until then `head` holds a line "name: value" for each. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "check.h"
#include "http.h"
#include "pool.h"

#define ENDPOINT "viva.http.endpoint"
#define REPLY "viva.http.reply"

/* ---- reading a request ---- */

static struct outbound_text string_at(lua_State *L, int index, const char *name)
{
  struct outbound_text text;
  if (lua_type(L, index) != LUA_TSTRING) luaL_error(L, "http.send: '%s' must be a string", name);
  text.bytes = lua_tolstring(L, index, &text.length);
  return text;
}

static double positive_at(lua_State *L, int index, const char *name)
{
  double number = lua_tonumber(L, index);
  if (lua_type(L, index) != LUA_TNUMBER || !(number > 0 && number <= 1e12))
    luaL_error(L, "http.send: '%s' must be a number above 0", name);
  return number;
}

static uint64_t milliseconds_at(lua_State *L, int index, const char *name)
{
  return (uint64_t)ceil(positive_at(L, index, name) * 1000);
}

static int read_header_table(lua_State *L, int index, struct outbound_header *headers)
{
  luaL_checktype(L, index, LUA_TTABLE);
  int table = lua_absindex(L, index), count = 0;
  lua_pushnil(L);              /* name */
  while (lua_next(L, table)) { /* name value */
    if (count == HTTP_HEADERS_MAX) luaL_error(L, "http.send: more than %d headers", HTTP_HEADERS_MAX);
    struct outbound_header *header = &headers[count++];
    header->name = string_at(L, -2, "a header's name");
    header->value = string_at(L, -1, lua_tostring(L, -2));
    lua_pop(L, 1); /* name */
  }
  return count;
}

static void read_headers(lua_State *L, int index, struct http_request *request)
{
  request->header_count = read_header_table(L, index, request->headers);
}

static void read_method(lua_State *L, int index, struct http_request *request)
{
  static const char *const methods[] = {"GET", "POST", NULL};
  request->post = luaL_checkoption(L, index, NULL, methods) == 1;
}

static void read_url(lua_State *L, int index, struct http_request *request)
{
  request->url = string_at(L, index, "url");
}

static void read_body(lua_State *L, int index, struct http_request *request)
{
  request->body = string_at(L, index, "body");
}

static void read_insecure(lua_State *L, int index, struct http_request *request)
{
  request->insecure = lua_toboolean(L, index);
}

static void read_connect_timeout(lua_State *L, int index, struct http_request *request)
{
  request->connect_ms = (long)milliseconds_at(L, index, "connect_timeout");
}

static void read_first_byte_timeout(lua_State *L, int index, struct http_request *request)
{
  request->first_byte_ms = milliseconds_at(L, index, "first_byte_timeout");
}

static void read_timeout(lua_State *L, int index, struct http_request *request)
{
  request->total_ms = milliseconds_at(L, index, "timeout");
}

static void read_max_bytes(lua_State *L, int index, struct http_request *request)
{
  request->max_bytes = (size_t)positive_at(L, index, "max_bytes");
}

/* In the order of how often they are given. */
static const struct setting {
  const char *name;
  void (*read)(lua_State *L, int index, struct http_request *request);
} settings[] = {
    {"url", read_url},
    {"body", read_body},
    {"headers", read_headers},
    {"method", read_method},
    {"timeout", read_timeout},
    {"connect_timeout", read_connect_timeout},
    {"first_byte_timeout", read_first_byte_timeout},
    {"max_bytes", read_max_bytes},
    {"insecure", read_insecure},
    {NULL, NULL},
};

static void read_setting(lua_State *L, const char *name, int index, struct http_request *request)
{
  for (const struct setting *setting = settings; setting->name; setting++) {
    if (strcmp(setting->name, name) != 0) continue;
    setting->read(L, index, request);
    return;
  }
  luaL_error(L, "http.send: '%s' is not a setting of a request", name);
}

/* The texts belong to Lua strings that the request's table holds while it is read and started. */
static void read_request(lua_State *L, int table, struct http_request *request)
{
  luaL_checktype(L, table, LUA_TTABLE);
  lua_pushnil(L);              /* name */
  while (lua_next(L, table)) { /* name value */
    read_setting(L, string_at(L, -2, "a setting's name").bytes, lua_gettop(L), request);
    lua_pop(L, 1); /* name */
  }
  if (!request->url.bytes) luaL_error(L, "http.send: 'url' is missing");
}

/* ---- results ---- */

/* headers[name] = value; a header that was repeated is joined by ", " */
static void add_header(lua_State *L, const char *name, size_t name_length, const char *value, size_t length)
{
  lua_pushlstring(L, name, name_length); /* headers name */
  lua_pushvalue(L, -1);
  if (lua_rawget(L, -3) == LUA_TSTRING) { /* headers name before */
    lua_pushliteral(L, ", ");
    lua_pushlstring(L, value, length);
    lua_concat(L, 3);
  } else {
    lua_pop(L, 1);
    lua_pushlstring(L, value, length);
  }
  lua_rawset(L, -3);
}

static void push_headers(lua_State *L, const char *head)
{
  lua_newtable(L);
  for (const char *line = head, *end; (end = strchr(line, '\n')); line = end + 1) {
    const char *colon = strchr(line, ':');
    add_header(L, line, (size_t)(colon - line), colon + 2, (size_t)(end - colon - 2));
  }
}

/* reply.headers, which then stays in the reply */
static int reply_index(lua_State *L)
{
  lua_settop(L, 2);
  lua_pushliteral(L, "headers");
  if (!lua_rawequal(L, 2, 3)) return 0;
  lua_pushliteral(L, "head");
  lua_rawget(L, 1);                    /* reply key headers head */
  push_headers(L, lua_tostring(L, 4)); /* reply key headers head table */
  lua_pushvalue(L, 3);
  lua_pushvalue(L, 5);
  lua_rawset(L, 1);
  return 1;
}

/* What an answer and the detail of a failure have in common. */
static void push_reply(lua_State *L, const struct http_result *result)
{
  lua_createtable(L, 0, 5); /* reply */
  lua_pushinteger(L, result->status);
  lua_setfield(L, -2, "status");
  lua_pushlstring(L, result->body ? result->body : "", result->length);
  lua_setfield(L, -2, "body");
  lua_pushnumber(L, result->seconds);
  lua_setfield(L, -2, "seconds");
  lua_pushlstring(L, result->head ? result->head : "", result->head_length);
  lua_setfield(L, -2, "head");
  luaL_setmetatable(L, REPLY);
}

static int http_push(void *state, struct loop_done *done)
{
  lua_State *L = state;
  const struct http_result *result = (const struct http_result *)done;
  if (!result->code) {
    push_reply(L, result);
    return 1;
  }
  viva_fail(L, result->code, "%s", result->text ? result->text : result->code); /* nil text code */
  push_reply(L, result);                                                        /* nil text code detail */
  lua_pushboolean(L, result->sent);
  lua_setfield(L, -2, "sent");
  return 4;
}

/* ---- functions ---- */

static int push_id(lua_State *L, uint64_t id)
{
  if (id == 0) return luaL_error(L, "not enough memory");
  lua_pushinteger(L, (lua_Integer)id);
  return 1;
}

/* http.send(request) -> id */
static int http_lua_send(lua_State *L)
{
  struct http_request request = {0};
  lua_settop(L, 1);
  read_request(L, 1, &request);
  if (request.body.bytes) {
    lua_getfield(L, 1, "method");
    if (lua_isnil(L, -1)) request.post = true;
    luaL_argcheck(L, request.post, 1, "a GET request has no body");
  }
  return push_id(L, http_start(&request));
}

/* http.endpoint(request) -> endpoint */
static int http_lua_endpoint(lua_State *L)
{
  struct http_request request = {0};
  lua_settop(L, 1);
  read_request(L, 1, &request);
  luaL_argcheck(L, !request.body.bytes, 1, "each request to an endpoint has a body of its own");
  struct http_endpoint **endpoint = lua_newuserdatauv(L, sizeof *endpoint, 0);
  *endpoint = NULL;
  luaL_setmetatable(L, ENDPOINT);
  *endpoint = http_endpoint_new(&request);
  return *endpoint ? 1 : luaL_error(L, "not enough memory");
}

static struct outbound_text check_body(lua_State *L, int index)
{
  struct outbound_text body;
  struct viva_lent *lent = luaL_testudata(L, index, VIVA_LENT);
  if (lent) {
    luaL_argcheck(L, lent->bytes, index, "what was lent is gone");
    body = (struct outbound_text){lent->bytes, lent->length};
    lent->bytes = NULL;
  } else {
    body.bytes = luaL_optlstring(L, index, "", &body.length);
  }
  return body;
}

/* e:send(body [, headers]) -> id */
static int endpoint_send(lua_State *L)
{
  struct http_endpoint **endpoint = luaL_checkudata(L, 1, ENDPOINT);
  struct outbound_header headers[HTTP_HEADERS_MAX];
  luaL_argcheck(L, *endpoint, 1, "the endpoint is closed");
  struct outbound_text body = check_body(L, 2);
  int count = lua_isnoneornil(L, 3) ? 0 : read_header_table(L, 3, headers);
  return push_id(L, http_send(*endpoint, body, headers, count));
}

static int endpoint_close(lua_State *L)
{
  struct http_endpoint **endpoint = luaL_checkudata(L, 1, ENDPOINT);
  http_endpoint_free(*endpoint);
  *endpoint = NULL;
  return 0;
}

/* http.cancel(id) -> boolean */
static int http_lua_cancel(lua_State *L)
{
  lua_pushboolean(L, http_cancel((uint64_t)luaL_checkinteger(L, 1)));
  return 1;
}

/* http.origin(url) -> text | nil, text, code */
static int http_origin(lua_State *L)
{
  struct outbound_text url;
  struct outbound_origin origin;
  url.bytes = luaL_checklstring(L, 1, &url.length);
  const char *problem = outbound_origin(url, &origin);
  if (problem) return viva_fail(L, "unsafe", "%s", problem);
  lua_pushstring(L, origin.text);
  return 1;
}

static const char *optional_field(lua_State *L, const char *name)
{
  lua_getfield(L, 1, name);
  return luaL_optstring(L, -1, NULL);
}

/* http.configure{ per_pool=, proxy=, ca_file= } */
static int http_lua_configure(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_getfield(L, 1, "per_pool");
  lua_Integer per_pool = luaL_optinteger(L, -1, POOL_TRANSFERS);
  luaL_argcheck(L, per_pool >= 1 && per_pool <= POOL_TRANSFERS_MAX, 1, "per_pool must be between 1 and 1024");
  if (!lua_isnil(L, -1)) pool_limit((int)per_pool);
  const char *proxy = optional_field(L, "proxy"), *ca_file = optional_field(L, "ca_file");
  if (!http_configure(proxy, ca_file)) return luaL_error(L, "not enough memory");
  return 0;
}

/* http.close() */
static int http_lua_close(lua_State *L)
{
  (void)L;
  http_close();
  return 0;
}

/* http.version() -> text */
static int http_lua_version(lua_State *L)
{
  lua_pushstring(L, http_library());
  return 1;
}

static const luaL_Reg endpoint_methods[] = {
    {"send", endpoint_send},
    {NULL, NULL},
};

static const luaL_Reg functions[] = {
    {"send", http_lua_send},
    {"endpoint", http_lua_endpoint},
    {"cancel", http_lua_cancel},
    {"origin", http_origin},
    {"configure", http_lua_configure},
    {"version", http_lua_version},
    {"close", http_lua_close},
    {NULL, NULL},
};

int luaopen_viva_http(lua_State *L);

int luaopen_viva_http(lua_State *L)
{
  http_kind.push = http_push;
  viva_type(L, ENDPOINT, endpoint_methods, endpoint_close);
  luaL_newmetatable(L, REPLY); /* reply */
  lua_pushcfunction(L, reply_index);
  lua_setfield(L, -2, "__index");
  luaL_newlib(L, functions);
  return 1;
}
