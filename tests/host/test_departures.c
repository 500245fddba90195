/* Departures: marks outlive a kill, are told once, and do not outlive the machine's run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "departures.h"

static char path[] = "/tmp/viva-departures-XXXXXX";

static int fresh(void **state)
{
  (void)state;
  strcpy(path + strlen(path) - 6, "XXXXXX");
  int fd = mkstemp(path);
  return fd < 0 ? -1 : close(fd);
}

static int gone(void **state)
{
  (void)state;
  return unlink(path);
}

static struct departures *start(void)
{
  struct departures *departures = departures_open(path);
  assert_non_null(departures);
  departures_start(departures);
  return departures;
}

static void marks_outlive_a_kill(void **state)
{
  (void)state;
  pid_t child = fork();
  if (child == 0) {
    struct departures *departures = start();
    for (int64_t i = 1; i <= 100; i++) departures_mark(departures, i);
    for (int64_t i = 1; i <= 90; i++) departures_clear(departures, i);
    raise(SIGKILL);
  }
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(WTERMSIG(status), SIGKILL);
  struct departures *departures = departures_open(path);
  assert_non_null(departures);
  for (int64_t i = 1; i <= 200; i++) assert_int_equal(departures_before(departures, i), i > 90 && i <= 100);
  departures_close(departures);
  departures = departures_open(path);
  assert_true(departures_before(departures, 95));
  departures_start(departures);
  departures_close(departures);
  departures = departures_open(path);
  assert_false(departures_before(departures, 95));
  departures_close(departures);
}

static void a_new_file_cannot_tell(void **state)
{
  (void)state;
  struct departures *departures = departures_open(path);
  assert_true(departures_before(departures, 1));
  departures_close(departures);
}

static void marks_of_another_boot_cannot_tell(void **state)
{
  (void)state;
  departures_close(start());
  int fd = open(path, O_WRONLY);
  assert_int_equal(pwrite(fd, "another boot", 12, 0), 12);
  close(fd);
  struct departures *departures = departures_open(path);
  assert_true(departures_before(departures, 1));
  departures_close(departures);
}

static void more_than_there_are_slots_cannot_tell(void **state)
{
  (void)state;
  struct departures *departures = start();
  for (int64_t i = 1; i <= 70000; i++) departures_mark(departures, i);
  departures_close(departures);
  departures = departures_open(path);
  assert_true(departures_before(departures, 123456789));
  departures_close(departures);
}

static void a_missing_folder_is_told(void **state)
{
  (void)state;
  assert_null(departures_open("/nowhere/at/all"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(marks_outlive_a_kill, fresh, gone),
      cmocka_unit_test_setup_teardown(a_new_file_cannot_tell, fresh, gone),
      cmocka_unit_test_setup_teardown(marks_of_another_boot_cannot_tell, fresh, gone),
      cmocka_unit_test_setup_teardown(more_than_there_are_slots_cannot_tell, fresh, gone),
      cmocka_unit_test_setup_teardown(a_missing_folder_is_told, fresh, gone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
