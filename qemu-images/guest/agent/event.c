// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include "event.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "digest.h"

#define MARK "<6>kharness: "
#define SIGNATURE_BYTES 12
#define LOCK_TRIES 20000 /* of 100 us: as long as a process may be stopped with the lock before others go on without */

/* Shared by all processes of the agent, and gone from those that it executes. */
struct shared {
	unsigned long count;
	char secret[DIGEST_KEY_MAX + 1]; /* empty: events are not signed */
};

static int kmsg_fd = -1;
static int lock_fd = -1;
static struct shared *shared;
static pid_t thread_lock; /* the process of the thread that is sending; a copy made by fork(2) is nobody's */

int event_init(void)
{
	kmsg_fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	lock_fd = memfd_create("events", MFD_CLOEXEC);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return kmsg_fd < 0 || shared == MAP_FAILED ? -1 : 0;
}

int event_secret(const char *secret)
{
	if (strlen(secret) > DIGEST_KEY_MAX)
		return -1;
	strcpy(shared->secret, secret);
	return 0;
}

static void pause_a_moment(void)
{
	struct timespec moment = { .tv_nsec = 100000 };

	nanosleep(&moment, NULL);
}

/*
 * Numbers must stand in the log in their order, so one event at a time is numbered and written. Among processes the lock is
 * a file's (fcntl(2)), which the kernel takes back from one that was killed; among threads it is a word.
 */
static void lock_events(void)
{
	struct flock whole = { .l_type = F_WRLCK };
	pid_t self = getpid();

	for (int i = 0; i < LOCK_TRIES; i++) {
		pid_t holder = __atomic_load_n(&thread_lock, __ATOMIC_RELAXED);

		if (holder != self &&
		    __atomic_compare_exchange_n(&thread_lock, &holder, self, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			break;
		pause_a_moment();
	}
	for (int i = 0; i < LOCK_TRIES && fcntl(lock_fd, F_SETLK, &whole) && (errno == EAGAIN || errno == EACCES); i++)
		pause_a_moment();
}

static void unlock_events(void)
{
	struct flock whole = { .l_type = F_UNLCK };

	fcntl(lock_fd, F_SETLK, &whole);
	__atomic_store_n(&thread_lock, 0, __ATOMIC_RELEASE);
}

static void put(struct event *e, const char *text, size_t len)
{
	if (e->len + len > sizeof(e->text))
		len = sizeof(e->text) - e->len;
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
	event_str(e, "ev", type);
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

/* Ends a numbered event: with a digest of all of it under the scenario's secret, where there is one. */
static void finish(struct event *line)
{
	unsigned char digest[DIGEST_BYTES];
	size_t mark = sizeof(MARK) - 1;

	if (*shared->secret) {
		digest_hmac(shared->secret, strlen(shared->secret), line->text + mark, line->len - mark, digest);
		put_key(line, "mac");
		puts_raw(line, "\"");
		for (int i = 0; i < SIGNATURE_BYTES; i++) {
			put(line, &"0123456789abcdef"[digest[i] >> 4], 1);
			put(line, &"0123456789abcdef"[digest[i] & 15], 1);
		}
		puts_raw(line, "\"");
	}
	puts_raw(line, "}\n");
}

/* The number is taken just before the line is written, so that hardly anything can end the process in between. */
static void write_numbered(const struct event *e)
{
	struct event line = { .len = 0 };
	unsigned long number = shared->count + 1;
	ssize_t n;

	puts_raw(&line, MARK "{\"n\":");
	put_number(&line, number, 10);
	put(&line, e->text, e->len);
	finish(&line);
	shared->count = number;
	do {
		n = write(kmsg_fd, line.text, line.len);
	} while (n < 0 && errno == EINTR);
}

/* With all signals blocked: a handler sends events too, and would wait for the lock that its own thread holds. */
void event_send(struct event *e)
{
	int saved = errno;
	sigset_t all, before;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	lock_events();
	write_numbered(e);
	unlock_events();
	sigprocmask(SIG_SETMASK, &before, NULL);
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
