// SPDX-License-Identifier: GPL-2.0-only
#include "event.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int kmsg_fd = -1;
static unsigned long *counter; /* shared by all processes of the agent */

int event_init(void)
{
	kmsg_fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	counter = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return kmsg_fd < 0 || counter == MAP_FAILED ? -1 : 0;
}

static void put(struct event *e, const char *text, size_t len)
{
	if (e->len + len > EVENT_MAX)
		len = EVENT_MAX - e->len;
	memcpy(e->text + e->len, text, len);
	e->len += len;
}

static void puts_raw(struct event *e, const char *text)
{
	put(e, text, strlen(text));
}

static void put_number(struct event *e, unsigned long long value, unsigned int base)
{
	char digits[24];
	int at = sizeof(digits);

	do {
		digits[--at] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	put(e, digits + at, sizeof(digits) - at);
}

static void put_key(struct event *e, const char *key)
{
	puts_raw(e, ",\"");
	puts_raw(e, key);
	puts_raw(e, "\":");
}

void event_begin(struct event *e, const char *type)
{
	e->len = 0;
	puts_raw(e, "<6>kharness: {\"n\":");
	put_number(e, __atomic_add_fetch(counter, 1, __ATOMIC_SEQ_CST), 10);
	puts_raw(e, ",\"ev\":\"");
	puts_raw(e, type);
	puts_raw(e, "\"");
}

/* Escapes as JSON wants and keeps to ASCII, since printk rewrites other bytes. Cuts long values. */
void event_str(struct event *e, const char *key, const char *value)
{
	put_key(e, key);
	puts_raw(e, "\"");
	for (; *value && e->len < EVENT_MAX - 16; value++) {
		unsigned char c = *value;

		if (c == '"' || c == '\\') {
			puts_raw(e, "\\");
			put(e, value, 1);
		} else if (c >= 0x20 && c < 0x7f) {
			put(e, value, 1);
		} else {
			char u[6] = { '\\', 'u', '0', '0', "0123456789abcdef"[c >> 4],
				      "0123456789abcdef"[c & 15] };

			put(e, u, sizeof(u));
		}
	}
	puts_raw(e, "\"");
}

void event_num(struct event *e, const char *key, long long value)
{
	put_key(e, key);
	if (value < 0)
		puts_raw(e, "-");
	put_number(e, value < 0 ? -(unsigned long long)value : (unsigned long long)value, 10);
}

void event_hex(struct event *e, const char *key, unsigned long long value)
{
	put_key(e, key);
	puts_raw(e, "\"0x");
	put_number(e, value, 16);
	puts_raw(e, "\"");
}

void event_bool(struct event *e, const char *key, int value)
{
	put_key(e, key);
	puts_raw(e, value ? "true" : "false");
}

void event_send(struct event *e)
{
	int saved = errno;
	ssize_t n;

	memcpy(e->text + e->len, "}\n", 2); /* the array is longer than EVENT_MAX for these two */
	do {
		n = write(kmsg_fd, e->text, e->len + 2);
	} while (n < 0 && errno == EINTR);
	errno = saved;
}

const char *errno_name(int number)
{
	static const struct {
		int number;
		const char *name;
	} names[] = {
		{ 0, "0" },		  { EPERM, "EPERM" },	  { ENOENT, "ENOENT" },	  { EINTR, "EINTR" },
		{ EIO, "EIO" },		  { ENXIO, "ENXIO" },	  { E2BIG, "E2BIG" },	  { EBADF, "EBADF" },
		{ EAGAIN, "EAGAIN" },	  { ENOMEM, "ENOMEM" },	  { EACCES, "EACCES" },	  { EFAULT, "EFAULT" },
		{ EBUSY, "EBUSY" },	  { EEXIST, "EEXIST" },	  { ENODEV, "ENODEV" },	  { ENOTDIR, "ENOTDIR" },
		{ EISDIR, "EISDIR" },	  { EINVAL, "EINVAL" },	  { ENOTTY, "ENOTTY" },	  { ETXTBSY, "ETXTBSY" },
		{ EFBIG, "EFBIG" },	  { ENOSPC, "ENOSPC" },	  { EROFS, "EROFS" },	  { ENOSYS, "ENOSYS" },
		{ EOPNOTSUPP, "EOPNOTSUPP" }, { ETIMEDOUT, "ETIMEDOUT" }, { EUCLEAN, "EUCLEAN" }, { ESRCH, "ESRCH" },
		{ ECHILD, "ECHILD" },	  { EHWPOISON, "EHWPOISON" }, { ENODATA, "ENODATA" }, { EXDEV, "EXDEV" },
		{ ELOOP, "ELOOP" },	  { EBADMSG, "EBADMSG" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].number == number)
			return names[i].name;
	return "unknown";
}
