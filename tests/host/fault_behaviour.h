/* fault_behaviour.h: what bad servers and bad networks do to one connection of a fault_server. */
#ifndef VIVA_FAULT_BEHAVIOUR_H
#define VIVA_FAULT_BEHAVIOUR_H

#include "fault_server.h"

static inline void answer_well(struct fault_server *s, int fd)
{
  while (read_request(s, fd)) say(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
}

static inline void reset_in_body(struct fault_server *s, int fd)
{
  if (!read_request(s, fd)) return;
  say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
  usleep(50000);
  reset(fd);
}

static inline void cut_body(struct fault_server *s, int fd)
{
  if (read_request(s, fd)) say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
}

static inline void cut_chunks(struct fault_server *s, int fd)
{
  if (read_request(s, fd)) say(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
}

static inline void close_to_end(struct fault_server *s, int fd)
{
  if (read_request(s, fd)) say(fd, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhel");
}

static inline void say_nothing(struct fault_server *s, int fd)
{
  char ignored;
  if (read_request(s, fd)) (void)recv(fd, &ignored, 1, 0);
}

static inline void hang_up(struct fault_server *s, int fd)
{
  (void)read_request(s, fd);
}

static inline void drip(struct fault_server *s, int fd)
{
  if (!read_request(s, fd)) return;
  say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
  for (int i = 0; i < 50; i++) {
    if (send(fd, "x", 1, MSG_NOSIGNAL) != 1) return;
    usleep(100000);
  }
}

static inline void never_end(struct fault_server *s, int fd)
{
  char block[4096];
  memset(block, 'x', sizeof block);
  if (!read_request(s, fd)) return;
  say(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  do say(fd, "1000\r\n");
  while (send(fd, block, sizeof block, MSG_NOSIGNAL) == sizeof block && send(fd, "\r\n", 2, MSG_NOSIGNAL) == 2);
}

static inline void send_gzip(struct fault_server *s, int fd)
{
  while (read_request(s, fd))
    say(fd, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x01");
}

static inline void slow_down(struct fault_server *s, int fd)
{
  while (read_request(s, fd))
    say(fd,
        "HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nX-RateLimit-Reset-Tokens: 1m\r\nx-ratelimit-reset-tokens:  2m \r\n"
        "Set-Cookie: a=b\r\nContent-Length: 2\r\n\r\nno");
}

static inline void redirect(struct fault_server *s, int fd)
{
  while (read_request(s, fd))
    say(fd, "HTTP/1.1 307 Go\r\nLocation: https://thief.example/v1?key=SECRET\r\nContent-Length: 0\r\n\r\n");
}

/* The first request on a connection is answered; the second is read, and then the connection dies. */
static inline void die_when_reused(struct fault_server *s, int fd)
{
  if (!read_request(s, fd)) return;
  say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst");
  (void)read_request(s, fd);
}

static inline void answer_twice(struct fault_server *s, int fd)
{
  while (read_request(s, fd))
    say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\noneHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo");
}

static inline void talk_nonsense(struct fault_server *s, int fd)
{
  if (read_request(s, fd)) say(fd, "SSH-2.0-OpenSSH_9.2\r\n");
}

static inline void bomb_header(struct fault_server *s, int fd)
{
  if (!read_request(s, fd)) return;
  say(fd, "HTTP/1.1 200 OK\r\n");
  for (int i = 0; i < 100000; i++)
    if (send(fd, "x-viva-a: bbbbbbbbbbbbbbbb\r\n", 28, MSG_NOSIGNAL) != 28) return;
}

static inline void refuse_early(struct fault_server *s, int fd)
{
  (void)s;
  char some[1024];
  (void)recv(fd, some, sizeof some, 0);
  say(fd, "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
  while (recv(fd, some, sizeof some, 0) > 0) continue;
}

#endif
