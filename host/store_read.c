/* Reading: prepared statements on the caller's thread. */
#include <string.h>

#include "store_inside.h"

/* The replies that may be those of a key: from the index in the file, and from the one in memory too. */
#define SETTLED(prefix) "SELECT id FROM reply_of WHERE prefix=" prefix
#define ALL(prefix) SETTLED(prefix) " UNION ALL SELECT id FROM temp.late_reply_of WHERE prefix=" prefix
#define REPLY(ids)                                                                                         \
  "SELECT attempt, status, received, seconds, sum, note, raw FROM reply WHERE id IN (" ids ") AND request=?1" \
  " ORDER BY id LIMIT 1"

/* ?1 of the queries below is the session whose open attempts are still under way. */
#define JOURNAL " FROM attempt a LEFT JOIN outcome o ON o.attempt=a.id "
#define LEFT "(o.attempt IS NULL AND a.session<>?1)"
#define CLASS "coalesce(o.class, iif(a.session<>?1, 'ambiguous', 'open'))"
#define COUNT(class) "count(*) FILTER (WHERE o.class='" class "')"

#define ATTEMPT_COLUMNS                                                                                            \
  "a.id, a.session, a.request, a.origin, a.note, a.started, o.finished, " CLASS ", o.text, o.partial, " LEFT
#define FILTER "(NOT ?2 OR o.attempt IS NULL) AND (?3 IS NULL OR " CLASS "=?3)"

static const char *const query_text[QUERIES] = {
    [QUERY_REPLY] = REPLY(SETTLED("?2")),
    [QUERY_LATE_REPLY] = REPLY(ALL("?2")),
    [QUERY_LAST_REPLY] = "SELECT (SELECT max(id) FROM reply), upto FROM settled",
    [QUERY_INDEX_REPLIES] = "INSERT INTO temp.late_reply_of SELECT substr(request, 1, 8), id FROM reply"
                            " WHERE id>?1 AND id<=?2",
    [QUERY_MEMO] = "SELECT sum, value FROM memo WHERE substr(key, 1, 8)=?2 AND key=?1 ORDER BY id DESC LIMIT 1",
    [QUERY_PREFIXES] = "SELECT prefix FROM reply_of UNION ALL SELECT substr(request, 1, 8) FROM reply"
                       " WHERE id>(SELECT upto FROM settled) UNION ALL SELECT substr(key, 1, 8) FROM memo"
                       " ORDER BY 1", /* in order, so that SQLite reads the index of memos alone */
    [QUERY_ATTEMPTS] = "SELECT " ATTEMPT_COLUMNS JOURNAL "WHERE " FILTER " ORDER BY a.id",
    [QUERY_ATTEMPTS_OF] = "SELECT " ATTEMPT_COLUMNS JOURNAL "WHERE " FILTER " AND a.request=?4 AND a.id IN"
                          " (SELECT id FROM temp.attempt_of WHERE prefix=substr(?4, 1, 8)) ORDER BY a.id",
    [QUERY_LAST_ATTEMPT] = "SELECT max(id), 0 FROM attempt",
    [QUERY_INDEX_ATTEMPTS] = "INSERT INTO temp.attempt_of SELECT substr(request, 1, 8), id FROM attempt"
                             " WHERE id>?1 AND id<=?2",
    [QUERY_TWICE] = "SELECT request, group_concat(DISTINCT origin), group_concat(id),"
                    " (SELECT min(received) FROM reply WHERE id IN (" ALL("substr(b.request, 1, 8)") ")"
                    " AND reply.request=b.request) AS answered"
                    " FROM (SELECT a.id, a.request, a.origin" JOURNAL
                    "WHERE o.class IN ('done', 'ambiguous') OR " LEFT " ORDER BY a.id) b"
                    " GROUP BY request HAVING count(*) > 1 AND answered IS NOT NULL ORDER BY min(id)",
    [QUERY_COUNTS] = "SELECT (SELECT count(*) FROM reply) AS replies,"
                     " (SELECT count(*) FROM reply WHERE attempt IS NULL) AS imported,"
                     " (SELECT count(*) FROM memo) AS memos, count(*) AS attempts," COUNT("done") " AS done,"
                     COUNT("not_sent") " AS not_sent," COUNT("refused") " AS refused," COUNT("failed") " AS failed,"
                     " count(*) FILTER (WHERE o.class='ambiguous' OR " LEFT ") AS ambiguous,"
                     " count(*) FILTER (WHERE o.attempt IS NULL) AS open, count(*) FILTER (WHERE " LEFT ") AS left"
                     JOURNAL,
    /* The tables only grow, so the last row of each tells one state from all others. */
    [QUERY_STATE] = "SELECT printf('%!.17g %d %!.17g %d %d %d %d %d %d', (SELECT created FROM store), a.id, a.started,"
                    " o.count, r.id, r.sum, m.id, m.sum, iif(a.id > o.count, ?1, 0))"
                    " FROM (SELECT count(*) AS count FROM outcome) o LEFT JOIN"
                    " (SELECT id, started FROM attempt ORDER BY id DESC LIMIT 1) a LEFT JOIN"
                    " (SELECT id, sum FROM reply ORDER BY id DESC LIMIT 1) r LEFT JOIN"
                    " (SELECT id, sum FROM memo ORDER BY id DESC LIMIT 1) m",
};

