/* boxchild.h: the box: what viva_box does, and viva when it is started as `viva --box`. */
#ifndef VIVA_BOXCHILD_H
#define VIVA_BOXCHILD_H

/* Serves descriptor 0 until it ends; returns the exit status. */
int box_child_main(void);

#endif
