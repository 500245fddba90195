#include "boxplain.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A value is a tag and what it needs: a zigzag varint, eight bytes, a length and bytes, or, for a table, the length of
 * its list, the number of its other pairs, the list, and the pairs. */
enum tag { TAG_NIL, TAG_FALSE, TAG_TRUE, TAG_INTEGER, TAG_FLOAT, TAG_STRING, TAG_TABLE };

enum { VARINT_MAX = 10, COUNT_SIZE = 4 };

struct writer {
  struct plain_out *out;
  lua_State *L;
  size_t start;
  int depth;
  int nodes;
  const void *ancestors[PLAIN_DEPTH];
};

static const char *const too_large = "it is larger than 16 MB";

int plain_reserve(struct plain_out *out, size_t more)
{
  if (out->room - out->length >= more) return 1;
  size_t room = out->room ? out->room : 4096;
  while (room - out->length < more) room *= 2;
  char *bytes = realloc(out->bytes, room);
  if (!bytes) return 0;
  out->bytes = bytes;
  out->room = room;
  return 1;
}

static int reserve(struct writer *w, size_t more)
{
  return w->out->length - w->start + more <= PLAIN_BYTES && plain_reserve(w->out, more);
}

static void put_tag(struct writer *w, enum tag tag)
{
  w->out->bytes[w->out->length++] = (char)tag;
}

static void put_varint(struct writer *w, uint64_t n)
{
  for (; n >= 0x80; n >>= 7) w->out->bytes[w->out->length++] = (char)(n | 0x80);
  w->out->bytes[w->out->length++] = (char)n;
}

static void put_bytes(struct writer *w, const void *bytes, size_t length)
{
  memcpy(w->out->bytes + w->out->length, bytes, length);
  w->out->length += length;
}

static const char *write_number(struct writer *w, int index)
{
  if (lua_isinteger(w->L, index)) {
    uint64_t n = (uint64_t)lua_tointeger(w->L, index);
    put_tag(w, TAG_INTEGER);
    put_varint(w, (n << 1) ^ (n >> 63 ? UINT64_MAX : 0));
  } else {
    double n = lua_tonumber(w->L, index);
    put_tag(w, TAG_FLOAT);
    put_bytes(w, &n, sizeof n);
  }
  return NULL;
}

static const char *write_string(struct writer *w, int index)
{
  size_t length;
  const char *bytes = lua_tolstring(w->L, index, &length);
  if (!reserve(w, length + 1 + VARINT_MAX)) return too_large;
  put_tag(w, TAG_STRING);
  put_varint(w, length);
  put_bytes(w, bytes, length);
  return NULL;
}

static const char *write_value(struct writer *w, int index);

static const char *write_list(struct writer *w, int table, lua_Unsigned length)
{
  const char *problem = NULL;
  for (lua_Unsigned i = 1; i <= length && !problem; i++) {
    lua_rawgeti(w->L, table, (lua_Integer)i); /* item */
    problem = write_value(w, lua_gettop(w->L));
    lua_pop(w->L, 1);
  }
  return problem;
}

static int in_list(lua_State *L, int key, lua_Unsigned length)
{
  return lua_isinteger(L, key) && (lua_Unsigned)lua_tointeger(L, key) - 1 < length;
}

static const char *write_pairs(struct writer *w, int table, lua_Unsigned length, uint32_t *count)
{
  lua_State *L = w->L;
  lua_pushnil(L);
  while (lua_next(L, table)) { /* key value */
    int key = lua_gettop(L) - 1;
    const char *problem = NULL;
    if (!in_list(L, key, length)) {
      if (lua_type(L, key) == LUA_TTABLE) problem = "a table cannot be a key";
      if (!problem) problem = write_value(w, key);
      if (!problem) problem = write_value(w, key + 1);
      ++*count;
    }
    if (problem) {
      lua_pop(L, 2);
      return problem;
    }
    lua_pop(L, 1); /* key */
  }
  return NULL;
}

static const char *enter(struct writer *w, int table)
{
  const void *self = lua_topointer(w->L, table);
  for (int i = 0; i < w->depth; i++)
    if (w->ancestors[i] == self) return "a table in it contains itself";
  if (w->depth == PLAIN_DEPTH) return "it is nested more than 64 deep";
  if (!lua_checkstack(w->L, 6)) return "it needs too much memory";
  w->ancestors[w->depth++] = self;
  return NULL;
}

static const char *write_table(struct writer *w, int table)
{
  const char *problem = enter(w, table);
  if (problem) return problem;
  lua_Unsigned length = lua_rawlen(w->L, table);
  if (length > PLAIN_NODES) return "it has more than a million parts";
  put_tag(w, TAG_TABLE);
  put_varint(w, length);
  size_t count_at = w->out->length;
  uint32_t count = 0;
  put_bytes(w, &count, COUNT_SIZE);
  problem = write_list(w, table, length);
  if (!problem) problem = write_pairs(w, table, length, &count);
  memcpy(w->out->bytes + count_at, &count, COUNT_SIZE);
  w->depth--;
  return problem;
}

static const char *refuse(int type)
{
  switch (type) {
    case LUA_TFUNCTION:
      return "it contains a function";
    case LUA_TTHREAD:
      return "it contains a coroutine";
    default:
      return "it contains a userdata";
  }
}

