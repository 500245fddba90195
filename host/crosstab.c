#include "crosstab.h"

#include <string.h>

#define FEW 30000 /* pairs below which counting two at a time does not pay */
#define TWO_PAIRS 4096

static void add_few(struct crosstab *table, const uint8_t *first, const uint8_t *second, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (first[i] != CODE_MISSING && second[i] != CODE_MISSING) table->cells[first[i] * table->levels + second[i]] += 1;
}

/* Counts of two neighbouring pairs, six bits each; pairs of pairs go to tables in turn, so that equal ones do not wait for
 * each other. */
struct doubles {
  uint32_t table[4][TWO_PAIRS];
};

static void count_doubles(struct doubles *counts, const uint8_t *first, const uint8_t *second, size_t eights)
{
  for (size_t i = 0; i < eights; i++) {
    uint64_t a, b;
    memcpy(&a, first + 8 * i, 8);
    memcpy(&b, second + 8 * i, 8);
    uint64_t pairs = a << 3 | b;
    uint64_t two = (pairs & UINT64_C(0x003f003f003f003f)) | (pairs >> 2 & UINT64_C(0x0fc00fc00fc00fc0));
    counts->table[0][two & 0xfff]++;
    counts->table[1][two >> 16 & 0xfff]++;
    counts->table[2][two >> 32 & 0xfff]++;
    counts->table[3][two >> 48]++;
  }
}

static void add_doubles(struct crosstab *table, const struct doubles *counts)
{
  for (size_t two = 0; two < TWO_PAIRS; two++) {
    uint32_t count = counts->table[0][two] + counts->table[1][two] + counts->table[2][two] + counts->table[3][two];
    if (count == 0) continue;
    table->cells[(two >> 3 & 7) * table->levels + (two & 7)] += count;
    table->cells[(two >> 9) * table->levels + (two >> 6 & 7)] += count;
  }
}

void crosstab_add(struct crosstab *table, const uint8_t *first, const uint8_t *second, size_t count)
{
  struct doubles counts;
  size_t done = 0;
  if (count >= FEW && table->levels <= 8 && !memchr(first, CODE_MISSING, count) &&
      !memchr(second, CODE_MISSING, count)) {
    memset(&counts, 0, sizeof counts);
    done = count / 8 * 8;
    count_doubles(&counts, first, second, done / 8);
    add_doubles(table, &counts);
  }
  add_few(table, first + done, second + done, count - done);
}

void crosstab_add_weighted(struct crosstab *table, const uint8_t *first, const uint8_t *second, const double *weights,
                           size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (first[i] != CODE_MISSING && second[i] != CODE_MISSING)
      table->cells[first[i] * table->levels + second[i]] += weights[i];
}

double crosstab_total(const struct crosstab *table)
{
  double total = 0;
  for (size_t i = 0; i < table->levels * table->levels; i++) total += table->cells[i];
  return total;
}

void crosstab_margins(const struct crosstab *table, double *rows, double *columns)
{
  size_t q = table->levels;
  memset(rows, 0, q * sizeof *rows);
  memset(columns, 0, q * sizeof *columns);
  for (size_t i = 0; i < q; i++) {
    for (size_t j = 0; j < q; j++) {
      rows[i] += table->cells[i * q + j];
      columns[j] += table->cells[i * q + j];
    }
  }
}

void crosstab_split(const struct crosstab *table, double from, struct crosstab *into)
{
  size_t q = table->levels;
  memset(into->cells, 0, 4 * sizeof *into->cells);
  for (size_t i = 0; i < q; i++)
    for (size_t j = 0; j < q; j++)
      into->cells[2 * (table->scale[i] >= from) + (table->scale[j] >= from)] += table->cells[i * q + j];
}