const struct store_error *store_failure(const struct store *store)
{
  return &store->failure;
}

static int read_failed(struct store *store, int rc)
{
  return store_fail_sqlite(&store->failure, store->reader, rc, store->path);
}

static sqlite3_stmt *query(struct store *store, enum store_query which)
{
  sqlite3_stmt **statement = &store->query[which];
  if (*statement) {
    sqlite3_reset(*statement);
    return *statement;
  }
  int rc = sqlite3_prepare_v3(store->reader, query_text[which], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
  if (rc != SQLITE_OK) read_failed(store, rc);
  return *statement;
}

/* One step: 1 a row, 0 the end, -1 failed; the statement is let go of unless there is a row. */
static int step(struct store *store, sqlite3_stmt *statement)
{
  int rc = sqlite3_step(statement);
  if (rc == SQLITE_ROW) return 1;
  if (rc != SQLITE_DONE) read_failed(store, rc);
  sqlite3_reset(statement);
  return rc == SQLITE_DONE ? 0 : -1;
}

static struct store_bytes column(sqlite3_stmt *statement, int index)
{
  struct store_bytes bytes = {.data = sqlite3_column_blob(statement, index)};
  bytes.size = (size_t)sqlite3_column_bytes(statement, index);
  if (!bytes.data && sqlite3_column_type(statement, index) != SQLITE_NULL) bytes.data = "";
  return bytes;
}

static int find(struct store *store, sqlite3_stmt *statement, const uint8_t *key)
{
  sqlite3_bind_blob(statement, 1, key, STORE_KEY_BYTES, SQLITE_TRANSIENT);
  sqlite3_bind_blob(statement, 2, key, STORE_PREFIX_BYTES, SQLITE_TRANSIENT);
  return step(store, statement);
}

void store_expect(struct store *store, const uint8_t *key)
{
  if (!prefixes_add(&store->known, key)) store->known_not = true;
}

static bool know_all(struct store *store)
{
  sqlite3_stmt *statement = query(store, QUERY_PREFIXES);
  int found = -1;
  while (statement && (found = step(store, statement)) == 1) {
    struct store_bytes prefix = column(statement, 0);
    if (prefix.size == STORE_PREFIX_BYTES) store_expect(store, prefix.data);
  }
  return store->known_all = found == 0;
}

static bool never_seen(struct store *store, const uint8_t *key)
{
  if (!store->writer || store->known_not) return false;
  if (!store->known_all && !know_all(store)) return false;
  return !store->known_not && !prefixes_have(&store->known, key);
}

void store_release(struct store *store)
{
  for (int i = 0; i < QUERIES; i++) sqlite3_reset(store->query[i]);
}

static int damaged(struct store *store, const char *what)
{
  return store_fail(&store->failure, "damaged", "%s is damaged (%s); `sqlite3 %s .recover` saves what can be read",
                    store->path, what, store->path);
}

static int compare_sum(struct store *store, const struct store_sum *parts, int64_t expected)
{
  int64_t sum;
  if (store_sum(store->digest, parts, &sum) != 0) return store_fail(&store->failure, "memory", "not enough memory");
  if (sum == expected) return 0;
  return damaged(store, "a checksum does not match");
}

/* Adds what is new to an index that this connection alone has, in memory: an index of attempts in the file would cost each a
 * page written, and few who open a store look for single ones; that of replies is brought up to date now and then. */
static int index_new(struct store *store, enum store_query last_query, enum store_query add, int64_t *indexed)
{
  static const char make[] =
      "CREATE TEMP TABLE attempt_of(prefix, id, PRIMARY KEY(prefix, id)) WITHOUT ROWID;"
      "CREATE TEMP TABLE late_reply_of(prefix, id, PRIMARY KEY(prefix, id)) WITHOUT ROWID";
  if (!store->indexes_made && sqlite3_exec(store->reader, make, NULL, NULL, NULL) != SQLITE_OK)
    return read_failed(store, sqlite3_errcode(store->reader));
  store->indexes_made = true;
  sqlite3_stmt *statement = query(store, last_query);
  if (!statement || step(store, statement) != 1) return -1;
  int64_t last = sqlite3_column_int64(statement, 0), settled = sqlite3_column_int64(statement, 1);
  sqlite3_reset(statement);
  if (settled > *indexed) *indexed = settled;
  if (last <= *indexed) return 0;
  statement = query(store, add);
  if (!statement) return -1;
  sqlite3_bind_int64(statement, 1, *indexed);
  sqlite3_bind_int64(statement, 2, last);
  if (step(store, statement) != 0) return -1;
  *indexed = last;
  return 0;
}

static int index_replies(struct store *store)
{
  return index_new(store, QUERY_LAST_REPLY, QUERY_INDEX_REPLIES, &store->indexed_replies);
}

/* What is settled between the two looks is found by the second one, which looks everywhere. */
static int find_reply(struct store *store, const uint8_t *request, sqlite3_stmt **statement)
{
  *statement = query(store, QUERY_REPLY);
  int found = *statement ? find(store, *statement, request) : -1;
  if (found != 0) return found;
  if (index_replies(store) != 0 || !(*statement = query(store, QUERY_LATE_REPLY))) return -1;
  return find(store, *statement, request);
}

int store_reply(struct store *store, const uint8_t *request, struct store_reply *reply)
{
  if (never_seen(store, request)) return 0;
  sqlite3_stmt *statement;
  int found = find_reply(store, request, &statement);
  if (found <= 0) return found;
  *reply = (struct store_reply){.attempt = sqlite3_column_int64(statement, 0),
                                .status = sqlite3_column_int(statement, 1),
                                .received = sqlite3_column_double(statement, 2),
                                .seconds = sqlite3_column_double(statement, 3),
                                .note = column(statement, 5),
                                .raw = column(statement, 6)};
  struct store_sum parts = {request, reply->attempt, reply->status, reply->received, reply->seconds, reply->raw};
  return compare_sum(store, &parts, sqlite3_column_int64(statement, 4)) == 0 ? 1 : -1;
}

int store_memo(struct store *store, const uint8_t *key, struct store_bytes *value)
{
  if (never_seen(store, key)) return 0;
  sqlite3_stmt *statement = query(store, QUERY_MEMO);
  if (!statement) return -1;
  int found = find(store, statement, key);
  if (found <= 0) return found;
  *value = column(statement, 1);
  struct store_sum parts = {.key = key, .value = *value};
  return compare_sum(store, &parts, sqlite3_column_int64(statement, 0)) == 0 ? 1 : -1;
}

/* The session whose open attempts are under way: our own, or that of the process that is writing now, or none (0). */
static int64_t live_session(struct store *store)
{
  if (store->writer) return store->writer->session;
  if (!store_is_locked(store->path)) return 0;
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(store->reader, "SELECT max(id) FROM session", -1, &statement, NULL) != SQLITE_OK) return 0;
  int64_t session = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
  sqlite3_finalize(statement);
  return session;
}

