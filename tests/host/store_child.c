/* A process that writes until it is killed: store_child STORE ACKNOWLEDGED FIRST. It keeps some calls waiting, saves the
 * replies FIRST, FIRST + 1, ... and notes the number of each in the file ACKNOWLEDGED once the store has said it is durable. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store.h"
#include "store_child.h"

#define WAITING 16

static long next_number;

static uint64_t begin(struct store *store)
{
  uint8_t key[STORE_KEY_BYTES];
  child_key(next_number++, key);
  return store_begin(store, key, (struct store_bytes){"origin", 6}, (struct store_bytes){0});
}

static void save(struct store *store, int64_t attempt, long number)
{
  uint8_t key[STORE_KEY_BYTES];
  char body[CHILD_BODY_MOST];
  child_key(number, key);
  struct store_answer answer = {.raw = {body, child_body(number, body)}, .status = 200, .seconds = (double)number};
  store_save(store, attempt, key, &answer);
}

/* Attempts are numbered in the order of begin, so the number of a reply follows from its attempt's. */
static void write_on(struct store *store, int acknowledged, long first)
{
  int64_t offset = -1;
  for (;;) {
    struct store_done *done = (struct store_done *)loop_wait(-1);
    if (offset < 0) offset = done->value;
    long number = first + (long)(done->value - offset);
    if (!done->code && done->op == STORE_BEGIN) {
      save(store, done->value, number);
    } else if (!done->code) {
      if (write(acknowledged, &number, sizeof number) != sizeof number) _exit(1);
      begin(store);
    }
    done->done.kind->free(&done->done);
  }
}

int main(int argc, char **argv)
{
  if (argc != 4) return 2;
  struct store_error error;
  struct store *store = store_open(&(struct store_options){.path = argv[1]}, &error);
  int acknowledged = open(argv[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (!store || acknowledged < 0) return 1;
  next_number = atol(argv[3]);
  for (int i = 0; i < WAITING; i++) begin(store);
  write_on(store, acknowledged, atol(argv[3]));
}
