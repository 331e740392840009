// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include "poison.h"

#include <asm/mce.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "actor.h"
#include "event.h"
#include "fault.h"

#define PAGE_BYTES 4096ULL
/* Intel SDM volume 3, 16.6.3: valid, uncorrected, enabled, MISC and ADDR valid, not signalled; memory scrub error. */
#define MCI_STATUS_UCNA 0xbc000000000000c0ULL
#define MCI_MISC_PAGE 0x8c /* address mode physical, least significant bit 12 */
#define MCJ_CTX_PROCESS 0x1 /* arch/x86/include/asm/mce.h */

static int failing; /* something is to fail in the call that poisons */

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n;
	int saved;

	if (fd < 0)
		return -1;
	if (failing)
		fault_arm();
	n = write(fd, text, strlen(text));
	saved = errno;
	fault_disarm();
	close(fd);
	errno = saved;
	return n < 0 ? -1 : 0;
}

static int write_hex(const char *path, unsigned long long value)
{
	char text[32];

	snprintf(text, sizeof(text), "0x%llx", value);
	return write_file(path, text);
}

/* A pmem disk's first data byte in physical memory: the nd device behind it has it as "resource". */
static int disk_start(const char *disk, unsigned long long *start)
{
	char path[128], text[32];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/sys/block/%s/device/resource", disk);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0)
		return errno = ENXIO, -1;
	text[n] = 0;
	*start = strtoull(text, NULL, 0);
	return 0;
}

/* A number that an earlier step left in a file. */
static int number_from(const char *path, unsigned long long *number)
{
	char text[64], *end;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	*number = strtoull(text, &end, 0);
	return end == text ? (errno = EINVAL, -1) : 0;
}

static unsigned long long region_number(const char *name)
{
	char path[128], text[32];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/nd/devices/region0/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	return strtoull(text, NULL, 0);
}

static const char *const disks[] = { "pmem0", "pmem0.1" };

static int disk_size(const char *disk, unsigned long long *size)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/block/%s/size", disk);
	if (number_from(path, size))
		return -1;
	*size *= 512;
	return 0;
}

/*
 * The pmem disk that a physical address lies in, and the 512-byte sector there with which its page begins; without a disk
 * the region, whose bad blocks count from its own start. NULL where it is no persistent memory.
 */
static const char *place_of(unsigned long long physical, long long *sector)
{
	unsigned long long start, size;

	physical &= ~(PAGE_BYTES - 1);
	for (size_t i = 0; i < sizeof(disks) / sizeof(disks[0]); i++) {
		if (disk_start(disks[i], &start) || disk_size(disks[i], &size))
			continue;
		if (physical >= start && physical < start + size) {
			*sector = (physical - start) / 512;
			return disks[i];
		}
	}
	if (!access("/sys/block/pmem0", F_OK))
		return NULL;
	start = region_number("resource");
	if (physical < start || physical >= start + region_number("size"))
		return NULL;
	*sector = (physical - start) / 512;
	return "region0";
}

/* The byte on its disk where a byte of a file lies (Documentation/filesystems/fiemap.rst). */
static int file_place(const char *path, unsigned long long at, unsigned long long *place)
{
	struct {
		struct fiemap map;
		struct fiemap_extent extent;
	} ask = { .map = { .fm_start = at, .fm_length = 1, .fm_flags = FIEMAP_FLAG_SYNC, .fm_extent_count = 1 } };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int ret, saved;

	if (fd < 0)
		return -1;
	ret = ioctl(fd, FS_IOC_FIEMAP, &ask);
	saved = errno;
	close(fd);
	errno = saved;
	if (ret)
		return -1;
	if (!ask.map.fm_mapped_extents)
		return errno = ENXIO, -1;
	*place = ask.extent.fe_physical + (at - ask.extent.fe_logical);
	return 0;
}

