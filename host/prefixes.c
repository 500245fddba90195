#include "prefixes.h"

#include <stdlib.h>
#include <string.h>

/* A free slot holds 0, so the one prefix that would be 0 goes as 1. */
static uint64_t prefix_of(const uint8_t *digest)
{
  uint64_t prefix;
  memcpy(&prefix, digest, sizeof prefix);
  return prefix ? prefix : 1;
}

/* The slot that holds the prefix, or the free one where it would go: digests are spread evenly by themselves. */
static uint64_t *find(const struct prefixes *set, uint64_t prefix)
{
  size_t at = prefix & (set->room - 1);
  while (set->slots[at] && set->slots[at] != prefix) at = (at + 1) & (set->room - 1);
  return &set->slots[at];
}

static bool grow(struct prefixes *set)
{
  struct prefixes grown = {.room = set->room ? set->room * 2 : 1024, .count = set->count};
  grown.slots = calloc(grown.room, sizeof *grown.slots);
  if (!grown.slots) return false;
  for (size_t i = 0; i < set->room; i++)
    if (set->slots[i]) *find(&grown, set->slots[i]) = set->slots[i];
  free(set->slots);
  *set = grown;
  return true;
}

bool prefixes_add(struct prefixes *set, const uint8_t *digest)
{
  if (set->count * 2 >= set->room && !grow(set)) return false;
  uint64_t prefix = prefix_of(digest), *slot = find(set, prefix);
  if (*slot) return true;
  *slot = prefix;
  set->count++;
  return true;
}

bool prefixes_have(const struct prefixes *set, const uint8_t *digest)
{
  return set->room > 0 && *find(set, prefix_of(digest)) != 0;
}

void prefixes_free(struct prefixes *set)
{
  free(set->slots);
  *set = (struct prefixes){0};
}
