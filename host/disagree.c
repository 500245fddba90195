#include "disagree.h"

#include <math.h>

#include "agreement.h"
#include "compare.h"

static size_t level_of(double met)
{
  return isnan(met) ? 2 : met > 0;
}

static void put_agreement(const double *counts, size_t levels, struct disagreement *out)
{
  static const double scale[] = {0, 1, 2};
  double cells[9];
  struct coefficient coefficient;
  for (size_t i = 0; i < levels; i++)
    for (size_t j = 0; j < levels; j++) cells[i * levels + j] = counts[3 * i + j];
  struct crosstab table = {levels, scale, cells};
  out->kappa = agreement_kappa(&table, WEIGHT_NONE, 0.95, &coefficient) ? NAN : coefficient.value;
  out->ac1 = agreement_gwet(&table, WEIGHT_NONE, 0.95, &coefficient) ? NAN : coefficient.value;
}

struct disagreement point_disagreement(const double *judge, const double *human, size_t answers)
{
  double counts[9] = {0}, not_applicable = 0;
  struct disagreement out = {.n = (double)answers, .p = NAN};
  for (size_t a = 0; a < answers; a++) {
    size_t said = level_of(judge[a]), truth = level_of(human[a]);
    counts[3 * truth + said] += 1;
    out.differ += said != truth;
    not_applicable += said == 2 || truth == 2;
  }
  out.only_judge = counts[1];
  out.only_human = counts[3];
  put_agreement(counts, not_applicable > 0 ? 3 : 2, &out);
  if (out.only_judge + out.only_human > 0) out.p = compare_mcnemar(out.only_judge, out.only_human).p;
  return out;
}
