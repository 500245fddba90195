/* boxwire.h: what the program and its box say to each other over one socket: a header, then so many bytes.
 *
 * Both ends are the same binary on the same machine, so the structs go over as they are. Orders are answered in the
 * order in which they come, one answer each. */
#ifndef VIVA_BOXWIRE_H
#define VIVA_BOXWIRE_H

#include <stdint.h>

enum box_kind {
  BOX_HELLO, /* body: the folder of the scripts; answered once the box is locked */
  BOX_LOAD,  /* body: ceiling of memory in MB (4 bytes), length of the path (4), path, plain values for load() */
  BOX_CALL,  /* body: plain values for the library's call() */
  BOX_DROP,  /* body: none; forgets a file */
  BOX_PROBE, /* body: a system call's number (4 bytes); the box is expected to die of it */
};

enum box_status {
  BOX_OK,      /* body: plain values */
  BOX_FAILED,  /* body: code, a zero byte, text */
  BOX_STOPPED, /* body: text; the file ran past its limit */
};

struct box_order {
  uint32_t length; /* of the body */
  uint32_t serial;
  uint32_t kind;
  uint32_t file;
  uint32_t limit_ms;
};

struct box_answer {
  uint32_t length; /* of the log and the body */
  uint32_t serial;
  uint32_t status;
  uint32_t log; /* bytes of what the file printed, before the body */
};

enum { BOX_ANSWER_MAX = 20 << 20 };

/* The exit status of a box that has told of a stopped call and ends because it could not leave it otherwise. */
enum { BOX_SPENT = 75 };

#endif
