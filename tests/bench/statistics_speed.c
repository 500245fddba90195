/* What the statistics are measured against, in plain C: the generator of the golden file alone, the bootstrap as one would
 * write it, kappa as one would write it. One run of each on the numbers that stats.lua uses; prints name=milliseconds. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "xorshift.h"

#define VALUES 667
#define DRAWS 10000
#define PAIRS 1000000
#define RUNS 9

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static volatile double sink;

static void generator(void)
{
  uint64_t state = XORSHIFT_SEED, sum = 0;
  for (size_t i = 0; i < (size_t)VALUES * DRAWS; i++) sum += xorshift_next(&state);
  sink = (double)sum;
}

static void indexes(void)
{
  uint64_t state = XORSHIFT_SEED, sum = 0;
  for (size_t i = 0; i < (size_t)VALUES * DRAWS; i++) sum += xorshift_index(xorshift_next(&state), VALUES);
  sink = (double)sum;
}

static double values[VALUES];

static void bootstrap(void)
{
  uint64_t state = XORSHIFT_SEED;
  for (size_t b = 0; b < DRAWS; b++) {
    double sum = 0;
    for (size_t i = 0; i < VALUES; i++) sum += values[xorshift_index(xorshift_next(&state), VALUES)];
    sink = sum / VALUES;
  }
}

static uint8_t first[PAIRS], second[PAIRS];

static void kappa(void)
{
  uint32_t counts[6][6] = {{0}};
  for (size_t i = 0; i < PAIRS; i++) counts[first[i]][second[i]]++;
  double same = 0, chance = 0;
  for (int i = 0; i < 6; i++) {
    double row = 0, column = 0;
    for (int j = 0; j < 6; j++) row += counts[i][j], column += counts[j][i];
    same += counts[i][i] / (double)PAIRS;
    chance += row / PAIRS * column / PAIRS;
  }
  sink = (same - chance) / (1 - chance);
}

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void time_of(const char *name, void (*run)(void))
{
  double times[RUNS];
  for (int i = 0; i < RUNS; i++) {
    double started = now();
    run();
    times[i] = now() - started;
  }
  qsort(times, RUNS, sizeof *times, by_value);
  printf("%s=%.4f\n", name, times[RUNS / 2]);
}

int main(void)
{
  for (size_t i = 0; i < VALUES; i++) values[i] = i % 7 ? 1 : 0;
  for (size_t i = 0; i < PAIRS; i++) {
    first[i] = (uint8_t)(i * 7919 % 6);
    second[i] = i % 3 ? first[i] : (uint8_t)(i * 104729 % 6);
  }
  time_of("generator", generator);
  time_of("indexes", indexes);
  time_of("bootstrap", bootstrap);
  time_of("kappa", kappa);
  return 0;
}
