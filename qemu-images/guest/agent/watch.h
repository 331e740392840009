/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a failure does to a process's mappings. Before a page is poisoned every actor notes which pages of its mappings are
 * present, in which frame, and what their first byte is; afterwards it tells what is otherwise. So a kernel that takes away
 * more than the failed page, or leaves it where it must be taken, is seen in every scenario.
 */
#ifndef KHARNESS_WATCH_H
#define KHARNESS_WATCH_H

#include <stddef.h>
#include <stdint.h>

struct watch {
	uint64_t *frame; /* of each page; 0: not present */
	unsigned char *byte; /* the first of each present page */
	size_t pages;
};

/* One mapping of an actor. */
struct watched {
	const char *process;
	const char *map;
	const char *path; /* empty: anonymous memory */
	unsigned long long offset; /* in the file */
	char *address;
	size_t length;
};

/* Notes what is present. A mapping that is too long to be noted is not watched. */
void watch_note(struct watch *w, const struct watched *m);

/*
 * Tells what changed since the note: "lost" for a run of pages that are not present any more, or elsewhere, or hold
 * something else; "kept" for a page that is still there although it lies in the failed frame.
 */
void watch_compare(const struct watch *w, const struct watched *m, uint64_t failed);

void watch_forget(struct watch *w);

#endif