static int locate(const struct words *w, unsigned long long *physical)
{
	const char *file = words_option(w, "file", NULL);
	const char *disk = words_option(w, "disk", file ? "pmem0" : NULL);
	const char *from = words_option(w, "at_from", NULL);
	unsigned long long at = words_number(w, "at", 0), base = 0;
	struct answer answer;
	char line[256];

	if (from && number_from(from, &base))
		return -1;
	at += base;
	if (file && file_place(file, at, &at))
		return -1;
	if (disk) {
		if (disk_start(disk, physical))
			return -1;
		*physical += at;
		return 0;
	}
	snprintf(line, sizeof(line), "frame map=%s at=%llu", words_option(w, "map", "m"), at);
	if (actor_ask(words_option(w, "process", ""), line, &answer))
		return -1;
	if (answer.ret < 0)
		return errno = answer.err, -1;
	*physical = answer.value * PAGE_BYTES + at % PAGE_BYTES;
	return 0;
}

static long advise(const struct words *w, const char *advice)
{
	struct answer answer;
	char line[256];

	snprintf(line, sizeof(line), "madvise advice=%s map=%s at=%llu length=%llu thread=%llu fail=%d", advice,
		 words_option(w, "map", "m"), words_number(w, "at", 0) & ~(PAGE_BYTES - 1),
		 words_number(w, "length", PAGE_BYTES), words_number(w, "thread", 0), failing);
	if (actor_ask(words_option(w, "process", ""), line, &answer))
		return -1;
	if (answer.ret < 0)
		errno = answer.err;
	return answer.ret;
}

/*
 * The way of the mce-inject program: a record written to /dev/mcelog is what machine_check_poll() then finds in the bank
 * of this CPU (arch/x86/kernel/cpu/mce/inject.c). It is an uncorrected error without action, as patrol scrubbing reports
 * it; the kernel defers it to memory_failure().
 */
static long mce_inject(unsigned long long physical)
{
	struct mce record = {
		.status = MCI_STATUS_UCNA,
		.misc = MCI_MISC_PAGE,
		.addr = physical,
		.inject_flags = MCJ_CTX_PROCESS,
		.bank = 4,
	};
	cpu_set_t first, before;
	int fd = open("/dev/mcelog", O_WRONLY | O_CLOEXEC);
	ssize_t n = -1;
	int saved;

	if (fd < 0)
		return -1;
	CPU_ZERO(&first);
	CPU_SET(0, &first);
	if (!sched_getaffinity(0, sizeof(before), &before) && !sched_setaffinity(0, sizeof(first), &first)) {
		n = write(fd, &record, sizeof(record));
		saved = errno;
		sched_setaffinity(0, sizeof(before), &before);
		errno = saved;
	}
	saved = errno;
	close(fd);
	errno = saved;
	return n < 0 ? -1 : 0;
}

static long by_madvise(const struct words *w, unsigned long long physical, ask_host ask)
{
	(void)physical;
	(void)ask;
	return advise(w, "hwpoison");
}

static long by_madvise_soft_offline(const struct words *w, unsigned long long physical, ask_host ask)
{
	(void)physical;
	(void)ask;
	return advise(w, "soft-offline");
}

static long by_hwpoison_pfn(const struct words *w, unsigned long long physical, ask_host ask)
{
	(void)w;
	(void)ask;
	return write_hex("/sys/kernel/debug/hwpoison/corrupt-pfn", physical / PAGE_BYTES);
}

static long by_hard_offline(const struct words *w, unsigned long long physical, ask_host ask)
{
	(void)w;
	(void)ask;
	return write_hex("/sys/devices/system/memory/hard_offline_page", physical);
}

static long by_soft_offline(const struct words *w, unsigned long long physical, ask_host ask)
{
	(void)w;
	(void)ask;
	return write_hex("/sys/devices/system/memory/soft_offline_page", physical);
}

static long by_mce_inject(const struct words *w, unsigned long long physical, ask_host ask)
{
	(void)w;
	(void)ask;
	return mce_inject(physical);
}

static long by_machine_check(const struct words *w, unsigned long long physical, ask_host ask)
{
	(void)w;
	return ask("machine-check", physical);
}

#define EINJ "/sys/kernel/debug/apei/einj/"
#define EINJ_ADDRESS_VALID 0x2 /* flags, Documentation/firmware-guide/acpi/apei/einj.rst */
#define EINJ_TRIES 10

static int write_einj(const char *file, unsigned long long value)
{
	char path[128];

	snprintf(path, sizeof(path), EINJ "%s", file);
	return write_hex(path, value);
}

