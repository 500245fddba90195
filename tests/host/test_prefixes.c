/* The set of prefixes: what was added is in it, what was not is not, however often it has grown. */
#include "prefixes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const uint8_t *digest_of(uint64_t number)
{
  static uint8_t digest[32];
  uint64_t spread = number * 0x9e3779b97f4a7c15u;
  memcpy(digest, &spread, sizeof spread);
  return digest;
}

static void what_was_added_is_in_it(void **state)
{
  (void)state;
  struct prefixes set = {0};
  assert_false(prefixes_have(&set, digest_of(1)));
  for (uint64_t i = 0; i < 5000; i++) assert_true(prefixes_add(&set, digest_of(i)));
  for (uint64_t i = 0; i < 5000; i++) assert_true(prefixes_have(&set, digest_of(i)));
  for (uint64_t i = 5000; i < 10000; i++) assert_false(prefixes_have(&set, digest_of(i)));
  prefixes_free(&set);
}

static void the_same_one_again_takes_no_room(void **state)
{
  (void)state;
  struct prefixes set = {0};
  for (int i = 0; i < 5000; i++) assert_true(prefixes_add(&set, digest_of(7)));
  assert_int_equal(set.count, 1);
  prefixes_free(&set);
}

static void eight_bytes_of_zero_are_a_prefix_too(void **state)
{
  (void)state;
  struct prefixes set = {0};
  assert_true(prefixes_add(&set, digest_of(5)));
  assert_false(prefixes_have(&set, digest_of(0)));
  assert_true(prefixes_add(&set, digest_of(0)));
  assert_true(prefixes_have(&set, digest_of(0)));
  prefixes_free(&set);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_was_added_is_in_it),
      cmocka_unit_test(the_same_one_again_takes_no_room),
      cmocka_unit_test(eight_bytes_of_zero_are_a_prefix_too),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
