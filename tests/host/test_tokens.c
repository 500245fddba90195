/* Tokenizers: arbitrary bytes, numbers that mean the same in both texts, the dictionary. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random_ids.h"
#include "text.h"
#include "tokens.h"

/* Bytes that tokenizers care about, among others. */
static size_t random_text(char *out, size_t length)
{
  static const char *const pieces[] = {"a",
                                       "Z",
                                       "5",
                                       ".",
                                       ",",
                                       "-",
                                       "/",
                                       "^",
                                       " ",
                                       "\n",
                                       "&lt;",
                                       "-\n",
                                       "中",
                                       "，",
                                       "⁹",
                                       "℃",
                                       "\xCC\x81",
                                       "İ",
                                       "\xE2\x84\xAA",
                                       "\xEF\xB7\xBA",
                                       "<skipped>",
                                       "\xF0\xA0\xAE\xB7",
                                       "%",
                                       "mg/kg",
                                       "1,000",
                                       "３",
                                       "\xE2\x80\x8B"};
  size_t size = 0;
  while (size + 12 < length) {
    if (random_below(4) == 0) {
      out[size++] = (char)random_below(256);
      continue;
    }
    const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];
    memcpy(out + size, piece, strlen(piece));
    size += strlen(piece);
  }
  return size;
}

static void check_places(const struct tokens *t, uint32_t distinct)
{
  for (size_t i = 0; i < t->count; i++) {
    assert_in_range(t->ids[i], 1, distinct);
    assert_true(t->starts[i] < t->ends[i] && t->ends[i] <= t->length);
    assert_true(i == 0 || t->ends[i - 1] <= t->starts[i]);
  }
}

static size_t write_token(const struct tokens *t, size_t i, char *out)
{
  size_t size = tokens_text(t, i, i, NULL);
  assert_true(size < 4096);
  assert_int_equal(tokens_text(t, i, i, out), size);
  return size;
}

/* Two tokens have one number exactly when they are the same text. */
static void check_numbers(const struct tokens *a, const struct tokens *b)
{
  char one[4096], other[4096];
  for (int k = 0; k < 20 && a->count > 0 && b->count > 0; k++) {
    size_t i = random_below((uint32_t)a->count), j = random_below((uint32_t)b->count);
    size_t size = write_token(a, i, one), size_b = write_token(b, j, other);
    assert_true((a->ids[i] == b->ids[j]) == (size == size_b && memcmp(one, other, size) == 0));
    assert_int_equal(text_valid(one, size), size);
  }
}

/* Each text lies in memory of its own size, so that a sanitizer sees what is read beyond it. */
static void arbitrary_bytes_are_cut(void **state)
{
  (void)state;
  struct dictionary dictionary = {0};
  struct tokens a = {0}, b = {0};
  char text[512];
  for (int i = 0; i < 6000; i++) {
    enum tokens_rule rule = (enum tokens_rule)(i % 8);
    bool lower = random_below(2);
    dictionary_forget(&dictionary);
    for (int k = 0; k < 2; k++) {
      size_t size = random_text(text, 13 + random_below(400));
      char *copy = malloc(size ? size : 1);
      memcpy(copy, text, size);
      assert_true(tokens_read(k ? &b : &a, &dictionary, rule, lower, copy, size));
      free(copy);
      check_places(k ? &b : &a, dictionary.count);
    }
    check_numbers(&a, &b);
  }
  tokens_free(&a);
  tokens_free(&b);
  dictionary_free(&dictionary);
}

static void check_cut(enum tokens_rule rule, const char *s, const char *wanted)
{
  struct dictionary dictionary = {0};
  struct tokens t = {0};
  char joined[512] = "";
  assert_true(tokens_read(&t, &dictionary, rule, false, s, strlen(s)));
  size_t size = 0;
  for (size_t i = 0; i < t.count; i++) {
    if (i > 0) joined[size++] = '|';
    size += tokens_text(&t, i, i, joined + size);
  }
  joined[size] = 0;
  assert_string_equal(joined, wanted);
  tokens_free(&t);
  dictionary_free(&dictionary);
}

static void the_rules_hold(void **state)
{
  (void)state;
  check_cut(TOKENS_ENGLISH, "Don't STOP 5mg/kg caf\xC3\xA9 300\xE2\x84\xAA", "don|t|stop|5mg|kg|caf|300k");
  check_cut(TOKENS_CHINESE, "５ｍｇ，每日。A-b ≥3", "5|m|g|每|日|a|b|≥|3");
  check_cut(TOKENS_13A, "Hello, (world)! 3.5 a.b 5. re-\ndo 5-6 &lt;x&gt;",
            "Hello|,|(|world|)|!|3.5|a|.|b|5|.|redo|5|-|6|<|x|>");
  check_cut(TOKENS_ZH, ".5中文a，5.", ".5|中|文|a|，|5.");
  check_cut(TOKENS_CHAR, "a b\xE3\x80\x80中", "a|b|中");
  check_cut(TOKENS_WORDS, "(hi) a, ' 中。", "(hi|)|a|,|'|中。");
  check_cut(TOKENS_MIXED, "每日5mg 10⁹/L 1,000 1,2 β-OH", "每|日|5|mg|10^9|l|1,000|1|2|β-oh");
}

static void many_words_keep_their_numbers(void **state)
{
  (void)state;
  enum { WORDS = 20000, ROOM = 32 };
  struct dictionary d = {0};
  char *words = calloc(WORDS + 1, ROOM), copy[ROOM];
  for (int round = 0; round < 3; round++) {
    dictionary_forget(&d);
    for (uint32_t i = 1; i <= WORDS; i++) {
      char *word = words + (size_t)i * ROOM;
      snprintf(word, ROOM - 8, "%s%u", i % 2 ? "w" : "alongerword", i);
      assert_int_equal(dictionary_word(&d, word, strlen(word)), i);
      memcpy(copy, word, ROOM);
      assert_int_equal(dictionary_word(&d, copy, strlen(copy)), i);
    }
  }
  free(words);
  dictionary_free(&d);
}

static void numbers_begin_again_long_before_they_run_out(void **state)
{
  (void)state;
  struct dictionary d = {0};
  assert_true(dictionary_has_points(&d));
  assert_int_equal(dictionary_point(&d, 'a'), 1);
  d.base = UINT32_MAX / 2;
  dictionary_forget(&d);
  assert_int_equal(d.base, 0);
  assert_int_equal(dictionary_point(&d, 'b'), 1);
  assert_int_equal(dictionary_point(&d, 'a'), 2);
  dictionary_free(&d);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(arbitrary_bytes_are_cut),
      cmocka_unit_test(the_rules_hold),
      cmocka_unit_test(many_words_keep_their_numbers),
      cmocka_unit_test(numbers_begin_again_long_before_they_run_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
