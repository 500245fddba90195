/* The body of KILLPOINT in the test builds: dies at the chosen passing of the chosen place. Passed on two threads. */
#include "killpoint.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void killpoint(const char *name)
{
  static int passed;
  const char *chosen = getenv("VIVA_KILLPOINT");
  if (!chosen || strcmp(chosen, name) != 0) return;
  const char *count = getenv("VIVA_KILLCOUNT");
  pthread_mutex_lock(&lock);
  if (++passed >= (count ? atoi(count) : 1)) raise(SIGKILL);
  pthread_mutex_unlock(&lock);
}
