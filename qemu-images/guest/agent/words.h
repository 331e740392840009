/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Command lines: words separated by single spaces, each percent-encoded. A word "key=value" is an option.
 */
#ifndef KHARNESS_WORDS_H
#define KHARNESS_WORDS_H

#define WORDS_MAX 24

struct words {
	int count;
	char *word[WORDS_MAX];
};

/* Splits and decodes in place. Returns -1 where there are more than WORDS_MAX words. */
int words_split(struct words *w, char *line);

/* The value of option key; fallback where it is missing. */
const char *words_option(const struct words *w, const char *key, const char *fallback);

/* The same as a number, decimal or 0x hex. */
unsigned long long words_number(const struct words *w, const char *key, unsigned long long fallback);

#endif
