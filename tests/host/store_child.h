/* store_child.h: the replies that a store_child writes, known to whoever checks them. */
#ifndef VIVA_STORE_CHILD_H
#define VIVA_STORE_CHILD_H

#include <stdint.h>
#include <string.h>

#define CHILD_BODY_MOST 9000

static inline void child_key(long number, uint8_t key[32])
{
  memset(key, 0, 32);
  memcpy(key + 24, &number, sizeof number);
  for (int i = 0; i < 8; i++) key[i] = (uint8_t)((unsigned long)number * 2654435761u >> (i % 4 * 8));
}

/* From nothing to more than two pages. */
static inline size_t child_body(long number, char body[CHILD_BODY_MOST])
{
  size_t size = (size_t)number * 379 % CHILD_BODY_MOST;
  memset(body, (int)(number & 255), size);
  return size;
}

#endif
