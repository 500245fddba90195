/* Watches: a change ends one, failing and cancelled ones leave nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

#include "watch.h"

static char folder[] = "/tmp/viva-watch-XXXXXX";

static void touch(const char *name)
{
  char path[64];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fclose(file);
  unlink(path);
}

static uint64_t start(uint64_t quiet)
{
  const char *folders[] = {folder, "/tmp"};
  size_t failed;
  uint64_t id = loop_id();
  assert_int_equal(watch_start(id, folders, 1, quiet, &failed), 0);
  return id;
}

static bool take(uint64_t id)
{
  struct loop_done *done = loop_wait(5000);
  assert_non_null(done);
  assert_int_equal(done->id, id);
  bool changed = ((struct watch_done *)done)->changed;
  done->kind->free(done);
  return changed;
}

static void a_change_ends_each_watch_of_its_folder(void **state)
{
  (void)state;
  uint64_t first = start(1), second = start(200);
  touch("a");
  assert_true(take(first));
  assert_true(take(second));
  assert_int_equal(loop_pending(), 0);
}

static void a_cancelled_watch_says_so_and_is_gone(void **state)
{
  (void)state;
  uint64_t id = start(1000);
  touch("a");
  assert_null(loop_wait(20)); /* the change has come, the quiet has not */
  assert_int_equal(watch_cancel(id), 1);
  assert_int_equal(watch_cancel(id), 0);
  assert_false(take(id));
}

static void a_watch_that_cannot_start_names_the_folder(void **state)
{
  (void)state;
  const char *folders[] = {folder, "/tmp/viva-no-such-folder"};
  size_t failed = 7;
  uint64_t id = loop_id();
  assert_int_equal(watch_start(id, folders, 2, 1, &failed), UV_ENOENT);
  assert_int_equal(failed, 1);
  loop_drop(id);
  uint64_t timer = loop_id(); /* lets the loop close what was opened */
  assert_int_equal(loop_timer(timer, 1), 0);
  struct loop_done *done = loop_wait(5000);
  assert_int_equal(done->id, timer);
  done->kind->free(done);
  assert_int_equal(loop_pending(), 0);
}

static int make_folder(void **state)
{
  (void)state;
  return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
  (void)state;
  return rmdir(folder);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_change_ends_each_watch_of_its_folder),
      cmocka_unit_test(a_cancelled_watch_says_so_and_is_gone),
      cmocka_unit_test(a_watch_that_cannot_start_names_the_folder),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