/* As a tester does it, with the files that the einj driver offers; then the platform tells what it saw and did. */
static long einj(const struct words *w, unsigned long long physical, ask_host ask, int type, int notrigger)
{
	struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };
	long ret = -1;
	int tries = 0;
	int saved;

	if (!write_einj("error_type", type) && !write_einj("flags", EINJ_ADDRESS_VALID) &&
	    !write_einj("param1", physical) && !write_einj("param2", words_number(w, "mask", ~(PAGE_BYTES - 1))) &&
	    !write_einj("notrigger", notrigger))
		/*
		 * Before 5.16 a kernel waits no longer than a millisecond for the platform (FIRMWARE_TIMEOUT in
		 * drivers/acpi/apei/einj.c), answers EIO, and triggers nothing.
		 */
		while ((ret = write_einj("error_inject", 1)) && errno == EIO && ++tries < EINJ_TRIES)
			nanosleep(&pause, NULL);
	saved = errno;
	ask("tell", physical);
	errno = saved;
	return ret;
}

static long by_einj(const struct words *w, unsigned long long physical, ask_host ask)
{
	return einj(w, physical, ask, 0x10, 0);
}

static long by_einj_notrigger(const struct words *w, unsigned long long physical, ask_host ask)
{
	return einj(w, physical, ask, 0x10, 1);
}

/* This CPU sends no interrupt for a corrected error, so the kernel finds it by polling: every second, not every 300. */
static long by_einj_correctable(const struct words *w, unsigned long long physical, ask_host ask)
{
	write_file("/sys/devices/system/machinecheck/machinecheck0/check_interval", "1");
	return einj(w, physical, ask, 0x08, 0);
}

static long by_einj_fatal(const struct words *w, unsigned long long physical, ask_host ask)
{
	return einj(w, physical, ask, 0x20, 0);
}

/* As the CXL device counts: the region is all of it, from its first byte on. */
static unsigned long long device_address(unsigned long long physical)
{
	return physical - region_number("resource");
}

static long by_cxl_inject(const struct words *w, unsigned long long physical, ask_host ask)
{
	(void)w;
	(void)ask;
	return write_hex("/sys/kernel/debug/cxl/mem0/inject_poison", device_address(physical));
}

static long by_cxl_device(const struct words *w, unsigned long long physical, ask_host ask)
{
	(void)w;
	return ask("cxl-device", device_address(physical));
}

/* The ways to poison, by the names that plans use. */
static const struct {
	const char *name;
	long (*deliver)(const struct words *w, unsigned long long physical, ask_host ask);
} ways[] = {
	{ "cxl-device", by_cxl_device },
	{ "cxl-inject", by_cxl_inject },
	{ "einj", by_einj },
	{ "einj-correctable", by_einj_correctable },
	{ "einj-fatal", by_einj_fatal },
	{ "einj-notrigger", by_einj_notrigger },
	{ "hard-offline", by_hard_offline },
	{ "hwpoison-pfn", by_hwpoison_pfn },
	{ "machine-check", by_machine_check },
	{ "madvise", by_madvise },
	{ "madvise-soft-offline", by_madvise_soft_offline },
	{ "mce-inject", by_mce_inject },
	{ "soft-offline", by_soft_offline },
};

static long deliver(const char *way, const struct words *w, unsigned long long physical, ask_host ask)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (!strcmp(ways[i].name, way))
			return ways[i].deliver(w, physical, ask);
	return errno = ENOSYS, -1;
}

