/* check.h: what bindings share: how a failure is told, how a type is made known, how options and arrays are taken.
 *
 * A caller's mistake raises (luaL_argerror and friends). The world's failure returns nil, text, code. */
#ifndef VIVA_CHECK_H
#define VIVA_CHECK_H

#include <lauxlib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Pushes nil, a text for people, a code for programs; returns 3, so a binding says `return viva_fail(...)`. */
int viva_fail(lua_State *L, const char *code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same from errno, which the caller has saved before any Lua call changes it. */
int viva_fail_errno(lua_State *L, int saved_errno, const char *what);

/* Makes a type of handles known to Lua: its methods, and how one is closed (at the end of its scope or of its life). */
void viva_type(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction close);

/* Pushes zeroed memory, to be the upvalue of a module's functions; `end` has it as its argument when the state ends. */
void *viva_push_upvalue(lua_State *L, size_t size, int uservalues, lua_CFunction end);

/* Bytes on their way from one binding to another, which need not become a string in between: they stay with their maker,
 * and are gone once they are taken or the maker is called again. */
#define VIVA_LENT "viva.lent"
struct viva_lent {
  const char *bytes; /* NULL when gone */
  size_t length;
};

/* Options: a table at an absolute index, or nothing there. What is wrong with one raises, and the message names it. */

void viva_bad_option(lua_State *L, int index, const char *name, const char *wanted);

/* Raises for a name that is neither in the list (which NULL ends) nor `also` (or NULL). */
void viva_check_options(lua_State *L, int index, const char *const *known, const char *also);

/* The same where options are the last argument: what was given beyond them is dropped. */
void viva_last_options(lua_State *L, int index, const char *const *known);

/* Pushes the option, nil when there is none; returns its type. */
int viva_push_option(lua_State *L, int index, const char *name);

double viva_number_option(lua_State *L, int index, const char *name, double usual, double least, double most);
size_t viva_count_option(lua_State *L, int index, const char *name, size_t usual, size_t least, size_t most);
bool viva_flag_option(lua_State *L, int index, const char *name, bool usual);

/* Which of the names (NULL ends them) the option is; viva_check_name asks that of the string on top of the stack. */
unsigned viva_name_option(lua_State *L, int index, const char *name, const char *const *names, unsigned usual);
unsigned viva_check_name(lua_State *L, int index, const char *name, const char *const *names);
double viva_confidence_option(lua_State *L, int index); /* 0.95 unless set */
uint64_t viva_seed_option(lua_State *L, int index);     /* of xorshift.h */

/* Results: fields of the table on top; a number that is not finite is left out. What is not defined is nil, reason,
 * "undefined" (or "memory"). */
void viva_set(lua_State *L, const char *name, double value);
void viva_set_integer(lua_State *L, const char *name, size_t value);
int viva_undefined(lua_State *L, const char *reason);

/* Packed arrays: how numbers, ratings and clusters reach the bindings of statistics. An argument is a pack or a list,
 * which is packed in its place on the stack; memory belongs to Lua, so nothing leaks when something raises. Every error
 * names the argument. */

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

/* Options of statistics, or NULL; their packs stay on the stack. Groups such as clusters; the scale; a weight for each pair. */
const struct packed *packed_groups_option(lua_State *L, int index, const char *name, const struct packed *like);
const struct packed *packed_scale_option(lua_State *L, int index);
const struct packed *packed_weights_option(lua_State *L, int index, const struct packed *like);

/* Arguments 1 and 2 as ratings of the same things on one scale, which may be the option. */
void packed_pairs(lua_State *L, int index, const struct packed **first, const struct packed **second);

/* A new pack of so many numbers on top of the stack. */
struct packed *packed_new_numbers(lua_State *L, size_t count);

/* Room for bytes that Lua frees, on top of the stack. */
void *packed_room(lua_State *L, size_t count, size_t size);

/* A list of packs as an array of their pointers on top of the stack; the packs stay in the list. */
const struct packed **packed_list(lua_State *L, int arg, const char *name, const struct packed *scale, size_t *count);

#endif
