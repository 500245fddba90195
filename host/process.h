/* process.h: child processes: started, read line by line, waited for, ended.
 *
 * A child's standard input is a pipe that stays open until the child is let go, its standard error is ours. */
#ifndef VIVA_PROCESS_H
#define VIVA_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop.h"

struct process;

/* argv and env end with NULL; env NULL means ours. The child gets none of our other descriptors. Returns 0 and the child, or a
 * libuv error. */
int process_start(struct process **process, char **argv, char **env);

/* What ends a wait for a line: the line without its end, or nothing when the output has ended. */
struct process_line {
  struct loop_done done;
  bool ended;
  size_t length;
  char text[];
};

/* What ends a wait for the end. */
struct process_end {
  struct loop_done done;
  int64_t status;
  int signal; /* 0 when it exited by itself */
};

extern struct loop_kind process_line_kind;
extern struct loop_kind process_end_kind;

/* Each returns an id that the loop ends, 0 when there is no memory. Lines that nobody waits for are kept. */
uint64_t process_read_line(struct process *process);
uint64_t process_wait(struct process *process);

/* Sends a signal; does nothing when the child has ended. */
void process_kill(struct process *process, int signal);

/* Kills the child if it runs still, waits for its end and lets go of it; whoever waits is told. NULL is fine. */
void process_release(struct process *process);

#endif
