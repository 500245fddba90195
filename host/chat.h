/* chat.h: chat requests as bytes: what is sent to an endpoint, and what tells one request from another. */
#ifndef VIVA_CHAT_H
#define VIVA_CHAT_H

#include <stdbool.h>
#include <stddef.h>

#include "digest.h"

struct chat_text {
  const char *bytes;
  size_t length;
};

struct chat_message {
  struct chat_text role, content;
};

/* A body under construction; starts as zeroes, serves one after another, and chat_body_free gives its memory back. */
struct chat_body {
  char *bytes;
  size_t length, room;
  bool listed; /* a message stands in it */
};

/* What stands before, between and behind the messages as JSON goes in as it is. False when there is no memory. */
bool chat_body_start(struct chat_body *body, struct chat_text head);
bool chat_body_message(struct chat_body *body, const struct chat_message *message);
bool chat_body_end(struct chat_body *body, struct chat_text tail);

void chat_body_free(struct chat_body *body);

/* Adds a message to the digest that identifies its request. 0, or -1 as in digest.h. */
int chat_identify(struct digest *digest, const struct chat_message *message);

#endif