static const char *write_value(struct writer *w, int index)
{
  if (++w->nodes > PLAIN_NODES) return "it has more than a million parts";
  if (!reserve(w, 1 + VARINT_MAX + COUNT_SIZE)) return too_large;
  int type = lua_type(w->L, index);
  switch (type) {
    case LUA_TNIL:
      put_tag(w, TAG_NIL);
      return NULL;
    case LUA_TBOOLEAN:
      put_tag(w, lua_toboolean(w->L, index) ? TAG_TRUE : TAG_FALSE);
      return NULL;
    case LUA_TNUMBER:
      return write_number(w, index);
    case LUA_TSTRING:
      return write_string(w, index);
    case LUA_TTABLE:
      return write_table(w, index);
    default:
      return refuse(type);
  }
}

const char *plain_write(struct plain_out *out, lua_State *L, int first, int last)
{
  struct writer w = {.out = out, .L = L, .start = out->length};
  if (!reserve(&w, VARINT_MAX)) return too_large;
  if (!lua_checkstack(L, 6)) return "it needs too much memory";
  put_varint(&w, (uint64_t)last - (uint64_t)first + 1);
  const char *problem = NULL;
  for (int i = first; i <= last && !problem; i++) problem = write_value(&w, i);
  return problem;
}

/* Reading. Every function returns 0 when the bytes end early or are none of ours. */
struct reader {
  const unsigned char *at;
  const unsigned char *end;
  lua_State *L;
  int depth;
};

static int take_varint(struct reader *r, uint64_t *n)
{
  *n = 0;
  for (int shift = 0; shift < 64 && r->at < r->end; shift += 7) {
    unsigned char byte = *r->at++;
    *n |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return 1;
  }
  return 0;
}

static int take_bytes(struct reader *r, void *to, size_t length)
{
  if ((size_t)(r->end - r->at) < length) return 0;
  memcpy(to, r->at, length);
  r->at += length;
  return 1;
}

static int read_integer(struct reader *r)
{
  uint64_t n;
  if (!take_varint(r, &n)) return 0;
  lua_pushinteger(r->L, (lua_Integer)((n >> 1) ^ (n & 1 ? UINT64_MAX : 0)));
  return 1;
}

static int read_float(struct reader *r)
{
  double n;
  if (!take_bytes(r, &n, sizeof n)) return 0;
  lua_pushnumber(r->L, n);
  return 1;
}

static int read_string(struct reader *r)
{
  uint64_t length;
  if (!take_varint(r, &length) || length > (uint64_t)(r->end - r->at)) return 0;
  lua_pushlstring(r->L, (const char *)r->at, (size_t)length);
  r->at += length;
  return 1;
}

static int read_value(struct reader *r);

/* A key that lua_rawset would raise on: nil or a NaN. */
static int bad_key(lua_State *L)
{
  if (lua_type(L, -1) == LUA_TNUMBER) return lua_tonumber(L, -1) != lua_tonumber(L, -1);
  return lua_isnil(L, -1) || lua_istable(L, -1);
}

static int read_pairs(struct reader *r, uint32_t count)
{
  for (uint32_t i = 0; i < count; i++) {
    if (!read_value(r) || bad_key(r->L)) return 0; /* table key */
    if (!read_value(r)) return 0;                  /* table key value */
    lua_rawset(r->L, -3);
  }
  return 1;
}

/* What a stranger's bytes announce is believed up to a point: nested false announcements must not add up to much. */
static int room_for(uint64_t announced)
{
  return announced < 4096 ? (int)announced : 4096;
}

static int read_table(struct reader *r)
{
  uint64_t length;
  uint32_t count;
  size_t left = (size_t)(r->end - r->at);
  if (r->depth == PLAIN_DEPTH || !lua_checkstack(r->L, 6)) return 0;
  if (!take_varint(r, &length) || !take_bytes(r, &count, COUNT_SIZE) || length > left || count > left) return 0;
  r->depth++;
  lua_createtable(r->L, room_for(length), room_for(count)); /* table */
  for (uint64_t i = 1; i <= length; i++) {
    if (!read_value(r)) return 0;
    lua_rawseti(r->L, -2, (lua_Integer)i);
  }
  if (!read_pairs(r, count)) return 0;
  r->depth--;
  return 1;
}

static int read_value(struct reader *r)
{
  if (r->at == r->end) return 0;
  switch (*r->at++) {
    case TAG_NIL:
      lua_pushnil(r->L);
      return 1;
    case TAG_FALSE:
      lua_pushboolean(r->L, 0);
      return 1;
    case TAG_TRUE:
      lua_pushboolean(r->L, 1);
      return 1;
    case TAG_INTEGER:
      return read_integer(r);
    case TAG_FLOAT:
      return read_float(r);
    case TAG_STRING:
      return read_string(r);
    case TAG_TABLE:
      return read_table(r);
    default:
      return 0;
  }
}

int plain_read(lua_State *L, const char *bytes, size_t length)
{
  struct reader r = {(const unsigned char *)bytes, (const unsigned char *)bytes + length, L, 0};
  int top = lua_gettop(L);
  uint64_t count;
  int good = take_varint(&r, &count) && count <= length && lua_checkstack(L, (int)count + 6);
  for (uint64_t i = 0; i < count && good; i++) good = read_value(&r);
  if (good && r.at == r.end) return (int)count;
  lua_settop(L, top);
  return -1;
}
