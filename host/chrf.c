#include "chrf.h"

static const double epsilon = 1e-16;

bool chrf_count(struct grams_memory *memory, struct sequence answer, struct sequence reference, uint32_t distinct,
                size_t order, size_t from, struct chrf_counts *counts)
{
  size_t shared[GRAMS_ORDER];
  if (!grams_shared(memory, answer, reference, distinct, order, shared)) return false;
  for (size_t n = 1; n <= order; n++) {
    size_t all = grams_count(reference.count, n);
    counts->reference[from + n - 1] = (double)all;
    counts->answer[from + n - 1] = all > 0 ? (double)grams_count(answer.count, n) : 0;
    counts->shared[from + n - 1] = (double)shared[n - 1];
  }
  return true;
}

static double f_score(double precision, double recall, double beta)
{
  double factor = beta * beta, below = factor * precision + recall;
  return below > 0 ? (1 + factor) * precision * recall / below : 0;
}

static double ratio(double shared, double all)
{
  return all > 0 ? shared / all : epsilon;
}

/* The mean of the orders' F, an order without n-grams or matches counting next to nothing. */
static double mean_of_orders(const struct chrf_counts *c, const struct chrf_rule *rule)
{
  size_t orders = rule->characters + rule->words;
  double sum = 0;
  for (size_t n = 0; n < orders; n++) {
    double precision = ratio(c->shared[n], c->answer[n]), recall = ratio(c->shared[n], c->reference[n]);
    double below = rule->beta * rule->beta * precision + recall;
    sum += below > 0 ? f_score(precision, recall, rule->beta) : epsilon;
  }
  return 100 * sum / (double)orders;
}

double chrf_score(const struct chrf_counts *c, const struct chrf_rule *rule)
{
  if (rule->epsilon) return mean_of_orders(c, rule);
  double precision = 0, recall = 0, orders = 0;
  for (size_t n = 0; n < rule->characters + rule->words; n++) {
    if (c->answer[n] <= 0 || c->reference[n] <= 0) continue;
    precision += c->shared[n] / c->answer[n];
    recall += c->shared[n] / c->reference[n];
    orders++;
  }
  return orders > 0 ? 100 * f_score(precision / orders, recall / orders, rule->beta) : 0;
}
