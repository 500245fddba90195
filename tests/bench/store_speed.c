/* How fast the reply store is: pairs of begin and save with a number of tasks waiting, the processor time of each side, and
 * the look-ups. Usage: store_speed FOLDER PAIRS WAITING; the store is made in the folder and removed. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "digest.h"
#include "store.h"

#define REPLY_BYTES 1200

static struct digest *digest;

static double clock_of(clockid_t id)
{
  struct timespec now;
  clock_gettime(id, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void key_of(long number, uint8_t key[DIGEST_BYTES])
{
  digest_start(digest);
  digest_add(digest, &number, sizeof number);
  digest_finish(digest, key);
}

static double syncs_per_second(const char *folder)
{
  char path[4096], page[4096] = "x";
  snprintf(path, sizeof path, "%s/sync", folder);
  int fd = open(path, O_RDWR | O_CREAT, 0600), count = 0;
  double start = clock_of(CLOCK_MONOTONIC);
  while (clock_of(CLOCK_MONOTONIC) - start < 1.0 && pwrite(fd, page, sizeof page, 0) > 0 && fdatasync(fd) == 0) count++;
  close(fd);
  unlink(path);
  return count;
}

/* Each task begins, saves, and begins the next: what a pipeline does, without the network. */
static void run_pairs(struct store *store, long pairs, long waiting)
{
  static char body[REPLY_BYTES];
  uint8_t key[DIGEST_BYTES];
  long begun = 0, saved = 0;
  memset(body, 'a', sizeof body);
  struct store_bytes origin = {"https://api.example.org:443", 27}, none = {0};
  struct store_answer answer = {.raw = {body, sizeof body}, .status = 200, .seconds = 1};
  for (; begun < waiting && begun < pairs; begun++) {
    key_of(begun + 1, key);
    store_begin(store, key, origin, none);
  }
  while (saved < pairs) {
    struct store_done *done = (struct store_done *)loop_wait(-1);
    if (done->code) exit(fprintf(stderr, "%s: %s\n", done->code, done->text));
    if (done->op == STORE_BEGIN) {
      key_of(done->value, key);
      store_leave(store, done->value);
      store_save(store, done->value, key, &answer);
    } else if (++saved + waiting <= pairs) {
      key_of(++begun, key);
      store_begin(store, key, origin, none);
    }
    done->done.kind->free(&done->done);
  }
}

static void time_look_ups(struct store *store, long first, long count, const char *what)
{
  uint8_t key[DIGEST_BYTES];
  struct store_reply reply;
  long found = 0;
  double start = clock_of(CLOCK_MONOTONIC);
  for (long i = 0; i < count; i++) {
    key_of(first + i, key);
    found += store_reply(store, key, &reply) == 1;
    store_release(store);
  }
  printf("%s: %.2f us each, %ld of %ld found\n", what, (clock_of(CLOCK_MONOTONIC) - start) * 1e6 / (double)count, found, count);
}

int main(int argc, char **argv)
{
  if (argc != 4) return fprintf(stderr, "usage: store_speed FOLDER PAIRS WAITING\n"), 2;
  long pairs = atol(argv[2]), waiting = atol(argv[3]);
  char path[4096];
  snprintf(path, sizeof path, "%s/speed.db", argv[1]);
  digest = digest_new();
  struct store_options options = {.path = path};
  struct store_error error;
  struct store *store = store_open(&options, &error);
  if (!store) return fprintf(stderr, "%s\n", error.text), 1;
  double start = clock_of(CLOCK_MONOTONIC), own = clock_of(CLOCK_THREAD_CPUTIME_ID), all = clock_of(CLOCK_PROCESS_CPUTIME_ID);
  run_pairs(store, pairs, waiting);
  double wall = clock_of(CLOCK_MONOTONIC) - start, caller = clock_of(CLOCK_THREAD_CPUTIME_ID) - own;
  double writer = clock_of(CLOCK_PROCESS_CPUTIME_ID) - all - caller;
  printf("%ld waiting: %.0f pairs/s; CPU per pair: writer %.1f us, caller %.1f us\n", waiting, (double)pairs / wall,
         writer * 1e6 / (double)pairs, caller * 1e6 / (double)pairs);
  time_look_ups(store, 1, 20000, "found");
  time_look_ups(store, pairs + 1, 20000, "not found");
  store_close(store);
  printf("fdatasync of one page on this disk: %.0f per second\n", syncs_per_second(argv[1]));
  digest_free(digest);
  const char *const suffixes[] = {"", "-wal", "-shm", ".lock"};
  for (int i = 0; i < 4; i++) {
    char name[4200];
    snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
    unlink(name);
  }
  return 0;
}
