/* The file: its lock, its schema, and the look at it before it is used. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "store_inside.h"

#define APPLICATION_ID 0x56697661 /* "Viva" */
#define WHOLE_CHECK_BYTES (32 << 20)
#define NEWEST_REPLIES 256

#define APPEND_ONLY(table)                                                                                   \
  "CREATE TRIGGER " table "_never_changed BEFORE UPDATE ON " table " BEGIN SELECT RAISE(ABORT, '" table       \
  " is append-only'); END;"                                                                                  \
  "CREATE TRIGGER " table "_never_removed BEFORE DELETE ON " table " BEGIN SELECT RAISE(ABORT, '" table       \
  " is append-only'); END;"

/* Keys are digests, so eight bytes of one find it: an index a third of the size. */
static const char version_1[] =
    "CREATE TABLE store(simulated INTEGER NOT NULL, created REAL NOT NULL, program TEXT NOT NULL) STRICT;"
    "CREATE TABLE session(id INTEGER PRIMARY KEY, started REAL NOT NULL, pid INTEGER NOT NULL, program TEXT NOT NULL) STRICT;"
    "CREATE TABLE attempt(id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session(id), started REAL NOT NULL,"
    " request BLOB NOT NULL, origin TEXT NOT NULL, note TEXT) STRICT;"
    "CREATE TABLE outcome(attempt INTEGER PRIMARY KEY REFERENCES attempt(id), class TEXT NOT NULL"
    " CHECK(class IN ('done', 'not_sent', 'refused', 'ambiguous', 'failed')), finished REAL NOT NULL, text TEXT,"
    " partial BLOB) STRICT;"
    "CREATE TABLE reply(id INTEGER PRIMARY KEY, request BLOB NOT NULL, attempt INTEGER REFERENCES attempt(id),"
    " status INTEGER, received REAL NOT NULL, seconds REAL, sum INTEGER NOT NULL, note TEXT, raw BLOB NOT NULL) STRICT;"
    "CREATE INDEX reply_request ON reply(substr(request, 1, 8));"
    "CREATE INDEX reply_imported ON reply(id) WHERE attempt IS NULL;"
    "CREATE TABLE memo(id INTEGER PRIMARY KEY, key BLOB NOT NULL, sum INTEGER NOT NULL, value BLOB NOT NULL) STRICT;"
    "CREATE INDEX memo_key ON memo(substr(key, 1, 8));" APPEND_ONLY("attempt") APPEND_ONLY("outcome")
        APPEND_ONLY("reply");

/* The key of each new reply lies anywhere in an index, so that keeping one up to date writes a page for each reply. This one
 * is brought up to date for thousands at a time: reply_of has the replies up to the id in `settled`, the others are new. */
static const char version_2[] =
    "DROP INDEX reply_request;"
    "CREATE TABLE reply_of(prefix BLOB NOT NULL, id INTEGER NOT NULL, PRIMARY KEY(prefix, id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE settled(upto INTEGER NOT NULL) STRICT; INSERT INTO settled VALUES(0);";

static const char *const steps[] = {version_1, version_2};
static const struct store_schema current = {.steps = steps, .version = sizeof steps / sizeof *steps};

/* --- the lock: an open-file-description lock, which a kill -9 lets go of and a close of another descriptor does not --- */

static struct flock whole_file(short type)
{
  return (struct flock){.l_type = type, .l_whence = SEEK_SET};
}

/* The lock lies beside the file that a symbolic link names, so that two names of one store are one lock. */
static int open_lock(const char *path, int flags)
{
  char real[PATH_MAX], name[PATH_MAX + 8];
  snprintf(name, sizeof name, "%s.lock", realpath(path, real) ? real : path);
  return open(name, flags | O_CLOEXEC, 0666);
}

static long holder(int fd)
{
  char text[32] = "";
  if (pread(fd, text, sizeof text - 1, 0) <= 0) return 0;
  return strtol(text, NULL, 10);
}

