#include "anova.h"

#include <math.h>

#include "special.h"
#include "undefined.h"

static double column_mean(const double *column, size_t items)
{
  double sum = 0;
  for (size_t i = 0; i < items; i++) sum += column[i];
  return sum / (double)items;
}

static double row_mean(const double *const *columns, size_t raters, size_t item)
{
  double sum = 0;
  for (size_t r = 0; r < raters; r++) sum += columns[r][item];
  return sum / (double)raters;
}

static double square(double x)
{
  return x * x;
}

const char *anova_of(const double *const *columns, size_t raters, size_t items, struct anova *out)
{
  double n = (double)items, k = (double)raters, mean = 0, of_raters = 0, between = 0, within = 0;
  if (items < 2) return "fewer than two items";
  if (raters < 2) return "fewer than two raters or rounds";
  for (size_t r = 0; r < raters; r++) mean += column_mean(columns[r], items) / k;
  for (size_t r = 0; r < raters; r++) of_raters += n * square(column_mean(columns[r], items) - mean);
  for (size_t i = 0; i < items; i++) {
    double own = row_mean(columns, raters, i);
    between += k * square(own - mean);
    for (size_t r = 0; r < raters; r++) within += square(columns[r][i] - own);
  }
  double error = fmax(0, within - of_raters);
  *out = (struct anova){
      n, k, mean, between / (n - 1), within / (n * (k - 1)), of_raters / (k - 1), error / ((n - 1) * (k - 1))};
  return isfinite(within + of_raters + between) ? NULL : TOO_LARGE;
}

static double lowest(double f, double k)
{
  return isinf(f) ? 1 : (f - 1) / (f + k - 1);
}

/* Interval of a ratio of mean squares f with df1 and df2. */
static void f_interval(double f, double df1, double df2, double k, double confidence, struct icc *out)
{
  double tail = 0.5 + confidence / 2;
  out->low = lowest(f / f_quantile(tail, df1, df2), k);
  out->high = lowest(f * f_quantile(tail, df2, df1), k);
}

static const char *no_spread(const struct anova *a)
{
  return is_nothing(a->between + a->within, a->mean * a->mean) ? "all numbers are the same" : NULL;
}

const char *icc_1(const struct anova *a, double confidence, struct icc *out)
{
  const char *reason = no_spread(a);
  if (reason) return reason;
  out->value = (a->between - a->within) / (a->between + (a->raters - 1) * a->within);
  f_interval(a->between / a->within, a->items - 1, a->items * (a->raters - 1), a->raters, confidence, out);
  return NULL;
}

const char *icc_3(const struct anova *a, double confidence, struct icc *out)
{
  const char *reason = is_nothing(a->between + a->error, a->mean * a->mean) ? "no spread between items" : NULL;
  if (reason) return reason;
  out->value = (a->between - a->error) / (a->between + (a->raters - 1) * a->error);
  f_interval(a->between / a->error, a->items - 1, (a->items - 1) * (a->raters - 1), a->raters, confidence, out);
  return NULL;
}

/* Satterthwaite's degrees of freedom of the raters' and the error's mean squares together. */
static double mixed_df(const struct anova *a, double icc)
{
  double n = a->items, k = a->raters, f = a->of_raters / a->error;
  double above = (k - 1) * (n - 1) * square(k * icc * f + n * (1 + (k - 1) * icc) - k * icc);
  double below = (n - 1) * square(k * icc * f) + square(n * (1 + (k - 1) * icc) - k * icc);
  return above / below;
}

const char *icc_2(const struct anova *a, double confidence, struct icc *out)
{
  double n = a->items, k = a->raters, tail = 0.5 + confidence / 2;
  double below = a->between + (k - 1) * a->error + k * (a->of_raters - a->error) / n;
  if (no_spread(a) || is_nothing(below, a->mean * a->mean)) return "no spread between items";
  out->value = (a->between - a->error) / below;
  out->low = out->high = out->value;
  if (is_nothing(a->error, a->mean * a->mean)) return NULL;
  double df = mixed_df(a, out->value), rest = k * a->of_raters + (k * n - k - n) * a->error;
  double up = f_quantile(tail, n - 1, df), down = f_quantile(tail, df, n - 1);
  out->low = n * (a->between - up * a->error) / (up * rest + n * a->between);
  out->high = n * (down * a->between - a->error) / (rest + n * down * a->between);
  return NULL;
}

const char *bland_altman(const double *first, const double *second, size_t n, struct bland_altman *out)
{
  double sum = 0, squares = 0;
  if (n < 2) return "fewer than two pairs";
  for (size_t i = 0; i < n; i++) sum += second[i] - first[i];
  out->bias = sum / (double)n;
  for (size_t i = 0; i < n; i++) squares += square(second[i] - first[i] - out->bias);
  out->sd = sqrt(squares / ((double)n - 1));
  out->low = out->bias - 1.96 * out->sd;
  out->high = out->bias + 1.96 * out->sd;
  return isfinite(out->low) && isfinite(out->high) ? NULL : TOO_LARGE;
}
