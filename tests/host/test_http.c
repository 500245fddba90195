/* The HTTP engine against a server that does what bad networks and bad servers do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants these before it */
#include <cmocka.h>
#include <signal.h>

#include "fault_behaviour.h"
#include "http.h"
#include "pool.h"

static struct fault_server server;

static struct outbound_text text(const char *bytes)
{
  return (struct outbound_text){bytes, strlen(bytes)};
}

static struct http_request post(const char *url)
{
  struct http_request request = {.url = text(url), .body = text("{\"q\":1}"), .post = true, .total_ms = 10000};
  request.headers[request.header_count++] = (struct outbound_header){text("Authorization"), text("Bearer SECRET")};
  return request;
}

/* Sends and waits. Whatever went wrong, its text names no key. */
static struct http_result *ask(struct http_request request)
{
  uint64_t id = http_start(&request);
  struct http_result *result = (struct http_result *)loop_wait(20000);
  assert_non_null(result);
  assert_int_equal(result->done.id, id);
  if (result->text) assert_null(strstr(result->text, "SECRET"));
  return result;
}

static void release(struct http_result *result)
{
  result->done.kind->free(&result->done);
}

static void expect_failure(struct http_request request, const char *code, bool sent, const char *partial)
{
  struct http_result *result = ask(request);
  assert_non_null(result->code);
  assert_string_equal(result->code, code);
  assert_int_equal(result->sent, sent);
  assert_int_equal(result->length, strlen(partial));
  if (*partial) assert_memory_equal(result->body, partial, result->length);
  release(result);
}

/* Whether the answer had this header, written as its line. */
static bool has_line(const struct http_result *result, const char *line)
{
  size_t length = strlen(line);
  const char *at = result->head_length ? memmem(result->head, result->head_length, line, length) : NULL;
  return at && at[length] == '\n' && (at == result->head || at[-1] == '\n');
}

/* ---- the cases ---- */

static void with(void (*serve)(struct fault_server *, int), const char *code, const char *partial)
{
  fault_server_start(&server, serve);
  struct http_request request = post(server.url);
  request.first_byte_ms = 300;
  request.total_ms = 1000;
  request.max_bytes = 100000;
  expect_failure(request, code, true, partial);
  assert_int_equal(server.requests, 1);
  fault_server_stop(&server);
}

static void an_answer_comes_whole_and_connections_are_used_again(void **state)
{
  (void)state;
  fault_server_start(&server, answer_well);
  for (int i = 0; i < 5; i++) {
    struct http_result *result = ask(post(server.url));
    assert_null(result->code);
    assert_int_equal(result->status, 200);
    assert_true(result->sent);
    assert_int_equal(result->length, 5);
    assert_memory_equal(result->body, "hello", 5);
    assert_true(has_line(result, "content-type: text/plain"));
    release(result);
  }
  assert_int_equal(server.connections, 1);
  assert_non_null(strstr(server.seen, "POST /v1?key=SECRET HTTP/1.1\r\n"));
  assert_non_null(strstr(server.seen, "{\"q\":1}"));
  assert_null(strcasestr(server.seen, "expect"));
  assert_null(strcasestr(server.seen, "accept-encoding"));
  struct http_request get = {.url = text(server.url)};
  release(ask(get));
  assert_non_null(strstr(server.seen, "GET /v1"));
  fault_server_stop(&server);
}

static void broken_answers_are_told_apart_and_their_bytes_kept(void **state)
{
  (void)state;
  with(reset_in_body, "reset", "hello");
  with(cut_body, "cut", "hello");
  with(cut_chunks, "cut", "hello");
  with(hang_up, "reset", "");
  with(talk_nonsense, "reset", "");
  with(bomb_header, "reset", "");
  with(redirect, "redirect", "");
}

static void a_body_that_ends_with_the_connection_is_an_answer(void **state)
{
  (void)state;
  fault_server_start(&server, close_to_end);
  struct http_result *result = ask(post(server.url));
  assert_null(result->code);
  assert_int_equal(result->length, 3);
  release(result);
  fault_server_stop(&server);
}

