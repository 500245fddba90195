#include "classes.h"

#include <math.h>

static double share(double part, double whole)
{
  return whole > 0 ? part / whole : NAN;
}

struct class_score class_score(const struct crosstab *table, size_t level)
{
  struct class_score score = {0};
  size_t q = table->levels;
  double right = table->cells[level * q + level];
  for (size_t i = 0; i < q; i++) {
    score.actual += table->cells[level * q + i];
    score.said += table->cells[i * q + level];
  }
  score.precision = share(right, score.said);
  score.recall = share(right, score.actual);
  score.f1 = share(2 * right, score.actual + score.said);
  return score;
}

double balanced_accuracy(const struct crosstab *table)
{
  double sum = 0, classes = 0;
  for (size_t i = 0; i < table->levels; i++) {
    struct class_score score = class_score(table, i);
    if (!(score.actual > 0)) continue;
    sum += score.recall;
    classes += 1;
  }
  return share(sum, classes);
}

double matthews_correlation(const struct crosstab *table)
{
  const double *c = table->cells;
  double margins = (c[0] + c[1]) * (c[2] + c[3]) * (c[0] + c[2]) * (c[1] + c[3]);
  return share(c[0] * c[3] - c[1] * c[2], sqrt(margins));
}
