#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "store_inside.h"

const char *store_system_code(int error)
{
  if (error == ENOMEM) return "memory";
  return error == ENOSPC || error == EDQUOT || error == EFBIG ? "no_space" : "io";
}

static int last_errno(sqlite3_file *file)
{
  int error = 0;
  if (file && file->pMethods) file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
  return error;
}

/* What the system said last about the log or else the file: sqlite3_system_errno is not told of failed commits. */
static int system_error(sqlite3 *db)
{
  sqlite3_file *log = NULL, *file = NULL;
  sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  int error = last_errno(log);
  if (error == 0) error = last_errno(file);
  return error ? error : sqlite3_system_errno(db);
}

static const char *io_code(sqlite3 *db, int rc)
{
  return rc == SQLITE_IOERR_NOMEM ? "memory" : store_system_code(system_error(db));
}

const char *store_code(sqlite3 *db, int rc)
{
  switch (rc & 0xff) {
    case SQLITE_FULL: return "no_space";
    case SQLITE_IOERR: return io_code(db, rc);
    case SQLITE_CORRUPT: return "damaged";
    case SQLITE_NOTADB: return "not_a_store";
    case SQLITE_NOMEM: return "memory";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "busy";
    case SQLITE_READONLY: return "readonly";
    case SQLITE_CANTOPEN: return "cannot_open";
    case SQLITE_TOOBIG: return "too_large";
    default: return "store";
  }
}

int store_fail(struct store_error *error, const char *code, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error->text, sizeof error->text, format, arguments);
  va_end(arguments);
  error->code = code;
  return -1;
}

int store_fail_sqlite(struct store_error *error, sqlite3 *db, int rc, const char *what)
{
  if (!db) return store_fail(error, "memory", "%s: not enough memory", what);
  bool from_system = (rc & 0xff) == SQLITE_IOERR || (rc & 0xff) == SQLITE_CANTOPEN;
  int system = from_system ? system_error(db) : 0;
  if (system == 0) return store_fail(error, store_code(db, rc), "%s: %s", what, sqlite3_errmsg(db));
  return store_fail(error, store_code(db, rc), "%s: %s (%s)", what, sqlite3_errmsg(db), strerror(system));
}

static uint8_t *put_number(uint8_t *at, uint64_t number)
{
  for (int i = 0; i < 8; i++) *at++ = (uint8_t)(number >> (56 - 8 * i));
  return at;
}

static uint8_t *put_double(uint8_t *at, double number)
{
  uint64_t bits;
  memcpy(&bits, &number, sizeof bits);
  return put_number(at, bits);
}

int store_sum(struct digest *digest, const struct store_sum *parts, int64_t *sum)
{
  uint8_t head[STORE_KEY_BYTES + 32], out[DIGEST_BYTES];
  memcpy(head, parts->key, STORE_KEY_BYTES);
  uint8_t *at = put_number(head + STORE_KEY_BYTES, (uint64_t)parts->attempt);
  at = put_number(at, (uint64_t)parts->status);
  at = put_double(at, parts->received);
  put_double(at, parts->seconds);
  if (digest_start(digest) != 0 || digest_add(digest, head, sizeof head) != 0) return -1;
  if (digest_add(digest, parts->value.data, parts->value.size) != 0 || digest_finish(digest, out) != 0) return -1;
  uint64_t number = 0;
  for (int i = 0; i < 8; i++) number = number << 8 | out[i];
  *sum = (int64_t)number;
  return 0;
}

double store_clock(void)
{
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}
