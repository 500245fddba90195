/* boxlib.h: the Lua library inside the box: what is safe of Lua's own, changed where it is not. */
#ifndef VIVA_BOXLIB_H
#define VIVA_BOXLIB_H

#include <lua.h>
#include <stdint.h>

/* Makes the state's globals the safe ones. */
void boxlib_open(lua_State *L);

/* The part that deals with values (string, table, math, utf8); the table of globals is at that position. */
void boxlib_open_values(lua_State *L, int globals);

/* Copies the named functions from the table at `from` into the table on top of the stack. */
void boxlib_keep(lua_State *L, int from, const char *const *names);

/* Random numbers start from here: the same for the same call of the same file, on every run. */
void boxlib_seed(uint64_t seed);

#endif