static int locked_by_another(const char *path, int fd, struct store_error *error)
{
  long pid = holder(fd);
  if (pid > 0) return store_fail(error, "locked", "%s is being written by process %ld", path, pid);
  return store_fail(error, "locked", "%s is being written by another process", path);
}

static int write_holder(const char *path, int fd, struct store_error *error)
{
  char text[32];
  int length = snprintf(text, sizeof text, "%ld\n", (long)getpid());
  if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)length, 0) == length) return 0;
  return store_fail(error, store_system_code(errno), "%s.lock: %s", path, strerror(errno));
}

int store_lock(const char *path, struct store_error *error)
{
  int fd = open_lock(path, O_RDWR | O_CREAT);
  if (fd < 0) return store_fail(error, "cannot_open", "%s.lock: %s", path, strerror(errno));
  struct flock lock = whole_file(F_WRLCK);
  int failed;
  if (fcntl(fd, F_OFD_SETLK, &lock) == 0)
    failed = write_holder(path, fd, error);
  else if (errno == EAGAIN || errno == EACCES)
    failed = locked_by_another(path, fd, error);
  else
    failed = store_fail(error, "io", "%s.lock: %s", path, strerror(errno));
  if (!failed) return fd;
  close(fd);
  return -1;
}

bool store_is_locked(const char *path)
{
  int fd = open_lock(path, O_RDONLY);
  if (fd < 0) return false;
  struct flock lock = whole_file(F_WRLCK);
  bool held = fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close(fd);
  return held;
}

/* --- where the file lies --- */

const char *store_network(long magic)
{
  static const struct {
    unsigned magic;
    const char *name;
  } known[] = {{0x6969, "NFS"},       {0x517b, "SMB"},     {0xff534d42, "CIFS"},  {0xfe534d42, "SMB"},
               {0x65735546, "FUSE"},  {0x01021997, "9P"},  {0x00c36400, "Ceph"},  {0x5346414f, "AFS"},
               {0x0bd00bd0, "Lustre"}, {0x47504653, "GPFS"}, {0x73757245, "Coda"}, {0x013111a8, "iBRIX"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].magic == (unsigned)magic) return known[i].name;
  return NULL;
}

const char *store_network_of(const char *path)
{
  struct statfs about;
  return statfs(path, &about) == 0 ? store_network((long)about.f_type) : NULL;
}

/* --- the schema --- */

static int read_number(sqlite3 *db, const char *sql, int64_t *number)
{
  sqlite3_stmt *statement;
  int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  if (rc != SQLITE_OK) return rc;
  rc = sqlite3_step(statement);
  if (rc == SQLITE_ROW) *number = sqlite3_column_int64(statement, 0);
  int finished = sqlite3_finalize(statement);
  return rc == SQLITE_ROW ? SQLITE_OK : finished;
}

static int back_up(sqlite3 *db, const char *path, int64_t version)
{
  char *sql = sqlite3_mprintf("VACUUM INTO '%q.v%lld.%lld.backup'", path, (long long)version, (long long)store_clock());
  if (!sql) return SQLITE_NOMEM;
  int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
  sqlite3_free(sql);
  return rc;
}

static int describe_store(sqlite3 *db, const struct store_options *options)
{
  char *sql = sqlite3_mprintf("PRAGMA application_id=%d; INSERT INTO store VALUES(%d, %!.17g, 'viva " VIVA_VERSION "')",
                              APPLICATION_ID, options->simulated, store_clock());
  if (!sql) return SQLITE_NOMEM;
  int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
  sqlite3_free(sql);
  return rc;
}