static void silence_ends_at_the_first_byte_limit_and_a_drip_at_the_total(void **state)
{
  (void)state;
  with(say_nothing, "timeout", "");
  fault_server_start(&server, drip);
  struct http_request request = post(server.url);
  request.first_byte_ms = 300;
  request.total_ms = 1000;
  struct http_result *result = ask(request);
  assert_string_equal(result->code, "timeout");
  assert_int_equal(result->status, 200);
  assert_in_range(result->length, 5, 12);
  assert_true(result->seconds >= 0.95 && result->seconds < 3);
  release(result);
  fault_server_stop(&server);
}

static void an_endless_body_ends_at_the_cap(void **state)
{
  (void)state;
  fault_server_start(&server, never_end);
  struct http_request request = post(server.url);
  request.max_bytes = 100000;
  struct http_result *result = ask(request);
  assert_string_equal(result->code, "too_large");
  assert_in_range(result->length, 90000, 100000);
  release(result);
  fault_server_stop(&server);
}

static void compression_nobody_asked_for_stays_as_it_came(void **state)
{
  (void)state;
  fault_server_start(&server, send_gzip);
  struct http_result *result = ask(post(server.url));
  assert_null(result->code);
  assert_memory_equal(result->body, "\x1f\x8b\x08\x01", 4);
  assert_true(has_line(result, "content-encoding: gzip"));
  release(result);
  fault_server_stop(&server);
}

static void a_429_is_an_answer_with_its_header_joined(void **state)
{
  (void)state;
  fault_server_start(&server, slow_down);
  struct http_result *result = ask(post(server.url));
  assert_null(result->code);
  assert_int_equal(result->status, 429);
  assert_true(has_line(result, "retry-after: 7"));
  assert_true(has_line(result, "x-ratelimit-reset-tokens: 1m") && has_line(result, "x-ratelimit-reset-tokens: 2m"));
  assert_null(memmem(result->head, result->head_length, "set-cookie", 10));
  release(result);
  fault_server_stop(&server);
}

static void a_refusal_during_the_upload_is_an_answer(void **state)
{
  (void)state;
  fault_server_start(&server, refuse_early);
  char *body = malloc(1 << 21);
  memset(body, 'x', 1 << 21);
  struct http_request request = post(server.url);
  request.body = (struct outbound_text){body, 1 << 21};
  struct http_result *result = ask(request);
  assert_int_equal(result->status, 413);
  release(result);
  free(body);
  fault_server_stop(&server);
}

static void a_redirect_names_the_host_alone(void **state)
{
  (void)state;
  fault_server_start(&server, redirect);
  struct http_result *result = ask(post(server.url));
  assert_string_equal(result->code, "redirect");
  assert_int_equal(result->status, 307);
  assert_non_null(strstr(result->text, "https://thief.example:443"));
  release(result);
  fault_server_stop(&server);
}

static void a_request_is_never_sent_twice(void **state)
{
  (void)state;
  fault_server_start(&server, die_when_reused);
  release(ask(post(server.url)));
  struct http_result *result = ask(post(server.url));
  assert_string_equal(result->code, "resent");
  assert_true(result->sent);
  assert_int_equal(server.requests, 2);
  release(result);
  fault_server_stop(&server);
}

static void a_second_answer_on_a_connection_is_thrown_away(void **state)
{
  (void)state;
  fault_server_start(&server, answer_twice);
  for (int i = 0; i < 3; i++) {
    struct http_result *result = ask(post(server.url));
    assert_null(result->code);
    assert_int_equal(result->length, 3);
    assert_memory_equal(result->body, "one", 3);
    release(result);
  }
  assert_int_equal(server.requests, 3);
  fault_server_stop(&server);
}

