#include "blocks.h"

#include <stdlib.h>
#include <string.h>

/* Small sizes are multiples of a step, the middle ones four to each power of two. The sanitizers watch malloc and free, so
 * their build uses nothing else. */
#ifdef VIVA_SANITIZE
enum { STEP = 16, SMALL = 0, MIDDLE = 0, CHUNK = 65536 };
#else
enum { STEP = 16, SMALL = 512, MIDDLE = 16384, CHUNK = 65536 };
#endif
enum { SMALL_CLASSES = SMALL / STEP + 1, MIDDLE_CLASSES = 20, KEPT = 512 << 10 };

struct block {
  struct block *next;
};

static struct block *free_blocks[SMALL_CLASSES + MIDDLE_CLASSES];
static size_t kept[SMALL_CLASSES + MIDDLE_CLASSES]; /* bytes on the lists of the middle ones, at most KEPT each */
static char *fresh, *fresh_end;                     /* what is left of the newest chunk */

/* The class of a size up to MIDDLE, and the size that all its blocks have. */
static size_t class_of(size_t size, size_t *room)
{
  if (size <= SMALL) {
    size_t steps = (size + STEP - 1) / STEP;
    *room = steps * STEP;
    return steps;
  }
  unsigned shift = 61 - (unsigned)__builtin_clzl(size - 1); /* 4 << shift is the power of two below */
  size_t quarters = ((size - 1) >> shift) + 1;              /* 5 to 8 */
  *room = quarters << shift;
  return SMALL_CLASSES + (shift - 7) * 4 + quarters - 5;
}

/* The rest of the chunk before becomes one more free block. */
static int new_chunk(void)
{
  char *chunk = malloc(CHUNK);
  if (!chunk) return -1;
  size_t rest = (size_t)(fresh_end - fresh) / STEP;
  if (rest > 0) {
    struct block *block = (struct block *)fresh;
    block->next = free_blocks[rest];
    free_blocks[rest] = block;
  }
  fresh = chunk;
  fresh_end = chunk + CHUNK;
  return 0;
}

static void *take_fresh(size_t room)
{
  if (room > SMALL) return malloc(room);
  if ((size_t)(fresh_end - fresh) < room && new_chunk() != 0) return NULL;
  void *taken = fresh;
  fresh += room;
  return taken;
}

void *blocks_take(size_t size)
{
  if (size > MIDDLE) return malloc(size);
  size_t room, class = class_of(size, &room);
  struct block *block = free_blocks[class];
  if (!block) return take_fresh(room);
  free_blocks[class] = block->next;
  if (room > SMALL) kept[class] -= room;
  return block;
}

void blocks_give(void *old, size_t size)
{
  size_t room = 0, class = size <= MIDDLE ? class_of(size, &room) : 0;
  if (!old) return;
  if (size > MIDDLE || (room > SMALL && kept[class] + room > KEPT)) {
    free(old);
    return;
  }
  if (room > SMALL) kept[class] += room;
  struct block *block = old;
  block->next = free_blocks[class];
  free_blocks[class] = block;
}

static void *move(void *old, size_t old_size, size_t size)
{
  size_t room, before;
  if (old_size > MIDDLE && size > MIDDLE) return realloc(old, size);
  if (old_size <= MIDDLE && size <= MIDDLE && class_of(old_size, &before) == class_of(size, &room)) return old;
  void *moved = blocks_take(size);
  if (!moved) return NULL;
  memcpy(moved, old, old_size < size ? old_size : size);
  blocks_give(old, old_size);
  return moved;
}

void *blocks_resize(void *owner, void *old, size_t old_size, size_t size)
{
  (void)owner;
  if (!old) return size ? blocks_take(size) : NULL; /* old_size then tells the type of the new object */
  if (size) return move(old, old_size, size);
  blocks_give(old, old_size);
  return NULL;
}