/* The bad blocks of the pmem disks; where there is no disk, those of the region. */
static void read_badblocks(char *text, size_t size)
{
	static const char *const files[] = { "/sys/block/pmem0/badblocks", "/sys/block/pmem0.1/badblocks",
					     "/sys/bus/nd/devices/region0/badblocks" };
	size_t used = 0;

	for (size_t i = 0; i < 3 && used < size - 1; i++) {
		int fd;
		ssize_t n;

		if (i == 2 && !access(files[0], F_OK))
			break;
		fd = open(files[i], O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			continue;
		n = read(fd, text + used, size - 1 - used);
		close(fd);
		used += n > 0 ? n : 0;
	}
	text[used] = 0;
}

static char badblocks_before[4096];
static char region_before[4096];
static unsigned long long last_physical;
static int last_on_disk; /* the page is one of a disk's data */
static int noted; /* the processes have noted what their mappings hold, and were not asked yet what changed */

/* The bad blocks of every disk, or of the region where there is none, as "PLACE SECTOR COUNT; ...". */
void poison_bad_blocks(char *text, size_t size)
{
	static const char *const places[] = { "pmem0", "pmem0.1", "region0" };
	size_t used = 0;

	text[0] = 0;
	for (size_t i = 0; i < 3 && used < size - 1; i++) {
		char path[128], line[64];
		FILE *list;

		if (i == 2 && !access("/sys/block/pmem0", F_OK))
			break;
		snprintf(path, sizeof(path), i == 2 ? "/sys/bus/nd/devices/%s/badblocks" : "/sys/block/%s/badblocks", places[i]);
		list = fopen(path, "re");
		while (list && used < size - 1 && fgets(line, sizeof(line), list)) {
			line[strcspn(line, "\n")] = 0;
			used += snprintf(text + used, size - used, "%s%s %s", used ? "; " : "", places[i], line);
		}
		if (list)
			fclose(list);
	}
}

/* Only the nfit driver makes bad blocks of machine checks. */
static int have_nfit(void)
{
	char provider[32] = "";
	FILE *file = fopen("/sys/bus/nd/devices/ndbus0/provider", "re");

	if (file && !fgets(provider, sizeof(provider), file))
		*provider = 0;
	if (file)
		fclose(file);
	return !strncmp(provider, "ACPI.NFIT", 9);
}

/* The bad blocks of the whole region, those outside of every disk's data among them. */
static void region_badblocks(char *text, size_t size)
{
	int fd = open("/sys/bus/nd/devices/region0/badblocks", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, size - 1);

	text[n > 0 ? n : 0] = 0;
	if (fd >= 0)
		close(fd);
}

/*
 * The nfit driver adds the bad block after memory_failure() had its say, so seeing that is not enough. Where the page is on no
 * disk none should get one: the region does, just before its disks are told (drivers/nvdimm/region.c, nd_region_notify()), and
 * a disk that wrongly takes it has a moment to show that.
 */
long poison_await_badblock(long long limit_ms)
{
	unsigned long long start = region_number("resource"), size = region_number("size");
	struct timespec pause = { .tv_nsec = 5000000 };
	char now[sizeof(badblocks_before)];
	long long moment = limit_ms / 50;

	if (last_physical < start || last_physical >= start + size || !have_nfit())
		return 0; /* no persistent memory, no bad block */
	for (long long waited = 0; waited < limit_ms && moment > 0; waited += 5) {
		read_badblocks(now, sizeof(now));
		if (strcmp(now, badblocks_before))
			return 0;
		region_badblocks(now, sizeof(now));
		if (!last_on_disk && strcmp(now, region_before))
			moment -= 5;
		nanosleep(&pause, NULL);
	}
	return moment > 0 ? (errno = ETIMEDOUT, -1) : 0;
}

void poison_compare(void)
{
	if (noted)
		actors_compare(last_physical / PAGE_BYTES);
	noted = 0; /* what later steps do to the mappings is their own affair */
}

long poison(const struct words *w, ask_host ask)
{
	const char *way = words_option(w, "way", "");
	unsigned long long physical = 0;
	const char *place;
	long long sector = -1;
	struct event e;
	long ret;
	int saved;

	if (locate(w, &physical))
		return -1;
	place = place_of(physical, &sector);
	actors_note();
	noted = 1;
	last_physical = physical;
	last_on_disk = place != NULL;
	read_badblocks(badblocks_before, sizeof(badblocks_before));
	region_badblocks(region_before, sizeof(region_before));
	event_begin(&e, "poison");
	event_str(&e, "way", way);
	event_hex(&e, "pfn", physical / PAGE_BYTES);
	event_hex(&e, "physical", physical);
	event_str(&e, "place", place ? place : "");
	event_num(&e, "sector", sector);
	event_str(&e, "process", words_option(w, "process", ""));
	event_str(&e, "disk", words_option(w, "disk", ""));
	event_num(&e, "at", words_number(w, "at", 0));
	event_send(&e);
	failing = fault_ready();
	ret = deliver(way, w, physical, ask);
	saved = errno;
	failing = 0;
	event_begin(&e, "poisoned");
	event_num(&e, "ret", ret);
	event_str(&e, "errno", errno_name(ret < 0 ? saved : 0));
	event_send(&e);
	fault_tell();
	errno = saved;
	return ret;
}
