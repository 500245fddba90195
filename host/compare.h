/* compare.h: is one side better than the other? Functions that can fail return the reason (undefined.h). */
#ifndef VIVA_COMPARE_H
#define VIVA_COMPARE_H

#include <stddef.h>
#include <stdint.h>

struct paired {
  double difference, se, low, high, t, p; /* first minus second; t, p and interval by t with clusters - 1 */
  size_t n, clusters;
};

/* Where no cluster differs from another, low, high, t and p are NaN: an interval of no width would claim certainty. */
const char *compare_paired(const double *first, const double *second, size_t n, const uint32_t *group_of, size_t groups,
                           double confidence, struct paired *out);

struct flipped {
  double p;
  size_t clusters;
  int exact; /* all flips counted; else `draws` of them taken at random */
};

/* Randomisation by flipping the sign of whole clusters' sums: p = share of flips whose sum is at least as far from 0. Exact
 * when the sums are whole multiples of 1/60 (means of 1 to 6 scores are), by adding up the distribution, or when clusters are
 * at most 20; else of that many draws, with the one seen counted among them. */
const char *compare_sign_flip(const double *differences, size_t n, const uint32_t *group_of, size_t groups,
                              uint64_t *state, size_t draws, struct flipped *out);

struct mcnemar {
  double p, chi2, chi2_p; /* chi2 with continuity correction; NaN without discordant pairs */
};

/* McNemar 1947, exact: only_first and only_second are the discordant pairs. */
struct mcnemar compare_mcnemar(double only_first, double only_second);

struct wilcoxon {
  double plus, minus, p; /* sums of ranks */
  size_t n;              /* differences other than 0 */
  int exact;
};

/* Wilcoxon 1945, signed ranks; zeros leave, ties share ranks. Exact up to 50 differences, also with ties; else normal with
 * the variance of ties and no continuity correction. */
const char *compare_wilcoxon(const double *differences, size_t n, struct wilcoxon *out);

/* Miller 2024, section 5: questions needed to see the difference delta. */
struct planned {
  double omega2, sigma2_a, sigma2_b, k_a, k_b, delta, alpha, power;
};
double compare_sample_size(const struct planned *planned);

#endif
