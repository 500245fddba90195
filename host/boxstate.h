/* boxstate.h: one Lua state of the box: its ceiling of memory, its time, the hook that ends it, what it printed. */
#ifndef VIVA_BOXSTATE_H
#define VIVA_BOXSTATE_H

#include <lua.h>
#include <stddef.h>
#include <stdint.h>

enum { PRINTED_MAX = 64 << 10 };

/* The name that a file's own chunk goes by inside the box; what is printed for people is put in its place. */
#define BOX_CHUNK "(file)"

struct boxstate {
  lua_State *L;
  lua_State *running; /* the coroutine that runs, or L */
  size_t used;
  size_t ceiling;
  int64_t deadline_ns; /* on the monotonic clock */
  int64_t cpu_deadline_ns;
  int killed;
  int line; /* in the file, where it was stopped; 0 when that is not known */
  int rule; /* the line of the file's function that was called last, while it is at work; else 0 */
  char *printed;
  size_t printed_length;
};

/* A state with the safe library and the hook in place; NULL for want of memory. */
struct boxstate *boxstate_new(size_t ceiling);
void boxstate_free(struct boxstate *s);

struct boxstate *boxstate_of(lua_State *L);

/* Takes the processor's time, from which the next calls are counted: once for all that arrived together, since a call
 * is a few microseconds and asking is not free. */
void boxstate_note_cpu(void);

/* The clock of one call: from enter to leave the file may run so long. */
void boxstate_enter(struct boxstate *s, uint32_t limit_ms);
void boxstate_leave(struct boxstate *s);

/* The state that is in a call now, and whether it has been over its limit for so long. Fit for a signal handler. */
struct boxstate *boxstate_current(void);
int boxstate_late(const struct boxstate *s, int64_t by_ns);

/* Makes the hook run at the next instruction. Fit for a signal handler. */
void boxstate_interrupt(struct boxstate *s);

/* Raises again in L what ended the state, when it has been ended; the message is on top of the stack. */
void boxstate_reraise(lua_State *L);

/* The line of the file's own code that is running, innermost first; 0 when none is. */
int boxstate_line(lua_State *L);

void boxstate_print(struct boxstate *s, const char *bytes, size_t length);

#endif
