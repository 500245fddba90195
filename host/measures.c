#include "measures.h"

#include <math.h>

#include "agreement.h"
#include "undefined.h"

#define ONE_LEVEL "both raters used one level only"
#define NO_SPREAD "a rater used one level only"

const struct measure_about measure_about[MEASURES] = {
    [M_AGREEMENT] = {"agreement", "no pair of ratings"},
    [M_ADJACENT] = {"adjacent", "no pair of ratings"},
    [M_KAPPA] = {"kappa", ONE_LEVEL},
    [M_KAPPA_LINEAR] = {"kappa_linear", ONE_LEVEL},
    [M_KAPPA_QUADRATIC] = {"kappa_quadratic", ONE_LEVEL},
    [M_AC1] = {"ac1", "no pair of ratings"},
    [M_AC2] = {"ac2", "no pair of ratings"},
    [M_ALPHA_NOMINAL] = {"alpha_nominal", ONE_LEVEL},
    [M_ALPHA_ORDINAL] = {"alpha_ordinal", ONE_LEVEL},
    [M_ALPHA_INTERVAL] = {"alpha_interval", ONE_LEVEL},
    [M_TAU_B] = {"tau_b", NO_SPREAD},
    [M_SPEARMAN] = {"spearman", NO_SPREAD},
    [M_PEARSON] = {"pearson", NO_SPREAD},
    [M_ICC1] = {"icc1", "fewer than two items, or no spread"},
    [M_ICC2] = {"icc2", "fewer than two items, or no spread"},
    [M_ICC3] = {"icc3", "fewer than two items, or no spread"},
    [M_BIAS] = {"bias", "no pair of ratings"},
    [M_ABSOLUTE_ERROR] = {"absolute_error", "no pair of ratings"},
    [M_MACRO_F1] = {"macro_f1", "no pair of ratings"},
};

void measures_plan(struct measure_plan *plan, const double *scale, size_t levels, double *apart)
{
  double total = 0, q = (double)levels;
  plan->levels = levels;
  plan->scale = scale;
  plan->apart = apart;
  for (size_t i = 0; i < levels; i++) {
    for (size_t j = 0; j < levels; j++) {
      apart[i * levels + j] = 1 - agreement_weight(WEIGHT_QUADRATIC, scale, levels, i, j);
      total += 1 - apart[i * levels + j];
    }
  }
  plan->spread = 1 / (q - 1);
  plan->spread_quadratic = total / (q * (q - 1));
}

/* What the measures share. */
struct sums {
  size_t q;
  double n, same, adjacent;
  double rows[SCALE_MOST], columns[SCALE_MOST], used[SCALE_MOST];
  double linear, quadratic;       /* disagreement seen, summed over pairs */
  double x, y, xx, yy, xy, error; /* of the scale's values */
};

static void add_row(const struct measure_plan *plan, const double *cells, size_t i, struct sums *s)
{
  const double *scale = plan->scale, *apart = plan->apart + i * s->q;
  for (size_t j = 0; j < s->q; j++) {
    double count = cells[j], gap = fabs(scale[i] - scale[j]);
    s->rows[i] += count;
    s->columns[j] += count;
    s->error += count * gap;
    s->quadratic += count * apart[j];
    s->xy += count * scale[i] * scale[j];
    if (i == j) s->same += count;
    if (i <= j + 1 && j <= i + 1) s->adjacent += count;
  }
}

static void sum_up(const struct measure_plan *plan, const double *cells, struct sums *s)
{
  size_t q = plan->levels;
  *s = (struct sums){.q = q};
  for (size_t i = 0; i < q; i++) add_row(plan, cells + i * q, i, s);
  for (size_t i = 0; i < q; i++) {
    double value = plan->scale[i];
    s->n += s->rows[i];
    s->used[i] = s->rows[i] + s->columns[i];
    s->x += s->rows[i] * value;
    s->y += s->columns[i] * value;
    s->xx += s->rows[i] * value * value;
    s->yy += s->columns[i] * value * value;
  }
  s->linear = s->error / (plan->scale[q - 1] - plan->scale[0]);
}

