#include "dictionary.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 256, HEAD = 8 };
static const uint64_t SPREAD = 0x9E3779B97F4A7C15u;

void dictionary_free(struct dictionary *d)
{
  free(d->points);
  free(d->words);
  *d = (struct dictionary){0};
}

/* Numbers are 32 bits wide; long before they run out, everything is really cleared. */
static void start_over(struct dictionary *d)
{
  if (d->points) memset(d->points, 0, sizeof *d->points * DICTIONARY_POINTS);
  if (d->words) memset(d->words, 0, sizeof *d->words * d->capacity);
  d->base = 0;
}

void dictionary_forget(struct dictionary *d)
{
  d->base += d->count;
  d->count = 0;
  d->used = 0;
  d->failed = false;
  if (d->base > UINT32_MAX / 2) start_over(d);
}

bool dictionary_has_points(struct dictionary *d)
{
  if (!d->points) d->points = calloc(DICTIONARY_POINTS, sizeof *d->points);
  return d->points != NULL;
}

static uint64_t load(const char *bytes)
{
  uint64_t value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

static uint64_t first_bytes(const char *bytes, size_t length)
{
  return length >= HEAD ? load(bytes) : load(bytes) & ((UINT64_C(1) << (8 * length)) - 1);
}

static uint64_t mix(uint64_t value)
{
  value *= SPREAD;
  return value ^ (value >> 32);
}

static uint64_t head_of(const char *bytes, size_t length)
{
  if (length <= HEAD) return first_bytes(bytes, length);
  uint64_t hash = length;
  for (; length > HEAD; bytes += HEAD, length -= HEAD) hash = mix(hash ^ load(bytes)) + SPREAD;
  return mix(hash ^ first_bytes(bytes, length));
}

static size_t slot_of(const struct dictionary *d, uint64_t head)
{
  return (size_t)(mix(head) & (d->capacity - 1));
}

static bool is_word(const struct dictionary_word *w, uint64_t head, const char *bytes, size_t length)
{
  return w->head == head && w->length == length && (length <= HEAD || memcmp(w->bytes, bytes, length) == 0);
}

/* The place of the word, or the free one where it belongs. */
static struct dictionary_word *find(struct dictionary *d, uint64_t head, const char *bytes, size_t length)
{
  size_t slot = slot_of(d, head);
  while (d->words[slot].value > d->base && !is_word(&d->words[slot], head, bytes, length))
    slot = (slot + 1) & (d->capacity - 1);
  return &d->words[slot];
}

static bool grow(struct dictionary *d)
{
  struct dictionary old = *d;
  size_t capacity = old.capacity ? old.capacity * 2 : FIRST_CAPACITY;
  struct dictionary_word *words = calloc(capacity, sizeof *words);
  if (!words) return false;
  d->words = words;
  d->capacity = capacity;
  for (size_t i = 0; i < old.capacity; i++) {
    const struct dictionary_word *w = &old.words[i];
    if (w->value > d->base) *find(d, w->head, w->bytes, w->length) = *w;
  }
  free(old.words);
  return true;
}

uint32_t dictionary_word(struct dictionary *d, const char *bytes, size_t length)
{
  if (length > UINT32_MAX || (d->used * 2 >= d->capacity && !grow(d))) {
    d->failed = true;
    return 0;
  }
  uint64_t head = head_of(bytes, length);
  struct dictionary_word *w = find(d, head, bytes, length);
  if (w->value <= d->base) {
    *w = (struct dictionary_word){bytes, head, (uint32_t)length, d->base + ++d->count};
    d->used++;
  }
  return w->value - d->base;
}
