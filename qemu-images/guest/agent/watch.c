// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include "watch.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "event.h"

#define PAGE_BYTES 4096UL
#define PAGES_MAX 16384UL /* 64 MiB: what no scenario's mapping exceeds but for the room between mappings */
#define PRESENT (1ULL << 63)
#define FRAME ((1ULL << 55) - 1)

enum { SAME, GONE, MOVED, CHANGED };

/* The frames behind a mapping, from pagemap (Documentation/admin-guide/mm/pagemap.rst); 0 where none is present. */
static uint64_t *frames_of(const struct watched *m, size_t pages)
{
	uint64_t *frame = calloc(pages, sizeof(*frame));
	size_t bytes = pages * sizeof(*frame);
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	ssize_t n = -1;

	if (frame && fd >= 0)
		n = pread(fd, frame, bytes, (uintptr_t)m->address / PAGE_BYTES * sizeof(*frame));
	if (fd >= 0)
		close(fd);
	if (n != (ssize_t)bytes) {
		free(frame);
		return NULL;
	}
	for (size_t i = 0; i < pages; i++)
		frame[i] = frame[i] & PRESENT ? frame[i] & FRAME : 0;
	return frame;
}

static unsigned char first_byte(const struct watched *m, size_t page)
{
	return *(volatile unsigned char *)(m->address + page * PAGE_BYTES);
}

void watch_note(struct watch *w, const struct watched *m)
{
	watch_forget(w);
	if (m->length / PAGE_BYTES > PAGES_MAX)
		return;
	w->pages = m->length / PAGE_BYTES;
	w->frame = frames_of(m, w->pages);
	w->byte = calloc(w->pages + 1, 1);
	if (!w->frame || !w->byte) {
		watch_forget(w);
		return;
	}
	for (size_t i = 0; i < w->pages; i++)
		if (w->frame[i])
			w->byte[i] = first_byte(m, i);
}

static void tell(const char *type, const struct watched *m, size_t page, size_t count, uint64_t frame, int how)
{
	static const char *const words[] = { "same", "gone", "moved", "changed" };
	struct event e;

	event_begin(&e, type);
	event_str(&e, "process", m->process);
	event_str(&e, "map", m->map);
	event_str(&e, "path", m->path);
	event_num(&e, "at", page * PAGE_BYTES);
	event_num(&e, "pages", count);
	event_hex(&e, "pfn", frame);
	event_str(&e, "how", words[how]);
	event_send(&e);
}

static int difference(const struct watch *w, const struct watched *m, const uint64_t *now, size_t i)
{
	if (!w->frame[i])
		return SAME;
	if (!now[i])
		return GONE;
	if (now[i] != w->frame[i])
		return MOVED;
	return first_byte(m, i) == w->byte[i] ? SAME : CHANGED;
}

void watch_compare(const struct watch *w, const struct watched *m, uint64_t failed)
{
	uint64_t *now;

	if (!w->frame || w->pages != m->length / PAGE_BYTES)
		return;
	now = frames_of(m, w->pages);
	for (size_t i = 0; now && i < w->pages;) {
		int how = difference(w, m, now, i);
		size_t run = 1;

		while (how && i + run < w->pages && w->frame[i + run] == w->frame[i] + run &&
		       difference(w, m, now, i + run) == how)
			run++;
		if (how)
			tell("lost", m, i, run, w->frame[i], how);
		else if (failed && w->frame[i] == failed)
			tell("kept", m, i, 1, failed, how);
		i += run;
	}
	free(now);
}

void watch_forget(struct watch *w)
{
	free(w->frame);
	free(w->byte);
	w->frame = NULL;
	w->byte = NULL;
	w->pages = 0;
}
