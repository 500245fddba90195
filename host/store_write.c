/* The writer's thread: it commits whatever waits, then tells. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "killpoint.h"
#include "store_inside.h"

/* One transaction's bounds: its pages stay in memory until the commit. */
#define BATCH_JOBS 4096
#define BATCH_BYTES (8 << 20)

/* Pages of log after which they are copied into the file: hot pages are written once for many commits. */
#define CHECKPOINT_PAGES 2000

/* New replies after which the index of keys is brought up to date. */
#define SETTLE_REPLIES 4096

static const char *const insert_text[INSERTS] = {
    [INSERT_ATTEMPT] = "INSERT INTO attempt(id, session, started, request, origin, note) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    [INSERT_REPLY] = "INSERT INTO reply(request, raw, note, sum, received, attempt, status, seconds)"
                     " VALUES(?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, 0), ?8)",
    [INSERT_OUTCOME] = "INSERT INTO outcome(attempt, class, finished, text, partial) VALUES(?1, ?2, ?3, ?4, ?5)"
                       " ON CONFLICT(attempt) DO NOTHING",
    [INSERT_IMPORT] = "INSERT INTO reply(request, raw, note, sum, received) SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS"
                      " (SELECT 1 FROM reply WHERE id IN (SELECT id FROM reply_of WHERE prefix=substr(?1, 1, 8))"
                      " AND request=?1)",
    [INSERT_MEMO] = "INSERT INTO memo(key, value, sum) SELECT ?1, ?2, ?3 WHERE ?3 IS NOT (SELECT sum FROM memo"
                    " WHERE substr(key, 1, 8)=substr(?1, 1, 8) AND key=?1 ORDER BY id DESC LIMIT 1)",
    [INSERT_KEY] = "INSERT INTO reply_of VALUES(substr(?1, 1, 8), last_insert_rowid())",
    /* In the order of the keys, so that each page of the index is written once. */
    [SETTLE_KEYS] = "INSERT OR IGNORE INTO reply_of SELECT substr(request, 1, 8), id FROM reply"
                    " WHERE id>(SELECT upto FROM settled) ORDER BY 1, 2",
    [SETTLE_UPTO] = "UPDATE settled SET upto=(SELECT coalesce(max(id), 0) FROM reply)",
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
};

static struct job *next_job(const struct job *job)
{
  return (struct job *)job->result.done.next;
}

