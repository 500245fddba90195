/* store_support.h: what the tests of the reply store share: a folder of their own, keys, and waiting for one call. */
#ifndef VIVA_STORE_SUPPORT_H
#define VIVA_STORE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store.h"

static char folder[64];
static char path[128];

/* A key that carries its number, so that a reply can be checked by its request alone. */
static inline const uint8_t *key_of(long number)
{
  static uint8_t keys[4][STORE_KEY_BYTES];
  static int turn;
  uint8_t *key = keys[turn = (turn + 1) % 4];
  uint64_t mixed = (uint64_t)number * 0x9e3779b97f4a7c15u;
  for (int i = 0; i < STORE_KEY_BYTES; i++) key[i] = (uint8_t)(mixed >> (i % 8 * 8)) ^ (uint8_t)(i / 8);
  return key;
}

static inline struct store_bytes text_of(const char *text)
{
  return (struct store_bytes){text, strlen(text)};
}

static inline struct store *open_store(bool readonly)
{
  struct store_error error = {0};
  struct store *store = store_open(&(struct store_options){.path = path, .readonly = readonly}, &error);
  if (!store) print_error("%s: %s\n", error.code, error.text);
  assert_non_null(store);
  return store;
}

static inline const char *refusal(const struct store_options *options)
{
  struct store_error error = {0};
  struct store *store = store_open(options, &error);
  if (!store) return error.code;
  store_close(store);
  return NULL;
}

/* What someone else does to the file. */
static inline void execute(const char *sql)
{
  sqlite3 *db;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(db);
}

/* Waits for one call; the copy stays valid until the next one. */
static inline const struct store_done *outcome_of(uint64_t id)
{
  static struct store_done copy;
  assert_int_not_equal(id, 0);
  struct loop_done *done = loop_wait(-1);
  assert_non_null(done);
  assert_int_equal(done->id, id);
  copy = *(struct store_done *)done;
  done->kind->free(done);
  return &copy;
}

static inline int64_t begin(struct store *store, long number)
{
  const struct store_done *done = outcome_of(store_begin(store, key_of(number), text_of("origin"), (struct store_bytes){0}));
  return done->code ? 0 : done->value;
}

static inline const char *save(struct store *store, int64_t attempt, long number, struct store_bytes raw)
{
  struct store_answer answer = {.raw = raw, .status = 200, .seconds = 0.5};
  return outcome_of(store_save(store, attempt, key_of(number), &answer))->code;
}

/* Begins and saves one; the code of what failed, or NULL. */
static inline const char *ask(struct store *store, long number, const char *raw)
{
  int64_t attempt = begin(store, number);
  return attempt ? save(store, attempt, number, text_of(raw)) : "begin";
}

static inline int64_t count(struct store *store, const char *name)
{
  struct store_count counts[32];
  int number = store_counts(store, counts, 32);
  for (int i = 0; i < number; i++)
    if (strcmp(counts[i].name, name) == 0) return counts[i].value;
  return -1;
}

static inline void empty_folder(void)
{
  DIR *directory = opendir(folder);
  struct dirent *entry;
  while (directory && (entry = readdir(directory))) {
    char name[512];
    snprintf(name, sizeof name, "%s/%s", folder, entry->d_name);
    if (entry->d_name[0] != '.') unlink(name);
  }
  if (directory) closedir(directory);
}

static inline int make_folder(void **state)
{
  (void)state;
  snprintf(folder, sizeof folder, "store-test-XXXXXX");
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/replies.db", folder);
  return 0;
}

static inline int remove_folder(void **state)
{
  (void)state;
  empty_folder();
  return rmdir(folder) == 0 && loop_pending() == 0 ? 0 : -1;
}

#endif
