/* The ledger: every line that was said to be written is in the file, in order, and failures reach who waits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>
#include <errno.h>

#include "ledger.h"

static char path[] = "/tmp/viva-ledger-XXXXXX";

static struct ledger *open_ledger(const char *where)
{
  struct ledger *ledger;
  assert_int_equal(ledger_open(&ledger, where), 0);
  return ledger;
}

static void append(struct ledger *ledger, int number)
{
  char line[32];
  int length = snprintf(line, sizeof line, "line %d", number);
  assert_int_equal(ledger_append(ledger, loop_id(), line, (size_t)length), 0);
}

static int take(void)
{
  struct loop_done *done = loop_wait(5000);
  assert_non_null(done);
  int error = ((struct ledger_written *)done)->error;
  free(done);
  return error;
}

static int lines_in_order(void)
{
  FILE *file = fopen(path, "r");
  assert_non_null(file);
  int number, count = 0;
  while (fscanf(file, "line %d\n", &number) == 1 && number == count) count++;
  assert_true(feof(file));
  fclose(file);
  return count;
}

static void what_is_told_is_in_the_file(void **state)
{
  (void)state;
  struct ledger *ledger = open_ledger(path);
  for (int i = 0; i < 1000; i++) append(ledger, i);
  for (int i = 0; i < 1000; i++) {
    assert_int_equal(take(), 0);
    if (i % 100 == 0) assert_true(lines_in_order() > i);
  }
  ledger_close(ledger);
  assert_int_equal(lines_in_order(), 1000);
}

static void closing_waits_for_what_was_added_and_opening_adds(void **state)
{
  (void)state;
  struct ledger *ledger = open_ledger(path);
  append(ledger, 1000);
  append(ledger, 1001);
  ledger_close(ledger);
  assert_int_equal(take(), 0);
  assert_int_equal(take(), 0);
  uv_run(loop_uv(), UV_RUN_NOWAIT);
  assert_int_equal(lines_in_order(), 1002);
}

static void a_full_device_is_told(void **state)
{
  (void)state;
  struct ledger *ledger = open_ledger("/dev/full");
  append(ledger, 0);
  assert_int_equal(take(), ENOSPC);
  ledger_close(ledger);
  assert_int_equal(ledger_open(&ledger, "/nowhere/at/all"), -ENOENT);
}

int main(void)
{
  int fd = mkstemp(path);
  if (fd < 0) return EXIT_FAILURE;
  close(fd);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_told_is_in_the_file),
      cmocka_unit_test(closing_waits_for_what_was_added_and_opening_adds),
      cmocka_unit_test(a_full_device_is_told),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  unlink(path);
  return failed;
}
