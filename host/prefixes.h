/* prefixes.h: a set of the first eight bytes of digests; it only grows. */
#ifndef VIVA_PREFIXES_H
#define VIVA_PREFIXES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct prefixes {
  uint64_t *slots; /* 0: free */
  size_t room;     /* a power of two, or 0 */
  size_t count;
};

/* False when there is no memory. */
bool prefixes_add(struct prefixes *set, const uint8_t *digest);

/* May say yes wrongly (with a chance of one in 2^64 for each that is in it), never no. */
bool prefixes_have(const struct prefixes *set, const uint8_t *digest);

void prefixes_free(struct prefixes *set);

#endif
