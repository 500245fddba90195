/* store_inside.h: what the files of the store share with each other and with nobody else. */
#ifndef VIVA_STORE_INSIDE_H
#define VIVA_STORE_INSIDE_H

#include <pthread.h>
#include <sqlite3.h>

#include "departures.h"
#include "digest.h"
#include "prefixes.h"
#include "store.h"

#define STORE_SPANS 3

enum store_insert {
  INSERT_ATTEMPT,
  INSERT_REPLY,
  INSERT_OUTCOME,
  INSERT_IMPORT,
  INSERT_MEMO,
  INSERT_KEY,
  SETTLE_KEYS,
  SETTLE_UPTO,
  BEGIN,
  COMMIT,
  ROLLBACK,
  INSERTS
};

/* A call on its way to the writer; it comes back as its own result. The spans point into its bytes. */
struct job {
  struct store_done result; /* first */
  uint8_t key[STORE_KEY_BYTES];
  int64_t attempt;
  int status;
  double when, seconds;
  const char *class_name;
  struct store_bytes span[STORE_SPANS];
  size_t size;
  char bytes[];
};

/* The writing side. What stands above the lock belongs to the writer's thread once it runs, but for last_attempt. */
struct writer {
  sqlite3 *db;
  sqlite3_stmt *insert[INSERTS];
  struct digest *digest;
  struct departures *departures;
  int64_t session;
  int64_t last_attempt; /* the calling thread's alone */
  int log_pages;
  int unsettled; /* new replies that may not stand in reply_of */
  struct store_error error; /* of the last failure; when broken, of the one that ended all writing */
  bool broken;
  bool running;
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  struct job *first, *last; /* under lock, with stopping */
  bool stopping;
};

enum store_query {
  QUERY_REPLY,
  QUERY_LATE_REPLY,
  QUERY_LAST_REPLY,
  QUERY_INDEX_REPLIES,
  QUERY_MEMO,
  QUERY_PREFIXES,
  QUERY_ATTEMPTS,
  QUERY_ATTEMPTS_OF,
  QUERY_LAST_ATTEMPT,
  QUERY_INDEX_ATTEMPTS,
  QUERY_TWICE,
  QUERY_COUNTS,
  QUERY_STATE,
  QUERIES
};

struct store {
  sqlite3 *reader;
  sqlite3_stmt *query[QUERIES]; /* made at first use */
  sqlite3_stmt *attempts;       /* the one of them that store_attempts has started */
  int64_t indexed_attempts, indexed_replies; /* the last ones that are in an index, those in memory included */
  bool indexes_made;
  struct digest *digest;
  struct writer *writer; /* NULL when read-only */
  /* Of every key in the file and on its way to it, so that one never seen before costs no query: only this process writes. */
  struct prefixes known;
  bool known_all; /* those of the file are in it */
  bool known_not; /* one could not be added: the set says nothing */
  int lock;              /* the descriptor that holds the lock, or -1 */
  char *path;
  char warning[256];
  struct store_error failure;
};

/* --- store_file.c: the file, its lock and its schema --- */

/* Takes the lock of a writing process; returns its descriptor, or -1. */
int store_lock(const char *path, struct store_error *error);

/* Whether a process holds the lock. */
bool store_is_locked(const char *path);

/* Opens a connection that has found a store of this kind and version in the file; creates it when told to write and the
 * file is new. */
sqlite3 *store_connect(const struct store_options *options, bool write, struct store_error *error);

/* One statement that brings version n - 1 to version n stands at n - 1. */
struct store_schema {
  const char *const *steps;
  int version;
};

/* Brings an older file up to the schema in one transaction, after a backup beside it when it holds anything. */
int store_upgrade(sqlite3 *db, const struct store_schema *schema, const struct store_options *options,
                  struct store_error *error);

/* The name of the network file system with that statfs magic, or NULL. */
const char *store_network(long magic);
const char *store_network_of(const char *path);

/* A short look at the file before it is used: 0, or -1 when it is damaged. */
int store_look_over(struct store *store);

/* --- store_write.c --- */

/* Begins a session and starts the thread; 0, or -1. */
int store_start_writer(struct writer *writer, const char *path, struct store_error *error);

/* Ends the thread once the queue is empty, then frees everything. */
void store_end_writer(struct writer *writer);

/* --- store_read.c --- */

/* Notes a key that is on its way into the file. */
void store_expect(struct store *store, const uint8_t *key);

/* Runs a pragma that says `ok` when the file's structure is sound. 0, or -1 and the failure is set. */
int store_check_structure(struct store *store, const char *pragma);

/* Reads the newest replies (limit < 0: all, and the memos) against their checksums. 0, or -1 and the failure is set. */
int store_verify(struct store *store, int limit);

/* --- store_fail.c: errors and sums --- */

/* Fills the error from the connection's last failure; returns -1. */
int store_fail_sqlite(struct store_error *error, sqlite3 *db, int rc, const char *what);
int store_fail(struct store_error *error, const char *code, const char *format, ...) __attribute__((format(printf, 3, 4)));
const char *store_code(sqlite3 *db, int rc);
const char *store_system_code(int error); /* of an errno */

/* The checksum that stands beside a reply; a memo's covers key and value alone. */
struct store_sum {
  const uint8_t *key;
  int64_t attempt;
  int status;
  double received, seconds;
  struct store_bytes value;
};
int store_sum(struct digest *digest, const struct store_sum *parts, int64_t *sum); /* -1: no memory */

/* The first bytes of a key, by which the indexes find it. */
#define STORE_PREFIX_BYTES 8

double store_clock(void);

#endif
