/* grams.h: n-grams that two sequences of numbers share, for all lengths up to an order at once.
 *
 * The runs of up to `order` numbers that begin at every place are packed into integers and sorted (radix sort, both
 * sequences together); n-grams that are equal then lie side by side for every n. Numbers that only one sequence has are
 * left out first. Where an order does not fit into 64 bits, the runs sorted so far become the first number of the next
 * round's. */
#ifndef VIVA_GRAMS_H
#define VIVA_GRAMS_H

#include "sequence.h"

enum { GRAMS_ORDER = 16 };

struct grams_memory {
  struct buffer marks, a, b, keys, spare, ranks, summary;
};

void grams_free(struct grams_memory *memory);

/* shared[n - 1] becomes the sum over all n-grams of the lesser of their two counts. Numbers lie between 1 and
 * `distinct`; false when there is no memory. */
bool grams_shared(struct grams_memory *memory, struct sequence a, struct sequence b, uint32_t distinct, size_t order,
                  size_t *shared);

/* How many n-grams a sequence has. */
static inline size_t grams_count(size_t length, size_t n)
{
  return length >= n ? length - n + 1 : 0;
}

#endif
