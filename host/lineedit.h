/* lineedit.h: a line typed at a terminal, edited (libedit) while everything else in the event loop goes on.
 *
 * A line is started with a prompt; then events are asked for one at a time: the line is whole, the tab key was pressed, the
 * terminal has ended. Between a tab and the next event the line may be changed. Typing that arrives while nobody asks is
 * kept. The terminal is in its usual state whenever no line is being edited. */
#ifndef VIVA_LINEEDIT_H
#define VIVA_LINEEDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop.h"

struct lineedit;

enum lineedit_what { LINEEDIT_LINE, LINEEDIT_TAB, LINEEDIT_END, LINEEDIT_CANCELLED };

struct lineedit_event {
  struct loop_done done;
  enum lineedit_what what;
  size_t cursor; /* bytes of the text before the cursor */
  size_t length;
  char text[];
};

extern struct loop_kind lineedit_kind;

/* Opens the terminal at standard input and output. Returns 0 or a negative errno; -ENOTTY where there is none. One at a time.
 */
int lineedit_open(struct lineedit **opened);

/* Shows the prompt and an empty line. Returns 0 or a negative errno. */
int lineedit_start(struct lineedit *self, const char *prompt);

/* The next event of the line that is being edited; 0 when none is, or when an event is waited for already. */
uint64_t lineedit_event(struct lineedit *self);

/* Changes the line at the cursor: takes away characters before it, puts text there. */
void lineedit_insert(struct lineedit *self, unsigned erased, const char *text);

/* Writes text above the line that is being edited, or just writes it. */
void lineedit_say(struct lineedit *self, const char *text, size_t length);

/* Shows another prompt before the same line. Returns 0 or a negative errno. */
int lineedit_prompt(struct lineedit *self, const char *prompt);

/* Gives the line up, and what was typed ahead; whoever waits for an event gets LINEEDIT_CANCELLED. */
void lineedit_cancel(struct lineedit *self);

/* Adds a line to those that the arrow keys bring back. */
void lineedit_remember(struct lineedit *self, const char *line);

/* Gives the terminal back. NULL is fine. */
void lineedit_close(struct lineedit *self);

#endif
