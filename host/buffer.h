/* buffer.h: memory that is kept for the next call. */
#ifndef VIVA_BUFFER_H
#define VIVA_BUFFER_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct buffer {
  void *data;
  size_t size;
};

/* Room for so many things of so many bytes; what was in it is lost. NULL when there is no memory, and the buffer is
 * empty then. */
static inline void *buffer_need(struct buffer *b, size_t count, size_t each)
{
  if (count <= b->size / each && b->data) return b->data;
  free(b->data);
  *b = (struct buffer){NULL, 0};
  if (count > SIZE_MAX / 2 / each) return NULL;
  size_t size = count * each + count * each / 2 + 64;
  b->data = malloc(size);
  if (b->data) b->size = size;
  return b->data;
}

static inline void buffer_free(struct buffer *b)
{
  free(b->data);
  *b = (struct buffer){NULL, 0};
}

#endif
