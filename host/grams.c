#include "grams.h"

#include <string.h>

enum { KEY_BITS = 63 }; /* the lowest bit says which sequence the run comes from */

void grams_free(struct grams_memory *memory)
{
  buffer_free(&memory->marks);
  buffer_free(&memory->a);
  buffer_free(&memory->b);
  buffer_free(&memory->keys);
  buffer_free(&memory->spare);
  buffer_free(&memory->ranks);
  buffer_free(&memory->summary);
}

static unsigned bits_of(uint64_t most)
{
  return most == 0 ? 1 : 64 - (unsigned)__builtin_clzll(most);
}

/* New numbers without gaps for what both have, 0 for the rest. Returns how many they are. */
static uint32_t renumber(struct grams_memory *memory, struct sequence a, struct sequence b, uint32_t distinct)
{
  uint32_t *number = memory->marks.data, *new_a = memory->a.data, *new_b = memory->b.data, count = 0;
  const uint32_t unseen = UINT32_MAX, in_a = UINT32_MAX - 1;
  memset(number, 0xFF, ((size_t)distinct + 1) * sizeof *number);
  for (size_t i = 0; i < a.count; i++) number[a.ids[i]] = in_a;
  for (size_t i = 0; i < b.count; i++) { /* no branches: which numbers are common cannot be guessed */
    uint32_t old = number[b.ids[i]], first = old == in_a;
    count += first;
    uint32_t now = first ? count : old;
    number[b.ids[i]] = now;
    new_b[i] = now == unseen ? 0 : now;
  }
  for (size_t i = 0; i < a.count; i++) {
    uint32_t now = number[a.ids[i]];
    new_a[i] = now == in_a ? 0 : now;
  }
  memset(new_a + a.count, 0, GRAMS_ORDER * sizeof *new_a);
  memset(new_b + b.count, 0, GRAMS_ORDER * sizeof *new_b);
  return count;
}

/* What a round works on: runs of `first` (a number of a token, or of a run of `depth` tokens) and further tokens. */
struct round {
  unsigned first_bits, bits; /* of the first number and of each further one */
  size_t depth;              /* tokens that the first number stands for */
  size_t further;            /* tokens packed behind it */
};

/* Packs the runs of tokens that begin in one sequence, from its end: each run is a token before what the next one
 * begins with, and nothing goes on beyond a 0. Returns the end of the keys. */
static uint64_t *pack(const struct round *round, const uint32_t *ids, size_t count, unsigned origin, uint64_t *key)
{
  unsigned above = (unsigned)round->further * round->bits;
  uint64_t run = 0;
  for (size_t i = count; i-- > 0;) {
    run = ids[i] == 0 ? 0 : (uint64_t)ids[i] << above | run >> round->bits;
    *key = run << 1 | origin;
    key += run != 0;
  }
  return key;
}

/* The same where the first number stands for several tokens. */
static uint64_t *pack_ranks(const struct round *round, const uint32_t *ids, size_t count, const uint32_t *ranks,
                            unsigned origin, uint64_t *key)
{
  for (size_t i = 0; i < count; i++) {
    uint64_t run = ranks[i];
    if (run == 0) continue;
    size_t k = 0;
    for (; k < round->further && ids[i + round->depth + k] != 0; k++)
      run = run << round->bits | ids[i + round->depth + k];
    run <<= (round->further - k) * round->bits;
    *key++ = run << 1 | origin;
  }
  return key;
}

