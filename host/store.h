/* store.h: the reply store: an append-only journal of attempts, their outcomes and the replies, in one SQLite file.
 *
 * One thread writes: it commits whatever waits as soon as the previous commit has ended (WAL, synchronous=FULL), and only
 * then reports each call as done. Reading happens on the caller's thread and sees what is committed. One process writes
 * at a time, held by an OS lock on PATH.lock that ends with the process; others may read.
 *
 * Nothing else in the process may open the file: closing any descriptor of it drops SQLite's locks. */
#ifndef VIVA_STORE_H
#define VIVA_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop.h"

#define STORE_KEY_BYTES 32

struct store;

struct store_options {
  const char *path;
  bool simulated; /* a store holds replies of simulated endpoints or of real ones, never both */
  bool readonly;
};

struct store_error {
  const char *code; /* locked missing newer older kind damaged not_a_store no_space io busy memory ... */
  char text[600];
};

/* NULL data stands for absent. */
struct store_bytes {
  const void *data;
  size_t size;
};

/* NULL and *error when it cannot be opened. A file of up to 32 MB is checked whole, as store_check does; of a bigger one the
 * table of sessions and the newest replies. Whatever its size, a damaged reply is noticed when it is read. */
struct store *store_open(const struct store_options *options, struct store_error *error);

/* Commits what waits, then lets go of the file. NULL is fine. */
void store_close(struct store *store);

/* What is worth telling about where the file lies, or NULL. */
const char *store_warning(const struct store *store);

bool store_is_writable(const struct store *store);

/* --- writing: each returns the loop id under which a store_done comes, or 0 when there is no memory --- */

enum store_op { STORE_BEGIN, STORE_SAVE, STORE_CLOSE, STORE_IMPORT, STORE_REMEMBER, STORE_OPS };

struct store_done {
  struct loop_done done;
  enum store_op op;
  int64_t value;    /* begin, save, close: the attempt's number; import: 1, or 0 when the request had a reply already */
  const char *code; /* NULL when it is durable; nothing of it is kept otherwise */
  char text[200];
};

extern struct loop_kind store_kind;

/* How a request was answered; status 0 stands for none. */
struct store_answer {
  struct store_bytes raw;
  int status;
  double seconds;
};

/* Journals an attempt, before its request leaves. */
uint64_t store_begin(struct store *store, const uint8_t *request, struct store_bytes origin, struct store_bytes note);

/* Marks that the attempt's request leaves now. An attempt that a dead process had not let leave is closed as not_sent when
 * the store is opened next; one that had left stays open, and counts as ambiguous. */
void store_leave(struct store *store, int64_t attempt);

/* Whether the number is one that a store_begin of this or an earlier session may have given. */
bool store_knows_attempt(const struct store *store, int64_t attempt);

/* Keeps the reply and closes the attempt as done. A reply that comes after its attempt was closed is kept all the same. */
uint64_t store_save(struct store *store, int64_t attempt, const uint8_t *request, const struct store_answer *answer);

/* class is one of store_classes; fails with code `closed` when the attempt is closed already. */
uint64_t store_close_attempt(struct store *store, int64_t attempt, const char *class_name, struct store_bytes text,
                             struct store_bytes partial);

/* not_sent refused ambiguous failed NULL */
extern const char *const store_classes[];

/* Keeps a reply that was not asked by us, unless the request has one. */
uint64_t store_import(struct store *store, const uint8_t *request, struct store_bytes raw, struct store_bytes note);

/* Keeps a derived value; nobody waits for it. -1 when there is no memory. */
int store_remember(struct store *store, const uint8_t *key, struct store_bytes value);

/* --- reading: 1 found, 0 none, -1 failed (store_failure tells why); bytes stay valid until store_release --- */

/* Ends what was being read. A reader that holds on keeps the log from being used again. */
void store_release(struct store *store);

struct store_reply {
  struct store_bytes raw, note; /* note: of an imported reply */
  int status;
  double received, seconds;
  int64_t attempt; /* 0 when imported */
};

/* The first reply that was committed for the request. */
int store_reply(struct store *store, const uint8_t *request, struct store_reply *reply);

int store_memo(struct store *store, const uint8_t *key, struct store_bytes *value);

struct store_filter {
  bool open;             /* those without an outcome alone */
  const char *class_name; /* or NULL; `ambiguous` includes those that a dead process left open */
  const uint8_t *request; /* or NULL; quick from the second time on */
};

struct store_attempt {
  int64_t attempt, session;
  struct store_bytes request, origin, note, class_name, text, partial;
  double started, finished; /* finished: 0 while open */
  bool left;                /* open, and its process is gone */
};

int store_attempts(struct store *store, const struct store_filter *filter);
int store_attempts_next(struct store *store, struct store_attempt *row);

/* A request that was answered and may have been billed more than once. */
struct store_twice {
  struct store_bytes request, origin, attempts; /* origins and numbers: separated by commas */
  double received;
};

int store_paid_twice(struct store *store);
int store_paid_twice_next(struct store *store, struct store_twice *row);

struct store_count {
  const char *name;
  int64_t value;
};

/* Fills counts and returns how many, or -1. Reads the whole journal of attempts. */
int store_counts(struct store *store, struct store_count *counts, int limit);

/* A text that is another one whenever anything has been added: attempts, outcomes, replies, memos, and, while attempts are
 * open, who is writing. */
int store_state(struct store *store, struct store_bytes *state);

/* Reads the whole file: structure, references, and the checksum of every reply. 1 when sound, -1 otherwise. */
int store_check(struct store *store);

const struct store_error *store_failure(const struct store *store);

#endif
