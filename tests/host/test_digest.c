/* SHA-256 against the FIPS 180-4 examples, hexadecimal there and back, identities that keep lists apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "digest.h"

static struct digest *digest;

static void hex_of(const void *bytes, size_t size, char text[65])
{
  uint8_t out[DIGEST_BYTES];
  assert_int_equal(digest_start(digest), 0);
  assert_int_equal(digest_add(digest, bytes, size), 0);
  assert_int_equal(digest_finish(digest, out), 0);
  digest_hex(out, sizeof out, text);
  text[64] = '\0';
}

static void fips_vectors(void **state)
{
  static const struct {
    const char *message, *hex;
  } vectors[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
       "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
    char text[65];
    hex_of(vectors[i].message, strlen(vectors[i].message), text);
    assert_string_equal(text, vectors[i].hex);
  }
}

static void million_letters(void **state)
{
  (void)state;
  char *letters = malloc(1000000);
  char text[65];
  assert_non_null(letters);
  memset(letters, 'a', 1000000);
  hex_of(letters, 1000000, text);
  free(letters);
  assert_string_equal(text, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void pieces_equal_whole(void **state)
{
  (void)state;
  uint8_t bytes[300], whole[DIGEST_BYTES], pieces[DIGEST_BYTES];
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)(i * 7);
  assert_int_equal(digest_start(digest), 0);
  digest_add(digest, bytes, sizeof bytes);
  digest_finish(digest, whole);
  for (size_t cut = 0; cut <= sizeof bytes; cut += 13) {
    digest_start(digest);
    digest_add(digest, bytes, cut);
    digest_add(digest, bytes + cut, sizeof bytes - cut);
    digest_finish(digest, pieces);
    assert_memory_equal(pieces, whole, DIGEST_BYTES);
  }
}

static void prefixes_keep_lists_apart(void **state)
{
  (void)state;
  uint8_t first[DIGEST_BYTES], second[DIGEST_BYTES];
  digest_start(digest);
  digest_add_prefixed(digest, "ab", 2);
  digest_add_prefixed(digest, "c", 1);
  digest_finish(digest, first);
  digest_start(digest);
  digest_add_prefixed(digest, "a", 1);
  digest_add_prefixed(digest, "bc", 2);
  digest_finish(digest, second);
  assert_memory_not_equal(first, second, DIGEST_BYTES);
}

static void hexadecimal(void **state)
{
  (void)state;
  uint8_t bytes[256], back[256];
  char text[512];
  for (int i = 0; i < 256; i++) bytes[i] = (uint8_t)i;
  digest_hex(bytes, sizeof bytes, text);
  assert_int_equal(digest_unhex(text, sizeof text, back), 0);
  assert_memory_equal(back, bytes, sizeof bytes);
  assert_int_equal(digest_unhex("AbCd", 4, back), 0);
  assert_memory_equal(back, "\xab\xcd", 2);
  assert_int_equal(digest_unhex("abc", 3, back), -1);
  assert_int_equal(digest_unhex("0g", 2, back), -1);
  assert_int_equal(digest_unhex("0\0", 2, back), -1);
}

static void random_bytes_differ(void **state)
{
  (void)state;
  uint8_t first[32], second[32];
  assert_int_equal(digest_random(first, sizeof first), 0);
  assert_int_equal(digest_random(second, sizeof second), 0);
  assert_memory_not_equal(first, second, sizeof first);
  assert_int_equal(digest_random(first, 0), 0);
}

static int set_up(void **state)
{
  (void)state;
  digest = digest_new();
  return digest ? 0 : -1;
}

static int tear_down(void **state)
{
  (void)state;
  digest_free(digest);
  digest_free(NULL);
  return 0;
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fips_vectors),
      cmocka_unit_test(million_letters),
      cmocka_unit_test(pieces_equal_whole),
      cmocka_unit_test(prefixes_keep_lists_apart),
      cmocka_unit_test(hexadecimal),
      cmocka_unit_test(random_bytes_differ),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
