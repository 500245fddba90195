#include "sequence.h"

#include <string.h>

enum { WORD = 64, STRIP_ROWS = SEQUENCE_STRIP * WORD };

/* One strip: some rows (of a) against all columns (b). */
struct strip {
  const uint32_t *row_of; /* number -> its row of masks; row 0 is for what does not occur in the strip */
  const uint64_t *masks;
  size_t blocks;
  size_t rows;
  const uint32_t *columns;
  size_t column_count;
  unsigned char *carries; /* what the strip above hands down at each column, and what this one hands on */
  uint64_t *table;        /* where the words of every column are kept, or NULL */
};

void sequence_free(struct sequence_memory *memory)
{
  buffer_free(&memory->rows);
  buffer_free(&memory->masks);
  buffer_free(&memory->carries);
  buffer_free(&memory->table);
}

/* The part of the memory that both measures need. */
static bool prepare(struct sequence_memory *memory, struct sequence b, uint32_t distinct, struct strip *strip)
{
  uint32_t *rows = buffer_need(&memory->rows, (size_t)distinct + 1, sizeof *rows);
  uint64_t *masks = buffer_need(&memory->masks, (size_t)(STRIP_ROWS + 1) * SEQUENCE_STRIP, sizeof *masks);
  unsigned char *carries = buffer_need(&memory->carries, b.count, 1);
  if (!rows || !masks || !carries) return false;
  memset(rows, 0, ((size_t)distinct + 1) * sizeof *rows);
  *strip =
      (struct strip){.row_of = rows, .masks = masks, .columns = b.ids, .column_count = b.count, .carries = carries};
  return true;
}

/* Where in the strip each number stands, one bit for each row. */
static void set_masks(struct sequence_memory *memory, const uint32_t *ids, struct strip *strip)
{
  uint32_t *rows = memory->rows.data, used = 0;
  uint64_t *masks = memory->masks.data;
  memset(masks, 0, strip->blocks * sizeof *masks);
  for (size_t i = 0; i < strip->rows; i++) {
    uint32_t *row = &rows[ids[i]];
    if (*row == 0) {
      *row = ++used;
      memset(masks + used * strip->blocks, 0, strip->blocks * sizeof *masks);
    }
    masks[*row * strip->blocks + i / WORD] |= UINT64_C(1) << (i % WORD);
  }
}

static void forget_rows(struct sequence_memory *memory, const uint32_t *ids, size_t count)
{
  uint32_t *rows = memory->rows.data;
  for (size_t i = 0; i < count; i++) rows[ids[i]] = 0;
}

typedef int64_t strip_work(const struct strip *strip);

/* Does the work on every strip of a; *sum is what the strips return together, *last what the last one returns. */
static void each_strip(struct sequence_memory *memory, struct sequence a, struct strip *strip, strip_work *work,
                       int64_t *sum, int64_t *last)
{
  *sum = 0;
  for (size_t from = 0; from < a.count; from += STRIP_ROWS) {
    strip->rows = a.count - from < STRIP_ROWS ? a.count - from : STRIP_ROWS;
    strip->blocks = (strip->rows + WORD - 1) / WORD;
    set_masks(memory, a.ids + from, strip);
    *last = work(strip);
    *sum += *last;
    forget_rows(memory, a.ids + from, strip->rows);
    if (strip->table) strip->table += strip->blocks * strip->column_count;
  }
}

/* Chooses the code made for this number of blocks: with the number known, a column's words stay in registers. */
#define BY_BLOCKS(work, strip)            \
  switch ((strip)->blocks) {              \
    case 1:                               \
      return work(strip, 1);              \
    case 2:                               \
      return work(strip, 2);              \
    case 3:                               \
      return work(strip, 3);              \
    default:                              \
      return work(strip, SEQUENCE_STRIP); \
  }
#define SPECIALISED static inline __attribute__((always_inline))

/* Rows whose bit is 0 are those at which the length grows; bits behind the last row stay 1. */
static int64_t zeros(const uint64_t *s, size_t blocks)
{
  int64_t count = 0;
  for (size_t i = 0; i < blocks; i++) count += WORD - __builtin_popcountll(s[i]);
  return count;
}

SPECIALISED int64_t lcs_columns(const struct strip *strip, const size_t blocks)
{
  uint64_t s[SEQUENCE_STRIP];
  for (size_t i = 0; i < blocks; i++) s[i] = UINT64_MAX;
  for (size_t j = 0; j < strip->column_count; j++) {
    const uint64_t *mask = strip->masks + strip->row_of[strip->columns[j]] * blocks;
    uint64_t carry = strip->carries[j];
    for (size_t i = 0; i < blocks; i++) {
      uint64_t u = s[i] & mask[i], sum = s[i] + u, with = sum + carry;
      carry = (sum < u) | (with < sum);
      s[i] = with | (s[i] - u);
    }
    strip->carries[j] = (unsigned char)carry;
    if (strip->table) memcpy(strip->table + j * blocks, s, blocks * sizeof *s);
  }
  return zeros(s, blocks);
}

static int64_t lcs_strip(const struct strip *strip)
{
  BY_BLOCKS(lcs_columns, strip)
}

enum { DOWN = 1, UP = 2 }; /* the distance grows or falls from the column before to this one */

