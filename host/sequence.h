/* sequence.h: longest common subsequence and edit distance of two sequences of numbers, 64 rows of the table at a time.
 *
 * LCS: H. Hyyrö, "Bit-parallel LCS-length computation revisited" (AWOCA 2004). Levenshtein distance (insertion, deletion
 * and substitution cost 1): G. Myers, "A fast bit-vector algorithm for approximate string matching" (J. ACM 46, 1999),
 * in Hyyrö's form (2003). Long sequences go in strips of SEQUENCE_STRIP * 64 rows, so that what is worked on stays in
 * registers and the nearest cache: time n * m / 64, memory n + m.
 *
 * Numbers lie between 1 and `distinct`. Every function returns false when there is no memory. */
#ifndef VIVA_SEQUENCE_H
#define VIVA_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

enum { SEQUENCE_STRIP = 4 };

struct sequence_memory {
  struct buffer rows, masks, carries, table;
};

struct sequence {
  const uint32_t *ids;
  size_t count;
};

void sequence_free(struct sequence_memory *memory);

bool sequence_lcs(struct sequence_memory *memory, struct sequence a, struct sequence b, uint32_t distinct,
                  size_t *length);

bool sequence_distance(struct sequence_memory *memory, struct sequence a, struct sequence b, uint32_t distinct,
                       size_t *distance);

/* Marks the places of `a` that a longest common subsequence takes: of several, the one found by going back from the
 * ends, leaving the last of `b` only where that costs nothing and leaving the last of `a` would. Marks already made
 * stay. Keeps the table: a.count * b.count / 8 bytes. */
bool sequence_mark(struct sequence_memory *memory, struct sequence a, struct sequence b, uint32_t distinct,
                   bool *marks);

#endif
