/* classes.h: a table of counts read as a classification: rows are the truth, columns what was said. Undefined is NaN. */
#ifndef VIVA_CLASSES_H
#define VIVA_CLASSES_H

#include "crosstab.h"

struct class_score {
  double actual, said; /* how many */
  double precision, recall, f1;
};

struct class_score class_score(const struct crosstab *table, size_t level);

/* Mean recall of the levels that occur in the truth. */
double balanced_accuracy(const struct crosstab *table);

/* Matthews 1975; of two levels only. */
double matthews_correlation(const struct crosstab *table);

#endif
