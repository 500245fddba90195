/* check.h: what every binding shares: how a failure is told, how options are read, how a type is made known.
 *
 * A caller's mistake raises (luaL_argerror and friends). The world's failure returns nil, text, code. */
#ifndef VIVA_CHECK_H
#define VIVA_CHECK_H

#include <lauxlib.h>
#include <stdbool.h>
#include <stddef.h>

/* Pushes nil, a text for people, a code for programs; returns 3, so a binding says `return viva_fail(...)`. */
int viva_fail(lua_State *L, const char *code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same from errno, which the caller has saved before any Lua call changes it. */
int viva_fail_errno(lua_State *L, int saved_errno, const char *what);

/* Makes a type of handles known to Lua: its methods, and how one is closed (at the end of its scope or of its life). */
void viva_type(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction close);

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

/* Pushes the option, nil when there is none; returns its type. */
int viva_push_option(lua_State *L, int index, const char *name);

double viva_number_option(lua_State *L, int index, const char *name, double usual, double least, double most);
size_t viva_count_option(lua_State *L, int index, const char *name, size_t usual, size_t least, size_t most);
bool viva_flag_option(lua_State *L, int index, const char *name, bool usual);

/* Which of the names (NULL ends them) the option is; viva_check_name asks that of the string on top of the stack. */
unsigned viva_name_option(lua_State *L, int index, const char *name, const char *const *names, unsigned usual);
unsigned viva_check_name(lua_State *L, int index, const char *name, const char *const *names);

#endif
