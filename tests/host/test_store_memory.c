/* Memory that runs out: the n-th allocation fails, for n = 1, 2, 3 ..., once or from then on. Never a crash, never an
 * acknowledgement without a row, and afterwards a store that is sound. */
#include "store_support.h"

#include <errno.h>
#include <stdatomic.h>

#ifdef VIVA_SANITIZE
int main(void)
{
  puts("skipped: the sanitizer owns the allocator");
  return 77;
}
#else

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_long countdown; /* 0: nothing fails */
static atomic_bool lasting;

static bool refuses(void)
{
  long before = atomic_load(&countdown);
  while (before > 0 && !atomic_compare_exchange_weak(&countdown, &before, before - 1)) continue;
  if (before == 1 && lasting) countdown = 1;
  if (before == 1) errno = ENOMEM;
  return before == 1;
}

/* Every library of the process allocates here. */
void *malloc(size_t size)
{
  return refuses() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
  return refuses() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
  return refuses() ? NULL : __libc_realloc(old, size);
}

#define CALLS 4

struct told {
  bool saved[CALLS];
};

/* What a call ended with; code `memory` when it could not even begin. */
static const char *end_of(uint64_t id, int64_t *value)
{
  if (id == 0) return "memory";
  const struct store_done *done = outcome_of(id);
  *value = done->value;
  return done->code;
}

static void write_some(struct store *store, struct told *told)
{
  struct store_bytes body = text_of("a reply"), none = {0};
  int64_t attempt, ignored;
  for (long i = 0; i < CALLS; i++) {
    if (end_of(store_begin(store, key_of(i), body, none), &attempt)) continue;
    struct store_answer answer = {.raw = body, .status = 200};
    told->saved[i] = end_of(store_save(store, attempt, key_of(i), &answer), &ignored) == NULL;
  }
  if (!end_of(store_begin(store, key_of(90), body, none), &attempt))
    end_of(store_close_attempt(store, attempt, "refused", body, body), &ignored);
  end_of(store_import(store, key_of(91), body, body), &ignored);
  store_remember(store, key_of(92), body);
}

static void read_some(struct store *store)
{
  struct store_reply reply;
  struct store_attempt attempt;
  struct store_twice twice;
  struct store_count counts[32];
  struct store_bytes value;
  struct store_filter filter = {.request = key_of(1)};
  for (long i = 0; i < CALLS; i++) store_reply(store, key_of(i), &reply);
  store_memo(store, key_of(92), &value);
  if (store_attempts(store, &filter) == 0)
    while (store_attempts_next(store, &attempt) == 1) continue;
  if (store_paid_twice(store) == 0)
    while (store_paid_twice_next(store, &twice) == 1) continue;
  store_counts(store, counts, 32);
  store_release(store);
  store_check(store);
}

/* One session with failing memory; true when no allocation was left to fail. */
static bool run_session(struct told *told, long nth)
{
  struct store_error error = {0};
  countdown = nth;
  struct store *store = store_open(&(struct store_options){.path = path}, &error);
  if (store) {
    write_some(store, told);
    read_some(store);
  }
  bool untouched = countdown > 1 || (countdown == 1 && !lasting);
  countdown = 0;
  if (!store) assert_non_null(error.code);
  store_close(store);
  return untouched;
}

static void expect_kept(const struct told *told)
{
  struct store *store = open_store(false);
  struct store_reply reply;
  assert_int_equal(store_check(store), 1);
  for (long i = 0; i < CALLS; i++)
    if (told->saved[i]) assert_int_equal(store_reply(store, key_of(i), &reply), 1);
  store_close(store);
}

/* Near the start every allocation is tried, later ones in growing steps. */
static void fail_each(void)
{
  long tried = 0;
  for (long nth = 1;; nth += 1 + nth / 60, tried++) {
    struct told told = {0};
    bool untouched = run_session(&told, nth);
    expect_kept(&told);
    empty_folder();
    if (!untouched) continue;
    print_message("%ld of %ld allocations tried\n", tried, nth);
    for (int i = 0; i < CALLS; i++) assert_true(told.saved[i]);
    return;
  }
}

static void one_failing_allocation(void **state)
{
  (void)state;
  lasting = false;
  fail_each();
}

static void no_memory_from_some_point_on(void **state)
{
  (void)state;
  lasting = true;
  fail_each();
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(one_failing_allocation, make_folder, remove_folder),
      cmocka_unit_test_setup_teardown(no_memory_from_some_point_on, make_folder, remove_folder),
  };
  loop_uv();
  loop_drop(loop_id()); /* the loop's own room for ids */
  return cmocka_run_group_tests(tests, NULL, NULL);
}
#endif
