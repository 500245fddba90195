/* kill -9: whatever was acknowledged is there, byte for byte, and the file is sound. A child that acknowledges before it
 * commits must fail the same check, or the check would prove nothing. */
#include "store_support.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "store_child.h"

#define KILLS 30
#define EARLY_KILLS 20
#define PATIENCE 30000 /* milliseconds until a child's first acknowledgement */

static char ack_path[160];

static void child_path(char *out, size_t room, const char *name)
{
  char self[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
  assert_true(length > 0);
  self[length] = '\0';
  snprintf(out, room, "%.*s/%s", (int)(strrchr(self, '/') - self), self, name);
}

static pid_t start_child(const char *name, long first, const char *point, int passing)
{
  char program[PATH_MAX + 64], number[32], killcount[16];
  child_path(program, sizeof program, name);
  snprintf(number, sizeof number, "%ld", first);
  snprintf(killcount, sizeof killcount, "%d", passing);
  pid_t child = fork();
  if (child != 0) return child;
  if (point) setenv("VIVA_KILLPOINT", point, 1);
  setenv("VIVA_KILLCOUNT", killcount, 1);
  execl(program, program, path, ack_path, number, (char *)NULL);
  _exit(127);
}

static void expect_killed(pid_t child)
{
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static off_t acknowledgements(void)
{
  struct stat found;
  return stat(ack_path, &found) == 0 ? found.st_size : 0;
}

/* Kills it so long after its first acknowledgement, however slow the machine is. */
static void run_and_kill(const char *name, long first, useconds_t after)
{
  off_t before = acknowledgements();
  pid_t child = start_child(name, first, NULL, 0);
  for (int i = 0; i < PATIENCE && acknowledgements() == before; i++) usleep(1000);
  usleep(after);
  kill(child, SIGKILL);
  expect_killed(child);
}

static bool is_kept(struct store *store, long number)
{
  uint8_t key[STORE_KEY_BYTES];
  char body[CHILD_BODY_MOST];
  struct store_reply reply;
  child_key(number, key);
  bool kept = store_reply(store, key, &reply) == 1 && reply.raw.size == child_body(number, body) &&
              memcmp(reply.raw.data, body, reply.raw.size) == 0 && reply.seconds == (double)number;
  store_release(store);
  return kept;
}

/* How many of the acknowledged numbers are not in the store as they should be. */
static long lost(long *acknowledged)
{
  struct store *store = open_store(false);
  assert_int_equal(store_check(store), 1);
  FILE *file = fopen(ack_path, "rb");
  long number, missing = 0;
  while (file && fread(&number, sizeof number, 1, file) == 1) {
    missing += !is_kept(store, number);
    ++*acknowledged;
  }
  if (file) fclose(file);
  store_close(store);
  return missing;
}

static void nothing_acknowledged_is_lost(void **state)
{
  (void)state;
  long acknowledged = 0;
  for (int i = 0; i < KILLS; i++) {
    run_and_kill("store_child", i * 1000000L, (useconds_t)rand() % 60000);
    acknowledged = 0;
    assert_int_equal(lost(&acknowledged), 0);
  }
  print_message("%ld acknowledged over %d kills\n", acknowledged, KILLS);
  assert_true(acknowledged > KILLS);
}

static void named_points_lose_nothing(void **state)
{
  (void)state;
  static const char *const points[] = {"before_commit", "after_commit"};
  for (int i = 0; i < 12; i++) {
    expect_killed(start_child("store_child_killpoints", i * 1000000L, points[i % 2], 1 + i * i));
    long acknowledged = 0;
    assert_int_equal(lost(&acknowledged), 0);
  }
}

static void acknowledging_early_is_caught(void **state)
{
  (void)state;
  long acknowledged = 0, missing = 0;
  for (int i = 0; i < EARLY_KILLS && missing == 0; i++) {
    run_and_kill("store_child_ack_early", i * 1000000L, (useconds_t)rand() % 60000);
    missing = lost(&acknowledged);
  }
  assert_true(missing > 0);
}

static int make_files(void **state)
{
  srand(20261123);
  if (make_folder(state) != 0) return -1;
  snprintf(ack_path, sizeof ack_path, "%s/acknowledged", folder);
  return 0;
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(nothing_acknowledged_is_lost, make_files, remove_folder),
      cmocka_unit_test_setup_teardown(named_points_lose_nothing, make_files, remove_folder),
      cmocka_unit_test_setup_teardown(acknowledging_early_is_caught, make_files, remove_folder),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
