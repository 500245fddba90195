/* dictionary.h: numbers for words and code points, the same for all texts of one comparison.
 *
 * Numbers begin at 1 and have no gaps. dictionary_forget begins the next comparison without touching the memory: what
 * is stored is `base` + number, and whatever does not exceed the base is forgotten. A word is not copied: its bytes stay
 * where they are until dictionary_forget. */
#ifndef VIVA_DICTIONARY_H
#define VIVA_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dictionary_word {
  const char *bytes;
  uint64_t head; /* the word itself up to eight bytes, a hash of it beyond */
  uint32_t length;
  uint32_t value;
};

struct dictionary {
  uint32_t *points; /* value of each code point */
  struct dictionary_word *words;
  size_t capacity; /* a power of two */
  size_t used;
  uint32_t base;
  uint32_t count;
  bool failed; /* memory ran out: numbers given since are 0 */
};

enum { DICTIONARY_POINTS = 0x110000 };

void dictionary_forget(struct dictionary *d);
void dictionary_free(struct dictionary *d);

/* Must have been true before dictionary_point is called. */
bool dictionary_has_points(struct dictionary *d);

static inline uint32_t dictionary_point(struct dictionary *d, int32_t point)
{
  uint32_t *value = &d->points[point];
  if (*value <= d->base) *value = d->base + ++d->count;
  return *value - d->base;
}

/* Seven bytes behind the word must be readable. */
uint32_t dictionary_word(struct dictionary *d, const char *bytes, size_t length);

#endif
