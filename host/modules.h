#ifndef VIVA_MODULES_H
#define VIVA_MODULES_H

#include <lua.h>

/* Makes every C module of the program known to `require`; none is loaded before it is asked for. */
void modules_preload(lua_State *L);

#endif
