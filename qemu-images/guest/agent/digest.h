/* SPDX-License-Identifier: GPL-2.0-only */
/* HMAC-SHA256 (RFC 2104, FIPS 180-4), written so that a signal handler may call it: no allocation, no state. */
#ifndef KHARNESS_DIGEST_H
#define KHARNESS_DIGEST_H

#include <stddef.h>

#define DIGEST_BYTES 32
#define DIGEST_KEY_MAX 64

/* key_length is at most DIGEST_KEY_MAX. */
void digest_hmac(const char *key, size_t key_length, const char *text, size_t length, unsigned char out[DIGEST_BYTES]);

#endif
