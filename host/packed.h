/* packed.h: packed arrays: how numbers, ratings and clusters reach the bindings of statistics.
 *
 * Shared by those bindings, as check.h is by all. An argument is a pack or a list, which is packed in its place on the stack;
 * memory belongs to Lua, so nothing leaks when something raises. Every error names the argument. */
#ifndef VIVA_PACKED_H
#define VIVA_PACKED_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum packed_kind { PACKED_NUMBERS, PACKED_CODES, PACKED_GROUPS };

struct packed {
  enum packed_kind kind;
  size_t count, missing;
  size_t levels;       /* of the scale; how many groups */
  const double *scale; /* of codes, ascending */
  union {
    double *numbers; /* NaN: missing */
    uint8_t *codes;
    uint32_t *groups; /* from 0 in order of first appearance */
  };
};

/* The argument as numbers without or with missing ones. `like`: NULL, or what it must be as long as. */
const struct packed *packed_numbers(lua_State *L, int arg, const char *name, const struct packed *like);
const struct packed *packed_numbers_missing(lua_State *L, int arg, const char *name, const struct packed *like);

/* The argument as positions on the scale, a pack of numbers, or NULL where a list may not stand. */
const struct packed *packed_codes(lua_State *L, int arg, const char *name, const struct packed *scale);
const struct packed *packed_scale(lua_State *L, int arg, const char *name);

/* The argument as groups: a list of strings or integers, equal ones in one group. */
const struct packed *packed_groups(lua_State *L, int arg, const char *name, const struct packed *like);

/* A new pack of so many numbers on top of the stack. */
struct packed *packed_new_numbers(lua_State *L, size_t count);

/* Room for bytes that Lua frees, on top of the stack. */
void *packed_room(lua_State *L, size_t count, size_t size);

/* A list of packs as an array of their pointers on top of the stack; the packs stay in the list. */
const struct packed **packed_list(lua_State *L, int arg, const char *name, const struct packed *scale, size_t *count);

/* Options: a table at `arg` or nothing; a name that is not in the list raises. */
void packed_options(lua_State *L, int arg, const char *const names[]);
bool packed_option(lua_State *L, int arg, const char *name); /* pushes the value and is true, unless it is nil */
double packed_number(lua_State *L, int arg, const char *name, double otherwise, double low, double high);
int packed_choice(lua_State *L, int arg, const char *name, int otherwise, const char *const names[]);
double packed_confidence(lua_State *L, int arg); /* option `confidence`, 0.95 unless given */

/* Fields of the table on top: a number that is not finite is left out. */
void packed_set(lua_State *L, const char *name, double value);
void packed_set_integer(lua_State *L, const char *name, size_t value);

/* nil, reason, "undefined" (or "memory"). */
int packed_undefined(lua_State *L, const char *reason);

#endif
