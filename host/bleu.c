#include "bleu.h"

#include <math.h>

const char *const bleu_smoothings[] = {"none", "floor", "add-k", "exp", NULL};

double bleu_usual_value(enum bleu_smoothing smoothing)
{
  return smoothing == BLEU_FLOOR ? 0.1 : 1;
}

bool bleu_count(struct grams_memory *memory, struct sequence answer, struct sequence reference, uint32_t distinct,
                size_t order, struct bleu_counts *counts)
{
  size_t shared[GRAMS_ORDER];
  if (!grams_shared(memory, answer, reference, distinct, order, shared)) return false;
  *counts = (struct bleu_counts){.answer = (double)answer.count, .reference = (double)reference.count};
  for (size_t n = 1; n <= order; n++) {
    counts->shared[n - 1] = (double)shared[n - 1];
    counts->all[n - 1] = (double)grams_count(answer.count, n);
  }
  return true;
}

static double brevity(double answer, double reference)
{
  if (answer >= reference) return 1;
  return answer > 0 ? exp(1 - reference / answer) : 0;
}

/* Percent; `halved` counts the orders without a match that exp has met. */
static double precision(const struct bleu_rule *rule, double shared, double all, double *halved)
{
  if (shared > 0) return 100 * shared / all;
  if (rule->smoothing == BLEU_FLOOR) return 100 * rule->value / all;
  if (rule->smoothing != BLEU_EXP) return 0;
  *halved *= 2;
  return 100 / (*halved * all);
}

static double geometric_mean(const double *values, size_t count)
{
  const double log_of_nothing = -9999999999.0; /* sacrebleu's; its exponential is 0 */
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += values[i] > 0 ? log(values[i]) : log_of_nothing;
  return exp(sum / (double)count);
}

struct bleu_score bleu_score(struct bleu_counts counts, const struct bleu_rule *rule)
{
  struct bleu_score result = {.brevity = brevity(counts.answer, counts.reference)};
  double halved = 1, any = 0;
  size_t order = rule->order;
  for (size_t n = 0; n < rule->order; n++) any += counts.shared[n];
  if (any == 0) return result;
  for (size_t n = 0; n < rule->order; n++) {
    double added = rule->smoothing == BLEU_ADD_K && n > 0 ? rule->value : 0;
    if (counts.all[n] + added == 0) break;
    if (rule->effective) order = n + 1;
    result.precisions[n] = precision(rule, counts.shared[n] + added, counts.all[n] + added, &halved);
  }
  result.score = result.brevity * geometric_mean(result.precisions, order);
  return result;
}
