/* The caller's side: calls put into the writer's queue, and the opening and closing of the whole. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "blocks.h"
#include "store_inside.h"

const char *const store_classes[] = {"not_sent", "refused", "ambiguous", "failed", NULL};

static void free_job(struct loop_done *done)
{
  blocks_give(done, ((struct job *)done)->size);
}

struct loop_kind store_kind = {.name = "store", .free = free_job};

/* --- on the caller's thread --- */

static struct job *new_job(enum store_op op, const uint8_t *key, const struct store_bytes spans[STORE_SPANS])
{
  size_t size = 0;
  for (int i = 0; i < STORE_SPANS; i++) size += spans[i].data ? spans[i].size + 1 : 0;
  size += sizeof(struct job);
  struct job *job = op == STORE_REMEMBER ? malloc(size) : blocks_take(size); /* the writer frees what nobody waits for */
  if (!job) return NULL;
  *job = (struct job){.result = {.op = op}, .when = store_clock(), .size = size};
  if (key) memcpy(job->key, key, sizeof job->key);
  char *at = job->bytes;
  for (int i = 0; i < STORE_SPANS; i++) {
    if (!spans[i].data) continue;
    memcpy(at, spans[i].data, spans[i].size);
    job->span[i] = (struct store_bytes){at, spans[i].size};
    at += spans[i].size + 1;
  }
  return job;
}

static void put_job(struct writer *writer, struct job *job)
{
  pthread_mutex_lock(&writer->lock);
  if (writer->first)
    writer->last->result.done.next = &job->result.done;
  else
    writer->first = job;
  writer->last = job;
  pthread_cond_signal(&writer->wake);
  pthread_mutex_unlock(&writer->lock);
}

static uint64_t send_job(struct writer *writer, struct job *job)
{
  uint64_t id = loop_id();
  job->result.done.id = id;
  job->result.done.kind = &store_kind;
  put_job(writer, job);
  return id;
}

uint64_t store_begin(struct store *store, const uint8_t *request, struct store_bytes origin, struct store_bytes note)
{
  struct job *job = new_job(STORE_BEGIN, request, (struct store_bytes[STORE_SPANS]){origin, note});
  if (!job) return 0;
  job->attempt = job->result.value = ++store->writer->last_attempt;
  return send_job(store->writer, job);
}

void store_leave(struct store *store, int64_t attempt)
{
  departures_mark(store->writer->departures, attempt);
}

bool store_knows_attempt(const struct store *store, int64_t attempt)
{
  return attempt >= 1 && attempt <= store->writer->last_attempt;
}

uint64_t store_save(struct store *store, int64_t attempt, const uint8_t *request, const struct store_answer *answer)
{
  struct job *job = new_job(STORE_SAVE, request, (struct store_bytes[STORE_SPANS]){answer->raw});
  if (!job) return 0;
  store_expect(store, request);
  job->attempt = job->result.value = attempt;
  job->status = answer->status;
  job->seconds = answer->seconds;
  job->class_name = "done";
  return send_job(store->writer, job);
}

uint64_t store_close_attempt(struct store *store, int64_t attempt, const char *class_name, struct store_bytes text,
                             struct store_bytes partial)
{
  struct job *job = new_job(STORE_CLOSE, NULL, (struct store_bytes[STORE_SPANS]){{0}, text, partial});
  if (!job) return 0;
  job->attempt = job->result.value = attempt;
  job->class_name = class_name;
  return send_job(store->writer, job);
}

uint64_t store_import(struct store *store, const uint8_t *request, struct store_bytes raw, struct store_bytes note)
{
  struct job *job = new_job(STORE_IMPORT, request, (struct store_bytes[STORE_SPANS]){raw, note});
  if (!job) return 0;
  store_expect(store, request);
  return send_job(store->writer, job);
}

int store_remember(struct store *store, const uint8_t *key, struct store_bytes value)
{
  struct job *job = new_job(STORE_REMEMBER, key, (struct store_bytes[STORE_SPANS]){value});
  if (!job) return -1;
  store_expect(store, key);
  put_job(store->writer, job);
  return 0;
}

/* --- opening and closing --- */

static int open_departures(struct writer *writer, const char *path, struct store_error *error)
{
  char name[4096];
  snprintf(name, sizeof name, "%s.departures", path);
  writer->departures = departures_open(name);
  if (writer->departures) return 0;
  return store_fail(error, store_system_code(errno), "%s: %s", name, strerror(errno));
}

static int open_writer(struct store *store, const struct store_options *options, struct store_error *error)
{
  store->writer = calloc(1, sizeof *store->writer);
  if (!store->writer) return store_fail(error, "memory", "not enough memory");
  pthread_mutex_init(&store->writer->lock, NULL);
  pthread_cond_init(&store->writer->wake, NULL);
  store->lock = store_lock(options->path, error);
  if (store->lock < 0) return -1;
  store->writer->db = store_connect(options, true, error);
  return store->writer->db ? open_departures(store->writer, options->path, error) : -1;
}

static int open_reader(struct store *store, const struct store_options *options, struct store_error *error)
{
  if (options->readonly && access(options->path, F_OK) != 0)
    return store_fail(error, "missing", "there is no reply store %s", options->path);
  store->reader = store_connect(options, false, error);
  if (!store->reader) return -1;
  if (store_look_over(store) == 0) return 0;
  *error = store->failure;
  return -1;
}

static int open_all(struct store *store, const struct store_options *options, struct store_error *error)
{
  store->digest = digest_new();
  store->path = strdup(options->path);
  if (!store->digest || !store->path) return store_fail(error, "memory", "not enough memory");
  if (!options->readonly && open_writer(store, options, error) != 0) return -1;
  if (open_reader(store, options, error) != 0) return -1;
  const char *network = store_network_of(options->path);
  if (network)
    snprintf(store->warning, sizeof store->warning,
             "%s lies on a network file system (%s), where a reply store is not safe: move it to a local disk",
             options->path, network);
  return store->writer ? store_start_writer(store->writer, store->path, error) : 0;
}

struct store *store_open(const struct store_options *options, struct store_error *error)
{
  struct store *store = calloc(1, sizeof *store);
  if (!store) {
    store_fail(error, "memory", "not enough memory");
    return NULL;
  }
  store->lock = -1;
  if (open_all(store, options, error) == 0) return store;
  store_close(store);
  return NULL;
}

/* The writer's connection goes last: the last to close copies the log into the file. Then the lock. */
void store_close(struct store *store)
{
  if (!store) return;
  for (int i = 0; i < QUERIES; i++) sqlite3_finalize(store->query[i]);
  sqlite3_close(store->reader);
  if (store->writer) store_end_writer(store->writer);
  if (store->lock >= 0) close(store->lock);
  digest_free(store->digest);
  prefixes_free(&store->known);
  free(store->path);
  free(store);
}

const char *store_warning(const struct store *store)
{
  return store->warning[0] ? store->warning : NULL;
}

bool store_is_writable(const struct store *store)
{
  return store->writer != NULL;
}
