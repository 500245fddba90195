/* measures.h: all measures of two raters at once from one table of counts: fast enough to be taken for every resample.
 *
 * An undefined measure is NaN; measure_reason says why it can be. Formulas: agreement.h, rank.h, anova.h. */
#ifndef VIVA_MEASURES_H
#define VIVA_MEASURES_H

#include "crosstab.h"

enum measure {
  M_AGREEMENT, /* share of pairs at one level */
  M_ADJACENT,  /* share of pairs at most one level apart */
  M_KAPPA,
  M_KAPPA_LINEAR,
  M_KAPPA_QUADRATIC,
  M_AC1,
  M_AC2, /* quadratic weights */
  M_ALPHA_NOMINAL,
  M_ALPHA_ORDINAL,
  M_ALPHA_INTERVAL,
  M_TAU_B,
  M_SPEARMAN,
  M_PEARSON,
  M_ICC1,
  M_ICC2,
  M_ICC3,
  M_BIAS,           /* mean of second minus first */
  M_ABSOLUTE_ERROR, /* mean of |second - first| */
  M_MACRO_F1,
  MEASURES
};

struct measure_about {
  const char *name, *reason;
};

extern const struct measure_about measure_about[MEASURES];

/* The weights of a scale, computed once for many tables. */
struct measure_plan {
  size_t levels;
  const double *scale;
  double *apart;                   /* levels * levels: how far two levels disagree, quadratically, 0 to 1 */
  double spread, spread_quadratic; /* Gwet's T_w / (q (q - 1)) without weights and with quadratic ones */
};

/* `apart` is room for levels * levels. */
void measures_plan(struct measure_plan *plan, const double *scale, size_t levels, double *apart);
void measures_of(const struct measure_plan *plan, const double *cells, double out[MEASURES]);

#endif
