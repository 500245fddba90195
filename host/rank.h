/* rank.h: orders, quantiles and rank correlations of numbers. Functions that can fail return the reason (undefined.h). */
#ifndef VIVA_RANK_H
#define VIVA_RANK_H

#include <stddef.h>

/* The quantile of Hyndman and Fan's type 7 (R's and numpy's default); the values end up in another order. n > 0. */
double quantile_of(double *values, size_t n, double p);

/* Mid-ranks from 1; ties share their mean. 0, or -1 when there is no memory. */
int mid_ranks_of(const double *values, size_t n, double *ranks);

struct correlation {
  double value, p; /* p: two-sided; NaN where it is not defined */
};

const char *pearson_of(const double *x, const double *y, size_t n, struct correlation *out);
const char *spearman_of(const double *x, const double *y, size_t n, struct correlation *out); /* Pearson of mid-ranks */

/* Kendall 1945, in n log n by Knight 1966; p by the normal approximation with ties. */
const char *tau_b_of(const double *x, const double *y, size_t n, struct correlation *out);

#endif
