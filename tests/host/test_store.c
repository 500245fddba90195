/* The reply store's promises one by one: bytes come back as they went in, commits are shared, one process writes, nothing is
 * acknowledged that is not kept, and a file that is not what it should be is refused. */
#include "store_support.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "store_inside.h"

static atomic_int syncs;
static const char *program;

/* SQLite's calls arrive here: counted, slow as a disk is, and made to fail when told to. */
static atomic_int failing_syncs;

int fdatasync(int fd)
{
  syncs++;
  if (failing_syncs > 0) {
    failing_syncs--;
    errno = EIO;
    return -1;
  }
  usleep(1000);
  return (int)syscall(SYS_fdatasync, fd);
}

static void bytes_come_back(void **state)
{
  (void)state;
  static const struct store_bytes bodies[] = {{"", 0}, {"\0", 1}, {"a\0b\0", 4}, {"\xff\xfe\xc0\x80", 4}, {"\xed\xa0\x80", 3}};
  struct store *store = open_store(false);
  for (long i = 0; i < 5; i++) assert_null(save(store, begin(store, i), i, bodies[i]));
  store_close(store);
  store = open_store(true);
  struct store_reply reply;
  for (long i = 0; i < 5; i++) {
    assert_int_equal(store_reply(store, key_of(i), &reply), 1);
    assert_int_equal(reply.raw.size, bodies[i].size);
    assert_memory_equal(reply.raw.data, bodies[i].data, bodies[i].size);
    assert_int_equal(reply.status, 200);
  }
  assert_int_equal(store_reply(store, key_of(9), &reply), 0);
  store_close(store);
}

static void large_body(void **state)
{
  (void)state;
  size_t size = 20 << 20;
  char *body = malloc(size);
  assert_non_null(body);
  for (size_t i = 0; i < size; i++) body[i] = (char)(i * 31 >> 7);
  struct store *store = open_store(false);
  assert_null(save(store, begin(store, 1), 1, (struct store_bytes){body, size}));
  struct store_reply reply;
  assert_int_equal(store_reply(store, key_of(1), &reply), 1);
  assert_int_equal(reply.raw.size, size);
  assert_memory_equal(reply.raw.data, body, size);
  free(body);
  store_close(store);
}

static void thousand_saves_share_commits(void **state)
{
  (void)state;
  struct store *store = open_store(false);
  struct store_answer answer = {.raw = text_of("reply"), .status = 200};
  for (long i = 1; i <= 1000; i++) assert_int_equal(begin(store, i), i);
  int before = syncs;
  for (long i = 1; i <= 1000; i++) assert_int_not_equal(store_save(store, i, key_of(i), &answer), 0);
  for (long i = 1; i <= 1000; i++) {
    struct loop_done *done = loop_wait(-1);
    assert_null(((struct store_done *)done)->code);
    done->kind->free(done);
  }
  int used = syncs - before;
  assert_in_range(used, 1, 50);
  assert_int_equal(count(store, "replies"), 1000);
  assert_int_equal(count(store, "done"), 1000);
  store_close(store);
}

static void every_single_save_is_synced(void **state)
{
  (void)state;
  struct store *store = open_store(false);
  for (long i = 1; i <= 20; i++) {
    int before = syncs;
    assert_null(ask(store, i, "reply"));
    assert_true(syncs - before >= 2);
  }
  store_close(store);
}

