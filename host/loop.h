/* loop.h: the one event loop (libuv) and the queue of finished things.
 *
 * Whatever takes time is started with an id (loop_id) and ends as a struct loop_done that carries that id. An engine embeds
 * struct loop_done as the first member of its own result; its kind says how to free it and how a binding pushes it. C never
 * calls Lua: Lua asks with loop.wait() what has finished. */
#ifndef VIVA_LOOP_H
#define VIVA_LOOP_H

#include <stdint.h>
#include <uv.h>

struct loop_done;

struct loop_kind {
  const char *name;
  /* Pushes the results that follow the id (value | nil, text, code, detail) and returns how many; set by the binding, which
   * alone knows what the state is. May raise: the done is freed either way. */
  int (*push)(void *lua_state, struct loop_done *done);
  void (*free)(struct loop_done *done);
};

struct loop_done {
  struct loop_done *next;
  uint64_t id;
  const struct loop_kind *kind;
};

/* The loop of this process, made at the first call; NULL when it cannot be made. */
uv_loop_t *loop_uv(void);

/* The low bits of an id are its slot: a small number, used again once the id is over, so that whoever keeps a table of
 * things under way keeps an array. */
enum { LOOP_SLOT_BITS = 24, LOOP_SLOTS = (1 << LOOP_SLOT_BITS) - 1 };

/* A new id for a thing under way; counts it as pending until its done is taken. */
uint64_t loop_id(void);

/* Gives back an id whose thing never started. */
void loop_drop(uint64_t id);

/* How many ids are under way or finished and not yet taken. */
uint64_t loop_pending(void);

/* Queues a finished thing; the loop's own thread only. */
void loop_finish(struct loop_done *done);

/* The same from any thread, for a list of them; wakes the loop. loop_uv() must have been called before. NULL is fine. */
void loop_post(struct loop_done *list);

/* Takes the next finished thing; runs the loop until there is one. NULL when nothing is pending, or when timeout_ms (>= 0)
 * has passed. The caller frees it with done->kind->free. */
struct loop_done *loop_wait(int64_t timeout_ms);

/* A timer that ends with id after so many milliseconds. Returns 0 or a libuv error. */
int loop_timer(uint64_t id, uint64_t milliseconds);

/* Ends a timer early: its done comes at once. Returns 0 when there is no such timer. */
int loop_timer_cancel(uint64_t id);

/* The next arrival of a signal (one time); the signal stays caught afterwards, and arrivals in between are kept. A wait for a
 * signal is not pending work: it does not keep loop_wait from saying that nothing is left. */
int loop_signal(uint64_t id, int signum);

/* How often a signal that is caught has arrived so far; looks without waiting. For whoever computes for long and would stop. */
unsigned loop_signals(int signum);

extern struct loop_kind loop_timer_kind;
extern struct loop_kind loop_signal_kind;

#endif
