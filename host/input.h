/* input.h: learns when the program's standard input ends, as it does when the program that started this one has gone.
 */
#ifndef VIVA_INPUT_H
#define VIVA_INPUT_H

#include "loop.h"

/* Ends id when standard input has ended; what is read from it is thrown away. Returns 0 or a negative errno. */
int input_ended(uint64_t id);

extern struct loop_kind input_kind;

#endif
