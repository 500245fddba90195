#include "coverage.h"

#include <math.h>
#include <string.h>

/* What the window still lacks of each of the point's tokens; below 0 it has more than the point. */
static size_t enter(int32_t *lacks, uint32_t id)
{
  return lacks[id]-- > 0;
}

static size_t leave(int32_t *lacks, uint32_t id)
{
  return lacks[id]++ >= 0;
}

/* Makes the best window as narrow as what it has of the point allows. */
static void narrow(const bool *wanted, struct sequence answer, struct coverage *best)
{
  while (best->first < best->last && !wanted[answer.ids[best->first]]) best->first++;
  while (best->last > best->first && !wanted[answer.ids[best->last]]) best->last--;
}

static size_t slide(int32_t *lacks, struct sequence answer, size_t window, struct coverage *best)
{
  size_t has = 0, most = 0;
  for (size_t at = 0; at < answer.count; at++) {
    if (at >= window) has -= leave(lacks, answer.ids[at - window]);
    has += enter(lacks, answer.ids[at]);
    if (has <= most) continue;
    most = has;
    best->last = at;
    best->first = at + 1 > window ? at + 1 - window : 0;
  }
  return most;
}

bool coverage_best(struct buffer *memory, struct sequence point, struct sequence answer, uint32_t distinct,
                   size_t window, struct coverage *best)
{
  *best = (struct coverage){.recall = NAN};
  if (point.count == 0) return true;
  size_t room = (size_t)distinct + 1;
  int32_t *lacks = buffer_need(memory, room, sizeof *lacks + sizeof(bool));
  if (!lacks) return false;
  bool *wanted = (bool *)(lacks + room);
  memset(lacks, 0, room * (sizeof *lacks + sizeof(bool)));
  for (size_t i = 0; i < point.count; i++) {
    lacks[point.ids[i]]++;
    wanted[point.ids[i]] = true;
  }
  size_t most = slide(lacks, answer, window, best);
  best->found = most > 0;
  best->recall = (double)most / (double)point.count;
  if (best->found) narrow(wanted, answer, best);
  return true;
}
