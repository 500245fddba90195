/* blocks.h: the memory of the Lua state.
 *
 * Lua says how big a block is when it gives it back, so small blocks need no header: each size has its list of free ones,
 * and taking or giving one is a step of a list. What was once taken from the system for small blocks serves later ones.
 * For one thread. */
#ifndef VIVA_BLOCKS_H
#define VIVA_BLOCKS_H

#include <stddef.h>

/* A block of so many bytes with the contents of the old one, which is given back; NULL when size is 0 or memory is out.
 * Fits lua_Alloc; owner is not used. */
void *blocks_resize(void *owner, void *old, size_t old_size, size_t size);

#endif
