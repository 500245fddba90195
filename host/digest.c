#include "digest.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>

struct digest {
  EVP_MD *sha256; /* fetched once, for the first digest: the search by name costs more than many of short strings */
  EVP_MD_CTX *context;
};

struct digest *digest_new(void)
{
  struct digest *digest = calloc(1, sizeof *digest);
  if (!digest) return NULL;
  digest->context = EVP_MD_CTX_new();
  if (digest->context) return digest;
  digest_free(digest);
  return NULL;
}

void digest_free(struct digest *digest)
{
  if (!digest) return;
  EVP_MD_CTX_free(digest->context);
  EVP_MD_free(digest->sha256);
  free(digest);
}

int digest_start(struct digest *digest)
{
  if (!digest->sha256) digest->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
  if (!digest->sha256) return -1;
  return EVP_DigestInit_ex2(digest->context, digest->sha256, NULL) == 1 ? 0 : -1;
}

int digest_add(struct digest *digest, const void *bytes, size_t size)
{
  return EVP_DigestUpdate(digest->context, bytes, size) == 1 ? 0 : -1;
}

int digest_finish(struct digest *digest, uint8_t out[DIGEST_BYTES])
{
  return EVP_DigestFinal_ex(digest->context, out, NULL) == 1 ? 0 : -1;
}

int digest_add_prefixed(struct digest *digest, const void *bytes, size_t size)
{
  uint8_t prefix[8];
  for (int i = 0; i < 8; i++) prefix[i] = (uint8_t)((uint64_t)size >> (56 - 8 * i));
  if (digest_add(digest, prefix, sizeof prefix) != 0) return -1;
  return digest_add(digest, bytes, size);
}

void digest_hex(const uint8_t *bytes, size_t size, char *out)
{
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < size; i++) {
    out[2 * i] = digits[bytes[i] >> 4];
    out[2 * i + 1] = digits[bytes[i] & 15];
  }
}

static int hex_value(char c)
{
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

int digest_unhex(const char *text, size_t length, uint8_t *out)
{
  if (length % 2 != 0) return -1;
  for (size_t i = 0; i < length; i += 2) {
    int high = hex_value(text[i]);
    int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return -1;
    out[i / 2] = (uint8_t)(high << 4 | low);
  }
  return 0;
}

int digest_random(uint8_t *out, size_t size)
{
  if (size > INT_MAX) return -1;
  return RAND_bytes(out, (int)size) == 1 ? 0 : -1;
}
