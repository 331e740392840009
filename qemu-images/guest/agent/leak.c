// SPDX-License-Identifier: GPL-2.0-only
/* Leaked memory, by kmemleak (Documentation/dev-tools/kmemleak.rst). */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "leak.h"
#include "textfile.h"

#define CONTROL "/sys/kernel/debug/kmemleak"
#define AGE_SECONDS 6 /* kmemleak tells of no object younger than five (MSECS_MIN_AGE in mm/kmemleak.c) */
#define OBJECTS_MAX 20

static int wanted(void)
{
	return getenv("KHARNESS_KMEMLEAK") && !access(CONTROL, W_OK);
}

void leak_baseline(void)
{
	if (wanted() && !textfile_put(CONTROL, "scan=off") && !textfile_put(CONTROL, "scan"))
		textfile_put(CONTROL, "clear");
}

/*
 * A record of its own for each line, as the kernel's own reports have them. Not by dprintf(): it asks for the file's position first,
 * which /dev/kmsg refuses with EBADF to one that only writes (devkmsg_llseek in kernel/printk/printk.c), and then writes nothing.
 */
static void tell(const char *text)
{
	char record[512];
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	int length = snprintf(record, sizeof(record), "<3>%.400s\n", text);

	if (fd < 0)
		return;
	if (write(fd, record, length) != length)
		perror("/dev/kmsg");
	close(fd);
}

void leak_check(void)
{
	struct timespec age = { .tv_sec = AGE_SECONDS };
	char line[512];
	int objects = 0;
	FILE *f;

	if (!wanted())
		return;
	nanosleep(&age, NULL);
	textfile_put(CONTROL, "scan");
	textfile_put(CONTROL, "scan");
	f = fopen(CONTROL, "re");
	if (!f)
		return;
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = 0;
		if (!strncmp(line, "unreferenced object", 19)) {
			if (objects++ == OBJECTS_MAX)
				break;
			tell("BUG: memory leak");
		}
		if (objects)
			tell(line);
	}
	fclose(f);
}
