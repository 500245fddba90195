/* random_ids.h: sequences of numbers for tests, the same on every machine. */
#ifndef VIVA_RANDOM_IDS_H
#define VIVA_RANDOM_IDS_H

#include <stdint.h>

#include "sequence.h"

static uint64_t random_state = 88172645463325252u;

static inline uint32_t random_below(uint32_t limit)
{
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (uint32_t)(random_state % limit);
}

static inline struct sequence random_ids(uint32_t *ids, size_t count, uint32_t distinct)
{
  for (size_t i = 0; i < count; i++) ids[i] = 1 + random_below(distinct);
  return (struct sequence){ids, count};
}

#endif
