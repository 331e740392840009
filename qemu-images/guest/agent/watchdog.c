// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include "textfile.h"
#include "watchdog.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "event.h"

#define MARGIN_MS 4000 /* that printing what hangs may take */
#define PAUSE_MS 250

static volatile long long *deadline; /* in milliseconds of the guest's clock; 0: nothing is under way */

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* Blocked tasks, the CPUs, memory, and at last all tasks, which may be long. */
static void tell(void)
{
	static const char *const keys[] = { "w", "l", "m", "t" };
	struct event e;

	event_begin(&e, "hangs");
	event_send(&e);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		textfile_put("/proc/sysrq-trigger", keys[i]);
}

static void watch(void)
{
	struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };

	prctl(PR_SET_NAME, "watchdog");
	for (;;) {
		nanosleep(&pause, NULL);
		if (*deadline && now_ms() > *deadline) {
			*deadline = 0;
			tell();
		}
	}
}

void watchdog_start(void)
{
	deadline = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (deadline == MAP_FAILED)
		deadline = NULL;
	else if (!fork())
		watch();
}

void watchdog_limit(long long seconds)
{
	char text[24];

	if (!deadline)
		return;
	*deadline = seconds ? now_ms() + seconds * 1000 - MARGIN_MS : 0;
	if (!seconds)
		return;
	/* the kernel looks once in this time, so that a task is found out within twice of it */
	snprintf(text, sizeof(text), "%lld", seconds / 3 > 10 ? seconds / 3 : 10);
	textfile_put("/proc/sys/kernel/hung_task_timeout_secs", text);
}
