/* check.h: what every binding shares: the one helper for the world's failures.
 *
 * A caller's mistake raises (luaL_argerror and friends). The world's failure returns nil, text, code. */
#ifndef VIVA_CHECK_H
#define VIVA_CHECK_H

#include <lua.h>

/* Pushes nil, a text for people, a code for programs; returns 3, so a binding says `return viva_fail(...)`. */
int viva_fail(lua_State *L, const char *code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same from errno, which the caller has saved before any Lua call changes it. */
int viva_fail_errno(lua_State *L, int saved_errno, const char *what);

#endif
