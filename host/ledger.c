#include "ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Lines that go to the disk together, and who waits for them. */
struct batch {
  char *bytes;
  size_t length;
  size_t room;
  struct ledger_written *first;
  struct ledger_written *last;
};

struct ledger {
  uv_work_t work; /* first: the work is the ledger */
  int fd;
  int error;
  bool busy;
  bool closing;
  struct batch waiting;
  struct batch writing; /* the worker's while busy */
};

struct loop_kind ledger_kind = {.name = "ledger", .free = (void (*)(struct loop_done *))free};

static int batch_add(struct batch *batch, const char *line, size_t length)
{
  size_t needed = batch->length + length + 1;
  if (needed > batch->room) {
    char *grown = realloc(batch->bytes, needed * 2);
    if (!grown) return -ENOMEM;
    batch->bytes = grown;
    batch->room = needed * 2;
  }
  memcpy(batch->bytes + batch->length, line, length);
  batch->bytes[needed - 1] = '\n';
  batch->length = needed;
  return 0;
}

static void batch_finish(struct batch *batch, int error)
{
  struct ledger_written *written = batch->first;
  batch->first = batch->last = NULL;
  batch->length = 0;
  while (written) {
    struct ledger_written *next = (struct ledger_written *)written->done.next;
    written->error = error;
    loop_finish(&written->done);
    written = next;
  }
}

/* On a thread of libuv's pool. */
static void write_batch(uv_work_t *work)
{
  struct ledger *ledger = (struct ledger *)work;
  size_t written = 0;
  ledger->error = 0;
  while (written < ledger->writing.length) {
    ssize_t got = write(ledger->fd, ledger->writing.bytes + written, ledger->writing.length - written);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      ledger->error = errno;
      return;
    }
    written += (size_t)got;
  }
  if (fdatasync(ledger->fd) != 0) ledger->error = errno;
}

static void ledger_free(struct ledger *ledger)
{
  close(ledger->fd);
  free(ledger->waiting.bytes);
  free(ledger->writing.bytes);
  free(ledger);
}

static void start(struct ledger *ledger);

static void batch_written(uv_work_t *work, int status)
{
  (void)status;
  struct ledger *ledger = (struct ledger *)work;
  ledger->busy = false;
  batch_finish(&ledger->writing, ledger->error);
  start(ledger);
  if (ledger->closing && !ledger->busy) ledger_free(ledger);
}

static void start(struct ledger *ledger)
{
  if (ledger->busy || !ledger->waiting.first) return;
  struct batch writing = ledger->waiting;
  ledger->waiting = ledger->writing;
  ledger->writing = writing;
  ledger->busy = uv_queue_work(loop_uv(), &ledger->work, write_batch, batch_written) == 0;
  if (!ledger->busy) batch_finish(&ledger->writing, ENOMEM);
}

int ledger_open(struct ledger **opened, const char *path)
{
  if (!loop_uv()) return -ENOMEM;
  struct ledger *ledger = calloc(1, sizeof *ledger);
  if (!ledger) return -ENOMEM;
  ledger->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (ledger->fd < 0) {
    int failed = -errno;
    free(ledger);
    return failed;
  }
  *opened = ledger;
  return 0;
}

int ledger_append(struct ledger *ledger, uint64_t id, const char *line, size_t length)
{
  struct ledger_written *written = calloc(1, sizeof *written);
  if (!written) return -ENOMEM;
  if (batch_add(&ledger->waiting, line, length) != 0) {
    free(written);
    return -ENOMEM;
  }
  written->done = (struct loop_done){.id = id, .kind = &ledger_kind};
  if (ledger->waiting.last)
    ledger->waiting.last->done.next = &written->done;
  else
    ledger->waiting.first = written;
  ledger->waiting.last = written;
  start(ledger);
  return 0;
}

void ledger_close(struct ledger *ledger)
{
  ledger->closing = true;
  if (!ledger->busy) ledger_free(ledger);
}
