/* Many pairs on all cores: each thread takes the next few pairs until none is left. */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "score.h"

enum { CHUNK = 16, MOST_THREADS = 64 };

struct batch {
  const struct score_rule *rule;
  const struct score_text *answers, *references;
  size_t count;
  double *values;
  atomic_size_t next;
  atomic_bool failed;
};

static void work(struct batch *batch, struct score_memory *memory)
{
  size_t width = score_width(batch->rule->measure);
  for (;;) {
    size_t from = atomic_fetch_add(&batch->next, CHUNK), to = from + CHUNK;
    if (from >= batch->count || atomic_load(&batch->failed)) return;
    for (size_t i = from; i < to && i < batch->count; i++)
      if (!score_pair(memory, batch->rule, batch->answers[i], batch->references[i], batch->values + i * width))
        atomic_store(&batch->failed, true);
  }
}

static void *run(void *batch)
{
  struct score_memory memory = {0};
  work(batch, &memory);
  score_free(&memory);
  return NULL;
}

/* No more threads than there is work for: below some 64 pairs the start costs more than it saves. */
static unsigned helpers(size_t count, unsigned threads)
{
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  size_t useful = count / (4 * (size_t)CHUNK), wanted = threads > 0 ? threads : cores > 0 ? (size_t)cores : 1;
  if (wanted > MOST_THREADS) wanted = MOST_THREADS;
  return (unsigned)(wanted - 1 < useful ? wanted - 1 : useful);
}

bool score_batch(struct score_memory *memory, const struct score_rule *rule, const struct score_text *answers,
                 const struct score_text *references, size_t count, unsigned threads, double *values)
{
  struct batch batch = {.rule = rule, .answers = answers, .references = references, .count = count, .values = values};
  pthread_t started[MOST_THREADS];
  unsigned wanted = helpers(count, threads), running = 0;
  /* A thread that cannot be started is one less: the work is done all the same. */
  while (running < wanted && pthread_create(&started[running], NULL, run, &batch) == 0) running++;
  work(&batch, memory);
  while (running > 0) pthread_join(started[--running], NULL);
  return !atomic_load(&batch.failed);
}
