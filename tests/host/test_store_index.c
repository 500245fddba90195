/* The index of replies, which is brought up to date for many at a time: what it does not hold yet is found all the same. */
#include "store_support.h"

#include "store_inside.h"

static void wait_for(long calls)
{
  for (long i = 0; i < calls; i++) {
    struct loop_done *done = loop_wait(-1);
    assert_non_null(done);
    assert_null(((struct store_done *)done)->code);
    done->kind->free(done);
  }
}

/* Asks and answers the numbers from `first` to `last`. */
static void fill(struct store *store, long first, long last)
{
  int64_t attempt = store->writer->last_attempt;
  for (long i = first; i <= last; i++) store_begin(store, key_of(i), text_of("o"), (struct store_bytes){0});
  wait_for(last - first + 1);
  for (long i = first; i <= last; i++) {
    struct store_answer answer = {.raw = {&i, sizeof i}, .status = 200};
    store_save(store, ++attempt, key_of(i), &answer);
  }
  wait_for(last - first + 1);
}

static bool holds(struct store *store, long number)
{
  struct store_reply reply;
  int found = store_reply(store, key_of(number), &reply);
  assert_true(found >= 0);
  if (found) assert_memory_equal(reply.raw.data, &number, sizeof number);
  store_release(store);
  return found == 1;
}

static void assert_holds(struct store *store, long first, long last)
{
  for (long i = first; i <= last; i++) assert_true(holds(store, i));
  assert_false(holds(store, last + 1));
}

static int64_t settled_upto(struct store *store)
{
  sqlite3_stmt *statement;
  assert_int_equal(sqlite3_prepare_v2(store->reader, "SELECT upto FROM settled", -1, &statement, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
  int64_t upto = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return upto;
}

/* The files as a kill -9 would leave them now, under the store's name once it is closed. */
static void close_killed(struct store *store)
{
  char command[1024];
  snprintf(command, sizeof command, "cp %s %s/kept && cp %s-wal %s/log && cp %s.departures %s/marks", path, folder, path,
           folder, path, folder);
  assert_int_equal(system(command), 0);
  store_close(store);
  snprintf(command, sizeof command, "mv %s/kept %s && mv %s/log %s-wal && mv %s/marks %s.departures", folder, path, folder,
           path, folder, path);
  assert_int_equal(system(command), 0);
}

static void replies_are_found_before_and_after_they_are_settled(void **state)
{
  (void)state;
  struct store *store = open_store(false);
  fill(store, 1, 100);
  assert_int_equal(settled_upto(store), 0);
  assert_holds(store, 1, 100);
  for (long i = 101; i < 9000; i += 2225) {
    fill(store, i, i + 2224);
    assert_holds(store, i > 300 ? i - 300 : 1, i + 2224);
  }
  assert_true(settled_upto(store) >= 4096);
  assert_holds(store, 1, 9000);
  store_close(store);
  store = open_store(true);
  assert_int_equal(settled_upto(store), 9000);
  assert_holds(store, 1, 9000);
  store_close(store);
}

static void what_a_killed_process_left_is_found(void **state)
{
  (void)state;
  struct store *store = open_store(false);
  fill(store, 1, 50);
  close_killed(store);
  for (int readonly = 1; readonly >= 0; readonly--) {
    store = open_store(readonly);
    assert_int_equal(settled_upto(store), readonly ? 0 : 50);
    assert_holds(store, 1, 50);
    assert_int_equal(store_check(store), 1);
    store_close(store);
  }
}

static void imports_know_what_was_saved_just_before(void **state)
{
  (void)state;
  static const int64_t expected[] = {0, 1, 0, 1};
  static const long numbers[] = {1, 7, 7, 8};
  struct store *store = open_store(false);
  struct store_answer answer = {.raw = text_of("asked"), .status = 200};
  uint64_t ids[4];
  int64_t attempt = begin(store, 1);
  store_save(store, attempt, key_of(1), &answer);
  for (int i = 0; i < 4; i++) ids[i] = store_import(store, key_of(numbers[i]), text_of("brought"), (struct store_bytes){0});
  wait_for(1);
  for (int i = 0; i < 4; i++) assert_int_equal(outcome_of(ids[i])->value, expected[i]);
  assert_int_equal(count(store, "imported"), 2);
  close_killed(store);
  store = open_store(false);
  assert_int_equal(outcome_of(store_import(store, key_of(8), text_of("again"), (struct store_bytes){0}))->value, 0);
  assert_int_equal(store_check(store), 1);
  store_close(store);
}

static void what_was_paid_twice_is_told_before_it_is_settled(void **state)
{
  (void)state;
  struct store *store = open_store(false);
  int64_t attempt = begin(store, 1);
  assert_null(outcome_of(store_close_attempt(store, attempt, "ambiguous", text_of("t"), (struct store_bytes){0}))->code);
  fill(store, 1, 2);
  for (int closed = 0; closed < 2; closed++) {
    struct store_twice row;
    assert_int_equal(store_paid_twice(store), 0);
    assert_int_equal(store_paid_twice_next(store, &row), 1);
    assert_memory_equal(row.request.data, key_of(1), STORE_KEY_BYTES);
    assert_int_equal(store_paid_twice_next(store, &row), 0);
    store_close(store);
    store = open_store(true);
  }
  store_close(store);
}

static void older_stores_get_the_index(void **state)
{
  (void)state;
  struct store *store = open_store(false);
  fill(store, 1, 30);
  store_close(store);
  execute("CREATE INDEX reply_request ON reply(substr(request, 1, 8)); DROP TABLE reply_of; DROP TABLE settled;"
          "PRAGMA user_version=1");
  assert_string_equal(refusal(&(struct store_options){.path = path, .readonly = true}), "older");
  store = open_store(false);
  assert_holds(store, 1, 30);
  store_close(store);
  store = open_store(true);
  assert_holds(store, 1, 30);
  store_close(store);
}

static void gaps_in_the_index_are_noticed(void **state)
{
  (void)state;
  static const char *const harm[] = {"DELETE FROM reply_of WHERE id=2", "UPDATE settled SET upto=99", "DELETE FROM settled",
                                     "INSERT INTO settled VALUES(0)",
                                     "UPDATE reply_of SET prefix=x'0011223344556677' WHERE id=3"};
  for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
    struct store *store = open_store(false);
    fill(store, 1, 5);
    store_close(store);
    execute(harm[i]);
    assert_string_equal(refusal(&(struct store_options){.path = path, .readonly = true}), "damaged");
    empty_folder();
  }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
  const struct CMUnitTest tests[] = {
      CASE(replies_are_found_before_and_after_they_are_settled),
      CASE(what_a_killed_process_left_is_found),
      CASE(imports_know_what_was_saved_just_before),
      CASE(what_was_paid_twice_is_told_before_it_is_settled),
      CASE(older_stores_get_the_index),
      CASE(gaps_in_the_index_are_noticed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
