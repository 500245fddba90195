/* disagree.h: where a judge and physicians part on a point of a checklist, and which way. */
#ifndef VIVA_DISAGREE_H
#define VIVA_DISAGREE_H

#include <stddef.h>

/* Of one point: 1 met, 0 not, NaN not applicable, which is a third answer and not 0. */
struct disagreement {
  double n, differ;
  double only_judge, only_human; /* met for one, not for the other: the judge is lenient, or strict */
  double kappa, ac1;             /* NaN where undefined */
  double p;                      /* McNemar, exact; NaN without such answers */
};

struct disagreement point_disagreement(const double *judge, const double *human, size_t answers);

#endif
