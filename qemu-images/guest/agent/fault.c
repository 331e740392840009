// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include "fault.h"
#include "textfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "event.h"

#define DEBUGFS "/sys/kernel/debug/"
#define STACK_DEPTH 32 /* MAX_STACK_TRACE_DEPTH in lib/fault-inject.c */

/* The kinds, by the names that plans use; and what is set beside the common files, so that every one of them counts. */
static const struct {
	const char *name;
	const char *folder;
	const char *also[3][2];
} kinds[] = {
	{ "slab", "failslab", { { "ignore-gfp-wait", "N" } } },
	{ "page-alloc", "fail_page_alloc",
	  { { "ignore-gfp-wait", "N" }, { "ignore-gfp-highmem", "N" }, { "min-order", "0" } } },
	{ "usercopy", "fail_usercopy", { { NULL, NULL } } },
	{ "bio", "fail_make_request", { { NULL, NULL } } },
};

static const char *folder; /* of the kind in debugfs; NULL: nothing fails */
static const char *what;
static unsigned long long nth; /* that fails next */
static unsigned long long counted; /* by the kernel, as far as we know: it does not begin anew */
static unsigned long long interval; /* that it was told last */
static int walks;
static int armed = -1; /* make-it-fail of the task that is marked */
static int by_disarming; /* what failed was the copy that takes the mark away, not one of the call */

static int set(const char *file, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), DEBUGFS "%s/%s", folder, file);
	return textfile_put(path, text);
}

static int set_number(const char *file, unsigned long long number)
{
	char text[32];

	snprintf(text, sizeof(text), "%llu", number);
	return set(file, text);
}

/* Where a function begins and the next one does. */
static int bounds(const char *function, unsigned long long *start, unsigned long long *end)
{
	FILE *symbols = fopen("/proc/kallsyms", "re");
	unsigned long long address;
	char line[512], name[256], type;

	*start = 0;
	*end = ~0ULL;
	while (symbols && fgets(line, sizeof(line), symbols))
		if (sscanf(line, "%llx %c %255s", &address, &type, name) == 3 && !strcmp(name, function) &&
		    strchr("tTwW", type))
			*start = address;
	if (symbols)
		rewind(symbols);
	while (symbols && *start && fgets(line, sizeof(line), symbols))
		if (sscanf(line, "%llx %c", &address, &type) == 2 && address > *start && address < *end)
			*end = address;
	if (symbols)
		fclose(symbols);
	return *start ? 0 : (errno = ENOENT, -1);
}

static int filter(const char *function)
{
	unsigned long long start, end;

	if (!function)
		return 0;
	if (bounds(function, &start, &end))
		return -1;
	return set_number("require-start", start) || set_number("require-end", end) ||
	       set_number("stacktrace-depth", STACK_DEPTH);
}

long fault_set(const struct words *w)
{
	folder = NULL;
	what = NULL;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].name, words_option(w, "what", "")))
			continue;
		folder = kinds[i].folder;
		what = kinds[i].name;
		for (size_t k = 0; k < 3 && kinds[i].also[k][0]; k++)
			if (set(kinds[i].also[k][0], kinds[i].also[k][1]))
				return folder = NULL, -1;
	}
	if (!folder)
		return errno = EINVAL, -1;
	nth = words_number(w, "nth", 1);
	walks = words_number(w, "walk", 0);
	counted = 0;
	if (set("task-filter", "Y") || set_number("space", 0) || set_number("probability", 100) ||
	    filter(words_option(w, "function", NULL)))
		return folder = NULL, -1;
	if (!strcmp(what, "bio"))
		return textfile_put("/sys/block/pmem0/make-it-fail", "1");
	return 0;
}

/*
 * The kernel fails every call whose number is a multiple of the interval, and its count cannot be set back. The least
 * multiple of counted + nth above counted is counted + nth itself. With an interval of 1 it does not count at all.
 */
int fault_ready(void)
{
	if (!folder)
		return 0;
	by_disarming = 0;
	interval = counted + nth;
	return !set_number("interval", interval) && !set_number("times", 1);
}

void fault_arm(void)
{
	armed = open("/proc/thread-self/make-it-fail", O_WRONLY | O_CLOEXEC);
	if (armed >= 0 && write(armed, "1", 1) < 0)
		fault_disarm();
}

/* Also called by a signal's handler, which runs before the call returns and allocates for its own events. */
void fault_disarm(void)
{
	int saved = errno;

	if (armed < 0)
		return;
	by_disarming = write(armed, "0", 1) < 0;
	if (by_disarming)
		by_disarming = write(armed, "0", 1) == 1;
	close(armed);
	armed = -1;
	errno = saved;
}

static int has_failed(void)
{
	char path[128], text[32];
	int fd;
	ssize_t n;

	snprintf(path, sizeof(path), DEBUGFS "%s/times", folder);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = 0;
	return n > 0 && atoi(text) == 0;
}

void fault_tell(void)
{
	struct event e;
	int hit;

	if (!folder)
		return;
	hit = has_failed() && !by_disarming;
	event_begin(&e, "fault");
	event_str(&e, "what", what);
	event_num(&e, "nth", nth);
	event_bool(&e, "hit", hit);
	event_send(&e);
	set_number("times", 0);
	if (!hit)
		folder = NULL; /* how far the kernel has counted is not known any more */
	else if (interval > 1)
		counted = interval;
	if (hit && walks)
		nth++;
}
