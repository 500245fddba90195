/* boxplain.h: plain Lua data as bytes and back: nil, booleans, integers, floats, strings, tables.
 *
 * Shared by the binding of the box and by the box's own process, as check.h is by all bindings. Tables are read raw: no
 * metamethod of the one who made them runs. Bytes are read as a stranger's: they may be anything. */
#ifndef VIVA_BOXPLAIN_H
#define VIVA_BOXPLAIN_H

#include <lua.h>
#include <stddef.h>

enum { PLAIN_DEPTH = 64, PLAIN_NODES = 1000000, PLAIN_BYTES = 16 << 20 };

/* Bytes under construction; starts as zeroes, and bytes is freed by the owner. */
struct plain_out {
  char *bytes;
  size_t length;
  size_t room;
};

/* Makes room for so many more bytes; returns 0 when there is no memory. */
int plain_reserve(struct plain_out *out, size_t more);

/* Appends the values at stack positions first..last. Never raises. Returns NULL, or what stands against it. */
const char *plain_write(struct plain_out *out, lua_State *L, int first, int last);

/* Pushes the values that plain_write wrote and returns how many; -1 (and nothing pushed) when the bytes are not such.
 * May raise for want of memory. */
int plain_read(lua_State *L, const char *bytes, size_t length);

#endif
