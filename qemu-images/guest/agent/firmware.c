// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include "firmware.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/ndctl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SECTOR 512ULL
#define BUSES 8
/* Functions of the NVDIMM root device and what they take (drivers/acpi/nfit/core.c, tools/testing/nvdimm/test/nfit_test.h). */
#define FAMILY_NFIT 0
#define ARS_INJECT_SET 7
#define ARS_INJECT_CLEAR 8

struct inject {
	uint64_t base;
	uint64_t length;
	uint8_t options; /* 0: no notification */
	uint32_t status;
} __attribute__((packed));

struct inject_clear {
	uint64_t base;
	uint64_t length;
	uint32_t status;
} __attribute__((packed));

static int read_word(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = read(fd, text, size - 1);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	text[strcspn(text, "\n")] = 0;
	return *text ? 0 : (errno = ENODATA, -1);
}

/* The control device of the bus that has this provider. */
static int open_bus(const char *provider)
{
	char path[64], text[64];

	for (int i = 0; i < BUSES; i++) {
		snprintf(path, sizeof(path), "/sys/bus/nd/devices/ndbus%d/provider", i);
		if (read_word(path, text, sizeof(text)) || strcmp(text, provider))
			continue;
		snprintf(path, sizeof(path), "/dev/ndctl%d", i);
		return open(path, O_RDWR | O_CLOEXEC);
	}
	return errno = ENODEV, -1;
}

/* Where a namespace begins in physical memory. */
static int namespace_start(const char *file, unsigned long long *start)
{
	char name[64], path[128], text[32];

	if (read_word(file, name, sizeof(name)))
		return -1;
	snprintf(path, sizeof(path), "/sys/bus/nd/devices/%s/resource", name);
	if (read_word(path, text, sizeof(text)))
		return -1;
	*start = strtoull(text, NULL, 0);
	return 0;
}

/* Calls a function of the firmware; its last 32 bits are the status. */
static int call_firmware(int bus, uint64_t function, const void *in, size_t size)
{
	union {
		struct nd_cmd_pkg call;
		unsigned char room[sizeof(struct nd_cmd_pkg) + sizeof(struct inject)];
	} package;
	uint32_t status;

	memset(&package, 0, sizeof(package));
	package.call.nd_family = FAMILY_NFIT;
	package.call.nd_command = function;
	package.call.nd_size_in = size - sizeof(status);
	package.call.nd_size_out = sizeof(status);
	package.call.nd_fw_size = size;
	memcpy(package.room + sizeof(struct nd_cmd_pkg), in, size);
	if (ioctl(bus, ND_IOCTL_CALL, &package) < 0)
		return -1;
	memcpy(&status, package.room + sizeof(struct nd_cmd_pkg) + size - sizeof(status), sizeof(status));
	return status ? (errno = EIO, -1) : 0;
}

static int record(int bus, unsigned long long base, unsigned long long bytes, int remove)
{
	struct inject set = { .base = base, .length = bytes };
	struct inject_clear clear = { .base = base, .length = bytes };

	return remove ? call_firmware(bus, ARS_INJECT_CLEAR, &clear, sizeof(clear))
		      : call_firmware(bus, ARS_INJECT_SET, &set, sizeof(set));
}

long firmware_records(const struct words *w)
{
	unsigned long long block = words_number(w, "block", 0), count = words_number(w, "count", 1);
	unsigned long long every = words_number(w, "every", 8), start;
	int bus, failed = 0, saved;

	if (namespace_start(words_option(w, "namespace", ""), &start))
		return -1;
	bus = open_bus(words_option(w, "bus", ""));
	if (bus < 0)
		return -1;
	for (unsigned long long i = 0; i < count && !failed; i++)
		failed = record(bus, start + (block + i * every) * SECTOR, words_number(w, "bytes", SECTOR),
				words_number(w, "remove", 0));
	saved = errno;
	close(bus);
	errno = saved;
	return failed;
}
