/* ppi.h: prediction-powered inference: a mean from few physicians' ratings and a judge's scores of everything.
 *
 * Angelopoulos et al. 2023 (Science 382), PPI++ (arXiv 2311.01453): estimate = lambda mean(f of the others) + mean(y - lambda f),
 * lambda = cov(y, f) / ((1 + n/N) var(f)) held within 0 and 1. The rated items are a random subset, chosen without a look at the
 * judge's scores. Functions that can fail return the reason (undefined.h). */
#ifndef VIVA_PPI_H
#define VIVA_PPI_H

#include <stddef.h>
#include <stdint.h>

/* Items: y is NaN where no physician rated. group_of may be NULL. */
struct ppi_items {
  const double *y, *f;
  size_t count;
  const uint32_t *group_of;
  size_t groups;
};

struct ppi {
  double estimate, se, low, high, lambda;
  double human, judge; /* means: of the ratings alone, of the judge's scores of all items */
  double effective;    /* ratings alone that would be as sure (rates) */
  size_t n, others;
};

/* Of the population that the items are drawn from. lambda: NaN to estimate it. Without clusters +- z, with them the variances
 * by clusters and t with the rated clusters - 1. */
const char *ppi_mean(const struct ppi_items *items, double lambda, double confidence, struct ppi *out);

/* Of these very items: mean f + mean(y - f), SE^2 = (1 - n/M) s^2 / n, t with n - 1 (Cochran 1977, Sarndal 1992). lambda: 1 is
 * the difference estimator, NaN takes the regression of y on f, held within 0 and 1. */
const char *ppi_finite(const struct ppi_items *items, double lambda, double confidence, struct ppi *out);

/* A rate: y is 0 or 1. Four pairs (0,0) (0,1) (1,0) (1,1) are added when lambda and the variance are estimated, and the interval
 * is Wilson's with n = p (1 - p) / SE^2, at least the ratings themselves; where there are fewer than 20, or all are the same, they
 * alone count (lambda 0). */
#define PPI_ENOUGH 20
const char *ppi_rate(const struct ppi_items *items, double confidence, struct ppi *out);

struct ppi_stratum {
  struct ppi ppi;
  double weight, sd; /* share of the items; of y - lambda f */
  double allocation; /* share of the next ratings: by weight times sd (Neyman 1934) */
};

/* sum W_h estimate_h with a lambda for each stratum; +- z, or t with the clusters rated when there are clusters. */
const char *ppi_stratified(const struct ppi_items *items, const uint32_t *stratum_of, size_t strata, double confidence,
                           struct ppi *out, struct ppi_stratum *by_stratum);

/* Zrnic and Candes 2024: pi = (1 - tau) budget u / mean(u) + tau budget, held within 0 and 1. */
const char *active_probabilities(const double *uncertainty, size_t n, double budget, double tau, double *pi);

/* The tau from 0.2 to 1 with the smallest mean error^2 / pi on past labels. */
const char *active_tau(const double *uncertainty, const double *errors, size_t n, double budget, double *tau);

/* mean of f + (y - f) / pi where y is there, f elsewhere; SE = sd / sqrt(M), +- z. */
const char *active_mean(const struct ppi_items *items, const double *pi, double confidence, struct ppi *out);

#endif
