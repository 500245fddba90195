#include "blocks.h"

#include <stdlib.h>
#include <string.h>

/* The sanitizers watch malloc and free, so their build uses nothing else. */
#ifdef VIVA_SANITIZE
enum { STEP = 16, SMALL = 0, CHUNK = 65536 };
#else
enum { STEP = 16, SMALL = 512, CHUNK = 65536 };
#endif

struct block {
  struct block *next;
};

static struct block *free_blocks[SMALL / STEP + 1]; /* by size in steps */
static char *fresh, *fresh_end;                     /* what is left of the newest chunk */

static size_t steps_of(size_t size)
{
  return (size + STEP - 1) / STEP;
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

static void *take(size_t size)
{
  if (size > SMALL) return malloc(size);
  size_t steps = steps_of(size);
  struct block *block = free_blocks[steps];
  if (block) {
    free_blocks[steps] = block->next;
    return block;
  }
  if ((size_t)(fresh_end - fresh) < steps * STEP && new_chunk() != 0) return NULL;
  void *taken = fresh;
  fresh += steps * STEP;
  return taken;
}

static void give(void *old, size_t size)
{
  if (size > SMALL) {
    free(old);
    return;
  }
  struct block *block = old;
  size_t steps = steps_of(size);
  block->next = free_blocks[steps];
  free_blocks[steps] = block;
}

static void *move(void *old, size_t old_size, size_t size)
{
  if (old_size > SMALL && size > SMALL) return realloc(old, size);
  if (old_size <= SMALL && steps_of(old_size) == steps_of(size)) return old;
  void *moved = take(size);
  if (!moved) return NULL;
  memcpy(moved, old, old_size < size ? old_size : size);
  give(old, old_size);
  return moved;
}

void *blocks_resize(void *owner, void *old, size_t old_size, size_t size)
{
  (void)owner;
  if (!old) return size ? take(size) : NULL; /* old_size then tells the type of the new object */
  if (size) return move(old, old_size, size);
  give(old, old_size);
  return NULL;
}
