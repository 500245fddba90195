/* failing_memory.h: the n-th allocation of a call fails, for n = 1, 2, 3 ... until the call succeeds; for a test program of
 * one file. Under the sanitizers, which own the allocator, the call runs once with nothing failing. */
#ifndef VIVA_FAILING_MEMORY_H
#define VIVA_FAILING_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "undefined.h"

typedef const char *(*allocating_fn)(void *argument);

#ifdef VIVA_SANITIZE

static inline void fail_each_allocation(allocating_fn call, void *argument)
{
  assert_null(call(argument));
}

#else

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);

static long allocations_left = -1; /* negative: nothing fails */

static bool allocation_refused(void)
{
  return allocations_left >= 0 && allocations_left-- == 0;
}

void *malloc(size_t size)
{
  return allocation_refused() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
  return allocation_refused() ? NULL : __libc_calloc(count, size);
}

static void fail_each_allocation(allocating_fn call, void *argument)
{
  for (long n = 0; n < 1000; n++) {
    allocations_left = n;
    const char *reason = call(argument);
    bool all_given = allocations_left >= 0;
    allocations_left = -1;
    if (all_given) {
      assert_null(reason);
      assert_true(n > 0);
      return;
    }
    assert_string_equal(reason, NO_MEMORY);
  }
  fail_msg("the call never succeeds");
}

#endif
#endif
