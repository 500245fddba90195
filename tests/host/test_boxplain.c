/* plain: values come back as they went; strangers' bytes are refused and never crash. */
// clang-format off
#include <lauxlib.h>
#include <lualib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
// clang-format on

#include "boxplain.h"

static lua_State *new_state(void)
{
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  return L;
}

/* Leaves the values of a chunk on the stack. */
static void values(lua_State *L, const char *chunk)
{
  lua_settop(L, 0);
  if (luaL_dostring(L, chunk) != LUA_OK) fail_msg("%s", lua_tostring(L, -1));
}

static struct plain_out written(lua_State *L, const char *chunk)
{
  struct plain_out out = {0};
  values(L, chunk);
  assert_null(plain_write(&out, L, 1, lua_gettop(L)));
  return out;
}

/* What the chunk returns, written and read again, must satisfy the test, a function of those values. */
static void round_trip(lua_State *L, const char *chunk, const char *test)
{
  struct plain_out out = written(L, chunk);
  values(L, test);
  int count = plain_read(L, out.bytes, out.length);
  assert_true(count >= 0);
  lua_call(L, count, 1);
  assert_true(lua_toboolean(L, -1));
  free(out.bytes);
}

static void scalars_come_back(void **state)
{
  lua_State *L = *state;
  round_trip(L, "return nil, true, false, 'x', '', 1.5",
             "return function(...) local a, b, c, d, e, f = ... "
             "return select('#', ...) == 6 and a == nil and b == true and c == false and d == 'x' and e == '' and f == "
             "1.5 end");
  round_trip(L, "return 0, -1, 127, 128, math.maxinteger, math.mininteger",
             "return function(a, b, c, d, e, f) return a == 0 and b == -1 and c == 127 and d == 128 "
             "and e == math.maxinteger and f == math.mininteger and math.type(a) == 'integer' end");
  round_trip(L, "return 5.0, 1/0, -1/0, 0/0, '\\0\\255'",
             "return function(a, b, c, d, e) return math.type(a) == 'float' and b == 1/0 and c == -1/0 and d ~= d "
             "and e == '\\0\\255' end");
}

static void tables_come_back(void **state)
{
  lua_State *L = *state;
  round_trip(L, "return { 1, 2, nil, 4, x = { y = { 'z' } }, [true] = 1, [1.5] = 2, [-1] = 3 }",
             "return function(t) return t[1] == 1 and t[3] == nil and t[4] == 4 and t.x.y[1] == 'z' and t[true] == 1 "
             "and t[1.5] == 2 and t[-1] == 3 end");
  round_trip(L, "local t = {} for i = 1, 20000 do t[i] = i t['k' .. i] = i end return t",
             "return function(t) for i = 1, 20000 do if t[i] ~= i or t['k' .. i] ~= i then return false end end return "
             "true end");
  round_trip(L, "local shared = { 1 } return { shared, shared }",
             "return function(t) return t[1][1] == 1 and t[2][1] == 1 end");
}

static void refused(lua_State *L, const char *chunk, const char *why)
{
  struct plain_out out = {0};
  values(L, chunk);
  const char *problem = plain_write(&out, L, 1, lua_gettop(L));
  assert_non_null(problem);
  assert_non_null(strstr(problem, why));
  free(out.bytes);
}

static void what_is_not_plain_is_refused(void **state)
{
  lua_State *L = *state;
  refused(L, "return print", "function");
  refused(L, "return { x = io.stdout }", "userdata");
  refused(L, "return coroutine.create(print)", "coroutine");
  refused(L, "local t = {} t.t = t return t", "contains itself");
  refused(L, "local a, b = {}, {} a.b = b b.a = a return a", "contains itself");
  refused(L, "local t = {} for _ = 1, 70 do t = { t } end return t", "64");
  refused(L, "local t = {} for i = 1, 1000001 do t[i] = i end return t", "million");
  refused(L, "return ('x'):rep(17 << 20)", "16 MB");
  refused(L, "return { ('x'):rep(9 << 20), ('y'):rep(9 << 20) }", "16 MB");
  refused(L, "return { [{}] = 1 }", "key");
}

static void metamethods_do_not_run(void **state)
{
  round_trip(*state,
             "local boom = function() error 'boom' end "
             "return setmetatable({ 1, x = 2 }, { __index = boom, __len = boom, __pairs = boom, __tostring = boom })",
             "return function(t) return t[1] == 1 and t.x == 2 and getmetatable(t) == nil end");
}

static void strangers_bytes_are_refused(void **state)
{
  lua_State *L = *state;
  static const char *const bad[] = {"",         "\x05",
                                    "\x01\x05", "\x01\x05\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
                                    "\x01\x09", "\x01\x06\xff\xff\x03",
                                    "\x02\x01", "\x01\x01\x01"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    lua_settop(L, 0);
    assert_int_equal(plain_read(L, bad[i], strlen(bad[i])), -1);
    assert_int_equal(lua_gettop(L), 0);
  }
  /* A table with a key of nil, and one whose key is not a number. */
  assert_int_equal(plain_read(L, "\x01\x06\x00\x01\x00\x00\x00\x00\x01", 9), -1);
  assert_int_equal(plain_read(L, "\x01\x06\x00\x01\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\xf8\x7f\x01", 17), -1);
}

/* A little generator: the same damage on every run. */
static uint32_t next_random(uint32_t *seed)
{
  *seed = *seed * 1664525u + 1013904223u;
  return *seed >> 8;
}

static void damaged_bytes_do_not_crash(void **state)
{
  lua_State *L = *state;
  uint32_t seed = 1;
  struct plain_out out = written(L, "return { a = { 1, 2, { x = 'yyyy', z = 1.5 } }, b = 'text', [3] = false }, 'end'");
  char *copy = malloc(out.length);
  for (int i = 0; i < 100000; i++) {
    memcpy(copy, out.bytes, out.length);
    for (uint32_t flips = 1 + next_random(&seed) % 4; flips > 0; flips--)
      copy[next_random(&seed) % out.length] = (char)next_random(&seed);
    lua_settop(L, 0);
    plain_read(L, copy, next_random(&seed) % 3 ? out.length : next_random(&seed) % out.length);
  }
  free(copy);
  free(out.bytes);
}

static void deep_announcements_stay_small(void **state)
{
  lua_State *L = *state;
  struct plain_out out = {0};
  assert_true(plain_reserve(&out, 1 << 20));
  memset(out.bytes, 6, 1 << 20); /* tables all the way down, each announcing more than there is */
  out.bytes[0] = 1;
  lua_settop(L, 0);
  assert_int_equal(plain_read(L, out.bytes, 1 << 20), -1);
  assert_true(lua_gc(L, LUA_GCCOUNT) < 100 * 1024);
  free(out.bytes);
}

static int set_up(void **state)
{
  *state = new_state();
  return 0;
}

static int tear_down(void **state)
{
  lua_close(*state);
  return 0;
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(scalars_come_back, set_up, tear_down),
      cmocka_unit_test_setup_teardown(tables_come_back, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_is_not_plain_is_refused, set_up, tear_down),
      cmocka_unit_test_setup_teardown(metamethods_do_not_run, set_up, tear_down),
      cmocka_unit_test_setup_teardown(strangers_bytes_are_refused, set_up, tear_down),
      cmocka_unit_test_setup_teardown(damaged_bytes_do_not_crash, set_up, tear_down),
      cmocka_unit_test_setup_teardown(deep_announcements_stay_small, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