static sqlite3_stmt *journal_query(struct store *store, enum store_query which)
{
  sqlite3_stmt *statement = query(store, which);
  if (statement) sqlite3_bind_int64(statement, 1, live_session(store));
  return statement;
}

int store_attempts(struct store *store, const struct store_filter *filter)
{
  if (filter->request &&
      index_new(store, QUERY_LAST_ATTEMPT, QUERY_INDEX_ATTEMPTS, &store->indexed_attempts) != 0)
    return -1;
  sqlite3_stmt *statement = journal_query(store, filter->request ? QUERY_ATTEMPTS_OF : QUERY_ATTEMPTS);
  if (!statement) return -1;
  store->attempts = statement;
  sqlite3_bind_int(statement, 2, filter->open);
  sqlite3_bind_text(statement, 3, filter->class_name, -1, SQLITE_TRANSIENT);
  if (filter->request) sqlite3_bind_blob(statement, 4, filter->request, STORE_KEY_BYTES, SQLITE_TRANSIENT);
  return 0;
}

int store_attempts_next(struct store *store, struct store_attempt *row)
{
  sqlite3_stmt *statement = store->attempts;
  int found = step(store, statement);
  if (found <= 0) return found;
  *row = (struct store_attempt){.attempt = sqlite3_column_int64(statement, 0),
                                .session = sqlite3_column_int64(statement, 1),
                                .request = column(statement, 2),
                                .origin = column(statement, 3),
                                .note = column(statement, 4),
                                .started = sqlite3_column_double(statement, 5),
                                .finished = sqlite3_column_double(statement, 6),
                                .class_name = column(statement, 7),
                                .text = column(statement, 8),
                                .partial = column(statement, 9),
                                .left = sqlite3_column_int(statement, 10) != 0};
  return 1;
}

