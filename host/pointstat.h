/* pointstat.h: what single points of a checklist are worth, and which scores hang by a thread. Functions that can fail return the
 * reason (undefined.h). */
#ifndef VIVA_POINTSTAT_H
#define VIVA_POINTSTAT_H

#include <stddef.h>

/* Point p of answer a is points[p][a]: 1 met, 0 not, NaN not applicable. */
struct point {
  double difficulty;     /* share met of the answers in which it applies; NaN where it never does */
  double item_rest;      /* correlation with the sum of the other points (corrected point-biserial) */
  double discrimination; /* share met in the upper 27 % less that in the lower (Kelley 1939) */
  double alpha_if_dropped;
  size_t applies;
};

/* KR-20 / Cronbach 1951. All but the difficulty over the answers in which every point applies; `complete` says how many. NaN
 * where undefined. */
const char *points_analyse(const double *const *points, size_t count, size_t answers, struct point *out, double *alpha,
                           size_t *complete);

/* Which side of the threshold an item lies on, and how surely: columns[r][i] is round r's score of item i. */
struct edge {
  double mean;
  double flip; /* probability that as many new rounds put it on the other side; NaN when rounds never differ */
};

/* flip = Phi(-|mean - boundary| / (s_w sqrt(2 / K))), boundary half a step of the mean (1 / 2K) below the threshold: both the
 * rounds seen and the new ones carry the noise s_w of test and retest, the same for all items. */
const char *points_edges(const double *const *columns, size_t rounds, size_t items, double threshold, struct edge *out,
                         double *within_sd);

#endif
