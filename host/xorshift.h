/* xorshift.h: the generator of every resampling, xorshift64*, so that results are the same on every machine.
 *
 *   x ^= x >> 12; x ^= x << 25; x ^= x >> 27; out = x * 0x2545F4914F6CDD1D (mod 2^64)
 *
 * S. Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", ACM TOMS 42 (2016). The index rule is
 * floor((out >> 11) * 2^-53 * n). The state is linear over GF(2), so a place far ahead in the stream is computed, not walked to. */
#ifndef VIVA_XORSHIFT_H
#define VIVA_XORSHIFT_H

#include <stddef.h>
#include <stdint.h>

#define XORSHIFT_SEED UINT64_C(88172645463325252)

static inline uint64_t xorshift_next(uint64_t *state)
{
  uint64_t x = *state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  *state = x;
  return x * UINT64_C(0x2545F4914F6CDD1D);
}

/* In [0, 1), 53 bits. */
static inline double xorshift_unit(uint64_t out)
{
  return (double)(int64_t)(out >> 11) * 0x1p-53;
}

static inline size_t xorshift_index(uint64_t out, size_t n)
{
  return (size_t)(int64_t)(xorshift_unit(out) * (double)n);
}

/* The state after that many steps. */
uint64_t xorshift_jump(uint64_t state, uint64_t steps);

#endif
