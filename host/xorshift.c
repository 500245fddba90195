#include "xorshift.h"

#include <string.h>

/* A step as a matrix over GF(2): column i is what the step makes of bit i. */
struct step {
  uint64_t column[64];
};

static uint64_t apply(const struct step *step, uint64_t state)
{
  uint64_t result = 0;
  for (; state; state &= state - 1) result ^= step->column[__builtin_ctzll(state)];
  return result;
}

static void square(struct step *step)
{
  struct step twice;
  for (int i = 0; i < 64; i++) twice.column[i] = apply(step, step->column[i]);
  memcpy(step, &twice, sizeof twice);
}

uint64_t xorshift_jump(uint64_t state, uint64_t steps)
{
  struct step step;
  for (int i = 0; i < 64; i++) {
    step.column[i] = UINT64_C(1) << i;
    xorshift_next(&step.column[i]);
  }
  for (; steps; steps >>= 1, square(&step))
    if (steps & 1) state = apply(&step, state);
  return state;
}