static void what_was_never_sent_is_known(void **state)
{
  (void)state;
  fault_server_start(&server, answer_well);
  fault_server_stop(&server); /* nobody listens at this port any more */
  expect_failure(post(server.url), "unreachable", false, "");
  expect_failure(post("https://nowhere.invalid/"), "unreachable", false, "");
}

static void plaintext_on_a_tls_port_is_a_tls_failure(void **state)
{
  (void)state;
  fault_server_start(&server, answer_well);
  char url[64];
  snprintf(url, sizeof url, "https://127.0.0.1:%d/", server.port);
  struct http_request request = post(url);
  request.connect_ms = 500; /* the server waits for the end of a header that never comes */
  struct http_result *result = ask(request);
  assert_non_null(result->code);
  assert_false(result->sent);
  release(result);
  fault_server_stop(&server);
}

static void unsafe_requests_do_not_leave(void **state)
{
  (void)state;
  fault_server_start(&server, answer_well);
  static const char *const urls[] = {
      "file:///etc/passwd",        "http://example.org/",          "http://127.0.0.1.example.org/",
      "https://u:SECRET@host/",    "http://127.0.0.1/a b",         "http://127.0.0.1/\r\nx: y",
      "gopher://127.0.0.1/SECRET", "https://h\xc3\xb6st.example/", ""};
  for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) expect_failure(post(urls[i]), "unsafe", false, "");
  static const char *const values[] = {"SECRET\r\nx-evil: 1", "SECRET\n", "\x01", "SECRET\x7f", "\xc3\xa9"};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    struct http_request request = post(server.url);
    request.headers[0].value = text(values[i]);
    expect_failure(request, "unsafe", false, "");
  }
  static const char *const names[] = {"", "a b", "a:b", "a\r\nb", "Content-Length", "host", "transfer-encoding"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    struct http_request request = post(server.url);
    request.headers[0].name = text(names[i]);
    expect_failure(request, "unsafe", false, "");
  }
  struct http_request request = post(server.url);
  request.headers[0].value = (struct outbound_text){"a\0b", 3};
  expect_failure(request, "unsafe", false, "");
  assert_int_equal(server.connections, 0);
  fault_server_stop(&server);
}

static void the_environment_names_no_proxy(void **state)
{
  (void)state;
  struct fault_server spy;
  fault_server_start(&spy, answer_well);
  char proxy[64];
  snprintf(proxy, sizeof proxy, "http://127.0.0.1:%d", spy.port);
  setenv("http_proxy", proxy, 1);
  setenv("ALL_PROXY", proxy, 1);
  fault_server_start(&server, answer_well);
  release(ask(post(server.url)));
  struct http_request far = post("http://nowhere.invalid/");
  far.insecure = true;
  expect_failure(far, "unreachable", false, "");
  assert_int_equal(server.requests, 1);
  assert_int_equal(spy.connections, 0);
  unsetenv("http_proxy");
  unsetenv("ALL_PROXY");
  fault_server_stop(&server);
  fault_server_stop(&spy);
}

static void a_cancelled_request_ends_at_once(void **state)
{
  (void)state;
  fault_server_start(&server, say_nothing);
  struct http_request request = post(server.url);
  uint64_t id = http_start(&request), other = http_start(&request);
  assert_null(loop_wait(100));
  assert_true(http_cancel(id));
  struct http_result *result = (struct http_result *)loop_wait(1000);
  assert_int_equal(result->done.id, id);
  assert_string_equal(result->code, "cancelled");
  assert_true(result->sent);
  release(result);
  assert_false(http_cancel(id));
  assert_true(http_cancel(other));
  release((struct http_result *)loop_wait(1000));
  fault_server_stop(&server);
}

