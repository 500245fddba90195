/* boxmain.c: the box as a program of its own. It links what a box needs and nothing else: loading libcrypto alone takes
 * longer than all the rest of a box's start. */
#include <signal.h>

#include "boxchild.h"

int main(void)
{
  signal(SIGPIPE, SIG_IGN);
  return box_child_main();
}
