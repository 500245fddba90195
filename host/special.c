#include "special.h"

#include <math.h>

double normal_cdf(double z)
{
  return 0.5 * erfc(-z * M_SQRT1_2);
}

double normal_two_sided(double z)
{
  return erfc(fabs(z) * M_SQRT1_2);
}

static double ratio(const double *above, const double *below, double x)
{
  double numerator = above[7], denominator = below[7];
  for (int i = 6; i >= 0; i--) {
    numerator = numerator * x + above[i];
    denominator = denominator * x + below[i];
  }
  return numerator / denominator;
}

static double tail_quantile(double tail)
{
  static const double near_above[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                      3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                      2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static const double near_below[] = {1.0,
                                      2.05319162663775882187e0,
                                      1.67638483018380384940e0,
                                      6.89767334985100004550e-1,
                                      1.48103976427480074590e-1,
                                      1.51986665636164571966e-2,
                                      5.47593808499534494600e-4,
                                      1.05075007164441684324e-9};
  static const double far_above[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                     2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static const double far_below[] = {1.0,
                                     5.99832206555887937690e-1,
                                     1.36929880922735805310e-1,
                                     1.48753612908506148525e-2,
                                     7.86869131145613259100e-4,
                                     1.84631831751005468180e-5,
                                     1.42151175831644588870e-7,
                                     2.04426310338993978564e-15};
  double r = sqrt(-log(tail));
  return r <= 5 ? ratio(near_above, near_below, r - 1.6) : ratio(far_above, far_below, r - 5);
}

double normal_quantile(double p)
{
  static const double above[] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                 1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                 3.3430575583588128105e4, 2.5090809287301226727e3};
  static const double below[] = {1.0,
                                 4.2313330701600911252e1,
                                 6.8718700749205790830e2,
                                 5.3941960214247511077e3,
                                 2.1213794301586595867e4,
                                 3.9307895800092710610e4,
                                 2.8729085735721942674e4,
                                 5.2264952788528545610e3};
  if (p <= 0) return -INFINITY;
  if (p >= 1) return INFINITY;
  double q = p - 0.5;
  if (fabs(q) <= 0.425) return q * ratio(above, below, 0.180625 - q * q);
  return q < 0 ? -tail_quantile(p) : tail_quantile(1 - p);
}

static double away_from_zero(double x)
{
  return fabs(x) < 1e-300 ? 1e-300 : x;
}

/* The continued fraction of the incomplete beta function. */
static double beta_fraction(double x, double a, double b)
{
  double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), h = d;
  for (int m = 1; m <= 2000; m++) {
    double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    h *= d * c;
    double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    h *= d * c;
    if (fabs(d * c - 1) < 1e-16) break;
  }
  return h;
}

double beta_cdf(double x, double a, double b)
{
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  int sign;
  double front = exp(lgamma_r(a + b, &sign) - lgamma_r(a, &sign) - lgamma_r(b, &sign) + a * log(x) + b * log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(x, a, b) / a;
  return 1 - front * beta_fraction(1 - x, b, a) / b;
}

double beta_quantile(double p, double a, double b)
{
  double low = 0, high = 1;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  for (int i = 0; i < 1100; i++) {
    double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high || high - low < 1e-16 * low) break;
    if (beta_cdf(middle, a, b) < p)
      low = middle;
    else
      high = middle;
  }
  return 0.5 * (low + high);
}

double t_two_sided(double t, double df)
{
  return beta_cdf(df / (df + t * t), df / 2, 0.5);
}

double t_quantile(double p, double df)
{
  if (p < 0.5) return -t_quantile(1 - p, df);
  double y = beta_quantile(2 * p - 1, 0.5, df / 2);
  return sqrt(df * y / (1 - y));
}

double f_quantile(double p, double df1, double df2)
{
  double y = beta_quantile(p, df1 / 2, df2 / 2);
  return df2 * y / (df1 * (1 - y));
}

double binomial_half_two_sided(double k, double n)
{
  double fewer = k < n - k ? k : n - k;
  double p = 2 * beta_cdf(0.5, n - fewer, fewer + 1);
  return p < 1 ? p : 1;
}