static double over(double above, double below, double scale)
{
  return is_nothing(below, scale) ? NAN : above / below;
}

/* Mean |x - y| of two independent draws from the margins, by the distribution functions. */
static double chance_gap(const struct measure_plan *plan, const struct sums *s)
{
  double below_rows = 0, below_columns = 0, sum = 0;
  for (size_t i = 0; i + 1 < s->q; i++) {
    below_rows += s->rows[i];
    below_columns += s->columns[i];
    sum += (plan->scale[i + 1] - plan->scale[i]) *
           (below_rows * (s->n - below_columns) + below_columns * (s->n - below_rows));
  }
  return sum / (s->n * s->n);
}

static void put_kappas(const struct measure_plan *plan, const struct sums *s, double out[MEASURES])
{
  double n = s->n, span = plan->scale[s->q - 1] - plan->scale[0], same = 0, diversity = 0;
  for (size_t i = 0; i < s->q; i++) {
    same += s->rows[i] * s->columns[i] / (n * n);
    diversity += s->used[i] / (2 * n) * (1 - s->used[i] / (2 * n));
  }
  double square = (s->xx + s->yy) / n - 2 * s->x * s->y / (n * n); /* mean (x - y)^2 of independent draws */
  out[M_KAPPA] = 1 - over(1 - s->same / n, 1 - same, 1);
  out[M_KAPPA_LINEAR] = 1 - over(s->error / n, chance_gap(plan, s), span);
  out[M_KAPPA_QUADRATIC] = 1 - over(s->quadratic / n * span * span, square, span * span);
  double chance = plan->spread * diversity, chance_quadratic = plan->spread_quadratic * diversity;
  out[M_AC1] = over(s->same / n - chance, 1 - chance, 1);
  out[M_AC2] = over(1 - s->quadratic / n - chance_quadratic, 1 - chance_quadratic, 1);
}

/* Sums over pairs of levels of used_k used_l (difference)^2, the ordinal one by ranks: half of the ratings at both ends and
 * all between, which is the difference of mid-ranks. */
static void put_alphas(const struct measure_plan *plan, const double *cells, const struct sums *s, double out[MEASURES])
{
  double total = 2 * s->n, same = 0, rank[SCALE_MOST], before = 0, mean = 0, square = 0, seen = 0;
  for (size_t i = 0; i < s->q; i++) {
    same += s->used[i] * s->used[i];
    rank[i] = before + s->used[i] / 2;
    before += s->used[i];
    mean += s->used[i] * rank[i];
    square += s->used[i] * rank[i] * rank[i];
  }
  for (size_t i = 0; i < s->q; i++)
    for (size_t j = 0; j < s->q; j++) seen += cells[i * s->q + j] * (rank[i] - rank[j]) * (rank[i] - rank[j]);
  double span = plan->scale[s->q - 1] - plan->scale[0], sum = s->x + s->y;
  double interval = 2 * (total * (s->xx + s->yy) - sum * sum), ordinal = 2 * (total * square - mean * mean);
  out[M_ALPHA_NOMINAL] = 1 - over((total - 1) * 2 * (s->n - s->same), total * total - same, total * total);
  out[M_ALPHA_ORDINAL] = 1 - over((total - 1) * 2 * seen, ordinal, total * total * total * total);
  out[M_ALPHA_INTERVAL] = 1 - over((total - 1) * 2 * s->quadratic * span * span, interval, total * total * span * span);
}

static double concordance(const double *cells, size_t q)
{
  double after[SCALE_MOST + 1] = {0}, sum = 0; /* after[j]: in the rows below, columns j and on */
  for (size_t i = q; i-- > 0;) {
    double all = after[0];
    for (size_t j = 0; j < q; j++) sum += cells[i * q + j] * (after[j + 1] - (all - after[j]));
    double right = 0;
    for (size_t j = q; j-- > 0;) {
      right += cells[i * q + j];
      after[j] += right;
    }
  }
  return sum;
}

