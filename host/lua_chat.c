/* lua_chat.c: chat requests as Lua sees them; scripts/chat.lua makes heads and tails.
 *
 *   chat.body(head, messages, tail) -> bytes           messages: a list of { role=, content= }
 *   chat.lend(head, messages, tail) -> lent            the same for e:send of lua_http.c, once and before the next call here
 *   chat.identity(head, messages)   -> 32 raw bytes    of the head, and of each role and content with its length */
#include <lauxlib.h>

#include "chat.h"
#include "check.h"

/* Serves all calls; a userdata, so that it goes with the state. */
struct work {
  struct digest *digest;
  struct chat_body body;
};

static struct work *own(lua_State *L)
{
  return lua_touserdata(L, lua_upvalueindex(1));
}

static int work_free(lua_State *L)
{
  struct work *work = lua_touserdata(L, 1);
  digest_free(work->digest);
  work->digest = NULL;
  chat_body_free(&work->body);
  return 0;
}

static struct chat_text check_text(lua_State *L, int index)
{
  struct chat_text text;
  text.bytes = luaL_checklstring(L, index, &text.length);
  return text;
}

static struct chat_text field(lua_State *L, lua_Integer number, const char *name)
{
  struct chat_text text;
  if (lua_getfield(L, -1, name) != LUA_TSTRING)
    luaL_error(L, "message %d: '%s' is a %s where a string is expected", (int)number, name, luaL_typename(L, -1));
  text.bytes = lua_tolstring(L, -1, &text.length);
  lua_pop(L, 1); /* the message holds it */
  return text;
}

/* A message of the list at position 2; its texts belong to it. */
static struct chat_message message_at(lua_State *L, lua_Integer number)
{
  if (lua_rawgeti(L, 2, number) != LUA_TTABLE) luaL_error(L, "message %d is no table", (int)number);
  struct chat_message message = {field(L, number, "role"), field(L, number, "content")};
  lua_pop(L, 1);
  return message;
}

static lua_Integer check_messages(lua_State *L)
{
  luaL_checktype(L, 2, LUA_TTABLE);
  return (lua_Integer)lua_rawlen(L, 2);
}

static int no_memory(lua_State *L)
{
  return luaL_error(L, "not enough memory");
}

/* Pushes what is lent, and takes it back. */
static struct viva_lent *push_lent(lua_State *L)
{
  lua_getiuservalue(L, lua_upvalueindex(1), 1);
  struct viva_lent *lent = lua_touserdata(L, -1);
  lent->bytes = NULL;
  return lent;
}

static const struct chat_body *make_body(lua_State *L)
{
  struct chat_body *body = &own(L)->body;
  struct chat_text tail = check_text(L, 3);
  lua_Integer count = check_messages(L);
  if (!chat_body_start(body, check_text(L, 1))) no_memory(L);
  for (lua_Integer i = 1; i <= count; i++) {
    struct chat_message message = message_at(L, i);
    if (!chat_body_message(body, &message)) no_memory(L);
  }
  if (!chat_body_end(body, tail)) no_memory(L);
  return body;
}

/* chat.body(head, messages, tail) -> bytes */
static int chat_lua_body(lua_State *L)
{
  push_lent(L);
  const struct chat_body *body = make_body(L);
  lua_pushlstring(L, body->bytes, body->length);
  return 1;
}

/* chat.lend(head, messages, tail) -> lent */
static int chat_lua_lend(lua_State *L)
{
  lua_settop(L, 3);
  struct viva_lent *lent = push_lent(L);
  const struct chat_body *body = make_body(L);
  *lent = (struct viva_lent){body->bytes, body->length};
  return 1;
}

/* chat.identity(head, messages) -> 32 raw bytes */
static int chat_lua_identity(lua_State *L)
{
  struct digest *digest = own(L)->digest;
  struct chat_text head = check_text(L, 1);
  lua_Integer count = check_messages(L);
  int failed = digest_start(digest);
  if (!failed) failed = digest_add(digest, head.bytes, head.length);
  for (lua_Integer i = 1; i <= count && !failed; i++) {
    struct chat_message message = message_at(L, i);
    failed = chat_identify(digest, &message);
  }
  uint8_t id[DIGEST_BYTES];
  if (failed || digest_finish(digest, id) != 0) return luaL_error(L, "SHA-256 failed");
  lua_pushlstring(L, (const char *)id, sizeof id);
  return 1;
}

static void push_work(lua_State *L)
{
  struct work *work = viva_push_upvalue(L, sizeof *work, 1, work_free);
  work->digest = digest_new();
  if (!work->digest) luaL_error(L, "libcrypto has no SHA-256");
  struct viva_lent *lent = lua_newuserdatauv(L, sizeof *lent, 0);
  *lent = (struct viva_lent){0};
  luaL_newmetatable(L, VIVA_LENT); /* work lent meta */
  lua_setmetatable(L, -2);
  lua_setiuservalue(L, -2, 1);
}

static const luaL_Reg functions[] = {
    {"body", chat_lua_body},
    {"lend", chat_lua_lend},
    {"identity", chat_lua_identity},
    {NULL, NULL},
};

int luaopen_viva_chat(lua_State *L);

int luaopen_viva_chat(lua_State *L)
{
  luaL_newlibtable(L, functions);
  push_work(L);
  luaL_setfuncs(L, functions, 1);
  return 1;
}
