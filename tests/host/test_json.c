/* The JSON reader: what it accepts, what it refuses and where, and that no bytes break it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json.h"
#include "text.h"

/* Reads to the end; the input is copied into a block of its exact size, so that the sanitizer sees any byte too far. */
static bool reads(const char *text, size_t length)
{
  char *copy = malloc(length ? length : 1), *out = malloc(length + 1);
  memcpy(copy, text, length);
  struct json_reader reader;
  json_open(&reader, copy, length);
  enum json_event event;
  while ((event = json_next(&reader)) != JSON_END && event != JSON_ERROR) {
    if (event != JSON_KEY && event != JSON_STRING) continue;
    size_t bytes = json_unescape(reader.text, reader.length, out, NULL);
    assert_true(bytes <= reader.length);
    assert_int_equal(text_valid(out, bytes), bytes);
  }
  if (event == JSON_ERROR) {
    assert_non_null(reader.problem);
    assert_true(reader.problem_at >= copy && reader.problem_at <= copy + length);
  }
  free(copy);
  free(out);
  return event == JSON_END;
}

static void good_json_is_read(void **state)
{
  (void)state;
  static const char *const cases[] = {
      "null", " true ", "0", "-0", "-1.5e+3", "1E5", "\"\"", "[]", "{}", "[ ]", "{ }", "[1,[2,{\"a\":[]}]]", "{\"a\":1,\"b\":{}}",
      "\"\\u0000\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\ud800\"", "\"\\udc00\\ud800\\u0041\"", "\"\x7F中\"",
      "\xEF\xBB\xBF{}", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e-400", "[\"12345678\\n\"]",
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    if (!reads(cases[i], strlen(cases[i]))) fail_msg("refused: %s", cases[i]);
}

static void bad_json_is_refused(void **state)
{
  (void)state;
  static const char *const cases[] = {
      "", " ", "nul", "True", "NaN", "-NaN", "Infinity", "-Infinity", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "1e400",
      "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "\"\\", "\"\n\"", "\"\t\"", "\"\x01\"", "\"\xFF\"",
      "\"\xED\xA0\x80\"", "\"\xC0\x80\"", "'a'", "[", "]", "[1", "[1,", "[,1]", "[1,]", "[1 2]", "[1}", "{", "}", "{\"a\"",
      "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{a:1}", "{1:1}", "{\"a\":1 \"b\":2}", "{\"a\":1]",
      "1 2", "{} {}", "[] x", "null,", "// comment\n1", "[1] /* x */", "\"a\" \"b\"", "\xEF\xBB\xBF", "\"\\u\"", "\"\\ud83d\\u\"",
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    if (reads(cases[i], strlen(cases[i]))) fail_msg("accepted: %s", cases[i]);
  assert_false(reads("\"a\0b\"", 5));
  assert_false(reads("1\0", 2));
  assert_false(reads("\"\\\0\"", 4));
}

static void depth_has_an_end(void **state)
{
  (void)state;
  char text[2 * JSON_DEPTH + 2];
  memset(text, '[', JSON_DEPTH);
  memset(text + JSON_DEPTH, ']', JSON_DEPTH);
  assert_true(reads(text, 2 * JSON_DEPTH));
  memset(text, '[', JSON_DEPTH + 1);
  memset(text + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
  assert_false(reads(text, 2 * JSON_DEPTH + 2));
  char *deep = malloc(1000000);
  memset(deep, '[', 1000000);
  assert_false(reads(deep, 1000000));
  free(deep);
}

static enum json_event first(struct json_reader *reader, const char *text)
{
  json_open(reader, text, strlen(text));
  return json_next(reader);
}

static void numbers_keep_their_kind_and_value(void **state)
{
  (void)state;
  struct json_reader reader;
  assert_int_equal(first(&reader, "5"), JSON_INTEGER);
  assert_int_equal(reader.integer, 5);
  assert_int_equal(first(&reader, "-9223372036854775808"), JSON_INTEGER);
  assert_true(reader.integer == INT64_MIN);
  assert_int_equal(first(&reader, "9223372036854775808"), JSON_FLOAT);
  assert_true(reader.number == 9223372036854775808.0);
  assert_int_equal(first(&reader, "5.0"), JSON_FLOAT);
  assert_int_equal(first(&reader, "-0"), JSON_FLOAT);
  assert_true(first(&reader, "0.1") == JSON_FLOAT && reader.number == 0.1);
  assert_true(first(&reader, "1.7976931348623157e308") == JSON_FLOAT && reader.number == 1.7976931348623157e308);
}

static void nan_is_read_only_when_asked_for(void **state)
{
  (void)state;
  struct json_reader reader;
  json_open(&reader, "NaN", 3);
  reader.nan_is_null = true;
  assert_int_equal(json_next(&reader), JSON_NULL);
  json_open(&reader, "Infinity", 8);
  reader.nan_is_null = true;
  assert_int_equal(json_next(&reader), JSON_ERROR);
}

static void lone_surrogates_are_replaced_and_told(void **state)
{
  (void)state;
  char out[32];
  bool lone;
  assert_int_equal(json_unescape("\\ud800x", 7, out, &lone), 4);
  assert_memory_equal(out, "\xEF\xBF\xBDx", 4);
  assert_true(lone);
  assert_int_equal(json_unescape("\\uD83D\\uDE00", 12, out, &lone), 4);
  assert_memory_equal(out, "\xF0\x9F\x98\x80", 4);
  assert_false(lone);
}

static void quoted_text_reads_back_the_same(void **state)
{
  (void)state;
  srand(4);
  for (int round = 0; round < 20000; round++) {
    size_t length = (size_t)rand() % 40;
    char text[40], back[400];
    for (size_t i = 0; i < length; i++) text[i] = (char)(rand() % 4 ? rand() % 128 : rand());
    size_t size = json_quote(text, length, NULL);
    char *quoted = malloc(size);
    assert_int_equal(json_quote(text, length, quoted), size);
    struct json_reader reader;
    json_open(&reader, quoted, size);
    assert_int_equal(json_next(&reader), JSON_STRING);
    char repaired[200];
    size_t expected = text_repair(text, length, repaired);
    assert_int_equal(json_unescape(reader.text, reader.length, back, NULL), expected);
    assert_memory_equal(back, repaired, expected);
    assert_int_equal(json_next(&reader), JSON_END);
    free(quoted);
  }
}

/* Plain stretches are skipped many bytes at a time: whatever is not plain must be seen wherever it stands. */
static void what_is_not_plain_is_seen_at_every_place(void **state)
{
  (void)state;
  static const unsigned char odd[] = {'"', '\\', '\n', 0, 0x1F, 0x80, 0xFF};
  char text[52], out[6 * 50 + 3];
  for (size_t length = 1; length <= 50; length++)
    for (size_t place = 0; place < length; place++)
      for (size_t i = 0; i < sizeof odd; i++) {
        memset(text, 'a', sizeof text);
        text[0] = text[length + 1] = '"';
        text[place + 1] = (char)odd[i];
        assert_false(reads(text, length + 2));
        size_t extra = odd[i] == 0 || odd[i] == 0x1F ? 5 : odd[i] >= 0x80 ? 2 : 1;
        assert_int_equal(json_quote(text + 1, length, out), length + 2 + extra);
        assert_memory_equal(out + 1, text + 1, place);
        assert_true(out[place + 1] == '\\' || out[place + 1] == '\xEF');
      }
}

static void problems_have_a_line_and_a_column(void **state)
{
  (void)state;
  struct json_reader reader;
  const char *text = "{\n  \"中文\": 1,\n  \"b\": tru\n}";
  json_open(&reader, text, strlen(text));
  enum json_event event;
  while ((event = json_next(&reader)) != JSON_END && event != JSON_ERROR) continue;
  assert_int_equal(event, JSON_ERROR);
  assert_int_equal(json_line(&reader, reader.problem_at), 3);
  assert_int_equal(json_column(&reader, reader.problem_at), 8);
  assert_int_equal(json_next(&reader), JSON_ERROR);
}

static void random_bytes_never_break_it(void **state)
{
  (void)state;
  static const char alphabet[] = "{}[]\",:\\u0019dDeE+-.truefalsn \n\t\xE4\xB8\xAD\xFF/bN";
  srand(2);
  for (int round = 0; round < 200000; round++) {
    char text[40];
    size_t length = (size_t)rand() % sizeof text;
    for (size_t i = 0; i < length; i++) text[i] = alphabet[(size_t)rand() % (sizeof alphabet - 1)];
    reads(text, length);
  }
}

/* Each byte of a good text is damaged in turn. */
static void damaged_json_never_breaks_it(void **state)
{
  (void)state;
  static const char good[] = "{\"id\":\"MK/5/1\",\"n\":[1,-2.5e3,true,null,\"\\ud83d\\ude00中\\n\"],\"o\":{\"k\":{}}}";
  assert_true(reads(good, sizeof good - 1));
  for (size_t i = 0; i < sizeof good - 1; i++) {
    assert_false(reads(good, i));
    for (int byte = 0; byte < 256; byte++) {
      char text[sizeof good];
      memcpy(text, good, sizeof good);
      text[i] = (char)byte;
      reads(text, sizeof good - 1);
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(good_json_is_read),
      cmocka_unit_test(bad_json_is_refused),
      cmocka_unit_test(depth_has_an_end),
      cmocka_unit_test(numbers_keep_their_kind_and_value),
      cmocka_unit_test(nan_is_read_only_when_asked_for),
      cmocka_unit_test(lone_surrogates_are_replaced_and_told),
      cmocka_unit_test(quoted_text_reads_back_the_same),
      cmocka_unit_test(what_is_not_plain_is_seen_at_every_place),
      cmocka_unit_test(problems_have_a_line_and_a_column),
      cmocka_unit_test(random_bytes_never_break_it),
      cmocka_unit_test(damaged_json_never_breaks_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