static double tied_pairs(const double *margin, size_t q)
{
  double sum = 0;
  for (size_t i = 0; i < q; i++) sum += margin[i] * margin[i];
  return sum;
}

static double tau_b(const double *cells, const struct sums *s)
{
  double all = s->n * s->n, rows = all - tied_pairs(s->rows, s->q), columns = all - tied_pairs(s->columns, s->q);
  return over(2 * concordance(cells, s->q), sqrt(rows * columns), all);
}

static void mid_ranks(const double *margin, size_t q, double *rank)
{
  double before = 0;
  for (size_t i = 0; i < q; i++) {
    rank[i] = before + margin[i] / 2;
    before += margin[i];
  }
}

static double spearman(const double *cells, const struct sums *s)
{
  double row[SCALE_MOST], column[SCALE_MOST], n = s->n, xx = 0, yy = 0, xy = 0;
  mid_ranks(s->rows, s->q, row);
  mid_ranks(s->columns, s->q, column);
  for (size_t i = 0; i < s->q; i++) {
    double inner = 0;
    for (size_t j = 0; j < s->q; j++) inner += cells[i * s->q + j] * (column[j] - n / 2);
    xy += (row[i] - n / 2) * inner;
    xx += s->rows[i] * (row[i] - n / 2) * (row[i] - n / 2);
    yy += s->columns[i] * (column[i] - n / 2) * (column[i] - n / 2);
  }
  return over(xy, sqrt(xx * yy), n * n * n);
}

static void put_iccs(const struct sums *s, double span, double out[MEASURES])
{
  double n = s->n, total = s->x + s->y, correction = total * total / (2 * n);
  double all = s->xx + s->yy - correction, between = (s->xx + s->yy + 2 * s->xy) / 2 - correction;
  double raters = (s->x * s->x + s->y * s->y) / n - correction;
  double msb = between / (n - 1), msw = (all - between) / n, mse = (all - between - raters) / (n - 1);
  double enough = n > 1 ? 1 : NAN, scale = span * span;
  out[M_ICC1] = enough * over(msb - msw, msb + msw, scale);
  out[M_ICC2] = enough * over(msb - mse, msb + mse + 2 * (raters - mse) / n, scale);
  out[M_ICC3] = enough * over(msb - mse, msb + mse, scale);
}

/* Mean over the levels that either rater used. */
static double macro_f1(const double *cells, const struct sums *s)
{
  double sum = 0, classes = 0;
  for (size_t i = 0; i < s->q; i++) {
    if (!(s->used[i] > 0)) continue;
    sum += 2 * cells[i * s->q + i] / s->used[i];
    classes += 1;
  }
  return sum / classes;
}

void measures_of(const struct measure_plan *plan, const double *cells, double out[MEASURES])
{
  struct sums s;
  sum_up(plan, cells, &s);
  if (!(s.n > 0)) {
    for (int i = 0; i < MEASURES; i++) out[i] = NAN;
    return;
  }
  double span = plan->scale[s.q - 1] - plan->scale[0], xx = s.n * s.xx - s.x * s.x, yy = s.n * s.yy - s.y * s.y;
  out[M_AGREEMENT] = s.same / s.n;
  out[M_ADJACENT] = s.adjacent / s.n;
  out[M_BIAS] = (s.y - s.x) / s.n;
  out[M_ABSOLUTE_ERROR] = s.error / s.n;
  out[M_MACRO_F1] = macro_f1(cells, &s);
  put_kappas(plan, &s, out);
  put_alphas(plan, cells, &s, out);
  put_iccs(&s, span, out);
  out[M_TAU_B] = tau_b(cells, &s);
  out[M_SPEARMAN] = spearman(cells, &s);
  out[M_PEARSON] = over(s.n * s.xy - s.x * s.y, sqrt(xx * yy), s.n * s.n * span * span);
}