/* Sorts by `bits` bits above the lowest one; returns where the sorted keys are: in keys or in spare. */
static uint64_t *sort(uint64_t *keys, uint64_t *spare, size_t count, unsigned bits)
{
  enum { MOST = 11 };
  size_t places[1u << MOST];
  unsigned width = count < 3000 ? 8 : MOST, passes = (bits + width - 1) / width;
  width = (bits + passes - 1) / passes;
  for (unsigned pass = 0; pass < passes; pass++) {
    unsigned shift = 1 + pass * width;
    uint64_t mask = (UINT64_C(1) << width) - 1;
    memset(places, 0, (mask + 1) * sizeof *places);
    for (size_t i = 0; i < count; i++) places[(keys[i] >> shift) & mask]++;
    for (size_t i = 0, sum = 0; i <= mask; i++) {
      size_t here = places[i];
      places[i] = sum;
      sum += here;
    }
    for (size_t i = 0; i < count; i++) spare[places[(keys[i] >> shift) & mask]++] = keys[i];
    uint64_t *held = keys;
    keys = spare;
    spare = held;
  }
  return keys;
}

/* How many numbers a run has in common with the run before it, by the number of leading bits that are equal. */
static void set_steps(const struct round *round, unsigned total, unsigned char *steps)
{
  unsigned next = round->first_bits;
  unsigned char whole = 0;
  for (unsigned equal = 0; equal <= total; equal++) {
    if (equal == next) whole++, next += round->bits;
    steps[equal] = whole;
  }
}

/* How many numbers a run has, by the number of bits that are 0 at its end. */
static void set_ends(const struct round *round, unsigned char *ends)
{
  unsigned next = round->bits;
  unsigned char whole = (unsigned char)(round->further + 1);
  for (unsigned zeros = 0; zeros <= KEY_BITS; zeros++) {
    if (zeros == next && whole > 1) whole--, next += round->bits;
    ends[zeros] = whole;
  }
}

/* What counting needs of every sorted key: the numbers it has in common with the one before, not counting what lies
 * beyond its own end, and where it comes from (the lowest bit). A 0 ends them. */
static void summarise(const struct round *round, const uint64_t *keys, size_t count, unsigned char *summary)
{
  unsigned total = round->first_bits + (unsigned)round->further * round->bits;
  unsigned char steps[KEY_BITS + 1], ends[KEY_BITS + 1];
  set_steps(round, total, steps);
  set_ends(round, ends);
  for (size_t i = 0; i < count; i++) {
    uint64_t run = keys[i] >> 1, changed = i > 0 ? run ^ keys[i - 1] >> 1 : run;
    unsigned char same = changed ? steps[(unsigned)__builtin_clzll(changed) - (64 - total)] : steps[total];
    unsigned char end = ends[__builtin_ctzll(run)];
    summary[i] = (unsigned char)((same < end ? same : end) << 1 | (keys[i] & 1));
  }
  summary[count] = 0;
}

/* Sums the lesser counts of the groups that agree in more than k numbers, and drops the keys that stand alone: they do
 * in longer runs too. Without branches, for what comes next cannot be guessed. */
static size_t lesser_counts(unsigned char *summary, size_t *count, size_t k)
{
  size_t sum = 0, kept = 0, from_a = 0, from_b = 0;
  for (size_t i = 0; i < *count; i++) {
    unsigned char here = summary[i];
    size_t goes_on = 0 - (size_t)((size_t)(here >> 1) > k), next = (size_t)(summary[i + 1] >> 1) > k;
    sum += (from_a < from_b ? from_a : from_b) & ~goes_on;
    from_b = (from_b & goes_on) + (here & 1);
    from_a = (from_a & goes_on) + !(here & 1);
    summary[kept] = here;
    kept += (goes_on & 1) | next;
  }
  summary[kept] = 0;
  *count = kept;
  return sum + (from_a < from_b ? from_a : from_b);
}

static void add_round(const struct round *round, const uint64_t *keys, size_t count, unsigned char *summary,
                      size_t *shared)
{
  summarise(round, keys, count, summary);
  for (size_t k = 0; k <= round->further; k++) {
    size_t sum = lesser_counts(summary, &count, k);
    shared[round->depth + k - 1] = sum;
  }
}

/* How many further tokens fit beside the first number. */
static struct round plan(unsigned first_bits, unsigned bits, size_t depth, size_t order)
{
  size_t fit = (KEY_BITS - first_bits) / bits, wanted = order - depth;
  return (struct round){first_bits, bits, depth, fit < wanted ? fit : wanted};
}

