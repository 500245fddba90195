/* coverage.h: how much of a point (of a checklist, say) an answer's best passage says.
 *
 * For every window of so many tokens of the answer, the share of the point's tokens that it has, each as often as both
 * have it (recall); the first of the best windows counts. A measure of wording, not of meaning: it tells where to look.
 * One point takes time in proportion to the answer. */
#ifndef VIVA_COVERAGE_H
#define VIVA_COVERAGE_H

#include "sequence.h"

struct coverage {
  double recall;      /* NAN when the point has no tokens */
  size_t first, last; /* tokens of the answer that the best window begins and ends with what it has of the point */
  bool found;         /* false: no token of the point stands in the answer, and there is no window */
};

/* `window` tokens are looked at together. False when there is no memory. */
bool coverage_best(struct buffer *memory, struct sequence point, struct sequence answer, uint32_t distinct,
                   size_t window, struct coverage *best);

#endif
