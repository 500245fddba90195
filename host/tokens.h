/* tokens.h: texts as sequences of numbers, one for each token.
 *
 * The rules, by the name that Lua gives them:
 *
 *   points   every code point, as it is.
 *   char     every code point but white space, as it is (sacrebleu's tokenizer `char`).
 *   english  the runs of a-z and 0-9 of the text in lower case; everything else separates, letters with accents too
 *            (rouge_score's default tokenizer without its stemmer).
 *   chinese  NFKC, lower case; then every letter, digit and sign is a token of its own. Not tokens: white space,
 *            punctuation, pictures, invisible characters.
 *   mixed    NFKC, lower case; then
 *            - a character of a script that writes no spaces (Han, kana) is a token;
 *            - a number is one: digits, a point between digits (3.5), a comma before exactly three digits (1,000), a
 *              power (10^9, also written with superscript digits);
 *            - a word is one: letters and the digits after them (hba1c, co2), joined by a hyphen or an apostrophe
 *              between letters or digits (covid-19, il-6, don't); a slash joins parts of at most four letters, as in
 *              units (mg/kg/d, mmol/l, kg/m2). A number ends where letters begin: 5mg and 5 mg are the same two tokens;
 *            - mathematical and currency signs, percent, per mille and degree are tokens (<, +, %; a degree sign with
 *              its letter is one: °c); | and ~ are not, for they draw tables;
 *            - the rest separates: white space, other punctuation and pictures. Invisible characters (joiners, byte
 *              order marks, variation selectors) are dropped before.
 *            A comma of full width never joins digits. Words are not cut further: Thai, Lao and Khmer words stay whole
 *            to the next space.
 *   13a, zh  sacrebleu's tokenizers of these names, to the letter; so `zh` sets characters beyond U+FFFF apart as little
 *            as it does.
 *   words    white space separates; a punctuation mark of ASCII at a word's end, or else at its beginning, is a token
 *            of its own (the words of chrF++).
 *
 * `lower` is for the rules that leave case alone: utf8proc's simple lower case (which Python's differs from in a final
 * sigma and in U+0130). A malformed byte counts as U+FFFD. */
#ifndef VIVA_TOKENS_H
#define VIVA_TOKENS_H

#include "buffer.h"
#include "dictionary.h"
#include "sequence.h"

enum tokens_rule {
  TOKENS_POINTS,
  TOKENS_CHAR,
  TOKENS_ENGLISH,
  TOKENS_CHINESE,
  TOKENS_MIXED,
  TOKENS_13A,
  TOKENS_ZH,
  TOKENS_WORDS,
};

extern const char *const tokens_rules[]; /* their names in that order, then NULL */

/* A text in tokens. Places count bytes, or code points where the text was decoded. */
struct tokens {
  uint32_t *ids, *starts, *ends;
  size_t count;
  const char *bytes;     /* the text that was cut, when not decoded */
  const int32_t *points; /* the text that was cut, when decoded */
  size_t length;
  struct buffer lists, text, work, folded;
};

/* Cuts the text. False when there is no memory. The dictionary may refer to the tokens' text until it forgets. */
bool tokens_read(struct tokens *t, struct dictionary *d, enum tokens_rule rule, bool lower, const char *s,
                 size_t length);

void tokens_free(struct tokens *t);

/* The text from one token to another (last included) as UTF-8; with out == NULL only its length. */
size_t tokens_text(const struct tokens *t, size_t first, size_t last, char *out);

/* Whether a new line begins between a token and the one before it. */
bool tokens_line_begins(const struct tokens *t, size_t token);

static inline struct sequence tokens_sequence(const struct tokens *t)
{
  return (struct sequence){t->ids, t->count};
}

/* For the files that cut. */
static inline void tokens_add(struct tokens *t, uint32_t id, size_t start, size_t end)
{
  t->ids[t->count] = id;
  t->starts[t->count] = (uint32_t)start;
  t->ends[t->count++] = (uint32_t)end;
}

/* Room for the tokens of a text of so many bytes or points. */
bool tokens_room(struct tokens *t, size_t most);

/* Rules that are files of their own. */
bool tokens_fold(struct tokens *t, const char *s, size_t length); /* NFKC and lower case, in t->points */
bool tokens_mixed(struct tokens *t, struct dictionary *d, const char *s, size_t length);
bool tokens_chinese(struct tokens *t, struct dictionary *d, const char *s, size_t length);
bool tokens_13a(struct tokens *t, struct dictionary *d, const char *s, size_t length, bool lower);
bool tokens_zh(struct tokens *t, struct dictionary *d, const char *s, size_t length, bool lower);
bool tokens_lowered(struct tokens *t, bool lower, const char *s, size_t length); /* a copy in t->bytes */

#endif
