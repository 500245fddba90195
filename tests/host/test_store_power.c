/* Power cuts, by a model of the disk: a file holds what its last sync found in it, and what was written since is lost, whole
 * or page by page at random. Whatever was acknowledged must be there. With synchronous=OFF the same check must fail. */
#include "store_support.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>

#include "store_inside.h"

#define REPLIES 600
#define WAITING 16
#define CUTS 12
#define BODY 40000
#define PAGE 4096
#define FILES 8

/* What of a file is on the disk. */
struct synced {
  char name[128];
  char *bytes;
  size_t size;
};

static struct synced disk[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static size_t read_all(int fd, char **bytes)
{
  off_t end = lseek(fd, 0, SEEK_END);
  *bytes = malloc((size_t)end + 1);
  ssize_t size = pread(fd, *bytes, (size_t)end, 0);
  return size < 0 ? 0 : (size_t)size;
}

static struct synced *find_file(const char *name)
{
  struct synced *file = disk;
  while (file->name[0] && strcmp(file->name, name) != 0) file++;
  snprintf(file->name, sizeof file->name, "%s", name);
  return file;
}

static void path_of(const struct synced *file, const char *prefix, char out[512])
{
  snprintf(out, 512, "%s/%s%.100s", folder, prefix, file->name);
}

/* That a file was removed is known once its folder has been synced. */
static void sync_folder(void)
{
  pthread_mutex_lock(&lock);
  for (struct synced *file = disk; file < disk + FILES; file++) {
    char name[512];
    path_of(file, "", name);
    if (!file->bytes || access(name, F_OK) == 0) continue;
    free(file->bytes);
    file->bytes = NULL;
  }
  pthread_mutex_unlock(&lock);
}

static int sync_file(int fd)
{
  char link[64], name[512];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, name, sizeof name - 1);
  if (length < 0) return -1;
  name[length] = '\0';
  if (!strstr(name, ".db")) sync_folder();
  if (!strstr(name, "/replies.db")) return 0; /* what was left by a cut is read on a sound disk */
  pthread_mutex_lock(&lock);
  struct synced *file = find_file(strrchr(name, '/') + 1);
  free(file->bytes);
  file->size = read_all(fd, &file->bytes);
  pthread_mutex_unlock(&lock);
  return 0;
}

int fdatasync(int fd)
{
  return sync_file(fd);
}

int fsync(int fd)
{
  return sync_file(fd);
}

/* Some of the pages that were written and not synced have reached the disk all the same. */
static void keep_some_pages(const struct synced *file, char *after, size_t size)
{
  char name[512], *now;
  path_of(file, "", name);
  int fd = open(name, O_RDONLY);
  if (fd < 0) return;
  size_t most = read_all(fd, &now);
  close(fd);
  for (size_t at = 0; at + PAGE <= most && at + PAGE <= size; at += PAGE)
    if (rand() % 2) memcpy(after + at, now + at, PAGE);
  free(now);
}

static void write_after_cut(const struct synced *file, int number, bool torn)
{
  char name[512], prefix[16], *after = malloc(file->size + 1);
  memcpy(after, file->bytes, file->size);
  if (torn) keep_some_pages(file, after, file->size);
  snprintf(prefix, sizeof prefix, "cut%d", number);
  path_of(file, prefix, name);
  int fd = open(name, O_WRONLY | O_CREAT, 0600);
  assert_int_equal(write(fd, after, file->size), (ssize_t)file->size);
  close(fd);
  free(after);
}

static void cut_power(int number, bool torn)
{
  pthread_mutex_lock(&lock);
  for (struct synced *file = disk; file < disk + FILES; file++)
    if (file->bytes) write_after_cut(file, number, torn);
  pthread_mutex_unlock(&lock);
}

static void ask_next(struct store *store, long number)
{
  assert_int_not_equal(store_begin(store, key_of(number), text_of("o"), (struct store_bytes){0}), 0);
}

/* Attempts are numbered as the replies are. The power is cut while calls wait; acknowledged[i] counts until cut i. */
static int run_with_cuts(struct store *store, bool torn, int acknowledged[CUTS], bool saved[REPLIES + 1][CUTS])
{
  static char body[BODY];
  static bool told[REPLIES + 1];
  int cuts = 0, done_count = 0;
  long next = 0;
  memset(told, 0, sizeof told);
  while (next < WAITING) ask_next(store, ++next);
  while (done_count < REPLIES) {
    struct store_done *done = (struct store_done *)loop_wait(-1);
    assert_null(done->code);
    if (done->op == STORE_BEGIN) {
      struct store_answer answer = {.raw = {body, sizeof body}, .status = 200};
      memset(body, (int)done->value, sizeof body);
      assert_int_not_equal(store_save(store, done->value, key_of(done->value), &answer), 0);
    } else {
      told[done->value] = true;
      done_count++;
      if (next < REPLIES) ask_next(store, ++next);
      if (cuts < CUTS && done_count == (cuts + 1) * REPLIES / (CUTS + 1)) {
        for (int i = 1; i <= REPLIES; i++) saved[i][cuts] = told[i];
        acknowledged[cuts] = done_count;
        cut_power(cuts++, torn);
      }
    }
    done->done.kind->free(&done->done);
  }
  return cuts;
}

/* How many acknowledged replies are lost after a cut; a store that cannot be opened has lost them all. */
static int lost_after(int number, int acknowledged, bool saved[REPLIES + 1][CUTS])
{
  char name[256];
  struct store_error error;
  snprintf(name, sizeof name, "%s/cut%dreplies.db", folder, number);
  struct store *store = store_open(&(struct store_options){.path = name}, &error);
  if (!store) return acknowledged;
  int lost = store_check(store) == 1 ? 0 : acknowledged;
  for (long i = 1; i <= REPLIES && lost < acknowledged; i++) {
    struct store_reply reply;
    if (saved[i][number] && store_reply(store, key_of(i), &reply) != 1) lost++;
    store_release(store);
  }
  store_close(store);
  return lost;
}

static int lost_by_cuts(const char *setting, bool torn)
{
  static bool saved[REPLIES + 1][CUTS];
  int acknowledged[CUTS], lost = 0;
  memset(disk, 0, sizeof disk);
  struct store *store = open_store(false);
  assert_int_equal(sqlite3_exec(store->writer->db, setting, NULL, NULL, NULL), SQLITE_OK);
  int cuts = run_with_cuts(store, torn, acknowledged, saved);
  store_close(store);
  assert_int_equal(cuts, CUTS);
  for (int i = 0; i < cuts; i++) lost += lost_after(i, acknowledged[i], saved);
  for (struct synced *file = disk; file < disk + FILES; file++) free(file->bytes);
  memset(disk, 0, sizeof disk);
  return lost;
}

static void nothing_unsynced_is_needed(void **state)
{
  (void)state;
  assert_int_equal(lost_by_cuts("PRAGMA synchronous=FULL", false), 0);
}

static void pages_that_got_through_do_no_harm(void **state)
{
  (void)state;
  assert_int_equal(lost_by_cuts("PRAGMA synchronous=FULL", true), 0);
}

static void without_syncs_the_check_fails(void **state)
{
  (void)state;
  assert_true(lost_by_cuts("PRAGMA synchronous=OFF", false) > 0);
  empty_folder();
  assert_true(lost_by_cuts("PRAGMA synchronous=NORMAL", false) > 0);
}

int main(void)
{
  srand(11);
#define CASE(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
  const struct CMUnitTest tests[] = {
      CASE(nothing_unsynced_is_needed),
      CASE(pages_that_got_through_do_no_harm),
      CASE(without_syncs_the_check_fails),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
