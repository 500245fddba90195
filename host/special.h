/* special.h: the distribution functions that intervals and tests need, to about 1e-13 relative. */
#ifndef VIVA_SPECIAL_H
#define VIVA_SPECIAL_H

double normal_cdf(double z);
double normal_quantile(double p); /* Wichura 1988, AS 241; -inf at 0, inf at 1 */
double normal_two_sided(double z);

double beta_cdf(double x, double a, double b); /* continued fraction, modified Lentz (Thompson and Barnett 1986) */
double beta_quantile(double p, double a, double b);

double t_two_sided(double t, double df);
double t_quantile(double p, double df);
double f_quantile(double p, double df1, double df2);

/* Two-sided exact test of k of n against one half: the doubled smaller tail, at most 1. */
double binomial_half_two_sided(double k, double n);

#endif