static void three_hundred_at_once_share_pools(void **state)
{
  (void)state;
  enum { AT_ONCE = 300, ROUNDS = 3 };
  fault_server_start(&server, answer_well);
  struct http_request request = post(server.url);
  int started = 0, finished = 0;
  while (started < AT_ONCE) started += http_start(&request) != 0;
  while (finished < AT_ONCE * ROUNDS) {
    struct http_result *result = (struct http_result *)loop_wait(10000);
    assert_non_null(result);
    assert_null(result->code);
    release(result);
    finished++;
    if (started < AT_ONCE * ROUNDS) started += http_start(&request) != 0;
  }
  assert_int_equal(server.requests, AT_ONCE * ROUNDS);
  assert_in_range(server.connections, 1, AT_ONCE + 10);
  fault_server_stop(&server);
}

/* How many of so many requests at once end with the code (NULL: with an answer); the first may be cancelled. */
static int count_ends(struct http_request request, int at_once, bool cancel_first, const char *code)
{
  int counted = 0;
  uint64_t first = http_start(&request);
  for (int i = 1; i < at_once; i++) http_start(&request);
  if (cancel_first) assert_true(http_cancel(first));
  for (int i = 0; i < at_once; i++) {
    struct http_result *result = (struct http_result *)loop_wait(20000);
    assert_non_null(result);
    counted += code ? result->code && strcmp(result->code, code) == 0 && !result->sent : !result->code;
    release(result);
  }
  return counted;
}

static void the_first_request_to_another_machine_goes_ahead_of_the_rest(void **state)
{
  (void)state;
  struct http_request nowhere = post("https://nowhere.invalid/");
  assert_int_equal(count_ends(nowhere, 200, false, "unreachable"), 200);
  assert_int_equal(count_ends(nowhere, 200, true, "unreachable"), 199);
  fault_server_start(&server, answer_well);
  assert_true(http_configure(server.url, NULL)); /* a proxy makes every machine answer */
  struct http_request far = post("http://nowhere.invalid/");
  far.insecure = true;
  assert_int_equal(count_ends(far, 100, false, NULL), 100);
  assert_true(http_configure("", NULL));
  fault_server_stop(&server);
}

static int leaves_nothing(void **state)
{
  (void)state;
  assert_int_equal(loop_pending(), 0);
  http_close();
  return 0;
}

int main(void)
{
  signal(SIGPIPE, SIG_IGN);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(an_answer_comes_whole_and_connections_are_used_again, leaves_nothing),
      cmocka_unit_test_teardown(broken_answers_are_told_apart_and_their_bytes_kept, leaves_nothing),
      cmocka_unit_test_teardown(a_body_that_ends_with_the_connection_is_an_answer, leaves_nothing),
      cmocka_unit_test_teardown(silence_ends_at_the_first_byte_limit_and_a_drip_at_the_total, leaves_nothing),
      cmocka_unit_test_teardown(an_endless_body_ends_at_the_cap, leaves_nothing),
      cmocka_unit_test_teardown(compression_nobody_asked_for_stays_as_it_came, leaves_nothing),
      cmocka_unit_test_teardown(a_429_is_an_answer_with_its_header_joined, leaves_nothing),
      cmocka_unit_test_teardown(a_refusal_during_the_upload_is_an_answer, leaves_nothing),
      cmocka_unit_test_teardown(a_redirect_names_the_host_alone, leaves_nothing),
      cmocka_unit_test_teardown(a_request_is_never_sent_twice, leaves_nothing),
      cmocka_unit_test_teardown(a_second_answer_on_a_connection_is_thrown_away, leaves_nothing),
      cmocka_unit_test_teardown(what_was_never_sent_is_known, leaves_nothing),
      cmocka_unit_test_teardown(plaintext_on_a_tls_port_is_a_tls_failure, leaves_nothing),
      cmocka_unit_test_teardown(unsafe_requests_do_not_leave, leaves_nothing),
      cmocka_unit_test_teardown(the_environment_names_no_proxy, leaves_nothing),
      cmocka_unit_test_teardown(a_cancelled_request_ends_at_once, leaves_nothing),
      cmocka_unit_test_teardown(three_hundred_at_once_share_pools, leaves_nothing),
      cmocka_unit_test_teardown(the_first_request_to_another_machine_goes_ahead_of_the_rest, leaves_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
