/* The text engine: well-formedness, columns, folding, cleaning, guesses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text.h"

static void well_formed_text_is_told_from_malformed(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    size_t good;
  } cases[] = {
      {"", 0},          {"abc", 3},           {"中文", 6},          {"\xF0\x9F\x98\x80", 4}, {"a\xFF", 1},
      {"\xC0\x80", 0},  {"\xE0\x80\x80", 0},  {"\xED\xA0\x80", 0},  {"\xF4\x90\x80\x80", 0}, {"\xF8\x88\x80\x80", 0},
      {"a\xE4\xB8", 1}, {"\xF0\x8F\xBF\xBF", 0}, {"\xED\x9F\xBF", 3}, {"\xF4\x8F\xBF\xBF", 4}, {"\x80", 0},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_int_equal(text_valid(cases[i].text, strlen(cases[i].text)), cases[i].good);
}

static void columns_are_what_a_terminal_shows(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    size_t columns;
  } cases[] = {
      {"abc", 3}, {"中文", 4}, {"e\xCC\x81", 1}, {"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", 2},
      {"\xF0\x9F\x87\xA8\xF0\x9F\x87\xB3", 2}, {"", 0}, {"（４）", 6}, {"\xFF", 1}, {"β-OH", 4},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_int_equal(text_width(cases[i].text, strlen(cases[i].text)), cases[i].columns);
}

static void fitting_never_cuts_a_character(void **state)
{
  (void)state;
  size_t width;
  assert_int_equal(text_fit("中文", 6, 3, &width), 3);
  assert_int_equal(width, 2);
  assert_int_equal(text_fit("ae\xCC\x81" "b", 5, 2, &width), 4);
  assert_int_equal(text_fit("中", 3, 1, &width), 0);
}

static void check_fold(const char *from, const char *to)
{
  size_t size = text_fold_size(from, strlen(from));
  int32_t *buffer = malloc(size * sizeof *buffer);
  size_t bytes = text_fold(from, strlen(from), buffer, size);
  assert_int_equal(bytes, strlen(to));
  assert_memory_equal(buffer, to, bytes);
  free(buffer);
}

static void folding_makes_plain_characters(void **state)
{
  (void)state;
  check_fold("［４］（Ａ）：", "[4](A):");
  check_fold("医疗知识", "医疗知识");
  check_fold("e\xCC\x81", "\xC3\xA9");
  check_fold("a\xCC\xA7\xCC\x81", "\xC3\xA1\xCC\xA7"); /* marks in either order give the same text */
  check_fold("a\xCC\x81\xCC\xA7", "\xC3\xA1\xCC\xA7");
  check_fold("\xE1\x84\x80\xE1\x85\xA1", "\xEA\xB0\x80");
  check_fold("ﬁ①", "fi1");
}

static void folding_a_million_marks_is_quick(void **state)
{
  (void)state;
  size_t length = 2000000;
  char *text = malloc(length);
  for (size_t i = 0; i < length; i += 4) memcpy(text + i, "\xCC\x81\xCC\x96", 4);
  size_t size = text_fold_size(text, length);
  int32_t *buffer = malloc(size * sizeof *buffer);
  size_t bytes = text_fold(text, length, buffer, size);
  assert_true(bytes > length);
  assert_int_equal(text_valid((char *)buffer, bytes), bytes);
  free(buffer);
  free(text);
}

static void check_clean(const char *from, const char *to)
{
  char out[256];
  size_t size = text_clean(from, strlen(from), NULL);
  assert_int_equal(size, strlen(to));
  assert_int_equal(text_clean(from, strlen(from), out), size);
  assert_memory_equal(out, to, size);
}

static void cleaning_leaves_nothing_a_terminal_obeys(void **state)
{
  (void)state;
  check_clean("\033[1;31mred\033[0m", "red");
  check_clean("\033]0;title\ax\033]8;;http://e/\033\\link", "xlink");
  check_clean("\033]unfinished\nrest", "unfinished\nrest");
  check_clean("a\r\n\tb\b\x7F\033", "a\n\tb");
  check_clean("\xC2\x9B" "31m\xE2\x80\xAE" "abc\xE2\x81\xA6\xEF\xBB\xBF", "31mabc");
  check_clean("\xFF中", "\xEF\xBF\xBD中");
}

static void encodings_are_guessed(void **state)
{
  (void)state;
  assert_string_equal(text_guess("\xD6\xD0\xCE\xC4", 4), "GB18030");
  assert_string_equal(text_guess("\x81\x30\x81\x30\xD6\xD0\xCE\xC4", 8), "GB18030");
  assert_string_equal(text_guess("\xFF\xFE\x2D\x4E", 4), "UTF-16LE");
  assert_string_equal(text_guess("\0a\0b\0,", 6), "UTF-16BE");
  assert_string_equal(text_guess("\xEF\xBB\xBFid", 5), "UTF-8");
  assert_string_equal(text_guess("中文", 6), "UTF-8");
  assert_string_equal(text_guess("caf\xE9 d\xE9j\xE0 vu", 12), "unknown");
}

static void distances_count_swaps_once(void **state)
{
  (void)state;
  assert_int_equal(text_distance("catgory", 7, "category", 8), 1);
  assert_int_equal(text_distance("titel", 5, "TITLE", 5), 1);
  assert_int_equal(text_distance("核心", 6, "核必", 6), 1);
  assert_int_equal(text_distance("", 0, "abc", 3), 3);
  char longer[TEXT_WORD + 1];
  memset(longer, 'a', sizeof longer);
  assert_true(text_distance(longer, sizeof longer, "a", 1) == SIZE_MAX);
}

static void random_bytes_never_break_anything(void **state)
{
  (void)state;
  srand(1);
  for (int round = 0; round < 20000; round++) {
    size_t length = (size_t)rand() % 48, width;
    char *text = malloc(length + 1), *out = malloc(3 * length + 1); /* exact sizes, for the sanitizer */
    for (size_t i = 0; i < length; i++) text[i] = (char)(rand() % 3 ? 0x80 | rand() : rand());
    size_t repaired = text_repair(text, length, out);
    assert_int_equal(repaired, text_repair(text, length, NULL));
    assert_int_equal(text_valid(out, repaired), repaired);
    size_t size = text_fold_size(out, repaired);
    int32_t *buffer = malloc(size * sizeof *buffer);
    size_t folded = text_fold(out, repaired, buffer, size);
    assert_int_equal(text_valid((char *)buffer, folded), folded);
    free(buffer);
    size_t cleaned = text_clean(text, length, out);
    assert_int_equal(text_valid(out, cleaned), cleaned);
    assert_int_equal(text_fit(text, length, SIZE_MAX, &width), length);
    text_guess(text, length);
    text_distance(text, length, "reference", 9);
    free(out);
    free(text);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(well_formed_text_is_told_from_malformed),
      cmocka_unit_test(columns_are_what_a_terminal_shows),
      cmocka_unit_test(fitting_never_cuts_a_character),
      cmocka_unit_test(folding_makes_plain_characters),
      cmocka_unit_test(folding_a_million_marks_is_quick),
      cmocka_unit_test(cleaning_leaves_nothing_a_terminal_obeys),
      cmocka_unit_test(encodings_are_guessed),
      cmocka_unit_test(distances_count_swaps_once),
      cmocka_unit_test(random_bytes_never_break_anything),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