int store_paid_twice(struct store *store)
{
  return index_replies(store) == 0 && journal_query(store, QUERY_TWICE) ? 0 : -1;
}

int store_paid_twice_next(struct store *store, struct store_twice *row)
{
  sqlite3_stmt *statement = store->query[QUERY_TWICE];
  int found = step(store, statement);
  if (found <= 0) return found;
  *row = (struct store_twice){.request = column(statement, 0),
                              .origin = column(statement, 1),
                              .attempts = column(statement, 2),
                              .received = sqlite3_column_double(statement, 3)};
  return 1;
}

int store_counts(struct store *store, struct store_count *counts, int limit)
{
  sqlite3_stmt *statement = journal_query(store, QUERY_COUNTS);
  if (!statement || step(store, statement) != 1) return -1;
  int count = sqlite3_column_count(statement);
  if (count > limit) count = limit;
  for (int i = 0; i < count; i++)
    counts[i] = (struct store_count){sqlite3_column_name(statement, i), sqlite3_column_int64(statement, i)};
  sqlite3_reset(statement);
  return count;
}

int store_state(struct store *store, struct store_bytes *state)
{
  sqlite3_stmt *statement = journal_query(store, QUERY_STATE);
  if (!statement || step(store, statement) != 1) return -1;
  *state = column(statement, 0);
  return 1;
}

/* --- verification --- */

static const char all_sums[] =
    "SELECT request, attempt, status, received, seconds, sum, raw FROM"
    " (SELECT * FROM reply ORDER BY id DESC LIMIT ?1)"
    " UNION ALL SELECT key, NULL, NULL, 0.0, NULL, sum, value FROM memo WHERE ?1 < 0";

static int verify_row(struct store *store, sqlite3_stmt *statement)
{
  struct store_bytes key = column(statement, 0);
  if (key.size != STORE_KEY_BYTES) return damaged(store, "a key is not 32 bytes long");
  struct store_sum parts = {.key = key.data,
                            .attempt = sqlite3_column_int64(statement, 1),
                            .status = sqlite3_column_int(statement, 2),
                            .received = sqlite3_column_double(statement, 3),
                            .seconds = sqlite3_column_double(statement, 4),
                            .value = column(statement, 6)};
  return compare_sum(store, &parts, sqlite3_column_int64(statement, 5));
}

int store_verify(struct store *store, int limit)
{
  sqlite3_stmt *statement;
  int rc = sqlite3_prepare_v2(store->reader, all_sums, -1, &statement, NULL);
  if (rc != SQLITE_OK) return read_failed(store, rc);
  sqlite3_bind_int(statement, 1, limit);
  int failed = 0, found;
  while ((found = step(store, statement)) == 1 && !failed) failed = verify_row(store, statement);
  sqlite3_finalize(statement);
  return failed || found < 0 ? -1 : 0;
}

/* Runs a pragma that gives the one row `expected`, or none where that is NULL, when all is well. */
static int run_check(struct store *store, const char *pragma, const char *expected, const char *complaint)
{
  sqlite3_stmt *statement;
  int rc = sqlite3_prepare_v2(store->reader, pragma, -1, &statement, NULL);
  if (rc != SQLITE_OK) return read_failed(store, rc);
  int found = step(store, statement), failed = found < 0 ? -1 : 0;
  const char *text = found == 1 ? (const char *)sqlite3_column_text(statement, 0) : NULL;
  bool same = expected ? text && strcmp(text, expected) == 0 : found == 0;
  if (!failed && !same) failed = damaged(store, complaint ? complaint : text ? text : "no result");
  sqlite3_finalize(statement);
  return failed;
}

int store_check_structure(struct store *store, const char *pragma)
{
  return run_check(store, pragma, "ok", NULL);
}

/* A reply that the index in the file should hold and does not; or it does not say how far it goes. */
static const char unindexed[] =
    "SELECT 1 WHERE 1<>(SELECT count(*) FROM settled WHERE upto BETWEEN 0 AND (SELECT coalesce(max(id), 0) FROM reply))"
    " OR 1<>(SELECT count(*) FROM settled)"
    " UNION ALL SELECT 1 FROM reply r WHERE id<=(SELECT upto FROM settled) AND NOT EXISTS"
    " (SELECT 1 FROM reply_of k WHERE k.prefix=substr(r.request, 1, 8) AND k.id=r.id)";

int store_check(struct store *store)
{
  if (store_check_structure(store, "PRAGMA integrity_check(1)") != 0) return -1;
  if (run_check(store, "PRAGMA foreign_key_check", NULL, "a row refers to one that is not there") != 0) return -1;
  if (run_check(store, unindexed, NULL, "a reply is not in the index of replies") != 0) return -1;
  return store_verify(store, -1) == 0 ? 1 : -1;
}
