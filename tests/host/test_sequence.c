/* LCS and Levenshtein distance against textbook tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random_ids.h"

enum { MOST = 1400 };

static uint32_t ids_a[MOST], ids_b[MOST];
static uint32_t table[MOST + 1][MOST + 1];

static size_t least(size_t a, size_t b)
{
  return a < b ? a : b;
}

static size_t table_distance(struct sequence a, struct sequence b)
{
  for (size_t i = 0; i <= a.count; i++)
    for (size_t j = 0; j <= b.count; j++) {
      if (i == 0 || j == 0) {
        table[i][j] = (uint32_t)(i + j);
        continue;
      }
      size_t step = table[i - 1][j - 1] + (a.ids[i - 1] != b.ids[j - 1]);
      table[i][j] = (uint32_t)least(step, 1 + least(table[i - 1][j], table[i][j - 1]));
    }
  return table[a.count][b.count];
}

static size_t table_lcs(struct sequence a, struct sequence b)
{
  for (size_t i = 0; i <= a.count; i++)
    for (size_t j = 0; j <= b.count; j++) {
      if (i == 0 || j == 0)
        table[i][j] = 0;
      else if (a.ids[i - 1] == b.ids[j - 1])
        table[i][j] = table[i - 1][j - 1] + 1;
      else
        table[i][j] = table[i - 1][j] > table[i][j - 1] ? table[i - 1][j] : table[i][j - 1];
    }
  return table[a.count][b.count];
}

/* Goes back through the table that table_lcs has left. */
static void table_marks(struct sequence a, struct sequence b, bool *marks)
{
  for (size_t i = a.count, j = b.count; i > 0 && j > 0;) {
    if (a.ids[i - 1] == b.ids[j - 1])
      marks[--i] = true, j--;
    else if (table[i][j - 1] > table[i - 1][j])
      j--;
    else
      i--;
  }
}

static void check(struct sequence_memory *memory, struct sequence a, struct sequence b, uint32_t distinct)
{
  static bool marks[MOST], wanted[MOST];
  size_t got;
  memset(marks, 0, sizeof marks);
  memset(wanted, 0, sizeof wanted);
  assert_true(sequence_distance(memory, a, b, distinct, &got));
  assert_int_equal(got, table_distance(a, b));
  assert_true(sequence_lcs(memory, a, b, distinct, &got));
  assert_int_equal(got, table_lcs(a, b));
  table_marks(a, b, wanted);
  assert_true(sequence_mark(memory, a, b, distinct, marks));
  assert_memory_equal(marks, wanted, sizeof marks);
}

static void short_sequences_agree_with_the_table(void **state)
{
  (void)state;
  struct sequence_memory memory = {0};
  for (int i = 0; i < 3000; i++) {
    uint32_t distinct = 1 + random_below(40);
    struct sequence a = random_ids(ids_a, random_below(90), distinct);
    check(&memory, a, random_ids(ids_b, random_below(90), distinct), distinct);
  }
  sequence_free(&memory);
}

static void long_sequences_agree_with_the_table(void **state)
{
  (void)state;
  static const size_t lengths[] = {63, 64, 65, 127, 128, 129, 255, 256, 257, 320, 511, 512, 513, 576, 1023, 1025, 1400};
  struct sequence_memory memory = {0};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
    for (uint32_t distinct = 2; distinct < 2000; distinct *= 7) {
      struct sequence a = random_ids(ids_a, lengths[i], distinct);
      check(&memory, a, random_ids(ids_b, random_below(MOST), distinct), distinct);
    }
  sequence_free(&memory);
}

/* Changed copies: long common beginnings and ends, long diagonals. */
static void changed_copies_agree_with_the_table(void **state)
{
  (void)state;
  struct sequence_memory memory = {0};
  for (int i = 0; i < 200; i++) {
    size_t count = 200 + random_below(500), at = random_below(200), gap = random_below(20);
    struct sequence a = random_ids(ids_a, count, 300);
    memcpy(ids_b, ids_a, at * sizeof *ids_b);
    memcpy(ids_b + at, ids_a + at + gap, (count - at - gap) * sizeof *ids_b);
    ids_b[random_below(100)] = 1 + random_below(300);
    check(&memory, a, (struct sequence){ids_b, count - gap}, 300);
  }
  sequence_free(&memory);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(short_sequences_agree_with_the_table),
      cmocka_unit_test(long_sequences_agree_with_the_table),
      cmocka_unit_test(changed_copies_agree_with_the_table),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
