/* outbound.h: what may leave the machine in a request: addresses and header fields, checked before anything is sent.
 *
 * libcurl passes a line break inside a header value through to the wire, reads file: addresses and accepts a name and
 * password inside an address; none of that is wanted of a program that holds keys. */
#ifndef VIVA_OUTBOUND_H
#define VIVA_OUTBOUND_H

#include <stdbool.h>
#include <stddef.h>

struct outbound_text {
  const char *bytes;
  size_t length;
};

struct outbound_header {
  struct outbound_text name;
  struct outbound_text value;
};

struct outbound_origin {
  char text[320]; /* scheme://host:port, lower case, the port always there */
  bool secure;    /* https */
  bool loopback;  /* this machine itself, by name or by number */
};

/* Reads the origin of an http or https address. Returns NULL, or why the address must not be used. */
const char *outbound_origin(struct outbound_text url, struct outbound_origin *origin);

/* Returns NULL, or why the header must not be sent; the reason never quotes the value, which may be a key. */
const char *outbound_header(const struct outbound_header *header);

#endif
