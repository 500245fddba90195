/* Damaged files: whatever byte is changed, the store is refused or what it gives is what was saved. Never a crash. */
#include "store_support.h"

#include <fcntl.h>
#include <sys/stat.h>

#define REPLIES 60
#define FLIPS 400

static char *image;
static size_t image_size;
static char suffix[8]; /* of the file that is damaged: "" or "-wal" */

static void damaged_name(char *out, size_t room)
{
  snprintf(out, room, "%s%s", path, suffix);
}

static void read_image(void)
{
  char name[160];
  struct stat about;
  damaged_name(name, sizeof name);
  int fd = open(name, O_RDONLY);
  assert_int_equal(fstat(fd, &about), 0);
  image_size = (size_t)about.st_size;
  image = malloc(image_size);
  assert_non_null(image);
  assert_int_equal(read(fd, image, image_size), about.st_size);
  close(fd);
}

static void write_image(size_t size)
{
  char name[160];
  damaged_name(name, sizeof name);
  int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  assert_int_equal(write(fd, image, size), (ssize_t)size);
  close(fd);
}

static void body_of(long number, char body[64])
{
  snprintf(body, 64, "the reply to question %ld, and a second sentence", number);
}

static void fill(struct store *store)
{
  char body[64];
  for (long i = 1; i <= REPLIES; i++) {
    body_of(i, body);
    assert_null(ask(store, i, body));
    store_remember(store, key_of(i), text_of(body));
  }
  outcome_of(store_close_attempt(store, begin(store, 500), "ambiguous", text_of("timed out"), text_of("half a repl")));
}

/* How many replies are there; each that is must be the one that was saved. */
static long count_right(struct store *store)
{
  struct store_reply reply;
  struct store_bytes memo;
  char body[64];
  long right = 0;
  for (long i = 1; i <= REPLIES; i++) {
    body_of(i, body);
    if (store_reply(store, key_of(i), &reply) == 1) {
      assert_int_equal(reply.raw.size, strlen(body));
      assert_memory_equal(reply.raw.data, body, reply.raw.size);
      assert_int_equal(reply.status, 200);
      right++;
    }
    if (store_memo(store, key_of(i), &memo) == 1) assert_memory_equal(memo.data, body, memo.size);
    store_release(store);
  }
  return right;
}

static void read_everything_else(struct store *store)
{
  struct store_attempt attempt;
  struct store_twice twice;
  struct store_count counts[32];
  struct store_filter filter = {0};
  if (store_attempts(store, &filter) == 0)
    while (store_attempts_next(store, &attempt) == 1) continue;
  if (store_paid_twice(store) == 0)
    while (store_paid_twice_next(store, &twice) == 1) continue;
  store_counts(store, counts, 32);
}

/* Opens what is there. True when it was refused; otherwise all replies (or, of a log, the first of them) are right. */
static bool refused_or_right(bool all)
{
  struct store_error error = {0};
  struct store *store = store_open(&(struct store_options){.path = path}, &error);
  if (!store) {
    assert_non_null(error.code);
    assert_true(strlen(error.text) > 0);
    return true;
  }
  long right = count_right(store);
  if (all) assert_int_equal(right, REPLIES);
  read_everything_else(store);
  store_close(store);
  return false;
}

static void remove_log(void)
{
  char name[160];
  snprintf(name, sizeof name, "%s-wal", path);
  unlink(name);
  snprintf(name, sizeof name, "%s-shm", path);
  unlink(name);
}

static void changed_bytes_are_noticed(void **state)
{
  (void)state;
  struct store *store = open_store(false);
  fill(store);
  store_close(store);
  read_image();
  int refused = 0;
  for (int i = 0; i < FLIPS; i++) {
    size_t at = i < 100 ? (size_t)i : (size_t)rand() % image_size;
    char before = image[at];
    image[at] ^= (char)(1 << rand() % 8);
    write_image(image_size);
    refused += refused_or_right(true);
    image[at] = before;
    remove_log();
  }
  print_message("%d of %d changed bytes refused\n", refused, FLIPS);
  assert_true(refused > FLIPS / 8);
}

static void cut_and_blanked_files_are_noticed(void **state)
{
  (void)state;
  struct store *store = open_store(false);
  fill(store);
  store_close(store);
  read_image();
  for (size_t size = 1; size < image_size; size += image_size / 37) {
    write_image(size);
    assert_true(refused_or_right(true));
    remove_log();
  }
  for (size_t page = 0; page < image_size; page += 4096) {
    char saved[4096];
    memcpy(saved, image + page, 4096);
    memset(image + page, 0, 4096);
    write_image(image_size);
    refused_or_right(true);
    memcpy(image + page, saved, 4096);
    remove_log();
  }
}

/* A log ends at its first damaged commit, as after a power cut: what stands before is right. */
static void changed_logs_never_give_wrong_replies(void **state)
{
  (void)state;
  char command[512];
  struct store *store = open_store(false);
  fill(store);
  snprintf(command, sizeof command, "cp %s %s.saved && cp %s-wal %s/log", path, path, path, folder);
  assert_int_equal(system(command), 0);
  store_close(store);
  snprintf(command, sizeof command, "cp %s.saved %s && cp %s/log %s-wal", path, path, folder, path);
  assert_int_equal(system(command), 0);
  strcpy(suffix, "-wal");
  read_image();
  for (int i = 0; i < FLIPS / 4; i++) {
    assert_int_equal(system(command), 0);
    size_t at = (size_t)rand() % image_size;
    image[at] ^= 16;
    write_image(image_size);
    refused_or_right(false);
    image[at] ^= 16;
    remove_log();
  }
}

static int finish(void **state)
{
  free(image);
  image = NULL;
  suffix[0] = '\0';
  return remove_folder(state);
}

int main(void)
{
  srand(7);
#define CASE(name) cmocka_unit_test_setup_teardown(name, make_folder, finish)
  const struct CMUnitTest tests[] = {
      CASE(changed_bytes_are_noticed),
      CASE(cut_and_blanked_files_are_noticed),
      CASE(changed_logs_never_give_wrong_replies),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
