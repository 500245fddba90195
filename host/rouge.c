#include "rouge.h"

#include <math.h>
#include <string.h>

void rouge_free(struct rouge_memory *memory)
{
  grams_free(&memory->grams);
  sequence_free(&memory->sequence);
  buffer_free(&memory->marks);
  buffer_free(&memory->lines);
  buffer_free(&memory->counts);
}

struct rouge_score rouge_ratio(size_t shared, size_t answer, size_t reference)
{
  if (reference == 0) return (struct rouge_score){NAN, NAN, NAN};
  double recall = (double)shared / (double)reference;
  if (answer == 0) return (struct rouge_score){NAN, recall, 0};
  double precision = (double)shared / (double)answer;
  double f = shared ? 2 * precision * recall / (precision + recall) : 0;
  return (struct rouge_score){precision, recall, f};
}

/* Single tokens need no sorting. */
bool rouge_shared(struct rouge_memory *memory, struct sequence answer, struct sequence reference, uint32_t distinct,
                  size_t *shared)
{
  uint32_t *left = buffer_need(&memory->counts, (size_t)distinct + 1, sizeof *left);
  if (!left) return false;
  memset(left, 0, ((size_t)distinct + 1) * sizeof *left);
  for (size_t i = 0; i < reference.count; i++) left[reference.ids[i]]++;
  *shared = 0;
  for (size_t i = 0; i < answer.count; i++) {
    bool found = left[answer.ids[i]] > 0;
    left[answer.ids[i]] -= found;
    *shared += found;
  }
  return true;
}

static bool shared_grams(struct rouge_memory *memory, struct sequence answer, struct sequence reference,
                         uint32_t distinct, unsigned wanted, struct rouge_score *scores)
{
  size_t shared[2] = {0, 0};
  if (wanted & 1u << ROUGE_1 && !rouge_shared(memory, answer, reference, distinct, &shared[0])) return false;
  scores[ROUGE_1] = rouge_ratio(shared[0], answer.count, reference.count);
  if (!(wanted & 1u << ROUGE_2)) return true;
  if (!grams_shared(&memory->grams, answer, reference, distinct, 2, shared)) return false;
  scores[ROUGE_2] = rouge_ratio(shared[1], grams_count(answer.count, 2), grams_count(reference.count, 2));
  return true;
}

/* The next line of a text: the tokens from `from` to where a new line begins. */
static struct sequence next_line(const struct tokens *t, size_t from)
{
  size_t to = from + 1;
  while (to < t->count && !tokens_line_begins(t, to)) to++;
  return (struct sequence){t->ids + from, to - from};
}

/* Marks what any of the answer's lines shares with a line of the reference. */
static bool mark_union(struct rouge_memory *memory, struct sequence line, const struct sequence *lines, size_t count,
                       uint32_t distinct, bool *marks)
{
  memset(marks, 0, line.count * sizeof *marks);
  for (size_t i = 0; i < count; i++)
    if (!sequence_mark(&memory->sequence, line, lines[i], distinct, marks)) return false;
  return true;
}

static size_t split_lines(const struct tokens *t, struct sequence *lines)
{
  size_t count = 0;
  for (size_t at = 0; at < t->count; at += lines[count++].count) lines[count] = next_line(t, at);
  return count;
}

/* A token counts as often as the answer still has it; the reference never has fewer than are marked. */
static size_t take_marked(struct sequence line, const bool *marks, uint32_t *left)
{
  size_t hits = 0;
  for (size_t i = 0; i < line.count; i++) {
    if (!marks[i] || left[line.ids[i]] == 0) continue;
    left[line.ids[i]]--;
    hits++;
  }
  return hits;
}

static bool shared_by_lines(struct rouge_memory *memory, const struct tokens *answer, const struct tokens *reference,
                            uint32_t distinct, size_t *shared)
{
  struct sequence *lines = buffer_need(&memory->lines, answer->count + 1, sizeof *lines);
  uint32_t *left = buffer_need(&memory->counts, (size_t)distinct + 1, sizeof *left);
  bool *marks = buffer_need(&memory->marks, reference->count + 1, sizeof *marks);
  if (!lines || !left || !marks) return false;
  memset(left, 0, ((size_t)distinct + 1) * sizeof *left);
  for (size_t i = 0; i < answer->count; i++) left[answer->ids[i]]++;
  size_t count = split_lines(answer, lines);
  *shared = 0;
  for (size_t at = 0; at < reference->count;) {
    struct sequence line = next_line(reference, at);
    if (!mark_union(memory, line, lines, count, distinct, marks)) return false;
    *shared += take_marked(line, marks, left);
    at += line.count;
  }
  return true;
}

bool rouge_scores(struct rouge_memory *memory, const struct tokens *answer, const struct tokens *reference,
                  uint32_t distinct, unsigned wanted, struct rouge_score scores[ROUGE_COUNT])
{
  struct sequence a = tokens_sequence(answer), r = tokens_sequence(reference);
  size_t shared = 0;
  if (!shared_grams(memory, a, r, distinct, wanted, scores)) return false;
  if (wanted & 1u << ROUGE_L && !sequence_lcs(&memory->sequence, r, a, distinct, &shared)) return false;
  scores[ROUGE_L] = rouge_ratio(shared, a.count, r.count);
  if (wanted & 1u << ROUGE_LSUM && !shared_by_lines(memory, answer, reference, distinct, &shared)) return false;
  scores[ROUGE_LSUM] = rouge_ratio(shared, a.count, r.count);
  return true;
}
