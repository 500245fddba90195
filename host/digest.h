/* digest.h: SHA-256 and random bytes of libcrypto.
 *
 * A digest is made once and used again and again; each thread needs its own. Functions that return int give 0, or -1 when
 * libcrypto fails (no memory, no entropy). */
#ifndef VIVA_DIGEST_H
#define VIVA_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define DIGEST_BYTES 32

struct digest;

struct digest *digest_new(void); /* NULL when there is no memory */
void digest_free(struct digest *digest);

int digest_start(struct digest *digest);
int digest_add(struct digest *digest, const void *bytes, size_t size);
int digest_finish(struct digest *digest, uint8_t out[DIGEST_BYTES]);

/* Adds the size as eight bytes, then the bytes: of two lists of strings, the digests differ when the lists do. */
int digest_add_prefixed(struct digest *digest, const void *bytes, size_t size);

/* Lower-case hexadecimal, 2 * size characters and no NUL. */
void digest_hex(const uint8_t *bytes, size_t size, char *out);

/* The inverse, either case. -1 when a character is no hexadecimal digit or the length is odd. */
int digest_unhex(const char *text, size_t length, uint8_t *out);

int digest_random(uint8_t *out, size_t size);

#endif
