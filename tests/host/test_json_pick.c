/* Picking values out of a JSON text: what is found, what is refused, and that no bytes break it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json_pick.h"

static const char *const wanted[] = {"error", "choices.1.message", "choices.1.message.content",
                                     "usage", "usage.n",           "n"};

static struct json_paths *paths(void)
{
  static struct json_paths made;
  for (size_t i = 0; made.path_count < 6 && i < 6; i++)
    assert_true(json_paths_add(&made, wanted[i], strlen(wanted[i])));
  return &made;
}

/* The input is copied into a block of its exact size, so that the sanitizer sees any byte too far. */
static enum json_event pick(const char *text, size_t length, struct json_found *found)
{
  char *copy = malloc(length ? length : 1);
  memcpy(copy, text, length);
  struct json_reader reader;
  json_open(&reader, copy, length);
  enum json_event event = json_pick(&reader, paths(), found);
  if (event == JSON_ERROR) assert_non_null(reader.problem);
  for (int i = 0; i < 6; i++) /* slices of the copy: as offsets they outlive it */
    if (event != JSON_ERROR && found[i].event != JSON_ERROR && found[i].text)
      found[i].text = text + (found[i].text - copy);
  free(copy);
  return event;
}

static const char reply[] =
    "{\"n\":7,\"x\":[{\"n\":[]},1],\"choices\":[{\"a\":{\"message\":1},\"message\":"
    "{\"content\":\"a\\nb\",\"role\":\"r\"}},{\"message\":null}],\"usage\":{\"n\":1.5,\"m\":{}}}";

static void values_are_found_where_they_stand(void **state)
{
  (void)state;
  struct json_found found[6];
  assert_int_equal(pick(reply, strlen(reply), found), JSON_OBJECT);
  assert_int_equal(found[0].event, JSON_ERROR);
  assert_int_equal(found[1].event, JSON_OBJECT);
  assert_true(found[1].passed);
  assert_memory_equal(found[1].text, "{\"content\":\"a\\nb\",\"role\":\"r\"}", found[1].length);
  assert_int_equal(found[2].event, JSON_STRING);
  assert_memory_equal(found[2].text, "a\\nb", found[2].length);
  assert_true(found[2].escaped);
  assert_int_equal(found[3].event, JSON_OBJECT);
  assert_true(found[4].number == 1.5);
  assert_int_equal(found[5].integer, 7);
}

static void a_key_that_is_written_with_escapes_is_the_same_key(void **state)
{
  (void)state;
  struct json_found found[6];
  static const char text[] = "{\"\\u006e\":2}", twice[] = "{\"n\":1,\"\\u006e\":2}";
  assert_int_equal(pick(text, strlen(text), found), JSON_OBJECT);
  assert_int_equal(found[5].integer, 2);
  assert_int_equal(pick(twice, strlen(twice), found), JSON_ERROR);
}

static void a_place_is_no_key_and_a_key_no_place(void **state)
{
  (void)state;
  struct json_found found[6];
  static const char text[] = "{\"choices\":{\"1\":{\"message\":5}},\"usage\":[1]}";
  assert_int_equal(pick(text, strlen(text), found), JSON_OBJECT);
  assert_int_equal(found[1].event, JSON_ERROR);
  assert_int_equal(found[3].event, JSON_ARRAY);
  assert_int_equal(found[4].event, JSON_ERROR);
}

static void a_text_cut_anywhere_is_refused(void **state)
{
  (void)state;
  struct json_found found[6];
  for (size_t length = 0; length < strlen(reply); length++) assert_int_equal(pick(reply, length, found), JSON_ERROR);
}

static void no_bytes_break_it(void **state)
{
  (void)state;
  struct json_found found[6];
  char bytes[sizeof reply];
  srand(1);
  for (int i = 0; i < 20000; i++) {
    memcpy(bytes, reply, sizeof reply);
    for (int j = rand() % 4; j >= 0; j--) bytes[rand() % (int)(sizeof reply - 1)] = "{}[],:\"\\n1 e\x80"[rand() % 13];
    pick(bytes, strlen(reply), found);
  }
}

static void paths_beyond_the_limit_are_refused(void **state)
{
  (void)state;
  struct json_paths many = {0};
  char name[16];
  int added = 0;
  while (added < 2 * JSON_PATHS && json_paths_add(&many, name, (size_t)snprintf(name, sizeof name, "p%d", added)))
    added++;
  assert_int_equal(added, JSON_PATHS);
  json_paths_free(&many);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_are_found_where_they_stand),
      cmocka_unit_test(a_key_that_is_written_with_escapes_is_the_same_key),
      cmocka_unit_test(a_place_is_no_key_and_a_key_no_place),
      cmocka_unit_test(a_text_cut_anywhere_is_refused),
      cmocka_unit_test(no_bytes_break_it),
      cmocka_unit_test(paths_beyond_the_limit_are_refused),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  json_paths_free(paths());
  return failed;
}
