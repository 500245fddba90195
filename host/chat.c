#include "chat.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"

/* A text up to this length gets room for the worst case, every byte an escape; a longer one is measured first. */
enum { USUAL_LENGTH = 1 << 14, WORST = 6 };

static bool reserve(struct chat_body *body, size_t more)
{
  size_t needed = body->length + more;
  if (needed <= body->room) return true;
  size_t room = body->room * 2 > needed ? body->room * 2 : needed;
  char *bytes = realloc(body->bytes, room);
  if (!bytes) return false;
  body->bytes = bytes;
  body->room = room;
  return true;
}

static bool put(struct chat_body *body, const char *bytes, size_t length)
{
  if (!reserve(body, length)) return false;
  memcpy(body->bytes + body->length, bytes, length);
  body->length += length;
  return true;
}

static bool put_words(struct chat_body *body, const char *words)
{
  return put(body, words, strlen(words));
}

static bool quote(struct chat_body *body, struct chat_text text)
{
  bool usual = text.length <= USUAL_LENGTH;
  size_t most = usual ? WORST * text.length + 2 : json_quote(text.bytes, text.length, NULL);
  if (!reserve(body, most)) return false;
  body->length += json_quote(text.bytes, text.length, body->bytes + body->length);
  return true;
}

bool chat_body_start(struct chat_body *body, struct chat_text head)
{
  body->length = 0;
  body->listed = false;
  return put(body, head.bytes, head.length);
}

bool chat_body_message(struct chat_body *body, const struct chat_message *message)
{
  const char *before = body->listed ? ",{\"role\":" : "{\"role\":";
  body->listed = true;
  return put_words(body, before) && quote(body, message->role) && put_words(body, ",\"content\":") &&
         quote(body, message->content) && put_words(body, "}");
}

bool chat_body_end(struct chat_body *body, struct chat_text tail)
{
  return put(body, tail.bytes, tail.length);
}

void chat_body_free(struct chat_body *body)
{
  free(body->bytes);
  *body = (struct chat_body){0};
}

int chat_identify(struct digest *digest, const struct chat_message *message)
{
  if (digest_add_prefixed(digest, message->role.bytes, message->role.length) != 0) return -1;
  return digest_add_prefixed(digest, message->content.bytes, message->content.length);
}