/* The key of the run that begins at one place, as pack makes it; 0 where it is shorter than the round's length. */
static uint64_t whole_run(const struct round *round, const uint32_t *ids, size_t i, uint64_t first)
{
  for (size_t k = 0; k < round->further; k++) {
    uint32_t id = ids[i + round->depth + k];
    if (id == 0 || first == 0) return 0;
    first = first << round->bits | id;
  }
  return first;
}

static uint32_t rank_of(const uint64_t *distinct, size_t count, uint64_t run)
{
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (distinct[middle] < run)
      low = middle + 1;
    else
      high = middle;
  }
  return (uint32_t)low + 1;
}

static void rank_places(const struct round *round, const uint32_t *ids, size_t length, uint32_t *ranks, bool first,
                        const uint64_t *distinct, size_t count)
{
  for (size_t i = 0; i < length; i++) {
    uint64_t run = whole_run(round, ids, i, first ? ids[i] : ranks[i]);
    ranks[i] = run ? rank_of(distinct, count, run) : 0;
  }
}

static size_t keep_distinct(uint64_t *keys, size_t count)
{
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    uint64_t run = keys[i] >> 1;
    if (kept == 0 || keys[kept - 1] != run) keys[kept++] = run;
  }
  return kept;
}

static bool make_room(struct grams_memory *memory, size_t a, size_t b, uint32_t distinct)
{
  return buffer_need(&memory->marks, (size_t)distinct + 1, sizeof(uint32_t)) &&
         buffer_need(&memory->a, a + GRAMS_ORDER, sizeof(uint32_t)) &&
         buffer_need(&memory->b, b + GRAMS_ORDER, sizeof(uint32_t)) &&
         buffer_need(&memory->keys, a + b + 1, sizeof(uint64_t)) &&
         buffer_need(&memory->spare, a + b, sizeof(uint64_t)) && buffer_need(&memory->summary, a + b + 1, 1);
}

/* Ranks of a's places and behind them b's. */
static uint64_t *pack_both(const struct grams_memory *memory, const struct round *round, size_t a, size_t b,
                           const uint32_t *ranks)
{
  uint64_t *keys = memory->keys.data;
  if (!ranks) return pack(round, memory->b.data, b, 1, pack(round, memory->a.data, a, 0, keys));
  keys = pack_ranks(round, memory->a.data, a, ranks, 0, keys);
  return pack_ranks(round, memory->b.data, b, ranks + a, 1, keys);
}

bool grams_shared(struct grams_memory *memory, struct sequence a, struct sequence b, uint32_t distinct, size_t order,
                  size_t *shared)
{
  memset(shared, 0, order * sizeof *shared);
  if (!make_room(memory, a.count, b.count, distinct)) return false;
  uint32_t common = renumber(memory, a, b, distinct), *ranks = NULL;
  unsigned bits = bits_of(common);
  struct round round = plan(bits, bits, 1, order);
  while (common > 0) {
    uint64_t *keys = memory->keys.data;
    size_t count = (size_t)(pack_both(memory, &round, a.count, b.count, ranks) - keys);
    keys = sort(keys, memory->spare.data, count, round.first_bits + (unsigned)round.further * bits);
    add_round(&round, keys, count, memory->summary.data, shared);
    size_t depth = round.depth + round.further;
    if (depth == order) break;
    if (!ranks && !buffer_need(&memory->ranks, a.count + b.count, sizeof *ranks)) return false;
    size_t kept = keep_distinct(keys, count);
    rank_places(&round, memory->a.data, a.count, memory->ranks.data, !ranks, keys, kept);
    rank_places(&round, memory->b.data, b.count, (uint32_t *)memory->ranks.data + a.count, !ranks, keys, kept);
    ranks = memory->ranks.data;
    round = plan(bits_of(kept), bits, depth, order);
  }
  return true;
}
