/* boxscripts.h: the box's own library: scripts/box, read and compiled once, before the process locks itself in. */
#ifndef VIVA_BOXSCRIPTS_H
#define VIVA_BOXSCRIPTS_H

#include <lua.h>

/* Reads the folder of scripts. Returns NULL, or what went wrong. */
const char *boxscripts_read(const char *folder);

/* Gives a state `require` for them: "box.NAME", and the modules of the program that only compute. */
void boxscripts_open(lua_State *L);

#endif
