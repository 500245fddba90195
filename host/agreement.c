#include "agreement.h"

#include <math.h>
#include <string.h>

#include "special.h"
#include "undefined.h"

const char *const weighting_names[] = {"none", "linear", "quadratic", "ordinal", NULL};
const char *const level_names[] = {"nominal", "ordinal", "interval", "ratio", NULL};

double agreement_weight(enum weighting weighting, const double *scale, size_t levels, size_t i, size_t j)
{
  double span = scale[levels - 1] - scale[0], apart = fabs(scale[i] - scale[j]) / span;
  double steps = i > j ? (double)(i - j) : (double)(j - i), most = (double)(levels - 1);
  switch (weighting) {
    case WEIGHT_LINEAR:
      return 1 - apart;
    case WEIGHT_QUADRATIC:
      return 1 - apart * apart;
    case WEIGHT_ORDINAL:
      return 1 - steps * (steps + 1) / (most * (most + 1));
    default:
      return i == j;
  }
}

/* Shares instead of counts, and what every coefficient starts from. */
struct shares {
  size_t q;
  double n;
  double rows[SCALE_MOST], columns[SCALE_MOST];
  double weighted_rows[SCALE_MOST],
      weighted_columns[SCALE_MOST]; /* mean weight of a level against the other's margin */
};

static const char *take_shares(const struct crosstab *table, struct shares *shares)
{
  shares->q = table->levels;
  shares->n = crosstab_total(table);
  if (shares->q < 2) return "a scale needs at least two levels";
  if (!(shares->n > 0)) return "no pair of ratings";
  crosstab_margins(table, shares->rows, shares->columns);
  for (size_t i = 0; i < shares->q; i++) {
    shares->rows[i] /= shares->n;
    shares->columns[i] /= shares->n;
  }
  return NULL;
}

static double observed_agreement(const struct crosstab *table, enum weighting weighting, double n)
{
  size_t q = table->levels;
  double sum = 0;
  for (size_t i = 0; i < q; i++)
    for (size_t j = 0; j < q; j++) sum += table->cells[i * q + j] * agreement_weight(weighting, table->scale, q, i, j);
  return sum / n;
}

static void weigh_margins(const struct crosstab *table, enum weighting weighting, struct shares *shares)
{
  memset(shares->weighted_rows, 0, sizeof shares->weighted_rows);
  memset(shares->weighted_columns, 0, sizeof shares->weighted_columns);
  for (size_t i = 0; i < shares->q; i++) {
    for (size_t j = 0; j < shares->q; j++) {
      double weight = agreement_weight(weighting, table->scale, shares->q, i, j);
      shares->weighted_rows[i] += weight * shares->columns[j];
      shares->weighted_columns[j] += weight * shares->rows[i];
    }
  }
}

static void kappa_errors(const struct crosstab *table, enum weighting weighting, const struct shares *s,
                         struct coefficient *out)
{
  double free = 1 - out->value, sum = 0, sum_null = 0;
  for (size_t i = 0; i < s->q; i++) {
    for (size_t j = 0; j < s->q; j++) {
      double weight = agreement_weight(weighting, table->scale, s->q, i, j);
      double both = s->weighted_rows[i] + s->weighted_columns[j];
      double term = weight - both * free, term_null = weight - both;
      sum += table->cells[i * s->q + j] / s->n * term * term;
      sum_null += s->rows[i] * s->columns[j] * term_null * term_null;
    }
  }
  double centre = out->value - out->chance * free, scale = s->n * (1 - out->chance) * (1 - out->chance);
  out->se = sqrt(fmax(0, sum - centre * centre) / scale);
  out->se_null = sqrt(fmax(0, sum_null - out->chance * out->chance) / scale);
}

const char *agreement_kappa(const struct crosstab *table, enum weighting weighting, double confidence,
                            struct coefficient *out)
{
  struct shares shares;
  const char *reason = take_shares(table, &shares);
  if (reason) return reason;
  weigh_margins(table, weighting, &shares);
  out->observed = observed_agreement(table, weighting, shares.n);
  out->chance = 0;
  for (size_t i = 0; i < shares.q; i++) out->chance += shares.rows[i] * shares.weighted_rows[i];
  if (is_nothing(1 - out->chance, 1)) return "both raters used one level only";
  out->value = (out->observed - out->chance) / (1 - out->chance);
  kappa_errors(table, weighting, &shares, out);
  double reach = normal_quantile(0.5 + confidence / 2) * out->se;
  out->low = out->value - reach;
  out->high = out->value + reach;
  return NULL;
}