static int run_steps(sqlite3 *db, const struct store_schema *schema, int64_t version, const struct store_options *options)
{
  int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  for (int64_t i = version; rc == SQLITE_OK && i < schema->version; i++)
    rc = sqlite3_exec(db, schema->steps[i], NULL, NULL, NULL);
  if (rc == SQLITE_OK && version == 0) rc = describe_store(db, options);
  char pragma[64];
  snprintf(pragma, sizeof pragma, "PRAGMA user_version=%d; COMMIT", schema->version);
  return rc == SQLITE_OK ? sqlite3_exec(db, pragma, NULL, NULL, NULL) : rc;
}

int store_upgrade(sqlite3 *db, const struct store_schema *schema, const struct store_options *options,
                  struct store_error *error)
{
  int64_t version = 0;
  int rc = read_number(db, "PRAGMA user_version", &version);
  if (rc == SQLITE_OK && version > 0 && version < schema->version) rc = back_up(db, options->path, version);
  if (rc == SQLITE_OK && version < schema->version) rc = run_steps(db, schema, version, options);
  return rc == SQLITE_OK ? 0 : store_fail_sqlite(error, db, rc, options->path);
}

static int settle_version(const struct store_options *options, int64_t version, struct store_error *error)
{
  if (version > current.version)
    return store_fail(error, "newer", "%s was written by a newer Viva (version %lld of the file, this program knows %d)",
                      options->path, (long long)version, current.version);
  if (version < 1) return store_fail(error, "damaged", "%s has no version", options->path);
  if (version < current.version && options->readonly)
    return store_fail(error, "older", "%s was written by an older Viva; open it for writing once", options->path);
  return 0;
}

/* Whether the file is ours, or new. What another program made is left as it is. */
static int identify(sqlite3 *db, const struct store_options *options, struct store_error *error)
{
  int64_t id = 0, version = 0, tables = 0;
  int rc = read_number(db, "PRAGMA application_id", &id);
  if (rc == SQLITE_OK) rc = read_number(db, "PRAGMA user_version", &version);
  if (rc == SQLITE_OK) rc = read_number(db, "SELECT count(*) FROM sqlite_schema", &tables);
  if (rc != SQLITE_OK) return store_fail_sqlite(error, db, rc, options->path);
  if (id == APPLICATION_ID) return settle_version(options, version, error);
  if (id == 0 && version == 0 && tables == 0 && !options->readonly) return 0;
  return store_fail(error, "not_a_store", "%s is not a reply store", options->path);
}

/* Every statement of the schema must stand in the file as it was written: a changed letter would change what is found. */
static int compare_schema(sqlite3 *db, const char *path, struct store_error *error)
{
  sqlite3_stmt *statement;
  int rc = sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", -1, &statement, NULL);
  if (rc != SQLITE_OK) return store_fail_sqlite(error, db, rc, path);
  bool same = true;
  while (same && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
    const char *sql = (const char *)sqlite3_column_text(statement, 0);
    same = false;
    for (int i = 0; sql && i < current.version && !same; i++) same = strstr(current.steps[i], sql) != NULL;
  }
  sqlite3_finalize(statement);
  if (!same) return store_fail(error, "damaged", "%s: its schema is not the one it was made with", path);
  return rc == SQLITE_DONE ? 0 : store_fail_sqlite(error, db, rc, path);
}

static int check_kind(sqlite3 *db, const struct store_options *options, struct store_error *error)
{
  int64_t simulated = -1;
  int rc = read_number(db, "SELECT simulated FROM store", &simulated);
  if (rc != SQLITE_OK) return store_fail_sqlite(error, db, rc, options->path);
  if (simulated != 0 && simulated != 1)
    return store_fail(error, "damaged", "%s does not say whether it is simulated", options->path);
  if (simulated == options->simulated) return 0;
  return store_fail(error, "kind", "%s holds %s replies; %s ones need a store of their own", options->path,
                    simulated ? "simulated" : "real", options->simulated ? "simulated" : "real");
}

/* --- connections --- */

