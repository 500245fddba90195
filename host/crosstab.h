/* crosstab.h: two raters' ratings of the same things, counted over a declared scale: the input of every measure of agreement.
 *
 * Ratings are codes: positions on the scale, one byte each, CODE_MISSING where nothing was rated. Cells lie by rows: row =
 * first rater (the truth, where there is one), column = second. Counts may be weighted, so cells are doubles. */
#ifndef VIVA_CROSSTAB_H
#define VIVA_CROSSTAB_H

#include <stddef.h>
#include <stdint.h>

#define SCALE_MOST 128 /* levels of a scale */
#define CODE_MISSING UINT8_MAX

struct crosstab {
  size_t levels;
  const double *scale; /* ascending */
  double *cells;       /* levels * levels */
};

/* Each adds the pairs of two raters in which neither is missing. */
void crosstab_add(struct crosstab *table, const uint8_t *first, const uint8_t *second, size_t count);
void crosstab_add_weighted(struct crosstab *table, const uint8_t *first, const uint8_t *second, const double *weights,
                           size_t count);

double crosstab_total(const struct crosstab *table);
void crosstab_margins(const struct crosstab *table, double *rows, double *columns);

/* Counts below / from a level of the scale: a table of two levels, `into`. */
void crosstab_split(const struct crosstab *table, double from, struct crosstab *into);

#endif