static void journal_is_append_only(void **state)
{
  (void)state;
  static const char *const edits[] = {"DELETE FROM reply",
                                      "DELETE FROM attempt",
                                      "DELETE FROM outcome",
                                      "UPDATE reply SET raw=x''",
                                      "UPDATE attempt SET origin=''",
                                      "UPDATE outcome SET class='failed'",
                                      "PRAGMA recursive_triggers=ON; INSERT OR REPLACE INTO reply SELECT * FROM reply"};
  struct store *store = open_store(false);
  assert_null(ask(store, 1, "x"));
  store_close(store);
  sqlite3 *db;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
    assert_int_equal(sqlite3_exec(db, edits[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
    assert_non_null(strstr(sqlite3_errmsg(db), "append-only"));
  }
  sqlite3_close(db);
}

/* --- one writer --- */

static int hold_store(const char *held)
{
  struct store_error error;
  if (!store_open(&(struct store_options){.path = held}, &error)) return 1;
  return write(STDOUT_FILENO, "r", 1) == 1 ? pause() : 1;
}

static pid_t start_holder(void)
{
  int ends[2];
  char ready = 0;
  assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execl(program, program, "hold", path, (char *)NULL);
    _exit(127);
  }
  close(ends[1]);
  assert_int_equal(read(ends[0], &ready, 1), 1);
  close(ends[0]);
  return child;
}

static void lock_dies_with_its_process(void **state)
{
  (void)state;
  pid_t child = start_holder();
  struct store_error error = {0};
  char pid[32];
  snprintf(pid, sizeof pid, "process %ld", (long)child);
  assert_null(store_open(&(struct store_options){.path = path}, &error));
  assert_string_equal(error.code, "locked");
  assert_non_null(strstr(error.text, pid));
  store_close(open_store(true));
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  store_close(open_store(false));
}

static void one_lock_for_two_names(void **state)
{
  (void)state;
  char other[160];
  snprintf(other, sizeof other, "%s/other.db", folder);
  struct store *store = open_store(false);
  assert_int_equal(symlink("replies.db", other), 0);
  assert_string_equal(refusal(&(struct store_options){.path = other}), "locked");
  store_close(store);
}

/* --- a full disk, a failing disk --- */

static void limit_file_size(rlim_t size)
{
  struct rlimit limit = {.rlim_cur = size, .rlim_max = RLIM_INFINITY};
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void full_disk_acknowledges_nothing(void **state)
{
  (void)state;
  struct store *store = open_store(false);
  static char body[5000], note[100000];
  memset(body, 'x', sizeof body);
  long kept = 0;
  limit_file_size(1000000);
  const char *code = NULL;
  while (kept < 1000 && !code) {
    int64_t attempt = begin(store, kept + 1);
    code = attempt ? save(store, attempt, kept + 1, (struct store_bytes){body, sizeof body}) : "no_space";
    if (!code) kept++;
  }
  assert_string_equal(code, "no_space");
  assert_in_range(kept, 10, 999);
  const struct store_done *done = outcome_of(store_begin(store, key_of(5000), text_of("o"), (struct store_bytes){note, sizeof note}));
  assert_string_equal(done->code, "no_space");
  assert_int_equal(count(store, "replies"), kept);
  limit_file_size(RLIM_INFINITY);
  assert_null(ask(store, 5000, "goes on"));
  assert_int_equal(count(store, "replies"), kept + 1);
  store_close(store);
  store = open_store(true);
  assert_int_equal(store_check(store), 1);
  assert_int_equal(count(store, "replies"), kept + 1);
  store_close(store);
}

static void failed_sync_ends_all_writing(void **state)
{
  (void)state;
  struct store *store = open_store(false);
  assert_null(ask(store, 1, "kept"));
  int64_t attempt = begin(store, 2);
  failing_syncs = 1;
  assert_string_equal(save(store, attempt, 2, text_of("lost")), "io");
  assert_string_equal(save(store, attempt, 2, text_of("lost")), "io");
  store_close(store);
  store = open_store(false);
  struct store_reply reply;
  assert_int_equal(store_reply(store, key_of(1), &reply), 1);
  assert_null(ask(store, 3, "goes on in a new session"));
  store_close(store);
}

static void one_refused_row_fails_alone(void **state)
{
  (void)state;
  struct store *store = open_store(false);
  int64_t attempt = begin(store, 1);
  struct store_answer answer = {.raw = text_of("x"), .status = 200};
  uint64_t wrong = store_save(store, attempt + 77, key_of(2), &answer);
  uint64_t right = store_save(store, attempt, key_of(1), &answer);
  assert_string_equal(outcome_of(wrong)->code, "store");
  assert_null(outcome_of(right)->code);
  assert_int_equal(count(store, "replies"), 1);
  store_close(store);
}

/* --- files that are not what they should be --- */

static void other_schemas_are_refused(void **state)
{
  (void)state;
  struct store_options real = {.path = path}, simulated = {.path = path, .simulated = true};
  assert_null(refusal(&real));
  assert_string_equal(refusal(&simulated), "kind");
  execute("PRAGMA user_version=99");
  assert_string_equal(refusal(&real), "newer");
  execute("PRAGMA user_version=0");
  assert_string_equal(refusal(&real), "damaged");
  execute("PRAGMA user_version=2; DROP TRIGGER reply_never_changed;"
          "CREATE TRIGGER reply_never_changed BEFORE UPDATE ON reply BEGIN SELECT 1; END");
  assert_string_equal(refusal(&real), "damaged");
  execute("PRAGMA application_id=7");
  assert_string_equal(refusal(&real), "not_a_store");
  empty_folder();
  execute("CREATE TABLE letters(text)");
  assert_string_equal(refusal(&real), "not_a_store");
  empty_folder();
  assert_null(refusal(&simulated));
  assert_string_equal(refusal(&real), "kind");
}

static void emptied_file_with_a_log_is_refused(void **state)
{
  (void)state;
  pid_t child = start_holder(); /* killed, it leaves its log */
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  assert_int_equal(truncate(path, 0), 0);
  assert_string_equal(refusal(&(struct store_options){.path = path}), "damaged");
}

static void older_file_is_backed_up_and_upgraded(void **state)
{
  (void)state;
  static const char *const steps[] = {"CREATE TABLE store(a, b, c); CREATE TABLE note(text)",
                                      "ALTER TABLE note ADD COLUMN language"};
  struct store_schema first = {steps, 1}, second = {steps, 2};
  struct store_options options = {.path = path};
  struct store_error error;
  sqlite3 *db;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  assert_int_equal(store_upgrade(db, &first, &options, &error), 0);
  assert_int_equal(sqlite3_exec(db, "INSERT INTO note VALUES('kept')", NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal(store_upgrade(db, &second, &options, &error), 0);
  assert_int_equal(store_upgrade(db, &second, &options, &error), 0);
  assert_int_equal(sqlite3_exec(db, "UPDATE note SET language='zh'", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(db);
  char command[256];
  snprintf(command, sizeof command, "ls %s/replies.db.v1.*.backup > /dev/null", folder);
  assert_int_equal(system(command), 0);
}

static void network_file_systems_are_known(void **state)
{
  (void)state;
  assert_string_equal(store_network(0x6969), "NFS");
  assert_string_equal(store_network((long)0xff534d42), "CIFS");
  assert_string_equal(store_network((int)0xff534d42), "CIFS");
  assert_null(store_network(0xef53));
  struct store *store = open_store(false);
  const char *warning = store_warning(store);
  assert_int_equal(warning != NULL, store_network_of(path) != NULL);
  store_close(store);
}

static void attempts_of_a_request_keep_up_with_the_journal(void **state)
{
  (void)state;
  struct store *store = open_store(false), *reader = open_store(true);
  struct store_attempt row;
  for (int64_t round = 1; round <= 3; round++) {
    for (long i = 1; i <= 5; i++) assert_true(begin(store, i) > 0);
    struct store_filter filter = {.request = key_of(2), .open = true};
    int64_t found = 0;
    assert_int_equal(store_attempts(reader, &filter), 0);
    while (store_attempts_next(reader, &row) == 1) found += !row.left;
    assert_int_equal(found, round);
  }
  store_close(reader);
  store_close(store);
}

static void what_had_left_stays_told_in_later_sessions(void **state)
{
  (void)state;
  struct store *store = open_store(false);
  store_leave(store, begin(store, 1));
  begin(store, 2);
  store_close(store);
  for (int session = 2; session <= 4; session++) {
    store = open_store(false);
    assert_int_equal(count(store, "left"), 1);
    assert_int_equal(count(store, "ambiguous"), 1);
    assert_int_equal(count(store, "not_sent"), 1);
    store_close(store);
  }
}

int main(int argc, char **argv)
{
  program = "/proc/self/exe";
  if (argc == 3 && strcmp(argv[1], "hold") == 0) return hold_store(argv[2]);
  signal(SIGXFSZ, SIG_IGN);
#define CASE(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
  const struct CMUnitTest tests[] = {
      CASE(bytes_come_back),
      CASE(large_body),
      CASE(thousand_saves_share_commits),
      CASE(every_single_save_is_synced),
      CASE(journal_is_append_only),
      CASE(lock_dies_with_its_process),
      CASE(one_lock_for_two_names),
      CASE(full_disk_acknowledges_nothing),
      CASE(failed_sync_ends_all_writing),
      CASE(one_refused_row_fails_alone),
      CASE(other_schemas_are_refused),
      CASE(emptied_file_with_a_log_is_refused),
      CASE(older_file_is_backed_up_and_upgraded),
      CASE(network_file_systems_are_known),
      CASE(attempts_of_a_request_keep_up_with_the_journal),
      CASE(what_had_left_stays_told_in_later_sessions),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