static double gwet_variance(const struct crosstab *table, enum weighting weighting, const struct shares *s,
                            double spread, const struct coefficient *out)
{
  double free = 2 * (1 - out->value), sum = 0;
  for (size_t i = 0; i < s->q; i++) {
    for (size_t j = 0; j < s->q; j++) {
      double used = (s->rows[i] + s->columns[i] + s->rows[j] + s->columns[j]) / 4;
      double term = agreement_weight(weighting, table->scale, s->q, i, j) - free * spread * (1 - used);
      sum += table->cells[i * s->q + j] / s->n * term * term;
    }
  }
  double centre = out->observed - free * out->chance;
  return fmax(0, sum - centre * centre) / (s->n * (1 - out->chance) * (1 - out->chance));
}

const char *agreement_gwet(const struct crosstab *table, enum weighting weighting, double confidence,
                           struct coefficient *out)
{
  struct shares s;
  const char *reason = take_shares(table, &s);
  if (reason) return reason;
  double weights = 0, diversity = 0, levels = (double)s.q;
  for (size_t i = 0; i < s.q; i++) {
    for (size_t j = 0; j < s.q; j++) weights += agreement_weight(weighting, table->scale, s.q, i, j);
    double used = (s.rows[i] + s.columns[i]) / 2;
    diversity += used * (1 - used);
  }
  double spread = weights / (levels * (levels - 1));
  out->observed = observed_agreement(table, weighting, s.n);
  out->chance = spread * diversity;
  out->value = (out->observed - out->chance) / (1 - out->chance);
  out->se = out->low = out->high = NAN;
  if (s.n < 2) return NULL;
  out->se = sqrt(gwet_variance(table, weighting, &s, spread, out));
  double reach = t_quantile(0.5 + confidence / 2, s.n - 1) * out->se;
  out->low = out->value - reach;
  out->high = fmin(1, out->value + reach);
  return NULL;
}

/* Squared differences; the ordinal one counts the ratings from level k to level l, half of those at the ends. */
static double difference(enum level level, const double *scale, const double *used, size_t k, size_t l)
{
  double apart = scale[k] - scale[l], sum = scale[k] + scale[l];
  if (k == l) return 0;
  if (level == LEVEL_INTERVAL) return apart * apart;
  if (level == LEVEL_RATIO) return apart * apart / (sum * sum);
  if (level == LEVEL_NOMINAL) return 1;
  double between = -(used[k] + used[l]) / 2;
  for (size_t g = k < l ? k : l; g <= (k < l ? l : k); g++) between += used[g];
  return between * between;
}

const char *agreement_alpha(const double *coincidences, const double *scale, size_t levels, enum level level,
                            double *value)
{
  double used[SCALE_MOST] = {0}, total = 0, seen = 0, expected = 0;
  if (level == LEVEL_RATIO && scale[0] < 0) return "the ratio level needs a scale without negative numbers";
  for (size_t k = 0; k < levels; k++)
    for (size_t l = 0; l < levels; l++) used[k] += coincidences[k * levels + l];
  for (size_t k = 0; k < levels; k++) total += used[k];
  if (!(total > 0)) return "no item has two ratings";
  for (size_t k = 0; k < levels; k++) {
    for (size_t l = 0; l < levels; l++) {
      double apart = difference(level, scale, used, k, l);
      seen += coincidences[k * levels + l] * apart;
      expected += used[k] * used[l] * apart;
    }
  }
  if (!(expected > 0)) return "all ratings are at one level";
  *value = 1 - (total - 1) * seen / expected;
  return NULL;
}

void agreement_coincidences(const uint8_t *const *codes, size_t raters, size_t items, size_t levels,
                            double *coincidences)
{
  memset(coincidences, 0, levels * levels * sizeof *coincidences);
  for (size_t i = 0; i < items; i++) {
    size_t rated = 0;
    for (size_t r = 0; r < raters; r++) rated += codes[r][i] != CODE_MISSING;
    if (rated < 2) continue;
    for (size_t r = 0; r < raters; r++)
      for (size_t s = 0; s < raters; s++)
        if (r != s && codes[r][i] != CODE_MISSING && codes[s][i] != CODE_MISSING)
          coincidences[codes[r][i] * levels + codes[s][i]] += 1 / (double)(rated - 1);
  }
}
