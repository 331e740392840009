// SPDX-License-Identifier: GPL-2.0-only
#include "words.h"

#include <stdlib.h>
#include <string.h>

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static void decode(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (*s == '%' && hex(s[1]) >= 0 && hex(s[2]) >= 0) {
			*to++ = hex(s[1]) << 4 | hex(s[2]);
			s += 2;
		} else {
			*to++ = *s;
		}
	}
	*to = 0;
}

int words_split(struct words *w, char *line)
{
	char *save, *token;

	w->count = 0;
	for (token = strtok_r(line, " ", &save); token; token = strtok_r(NULL, " ", &save)) {
		if (w->count == WORDS_MAX)
			return -1;
		decode(token);
		w->word[w->count++] = token;
	}
	return 0;
}

const char *words_option(const struct words *w, const char *key, const char *fallback)
{
	size_t len = strlen(key);

	for (int i = 0; i < w->count; i++)
		if (!strncmp(w->word[i], key, len) && w->word[i][len] == '=')
			return w->word[i] + len + 1;
	return fallback;
}

unsigned long long words_number(const struct words *w, const char *key, unsigned long long fallback)
{
	const char *value = words_option(w, key, NULL);

	return value ? strtoull(value, NULL, 0) : fallback;
}