static int run(sqlite3_stmt *statement)
{
  int rc = sqlite3_step(statement);
  sqlite3_reset(statement);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static void bind_text(sqlite3_stmt *statement, int index, struct store_bytes text)
{
  if (text.data)
    sqlite3_bind_text64(statement, index, text.data, text.size, SQLITE_STATIC, SQLITE_UTF8);
  else
    sqlite3_bind_null(statement, index);
}

static int bind_blob(sqlite3_stmt *statement, int index, struct store_bytes bytes)
{
  if (!bytes.data) return sqlite3_bind_null(statement, index);
  return sqlite3_bind_blob64(statement, index, bytes.data, bytes.size, SQLITE_STATIC);
}

static int write_attempt(struct writer *writer, struct job *job)
{
  sqlite3_stmt *insert = writer->insert[INSERT_ATTEMPT];
  sqlite3_bind_int64(insert, 1, job->attempt);
  sqlite3_bind_int64(insert, 2, writer->session);
  sqlite3_bind_double(insert, 3, job->when);
  sqlite3_bind_blob(insert, 4, job->key, sizeof job->key, SQLITE_STATIC);
  bind_text(insert, 5, job->span[0]);
  bind_text(insert, 6, job->span[1]);
  return run(insert);
}

static int write_outcome(struct writer *writer, struct job *job)
{
  sqlite3_stmt *insert = writer->insert[INSERT_OUTCOME];
  sqlite3_bind_int64(insert, 1, job->attempt);
  sqlite3_bind_text(insert, 2, job->class_name, -1, SQLITE_STATIC);
  sqlite3_bind_double(insert, 3, job->when);
  bind_text(insert, 4, job->span[1]);
  int rc = bind_blob(insert, 5, job->span[2]);
  return rc == SQLITE_OK ? run(insert) : rc;
}

/* Binds what a reply and an imported one have in common. */
static int bind_reply(struct writer *writer, sqlite3_stmt *insert, struct job *job)
{
  struct store_sum parts = {job->key, job->attempt, job->status, job->when, job->seconds, job->span[0]};
  int64_t sum;
  if (store_sum(writer->digest, &parts, &sum) != 0) return SQLITE_NOMEM;
  sqlite3_bind_blob(insert, 1, job->key, sizeof job->key, SQLITE_STATIC);
  bind_text(insert, 3, job->span[1]);
  sqlite3_bind_int64(insert, 4, sum);
  sqlite3_bind_double(insert, 5, job->when);
  return bind_blob(insert, 2, job->span[0]);
}

static int write_reply(struct writer *writer, struct job *job)
{
  sqlite3_stmt *insert = writer->insert[INSERT_REPLY];
  int rc = bind_reply(writer, insert, job);
  if (rc != SQLITE_OK) return rc;
  sqlite3_bind_int64(insert, 6, job->attempt);
  sqlite3_bind_int(insert, 7, job->status);
  sqlite3_bind_double(insert, 8, job->seconds);
  rc = run(insert);
  if (rc != SQLITE_OK) return rc;
  writer->unsettled++;
  return write_outcome(writer, job);
}

/* Brings the index of keys up to date, inside a transaction. */
static int settle(struct writer *writer)
{
  int rc = run(writer->insert[SETTLE_KEYS]);
  if (rc == SQLITE_OK) rc = run(writer->insert[SETTLE_UPTO]);
  if (rc == SQLITE_OK) writer->unsettled = 0;
  return rc;
}

static int write_closing(struct writer *writer, struct job *job)
{
  int rc = write_outcome(writer, job);
  if (rc != SQLITE_OK || sqlite3_changes(writer->db) == 1) return rc;
  job->result.code = "closed";
  snprintf(job->result.text, sizeof job->result.text, "attempt %lld is closed already", (long long)job->attempt);
  return SQLITE_OK;
}

/* Whether the request has a reply is asked of the index. */
static int write_import(struct writer *writer, struct job *job)
{
  int rc = writer->unsettled ? settle(writer) : SQLITE_OK;
  if (rc == SQLITE_OK) rc = bind_reply(writer, writer->insert[INSERT_IMPORT], job);
  if (rc == SQLITE_OK) rc = run(writer->insert[INSERT_IMPORT]);
  if (rc != SQLITE_OK) return rc;
  job->result.value = sqlite3_changes(writer->db);
  if (job->result.value == 0) return SQLITE_OK;
  sqlite3_bind_blob(writer->insert[INSERT_KEY], 1, job->key, sizeof job->key, SQLITE_STATIC);
  return run(writer->insert[INSERT_KEY]);
}

static int write_memo(struct writer *writer, struct job *job)
{
  sqlite3_stmt *insert = writer->insert[INSERT_MEMO];
  struct store_sum parts = {.key = job->key, .value = job->span[0]};
  int64_t sum;
  if (store_sum(writer->digest, &parts, &sum) != 0) return SQLITE_NOMEM;
  sqlite3_bind_blob(insert, 1, job->key, sizeof job->key, SQLITE_STATIC);
  sqlite3_bind_int64(insert, 3, sum);
  int rc = bind_blob(insert, 2, job->span[0]);
  return rc == SQLITE_OK ? run(insert) : rc;
}

static int (*const write_job[STORE_OPS])(struct writer *, struct job *) = {
    [STORE_BEGIN] = write_attempt,  [STORE_SAVE] = write_reply,    [STORE_CLOSE] = write_closing,
    [STORE_IMPORT] = write_import, [STORE_REMEMBER] = write_memo,
};

static void fail_job(struct job *job, const char *code, const char *text)
{
  job->result.code = code;
  snprintf(job->result.text, sizeof job->result.text, "%.*s", (int)sizeof job->result.text - 1, text);
}

/* A row that the schema refuses or that is too large fails alone; anything else fails the whole batch. */
static bool fails_alone(int rc)
{
  return (rc & 0xff) == SQLITE_CONSTRAINT || (rc & 0xff) == SQLITE_TOOBIG;
}

static int write_batch(struct writer *writer, struct job *batch, bool *replies)
{
  int rc = run(writer->insert[BEGIN]);
  for (struct job *job = batch; job && rc == SQLITE_OK; job = next_job(job)) {
    rc = write_job[job->result.op](writer, job);
    if (job->result.op == STORE_SAVE) *replies = true;
    if (!fails_alone(rc)) continue;
    fail_job(job, store_code(writer->db, rc), sqlite3_errmsg(writer->db));
    rc = SQLITE_OK;
  }
  return rc;
}

/* After a failed sync nobody knows what is on the disk, and after damage nobody knows what is in the file. */
static bool ends_all_writing(const struct store_error *error, int rc)
{
  if (strcmp(error->code, "damaged") == 0) return true;
  return strcmp(error->code, "io") == 0 && (rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC);
}

static void note_failure(struct writer *writer, int rc, const char *what)
{
  store_fail_sqlite(&writer->error, writer->db, rc, what);
  if (ends_all_writing(&writer->error, rc)) writer->broken = true;
}

static void fail_batch(struct writer *writer, struct job *batch)
{
  for (struct job *job = batch; job; job = next_job(job)) fail_job(job, writer->error.code, writer->error.text);
}

/* What is durable, or known to have failed, is no longer on the wire. */
static void note_arrival(struct writer *writer, const struct job *job)
{
  bool ends = job->result.op == STORE_SAVE || job->result.op == STORE_CLOSE;
  if (ends && !job->result.code) departures_clear(writer->departures, job->attempt);
}

/* Tells those who wait, all in one step; what nobody waits for ends here. */
static void report(struct writer *writer, struct job *batch)
{
  struct loop_done *told = NULL, **end = &told;
  while (batch) {
    struct job *job = batch;
    batch = next_job(job);
    note_arrival(writer, job);
    if (job->result.done.id == 0) {
      free(job);
      continue;
    }
    *end = &job->result.done;
    end = &job->result.done.next;
  }
  *end = NULL;
  loop_post(told);
}

/* The defect that the proof of durability must find: telling before committing. */
static struct job *report_early(struct writer *writer, struct job *batch)
{
#ifdef VIVA_ACK_EARLY
  report(writer, batch);
  usleep(3000);
  return NULL;
#else
  (void)writer;
  return batch;
#endif
}

static int commit(struct writer *writer, bool replies)
{
  if (replies) KILLPOINT("before_commit");
  int rc = run(writer->insert[COMMIT]);
  if (rc == SQLITE_OK && replies) KILLPOINT("after_commit");
  return rc;
}

/* What was settled in the transaction is not. */
static void roll_back(struct writer *writer)
{
  if (!sqlite3_get_autocommit(writer->db)) run(writer->insert[ROLLBACK]);
  writer->unsettled = SETTLE_REPLIES;
}

static void process(struct writer *writer, struct job *batch)
{
  if (!writer->broken) {
    bool replies = false;
    int rc = write_batch(writer, batch, &replies);
    if (rc == SQLITE_OK) {
      batch = report_early(writer, batch);
      rc = commit(writer, replies);
    }
    if (rc == SQLITE_OK) {
      report(writer, batch);
      return;
    }
    note_failure(writer, rc, "the reply store");
    roll_back(writer);
  }
  fail_batch(writer, batch);
  report(writer, batch);
}

static int count_log_pages(void *context, sqlite3 *db, const char *name, int pages)
{
  (void)db;
  (void)name;
  ((struct writer *)context)->log_pages = pages;
  return SQLITE_OK;
}

/* Copies the log into the file once it is long, after the waiting calls have been told. A failure that leaves the file sound
 * is tried again later: the log keeps everything until then. */
static void checkpoint(struct writer *writer)
{
  if (writer->log_pages < CHECKPOINT_PAGES || writer->broken) return;
  int rc = sqlite3_wal_checkpoint_v2(writer->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  if (rc != SQLITE_OK) note_failure(writer, rc, "the reply store");
  writer->log_pages = 0;
}

/* As with the log: a failure that leaves the file sound is tried again after further replies. */
static void settle_many(struct writer *writer, int least)
{
  if (writer->unsettled < least || writer->broken) return;
  int rc = run(writer->insert[BEGIN]);
  if (rc == SQLITE_OK) rc = settle(writer);
  if (rc == SQLITE_OK) rc = run(writer->insert[COMMIT]);
  if (rc == SQLITE_OK) return;
  note_failure(writer, rc, "the reply store");
  roll_back(writer);
}

/* A commit costs nearly the same for one row as for hundreds: what arrives within this time shares it. */
#define GATHER_MICROSECONDS 1000

static void wait_for_work(struct writer *writer)
{
  while (!writer->first && !writer->stopping) pthread_cond_wait(&writer->wake, &writer->lock);
  if (writer->stopping) return;
  pthread_mutex_unlock(&writer->lock);
  usleep(GATHER_MICROSECONDS);
  pthread_mutex_lock(&writer->lock);
}

/* Takes what waits, up to one batch; NULL when there is nothing and the store is being closed. */
static struct job *take_batch(struct writer *writer)
{
  pthread_mutex_lock(&writer->lock);
  wait_for_work(writer);
  struct job *batch = writer->first, *last = batch;
  size_t count = 1, size = last ? last->size : 0;
  while (last && next_job(last) && ++count <= BATCH_JOBS && (size += next_job(last)->size) <= BATCH_BYTES)
    last = next_job(last);
  writer->first = last ? next_job(last) : NULL;
  if (last) last->result.done.next = NULL;
  pthread_mutex_unlock(&writer->lock);
  return batch;
}

static void *write_until_closed(void *context)
{
  struct writer *writer = context;
  struct job *batch;
  while ((batch = take_batch(writer))) {
    process(writer, batch);
    settle_many(writer, SETTLE_REPLIES);
    checkpoint(writer);
  }
  settle_many(writer, 1);
  return NULL;
}

/* --- starting and ending, on the caller's thread --- */

static int open_session(struct writer *writer)
{
  char *sql = sqlite3_mprintf("INSERT INTO session(started, pid, program) VALUES(%!.17g, %d, 'viva " VIVA_VERSION "')",
                              store_clock(), (int)getpid());
  int rc = sql ? sqlite3_exec(writer->db, sql, NULL, NULL, NULL) : SQLITE_NOMEM;
  sqlite3_free(sql);
  writer->session = sqlite3_last_insert_rowid(writer->db);
  return rc;
}

static int find_last_attempt(struct writer *writer)
{
  sqlite3_stmt *statement;
  int rc = sqlite3_prepare_v2(writer->db, "SELECT max(id) FROM attempt", -1, &statement, NULL);
  if (rc != SQLITE_OK) return rc;
  rc = sqlite3_step(statement);
  writer->last_attempt = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

/* The attempts of the session before that have no outcome. Those of earlier ones were told then. */
static const char left_open[] =
    "SELECT a.id FROM attempt a LEFT JOIN outcome o ON o.attempt=a.id WHERE o.attempt IS NULL AND a.id>(SELECT"
    " coalesce(max(id), 0) FROM attempt WHERE session<(SELECT max(id) FROM session))";

/* Closes what the process before journalled and never let leave, so that it does not look as if it had been paid for. */
static int close_unsent(struct writer *writer)
{
  sqlite3_stmt *statement;
  int rc = sqlite3_prepare_v2(writer->db, left_open, -1, &statement, NULL);
  if (rc != SQLITE_OK) return rc;
  static char text[] = "the process ended before the request left";
  struct job job = {.class_name = "not_sent", .when = store_clock(), .span = {[1] = {text, sizeof text - 1}}};
  while (rc == SQLITE_OK && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
    job.attempt = sqlite3_column_int64(statement, 0);
    rc = departures_before(writer->departures, job.attempt) ? SQLITE_OK : write_outcome(writer, &job);
  }
  sqlite3_finalize(statement);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* What the marks tell of the session before is durable, together with the start of this one, before they are wiped. */
static int succeed(struct writer *writer)
{
  int rc = run(writer->insert[BEGIN]);
  if (rc == SQLITE_OK) rc = close_unsent(writer);
  if (rc == SQLITE_OK) rc = open_session(writer);
  if (rc == SQLITE_OK) rc = settle(writer);
  if (rc == SQLITE_OK) rc = run(writer->insert[COMMIT]);
  if (rc == SQLITE_OK) departures_start(writer->departures);
  return rc;
}

static int prepare_inserts(struct writer *writer)
{
  int rc = SQLITE_OK;
  for (int i = 0; i < INSERTS && rc == SQLITE_OK; i++)
    rc = sqlite3_prepare_v3(writer->db, insert_text[i], -1, SQLITE_PREPARE_PERSISTENT, &writer->insert[i], NULL);
  return rc;
}

/* Signals are for the loop's thread: the writer takes none. */
static int start_thread(struct writer *writer)
{
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int failed = pthread_create(&writer->thread, NULL, write_until_closed, writer);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  writer->running = failed == 0;
  return failed;
}

int store_start_writer(struct writer *writer, const char *path, struct store_error *error)
{
  sqlite3_wal_hook(writer->db, count_log_pages, writer);
  int rc = prepare_inserts(writer);
  if (rc == SQLITE_OK) rc = find_last_attempt(writer);
  if (rc == SQLITE_OK) rc = succeed(writer);
  if (rc != SQLITE_OK) return store_fail_sqlite(error, writer->db, rc, path);
  writer->digest = digest_new();
  if (!writer->digest || !loop_uv() || start_thread(writer) != 0)
    return store_fail(error, "memory", "%s: the writing thread cannot be started", path);
  return 0;
}

static void stop_thread(struct writer *writer)
{
  if (!writer->running) return;
  pthread_mutex_lock(&writer->lock);
  writer->stopping = true;
  pthread_cond_signal(&writer->wake);
  pthread_mutex_unlock(&writer->lock);
  pthread_join(writer->thread, NULL);
}

void store_end_writer(struct writer *writer)
{
  stop_thread(writer);
  for (int i = 0; i < INSERTS; i++) sqlite3_finalize(writer->insert[i]);
  sqlite3_close(writer->db);
  digest_free(writer->digest);
  departures_close(writer->departures);
  pthread_mutex_destroy(&writer->lock);
  pthread_cond_destroy(&writer->wake);
  free(writer);
}
