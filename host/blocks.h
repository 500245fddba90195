/* blocks.h: the memory of the Lua state, and of what its thread makes and gives back for each request.
 *
 * Whoever gives a block back says how big it is, so that it needs no header: each size has its list of free ones, and
 * taking or giving one is a step of a list. What was once taken from the system serves later blocks of its size, all of the
 * small ones and some hundreds of each bigger size. For the loop's thread alone. */
#ifndef VIVA_BLOCKS_H
#define VIVA_BLOCKS_H

#include <stddef.h>

/* A block of so many bytes, or NULL. */
void *blocks_take(size_t size);

/* Gives a block back, with the size it was taken with; NULL is fine. */
void blocks_give(void *block, size_t size);

/* A block of so many bytes with the contents of the old one, which is given back; NULL when size is 0 or memory is out.
 * Fits lua_Alloc; owner is not used. */
void *blocks_resize(void *owner, void *old, size_t old_size, size_t size);

#endif
