/* lua_digest.c: SHA-256 and random bytes as Lua sees them.
 *
 *   digest.sha256(string) -> 32 raw bytes
 *   digest.identity{ string, ... } -> 32 raw bytes      each string goes in with its length: two lists never share one
 *   digest.hex(string) -> lower-case hexadecimal
 *   digest.unhex(text) -> string | nil, text, "hex"
 *   digest.random(n) -> n random bytes (at most 1 MiB) | nil, text, "random" */
#include <lauxlib.h>

#include "check.h"
#include "digest.h"

#define RANDOM_LIMIT (1 << 20)

static struct digest *own_digest(lua_State *L)
{
  return *(struct digest **)lua_touserdata(L, lua_upvalueindex(1));
}

static int digest_gc(lua_State *L)
{
  struct digest **digest = lua_touserdata(L, 1);
  digest_free(*digest);
  *digest = NULL;
  return 0;
}

static int finish(lua_State *L, struct digest *digest)
{
  uint8_t out[DIGEST_BYTES];
  if (digest_finish(digest, out) != 0) return luaL_error(L, "SHA-256 failed");
  lua_pushlstring(L, (const char *)out, sizeof out);
  return 1;
}

/* digest.sha256(string) -> 32 raw bytes */
static int digest_lua_sha256(lua_State *L)
{
  size_t size;
  const char *bytes = luaL_checklstring(L, 1, &size);
  struct digest *digest = own_digest(L);
  if (digest_start(digest) != 0 || digest_add(digest, bytes, size) != 0) return luaL_error(L, "SHA-256 failed");
  return finish(L, digest);
}

static void add_element(lua_State *L, struct digest *digest, lua_Integer index)
{
  if (lua_rawgeti(L, 1, index) != LUA_TSTRING)
    luaL_error(L, "element %d is a %s where a string is expected", (int)index, luaL_typename(L, -1));
  size_t size;
  const char *bytes = lua_tolstring(L, -1, &size);
  if (digest_add_prefixed(digest, bytes, size) != 0) luaL_error(L, "SHA-256 failed");
  lua_pop(L, 1);
}

/* digest.identity(list) -> 32 raw bytes */
static int digest_lua_identity(lua_State *L)
{
  luaL_checktype(L, 1, LUA_TTABLE);
  struct digest *digest = own_digest(L);
  if (digest_start(digest) != 0) return luaL_error(L, "SHA-256 failed");
  lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
  for (lua_Integer i = 1; i <= count; i++) add_element(L, digest, i);
  return finish(L, digest);
}

/* digest.hex(string) -> text */
static int digest_lua_hex(lua_State *L)
{
  size_t size;
  const char *bytes = luaL_checklstring(L, 1, &size);
  luaL_Buffer buffer;
  digest_hex((const uint8_t *)bytes, size, luaL_buffinitsize(L, &buffer, 2 * size));
  luaL_pushresultsize(&buffer, 2 * size);
  return 1;
}

/* digest.unhex(text) -> string | nil, text, code */
static int digest_lua_unhex(lua_State *L)
{
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  luaL_Buffer buffer;
  if (digest_unhex(text, length, (uint8_t *)luaL_buffinitsize(L, &buffer, length / 2)) != 0)
    return viva_fail(L, "hex", "not a string of hexadecimal digit pairs");
  luaL_pushresultsize(&buffer, length / 2);
  return 1;
}

/* digest.random(n) -> string | nil, text, code */
static int digest_lua_random(lua_State *L)
{
  lua_Integer count = luaL_checkinteger(L, 1);
  luaL_argcheck(L, count >= 0 && count <= RANDOM_LIMIT, 1, "0 to 1048576 bytes");
  luaL_Buffer buffer;
  if (digest_random((uint8_t *)luaL_buffinitsize(L, &buffer, (size_t)count), (size_t)count) != 0)
    return viva_fail(L, "random", "the system gives no random bytes");
  luaL_pushresultsize(&buffer, (size_t)count);
  return 1;
}

static void push_digest(lua_State *L)
{
  struct digest **digest = viva_push_upvalue(L, sizeof *digest, 0, digest_gc);
  *digest = digest_new();
  if (!*digest) luaL_error(L, "libcrypto has no SHA-256");
}

static const luaL_Reg functions[] = {
    {"sha256", digest_lua_sha256},
    {"identity", digest_lua_identity},
    {"hex", digest_lua_hex},
    {"unhex", digest_lua_unhex},
    {"random", digest_lua_random},
    {NULL, NULL},
};

int luaopen_viva_digest(lua_State *L);

int luaopen_viva_digest(lua_State *L)
{
  luaL_newlibtable(L, functions);
  push_digest(L);
  luaL_setfuncs(L, functions, 1);
  return 1;
}