static int execute(sqlite3 *db, const char *sql, const char *path, struct store_error *error)
{
  int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
  return rc == SQLITE_OK ? 0 : store_fail_sqlite(error, db, rc, path);
}

/* The size of pages is that of files made anew: rows are only added, so bigger ones are fewer writes. */
static const char careful[] =
    "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-16000; PRAGMA page_size=8192";

/* A commit is on the disk before it returns; SQLite syncs a new file's directory too. */
static const char durable[] =
    "PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON; PRAGMA wal_autocheckpoint=0;"
    "PRAGMA journal_size_limit=67108864";

static int use_wal(sqlite3 *db, const char *path, struct store_error *error)
{
  sqlite3_stmt *statement;
  int rc = sqlite3_prepare_v2(db, "PRAGMA journal_mode=WAL", -1, &statement, NULL);
  if (rc != SQLITE_OK) return store_fail_sqlite(error, db, rc, path);
  rc = sqlite3_step(statement);
  bool wal = rc == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(statement, 0), "wal") == 0;
  sqlite3_finalize(statement);
  if (wal) return 0;
  if (rc != SQLITE_ROW) return store_fail_sqlite(error, db, rc, path);
  return store_fail(error, "cannot_open", "%s: this file system does not allow a write-ahead log", path);
}

static int prepare_writer(sqlite3 *db, const struct store_options *options, struct store_error *error)
{
  if (use_wal(db, options->path, error) != 0) return -1;
  if (execute(db, durable, options->path, error) != 0) return -1;
  return store_upgrade(db, &current, options, error);
}

static int prepare(sqlite3 *db, const struct store_options *options, bool write, struct store_error *error)
{
  sqlite3_busy_timeout(db, 10000);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (execute(db, careful, options->path, error) != 0) return -1;
  if (identify(db, options, error) != 0) return -1;
  if (write && prepare_writer(db, options, error) != 0) return -1;
  if (compare_schema(db, options->path, error) != 0) return -1;
  return check_kind(db, options, error);
}

static off_t size_beside(const char *path, const char *suffix)
{
  struct stat about;
  char name[PATH_MAX + 16];
  snprintf(name, sizeof name, "%s%s", path, suffix);
  return stat(name, &about) == 0 ? about.st_size : 0;
}

/* SQLite takes an empty file (or one of a single byte) for a new one and throws its log away. With a log or departures
 * beside it, it was a store. */
static int refuse_emptied(const char *path, struct store_error *error)
{
  if (access(path, F_OK) != 0 || size_beside(path, "") > 1) return 0;
  if (size_beside(path, "-wal") == 0 && size_beside(path, ".departures") == 0) return 0;
  return store_fail(error, "damaged", "%s has been emptied: put it back from a backup, or remove it and the %s.* beside it to start anew",
                    path, path);
}

sqlite3 *store_connect(const struct store_options *options, bool write, struct store_error *error)
{
  sqlite3 *db = NULL;
  if (refuse_emptied(options->path, error) != 0) return NULL;
  int flags = write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  int rc = sqlite3_open_v2(options->path, &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  int failed = rc == SQLITE_OK ? prepare(db, options, write, error) : store_fail_sqlite(error, db, rc, options->path);
  if (!failed) return db;
  sqlite3_close_v2(db);
  return NULL;
}

/* --- before use --- */

int store_look_over(struct store *store)
{
  int64_t pages = 0, size = 0;
  int rc = read_number(store->reader, "PRAGMA page_count", &pages);
  if (rc == SQLITE_OK) rc = read_number(store->reader, "PRAGMA page_size", &size);
  if (rc != SQLITE_OK) return store_fail_sqlite(&store->failure, store->reader, rc, store->path);
  if (pages * size <= WHOLE_CHECK_BYTES) return store_check(store) == 1 ? 0 : -1;
  if (store_check_structure(store, "PRAGMA quick_check(session)") != 0) return -1;
  return store_verify(store, NEWEST_REPLIES);
}
