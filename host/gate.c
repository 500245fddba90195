#include "gate.h"

#include <stdlib.h>
#include <string.h>

struct origin {
  struct origin *next;
  enum gate state; /* what the next one who asks is told */
  char text[];
};

static struct origin *origins;

static struct origin *origin_of(const char *text)
{
  struct origin *origin = origins;
  while (origin && strcmp(origin->text, text) != 0) origin = origin->next;
  if (origin) return origin;
  origin = malloc(sizeof *origin + strlen(text) + 1);
  if (!origin) return NULL;
  *origin = (struct origin){.next = origins, .state = GATE_LEAD};
  strcpy(origin->text, text);
  return origins = origin;
}

enum gate gate_ask(const char *text)
{
  struct origin *origin = origin_of(text);
  if (!origin) return GATE_PASS;
  enum gate answer = origin->state;
  if (answer == GATE_LEAD) origin->state = GATE_WAIT;
  return answer;
}

void gate_led(const char *text, bool connected)
{
  struct origin *origin = origin_of(text);
  if (origin) origin->state = connected ? GATE_PASS : GATE_LEAD;
}

void gate_close(void)
{
  while (origins) {
    struct origin *origin = origins;
    origins = origin->next;
    free(origin);
  }
}
