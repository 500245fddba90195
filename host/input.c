#include "input.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct loop_kind input_kind = {.name = "input", .free = (void (*)(struct loop_done *))free};

/* A thread of its own: a descriptor given to the loop would become non-blocking for everybody who shares it. */
static void *read_to_end(void *argument)
{
  char thrown_away[512];
  ssize_t got;
  do {
    got = read(STDIN_FILENO, thrown_away, sizeof thrown_away);
  } while (got > 0 || (got < 0 && errno == EINTR));
  loop_post(argument);
  return NULL;
}

int input_ended(uint64_t id)
{
  if (!loop_uv()) return -ENOMEM;
  struct loop_done *done = calloc(1, sizeof *done);
  if (!done) return -ENOMEM;
  *done = (struct loop_done){.id = id, .kind = &input_kind};
  pthread_t thread;
  int failed = pthread_create(&thread, NULL, read_to_end, done);
  if (failed)
    free(done);
  else
    pthread_detach(thread);
  return -failed;
}