SPECIALISED int64_t distance_columns(const struct strip *strip, const size_t blocks)
{
  uint64_t grows[SEQUENCE_STRIP], falls[SEQUENCE_STRIP];
  const unsigned top = (unsigned)((strip->rows - 1) % WORD);
  int64_t change = 0;
  for (size_t i = 0; i < blocks; i++) grows[i] = UINT64_MAX, falls[i] = 0;
  for (size_t j = 0; j < strip->column_count; j++) {
    const uint64_t *mask = strip->masks + strip->row_of[strip->columns[j]] * blocks;
    uint64_t more = strip->carries[j] & DOWN, less = strip->carries[j] >> 1;
    for (size_t i = 0; i < blocks; i++) {
      uint64_t x = mask[i] | less, vp = grows[i], vn = falls[i];
      uint64_t diagonal = (((x & vp) + vp) ^ vp) | x | vn;
      uint64_t hp = vn | ~(diagonal | vp), hn = diagonal & vp;
      unsigned out = i + 1 < blocks ? WORD - 1 : top;
      uint64_t hp_in = (hp << 1) | more, hn_in = (hn << 1) | less;
      more = (hp >> out) & 1, less = (hn >> out) & 1;
      grows[i] = hn_in | ~(diagonal | hp_in);
      falls[i] = hp_in & diagonal;
    }
    strip->carries[j] = (unsigned char)(more | less << 1);
    change += (int64_t)more - (int64_t)less;
  }
  return change;
}

static int64_t distance_strip(const struct strip *strip)
{
  BY_BLOCKS(distance_columns, strip)
}

static void swap(struct sequence *a, struct sequence *b)
{
  struct sequence held = *a;
  *a = *b;
  *b = held;
}

/* What both begin with and what both end with belongs to every best alignment. Returns how much that is. */
static size_t trim(struct sequence *a, struct sequence *b)
{
  size_t shorter = a->count < b->count ? a->count : b->count, front = 0, back = 0;
  while (front < shorter && a->ids[front] == b->ids[front]) front++;
  while (back < shorter - front && a->ids[a->count - 1 - back] == b->ids[b->count - 1 - back]) back++;
  *a = (struct sequence){a->ids + front, a->count - front - back};
  *b = (struct sequence){b->ids + front, b->count - front - back};
  return front + back;
}

bool sequence_lcs(struct sequence_memory *memory, struct sequence a, struct sequence b, uint32_t distinct,
                  size_t *length)
{
  struct strip strip;
  int64_t sum, last = 0;
  size_t common = trim(&a, &b);
  *length = common;
  if (a.count > b.count) swap(&a, &b);
  if (a.count == 0) return true;
  if (!prepare(memory, b, distinct, &strip)) return false;
  memset(strip.carries, 0, b.count);
  each_strip(memory, a, &strip, lcs_strip, &sum, &last);
  *length = common + (size_t)sum;
  return true;
}

bool sequence_distance(struct sequence_memory *memory, struct sequence a, struct sequence b, uint32_t distinct,
                       size_t *distance)
{
  struct strip strip;
  int64_t sum, last = 0;
  trim(&a, &b);
  if (a.count > b.count) swap(&a, &b);
  *distance = b.count;
  if (a.count == 0) return true;
  if (!prepare(memory, b, distinct, &strip)) return false;
  memset(strip.carries, DOWN, b.count);
  each_strip(memory, a, &strip, distance_strip, &sum, &last);
  *distance = (size_t)((int64_t)a.count + last);
  return true;
}

/* Whether the length is the same with a's first `row` things as with one less, up to this column. */
static bool is_flat(const uint64_t *table, size_t columns, size_t total_rows, size_t row, size_t column)
{
  size_t strip = row / STRIP_ROWS, before = strip * SEQUENCE_STRIP * columns;
  size_t rows = total_rows - strip * STRIP_ROWS < STRIP_ROWS ? total_rows - strip * STRIP_ROWS : STRIP_ROWS;
  size_t blocks = (rows + WORD - 1) / WORD, within = row % STRIP_ROWS;
  return (table[before + column * blocks + within / WORD] >> (within % WORD)) & 1;
}

static void go_back(const uint64_t *table, struct sequence a, struct sequence b, bool *marks)
{
  size_t i = a.count, j = b.count;
  while (i > 0 && j > 0) {
    if (a.ids[i - 1] == b.ids[j - 1]) {
      marks[--i] = true;
      j--;
    } else if (is_flat(table, b.count, a.count, i - 1, j - 1)) {
      i--;
    } else {
      j--;
    }
  }
}

bool sequence_mark(struct sequence_memory *memory, struct sequence a, struct sequence b, uint32_t distinct, bool *marks)
{
  struct strip strip;
  int64_t sum, last = 0;
  if (a.count == 0 || b.count == 0) return true;
  size_t blocks = (a.count + WORD - 1) / WORD;
  if (blocks > SIZE_MAX / b.count || !prepare(memory, b, distinct, &strip)) return false;
  uint64_t *table = buffer_need(&memory->table, blocks * b.count, sizeof *table);
  if (!table) return false;
  memset(strip.carries, 0, b.count);
  strip.table = table;
  each_strip(memory, a, &strip, lcs_strip, &sum, &last);
  go_back(table, a, b, marks);
  return true;
}
