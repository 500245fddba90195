/* The server's engine against bare sockets: what a client sees byte by byte, and what is refused without being seen. */
#include <arpa/inet.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "server.h"

static struct server *server;

static struct server_options options(void)
{
  return (struct server_options){.address = "127.0.0.1", .max_body = 1000, .max_head = 16384, .max_connections = 8000};
}

static int open_server(void **state)
{
  (void)state;
  struct server_options plain = options();
  return server_open(&server, &plain);
}

static int close_server(void **state)
{
  (void)state;
  server_close(server);
  for (int i = 0; i < 5; i++) uv_run(loop_uv(), UV_RUN_NOWAIT);
  return loop_pending() == 0 ? 0 : -1;
}

static int client(void)
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(server_port(server))};
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
  return fd;
}

static void say(int fd, const char *text)
{
  assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

/* What the server sends within some turns of the loop; -1 in *ended is a reset, 0 an end, 1 neither. */
static const char *hear(int fd, int *ended)
{
  static char heard[65536];
  size_t length = 0;
  *ended = 1;
  for (int turn = 0; turn < 400 && *ended == 1; turn++) {
    uv_run(loop_uv(), UV_RUN_NOWAIT);
    ssize_t got = recv(fd, heard + length, sizeof heard - 1 - length, MSG_DONTWAIT);
    if (got > 0) length += (size_t)got;
    if (got == 0) *ended = 0;
    if (got < 0 && errno == ECONNRESET) *ended = -1;
    if (got < 0) usleep(500);
  }
  heard[length] = '\0';
  return heard;
}

static struct server_request *next_request(void)
{
  uint64_t id = loop_id();
  assert_int_equal(server_next(server, id), 0);
  struct loop_done *done = loop_wait(2000);
  assert_non_null(done);
  assert_int_equal(done->id, id);
  return (struct server_request *)done;
}

static void release(struct server_request *request)
{
  request->done.kind->free(&request->done);
}

/* Takes the next request and answers it; returns the delivery's id. */
static uint64_t answer(const struct server_reply *reply)
{
  struct server_request *request = next_request();
  uint64_t id = loop_id();
  assert_int_equal(server_reply(server, request->id, reply, id), 0);
  release(request);
  return id;
}

static bool delivered(uint64_t id)
{
  struct server_delivery *delivery = (struct server_delivery *)loop_wait(2000);
  assert_non_null(delivery);
  assert_int_equal(delivery->done.id, id);
  bool whole = delivery->whole;
  free(delivery);
  return whole;
}

static void gives_a_request_whole(void **state)
{
  (void)state;
  int fd = client();
  say(fd, "POST /a%20b?c=%41 HTTP/1.1\r\nHost: here\r\nX-Thing: One\r\nContent-Length: 5\r\n\r\nhe");
  uv_run(loop_uv(), UV_RUN_NOWAIT);
  say(fd, "llo");
  struct server_request *request = next_request();
  const char expected[] =
      "POST\0/a b\0c=%41\0"
      "127.0.0.1\0";
  assert_memory_equal(request->head, expected, sizeof expected - 1);
  assert_int_equal(request->body_length, 5);
  assert_memory_equal(request->body, "hello", 5);
  struct server_reply reply = {.status = 204};
  assert_int_equal(server_reply(server, request->id, &reply, 0), 0);
  assert_int_equal(server_reply(server, request->id, &reply, 0), -ENOENT);
  release(request);
  int ended;
  assert_non_null(strstr(hear(fd, &ended), "HTTP/1.1 204"));
  assert_int_equal(ended, 1);
  close(fd);
}

static void answers_after_the_delay(void **state)
{
  (void)state;
  int fd = client();
  say(fd, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
  struct server_reply reply = {.status = 200, .body = "later", .body_length = 5, .delay = 0.05};
  assert_true(delivered(answer(&reply)));
  int ended;
  assert_non_null(strstr(hear(fd, &ended), "later"));
  close(fd);
}

static void sends_pieces_as_chunks(void **state)
{
  (void)state;
  int fd = client();
  say(fd, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
  const size_t pieces[] = {2, 5};
  const char *const headers[] = {"x-a", "b", NULL};
  struct server_reply reply = {.status = 200,
                               .headers = headers,
                               .body = "abcde",
                               .body_length = 5,
                               .pieces = pieces,
                               .piece_count = 2,
                               .piece_delay = 0.01};
  assert_true(delivered(answer(&reply)));
  int ended;
  const char *heard = hear(fd, &ended);
  assert_non_null(strcasestr(heard, "x-a: b\r\n"));
  assert_non_null(strstr(heard, "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"));
  close(fd);
}

/* Asks once with a fault; returns how the connection ended. */
static int misbehave(enum server_fault fault, const char *expected)
{
  int fd = client();
  say(fd, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
  struct server_reply reply = {.status = 200, .body = "0123456789", .body_length = 10, .fault = fault};
  assert_false(delivered(answer(&reply)));
  int ended;
  const char *heard = hear(fd, &ended);
  assert_non_null(strstr(heard, "ontent-Length: 10\r\n"));
  assert_string_equal(heard + strlen(heard) - strlen(expected), expected);
  close(fd);
  return ended;
}

static void cuts_and_resets_in_the_middle(void **state)
{
  (void)state;
  assert_int_equal(misbehave(SERVER_CUT, "\r\n01234"), 0);
  assert_int_equal(misbehave(SERVER_RESET, "\r\n01234"), -1);
}

static void drips_byte_by_byte(void **state)
{
  (void)state;
  int fd = client();
  say(fd, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
  struct server_reply reply = {
      .status = 200, .body = "abcd", .body_length = 4, .fault = SERVER_DRIP, .piece_delay = 0.02};
  uint64_t start = uv_hrtime();
  assert_true(delivered(answer(&reply)));
  assert_true(uv_hrtime() - start >= 3 * 20 * 1000000ull);
  close(fd);
}

static void notices_that_a_silenced_client_has_gone(void **state)
{
  (void)state;
  int fd = client();
  say(fd, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
  struct server_reply reply = {.status = 200, .fault = SERVER_SILENCE};
  uint64_t id = answer(&reply);
  int ended;
  assert_string_equal(hear(fd, &ended), "");
  assert_int_equal(ended, 1);
  close(fd);
  assert_false(delivered(id));
  assert_int_equal(server_connections(server), 0);
}

static void refused(const char *text, const char *status)
{
  int fd = client();
  say(fd, text);
  int ended;
  const char *heard = hear(fd, &ended);
  assert_non_null(strstr(heard, status));
  assert_int_equal(ended, 0);
  close(fd);
}

static void refuses_what_is_too_large_or_broken(void **state)
{
  (void)state;
  refused("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1001\r\n\r\n", "HTTP/1.1 413");
  refused("GET /%00 HTTP/1.1\r\nHost: here\r\n\r\n", "HTTP/1.1 400");
  refused("GET /%4 HTTP/1.1\r\nHost: here\r\n\r\n", "HTTP/1.1 400");
  refused("GET / HTTP/1.1\r\nHost here\r\n\r\n", "HTTP/1.1 400");
}

static void refuses_a_head_beyond_its_cap(void **state)
{
  (void)state;
  static char text[40000];
  int length = snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: here\r\nX: %030000d\r\n\r\n", 0);
  assert_in_range(length, 30000, sizeof text - 1);
  refused(text, "HTTP/1.1 431");
}

static void answers_its_own_names_alone(void **state)
{
  (void)state;
  const char *const hosts[] = {"localhost", "127.0.0.1", NULL};
  struct server_options named = options();
  named.hosts = hosts;
  struct server *plain = server;
  assert_int_equal(server_open(&server, &named), 0);
  refused("GET / HTTP/1.1\r\nHost: evil.example:80\r\n\r\n", "HTTP/1.1 421");
  refused("GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", "HTTP/1.1 421");
  int fd = client();
  say(fd, "GET / HTTP/1.1\r\nHost: LocalHost:80\r\n\r\n");
  struct server_reply reply = {.status = 200};
  assert_true(delivered(answer(&reply)));
  close(fd);
  server_close(server);
  server = plain;
}

static void keeps_what_arrives_before_anybody_asks(void **state)
{
  (void)state;
  int fds[20];
  for (int i = 0; i < 20; i++) {
    char text[64];
    snprintf(text, sizeof text, "GET /%d HTTP/1.1\r\nHost: here\r\n\r\n", i);
    say(fds[i] = client(), text);
    for (int turn = 0; turn < 3; turn++) uv_run(loop_uv(), UV_RUN_NOWAIT);
  }
  for (int i = 0; i < 20; i++) {
    struct server_request *request = next_request();
    char path[16];
    snprintf(path, sizeof path, "/%d", i);
    assert_string_equal(request->head + strlen("GET") + 1, path);
    release(request); /* never answered: closing copes */
  }
  for (int i = 0; i < 20; i++) close(fds[i]);
}

static void closing_ends_the_wait(void **state)
{
  (void)state;
  struct server_options plain = options();
  struct server *other;
  assert_int_equal(server_open(&other, &plain), 0);
  uint64_t id = loop_id();
  assert_int_equal(server_next(other, id), 0);
  assert_int_equal(server_next(other, id + 1), -EBUSY);
  server_close(other);
  struct server_request *request = (struct server_request *)loop_wait(1000);
  assert_int_equal(request->done.id, id);
  assert_true(request->closed);
  release(request);
}

static void says_why_it_cannot_listen(void **state)
{
  (void)state;
  struct server *other;
  struct server_options taken = options();
  taken.port = server_port(server);
  assert_int_equal(server_open(&other, &taken), -EADDRINUSE);
  taken.address = "example.org";
  assert_int_equal(server_open(&other, &taken), -EINVAL);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_server, close_server)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(gives_a_request_whole),
      TEST(answers_after_the_delay),
      TEST(sends_pieces_as_chunks),
      TEST(cuts_and_resets_in_the_middle),
      TEST(drips_byte_by_byte),
      TEST(notices_that_a_silenced_client_has_gone),
      TEST(refuses_what_is_too_large_or_broken),
      TEST(refuses_a_head_beyond_its_cap),
      TEST(answers_its_own_names_alone),
      TEST(keeps_what_arrives_before_anybody_asks),
      TEST(closing_ends_the_wait),
      TEST(says_why_it_cannot_listen),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
