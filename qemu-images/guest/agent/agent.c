// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest agent: process 1 of the guest. Takes one command per line from the second serial port, carries it out, and
 * reports through /dev/kmsg. A command line is "STEP VERB [option=value ...]", words percent-encoded; every command
 * ends with one "done" event that carries its step. "to NAME VERB ..." hands a command to an actor.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "actor.h"
#include "event.h"
#include "fault.h"
#include "firmware.h"
#include "leak.h"
#include "poison.h"
#include "textfile.h"
#include "watchdog.h"
#include "words.h"

#define LINE_MAX_BYTES 4096
#define OUTPUT_LINES_MAX 400
#define OUTPUT_LINE_MAX 700
#define ABILITIES_MAX 32

#define BACKGROUND_MAX 8

static FILE *commands;
static pid_t background[BACKGROUND_MAX];
static int background_count;
static int kmsg_reader = -1;

/*
 * One command to carry out: the id of its step, its words (the verb first), and where its number goes, if it has one.
 * Whoever carries it out returns what the "done" event tells as "ret": -1 with errno for a failure.
 */
struct request {
	const char *step;
	const struct words *words;
	unsigned long long *value;
};

struct ability {
	char name[96];
	char why[160];
	int met;
};

static struct ability abilities[ABILITIES_MAX];
static int ability_count;

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void report_ability(const struct ability *a)
{
	struct event e;

	event_begin(&e, "ability");
	event_str(&e, "name", a->name);
	event_bool(&e, "met", a->met);
	event_str(&e, "why", a->why);
	event_send(&e);
}

/* How many times as long as usual things may take here: the kernel hands its unknown arguments to process 1. */
static long long limit_ms(const struct words *w, unsigned long long usual_seconds)
{
	const char *slow = getenv("KHARNESS_SLOW");
	long long factor = slow ? atoll(slow) : 1;

	return words_number(w, "limit", usual_seconds) * 1000LL * (factor < 1 ? 1 : factor);
}

/* ---- verbs ---- */

/* What the platform did, as the harness tells it before it answers. */
static void report_platform(char *told)
{
	struct words w;
	struct event e;

	told[strcspn(told, "\r\n")] = 0;
	if (words_split(&w, told) || w.count != 1)
		return;
	event_begin(&e, "platform");
	event_str(&e, "did", w.word[0]);
	event_send(&e);
}

static int ask_harness(const char *what, unsigned long long physical)
{
	char line[LINE_MAX_BYTES];
	struct event e;
	int error;

	event_begin(&e, strcmp(what, "tell") ? "ask" : "tell");
	event_str(&e, "what", what);
	event_hex(&e, "physical", physical);
	event_send(&e);
	for (;;) {
		if (!fgets(line, sizeof(line), commands))
			return errno = EIO, -1;
		if (strncmp(line, "told ", 5))
			break;
		report_platform(line + 5);
	}
	if (sscanf(line, "answer %d", &error) != 1)
		return errno = EBADMSG, -1;
	if (error)
		return errno = error, -1;
	return 0;
}

static void report_output(const char *step, const char *text)
{
	struct event e;

	event_begin(&e, "out");
	event_str(&e, "step", step);
	event_str(&e, "text", text);
	event_send(&e);
}

struct capture {
	char line[OUTPUT_LINE_MAX + 1];
	size_t length;
	int lines;
	char last[160];
};

static void capture_line(struct capture *c, const char *step)
{
	if (!c->length)
		return;
	c->line[c->length] = 0;
	snprintf(c->last, sizeof(c->last), "%.159s", c->line);
	if (c->lines++ < OUTPUT_LINES_MAX)
		report_output(step, c->line);
	c->length = 0;
}

static void capture_bytes(struct capture *c, const char *step, const char *data, ssize_t n)
{
	for (ssize_t i = 0; i < n; i++) {
		if (data[i] == '\n' || c->length == OUTPUT_LINE_MAX)
			capture_line(c, step);
		if (data[i] != '\n' && data[i] != '\r')
			c->line[c->length++] = data[i];
	}
}

/* Waits for the end of a process that was killed, but not for ever: what hangs in the kernel does not die of a signal. */
static void reap(pid_t pid, long long limit_ms)
{
	long long end = now_ms() + limit_ms;

	while (!waitpid(pid, NULL, WNOHANG) && now_ms() < end)
		usleep(10000);
}

/* Runs a shell command in its own process group with a time limit; returns its exit status, 128+N for a signal. */
static long run_command(const char *step, const char *command, long long limit_ms, struct capture *c)
{
	long long end = now_ms() + limit_ms;
	int out[2], status = 0, timed_out = 0;
	char data[4096];
	pid_t pid;

	memset(c, 0, sizeof(*c));
	if (pipe2(out, O_CLOEXEC))
		return -1;
	pid = fork();
	if (pid < 0)
		return -1;
	if (!pid) {
		setpgid(0, 0);
		dup2(out[1], 1);
		dup2(out[1], 2);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	close(out[1]);
	for (;;) {
		struct pollfd wait = { .fd = out[0], .events = POLLIN };
		long long left = end - now_ms();
		ssize_t n;

		if (left <= 0 || poll(&wait, 1, left) == 0) {
			timed_out = 1;
			kill(-pid, SIGKILL);
			break;
		}
		n = read(out[0], data, sizeof(data));
		if (n <= 0)
			break;
		capture_bytes(c, step, data, n);
	}
	capture_line(c, step);
	close(out[0]);
	if (timed_out)
		return reap(pid, 2000), errno = ETIMEDOUT, -1;
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static long do_run(const struct request *r)
{
	const struct words *w = r->words;
	struct capture c;

	return run_command(r->step, words_option(w, "cmd", "true"), limit_ms(w, 30), &c);
}

/* True if a program of that name can be run, looked for as a shell does. */
static int have_program(const char *name)
{
	char directories[512], path[700], *rest = directories, *directory;
	const char *set = getenv("PATH");

	snprintf(directories, sizeof(directories), "%s", set ? set : "");
	while ((directory = strsep(&rest, ":"))) {
		snprintf(path, sizeof(path), "%s/%s", directory, name);
		if (!access(path, X_OK))
			return 1;
	}
	return 0;
}

/* An ability is met when its check answers 0; the last line of its output says why not. */
static void check_by_command(struct ability *a, const char *step, const struct words *w)
{
	struct capture c;

	a->met = run_command(step, words_option(w, "cmd", ""), limit_ms(w, 30), &c) == 0;
	snprintf(a->why, sizeof(a->why), "%s", a->met ? "" : c.last);
}

/*
 * Without a command the name says what is looked for: "path:P" or "program:P". Not left to a shell, because its start is
 * the dearest thing that a scenario without KVM does.
 */
static long do_ability(const struct request *r)
{
	const struct words *w = r->words;
	struct ability *a;

	if (ability_count == ABILITIES_MAX)
		return errno = ENOSPC, -1;
	a = &abilities[ability_count++];
	snprintf(a->name, sizeof(a->name), "%s", words_option(w, "name", "?"));
	if (words_option(w, "cmd", NULL)) {
		check_by_command(a, r->step, w);
	} else if (!strncmp(a->name, "path:", 5)) {
		a->met = !access(a->name + 5, F_OK);
		snprintf(a->why, sizeof(a->why), "%s", a->met ? "" : "no such file");
	} else if (!strncmp(a->name, "program:", 8)) {
		a->met = have_program(a->name + 8);
		snprintf(a->why, sizeof(a->why), "%s", a->met ? "" : "no such program");
	} else {
		return errno = EINVAL, -1;
	}
	report_ability(a);
	return 0;
}

/* Races are looked for in scenarios only: every access then may wait for another CPU (Documentation/dev-tools/kcsan.rst). */
static void look_for_races(const char *on_or_off)
{
	if (!getenv("KHARNESS_KCSAN"))
		return;
	textfile_put("/sys/kernel/debug/kcsan", on_or_off);
}

static long do_begin(const struct request *r)
{
	const struct words *w = r->words;
	struct utsname kernel;
	struct event e;

	watchdog_limit(limit_ms(r->words, 0) / 1000);
	if (kmsg_reader >= 0)
		close(kmsg_reader);
	kmsg_reader = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (kmsg_reader >= 0)
		lseek(kmsg_reader, 0, SEEK_END);
	event_begin(&e, "begin");
	event_str(&e, "scenario", words_option(w, "scenario", "?"));
	event_str(&e, "release", uname(&kernel) ? "" : kernel.release);
	event_bool(&e, "watch", 1);
	event_str(&e, "variant", getenv("KHARNESS_VARIANT") ? getenv("KHARNESS_VARIANT") : "");
	event_send(&e);
	for (int i = 0; i < ability_count; i++)
		report_ability(&abilities[i]);
	look_for_races("on");
	return 0;
}

/* Waits until the kernel has printed a text since the scenario began or the last wait; our own events do not count. */
static long do_wait(const struct request *r)
{
	const struct words *w = r->words;
	const char *text = words_option(w, "text", "");
	long long end = now_ms() + limit_ms(w, 10);
	char record[2048];

	for (;;) {
		struct pollfd wait = { .fd = kmsg_reader, .events = POLLIN };
		long long left = end - now_ms();
		ssize_t n = read(kmsg_reader, record, sizeof(record) - 1);

		if (n > 0) {
			record[n] = 0;
			if (strstr(record, text) && !strstr(record, "kharness: {"))
				return 0;
		} else if (n < 0 && errno == EAGAIN) {
			if (left <= 0)
				return errno = ETIMEDOUT, -1;
			poll(&wait, 1, left);
		} else if (n == 0 || errno != EPIPE) { /* EPIPE: records were overwritten, go on with the next */
			return -1;
		}
	}
}

/* The scenario's secret. It is not told in any event. */
static long do_secret(const struct request *r)
{
	const char *secret = words_option(r->words, "value", "");

	if (event_secret(secret))
		return errno = EINVAL, -1;
	return 0;
}

static long do_sleep(const struct request *r)
{
	const struct words *w = r->words;
	struct timespec t = { 0 };
	long long ms = words_number(w, "ms", 100);

	t.tv_sec = ms / 1000;
	t.tv_nsec = ms % 1000 * 1000000;
	return nanosleep(&t, NULL);
}

static long do_file(const struct request *r)
{
	const struct words *w = r->words;
	int fd = open(words_option(w, "path", ""), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	unsigned long long size = words_number(w, "size", 4096);
	size_t chunk = 1 << 16;
	long ret = 0;
	char *buffer;

	if (fd < 0)
		return -1;
	buffer = malloc(chunk);
	if (!buffer) {
		close(fd);
		return -1;
	}
	/* allocate first: one extent, aligned as the file system can */
	if (words_number(w, "allocate", 1) && fallocate(fd, 0, 0, size) && errno != EOPNOTSUPP)
		ret = -1;
	memset(buffer, words_number(w, "byte", 0x11), chunk);
	for (unsigned long long at = 0; !ret && at < size; at += chunk) {
		size_t n = size - at < chunk ? size - at : chunk;

		if (pwrite(fd, buffer, n, at) != (ssize_t)n)
			ret = -1;
	}
	free(buffer);
	if (!ret)
		ret = fsync(fd);
	close(fd);
	return ret;
}

static long do_resize(const struct request *r)
{
	return truncate(words_option(r->words, "path", ""), words_number(r->words, "size", 0));
}

static long do_reflink(const struct request *r)
{
	const struct words *w = r->words;
	int from = open(words_option(w, "from", ""), O_RDONLY | O_CLOEXEC);
	int to = open(words_option(w, "to", ""), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	struct file_clone_range range = {
		.src_fd = from,
		.src_offset = words_number(w, "from_at", 0),
		.src_length = words_number(w, "length", 0),
		.dest_offset = words_number(w, "to_at", 0),
	};
	long ret = -1;

	if (from >= 0 && to >= 0) {
		ret = ioctl(to, FICLONERANGE, &range);
		if (!ret)
			ret = fsync(to);
	}
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return ret;
}

/* One system call whose error number matters. */
static long do_call(const struct request *r)
{
	const struct words *w = r->words;
	const char *what = words_option(w, "what", "");
	const char *path = words_option(w, "path", "");
	struct statfs fs;
	struct stat st;
	int fd, flags;
	long ret;

	if (!strcmp(what, "stat"))
		return stat(path, &st);
	if (!strcmp(what, "statfs"))
		return statfs(path, &fs);
	if (!strcmp(what, "unlink"))
		return unlink(path);
	if (!strcmp(what, "umount"))
		return umount(path);
	flags = !strcmp(what, "create") ? O_RDWR | O_CREAT | O_EXCL : O_RDONLY;
	if (strcmp(what, "create") && strcmp(what, "open") && strcmp(what, "fsync"))
		return errno = ENOSYS, -1;
	fd = open(path, flags | O_CLOEXEC, 0644);
	if (fd < 0)
		return -1;
	ret = strcmp(what, "fsync") ? 0 : fsync(fd);
	close(fd);
	return ret;
}

/* What a range of a file holds: the least and the greatest byte, or the error that read(2) answers. */
static long do_content(const struct request *r)
{
	const struct words *w = r->words;
	const char *path = words_option(w, "path", "");
	unsigned long long at = words_number(w, "at", 0), length = words_number(w, "length", 4096);
	unsigned char least = 255, most = 0, buffer[4096];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int error = fd < 0 ? errno : 0;
	struct event e;

	for (unsigned long long done = 0; !error && done < length;) {
		size_t want = length - done < sizeof(buffer) ? length - done : sizeof(buffer);
		ssize_t n = pread(fd, buffer, want, at + done);

		if (n <= 0) {
			error = n < 0 ? errno : ENODATA;
			break;
		}
		for (ssize_t i = 0; i < n; i++) {
			least = buffer[i] < least ? buffer[i] : least;
			most = buffer[i] > most ? buffer[i] : most;
		}
		done += n;
	}
	if (fd >= 0)
		close(fd);
	event_begin(&e, "content");
	event_str(&e, "path", path);
	event_num(&e, "at", at);
	event_num(&e, "length", length);
	event_num(&e, "min", least);
	event_num(&e, "max", most);
	event_str(&e, "errno", errno_name(error));
	event_send(&e);
	return 0;
}

/* Whether a mounted file system can make, sync and remove a file. */
static long do_mount_state(const struct request *r)
{
	const struct words *w = r->words;
	const char *path = words_option(w, "path", "/mnt");
	char probe[256];
	struct event e;
	int fd, error = 0;

	snprintf(probe, sizeof(probe), "%s/.kharness-probe", path);
	fd = open(probe, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 || fsync(fd) || unlink(probe))
		error = errno;
	if (fd >= 0)
		close(fd);
	event_begin(&e, "mount");
	event_str(&e, "path", path);
	event_str(&e, "state", !error ? "alive" : error == EIO ? "shutdown" : "unclear");
	event_str(&e, "errno", errno_name(error));
	event_send(&e);
	return 0;
}

/* Starts a shell command and does not wait for it; the scenario's end ends it. */
static long do_background(const struct request *r)
{
	const struct words *w = r->words;
	pid_t pid;

	if (background_count == BACKGROUND_MAX)
		return errno = EAGAIN, -1;
	pid = fork();
	if (pid < 0)
		return -1;
	if (!pid) {
		int null = open("/dev/null", O_RDWR);

		setpgid(0, 0);
		dup2(null, 0);
		dup2(null, 1);
		dup2(null, 2);
		execl("/bin/sh", "sh", "-c", words_option(w, "cmd", "true"), (char *)NULL);
		_exit(127);
	}
	setpgid(pid, pid);
	background[background_count++] = pid;
	return 0;
}

static void end_background(void)
{
	while (background_count) {
		pid_t pid = background[--background_count];

		kill(-pid, SIGKILL);
		reap(pid, 2000);
	}
}

/* A shell on the console, for a person; returns its exit status. */
static long do_shell(const struct request *r)
{
	int status;
	pid_t pid = fork();

	(void)r;
	if (pid < 0)
		return -1;
	if (!pid) {
		int tty;

		setsid();
		tty = open("/dev/ttyS0", O_RDWR); /* becomes the controlling terminal: job control and Ctrl-C work */
		dup2(tty, 0);
		dup2(tty, 1);
		dup2(tty, 2);
		chdir("/");
		execl("/bin/sh", "sh", "-i", (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Writes all of it to the command port, for whoever asked for a program's output. */
static int port_write(const char *data, ssize_t n)
{
	while (n > 0) {
		ssize_t done = write(fileno(commands), data, n);

		if (done < 0 && errno != EINTR)
			return -1;
		if (done > 0)
			data += done, n -= done;
	}
	return 0;
}

/*
 * Runs a program for a person. What it prints goes to the command port as it is, and how many bytes that were is told, so that
 * the other end can wait for all of them. Returns its exit status, 128+N for a signal.
 */
static long do_exec(const struct request *r)
{
	const char *path = words_option(r->words, "path", "/bin/true");
	const char *input = words_option(r->words, "input", "/dev/null");
	int out[2], status = 0;
	char data[4096];
	ssize_t n;
	pid_t pid;

	if (pipe2(out, O_CLOEXEC))
		return -1;
	pid = fork();
	if (pid < 0)
		return -1;
	if (!pid) {
		int in = open(input, O_RDONLY);

		setsid();
		dup2(in, 0);
		dup2(out[1], 1);
		dup2(out[1], 2);
		signal(SIGPIPE, SIG_DFL);
		if (chdir("/"))
			_exit(126);
		execl(path, path, (char *)NULL);
		execl("/bin/sh", "sh", path, (char *)NULL); /* no #! line: as a shell would */
		_exit(127);
	}
	close(out[1]);
	while ((n = read(out[0], data, sizeof(data))) > 0) {
		if (port_write(data, n))
			break;
		*r->value += n;
	}
	close(out[0]);
	waitpid(pid, &status, 0);
	tcdrain(fileno(commands));
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void read_text(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);

	text[n > 0 ? n : 0] = 0;
	if (fd >= 0)
		close(fd);
	for (char *c = text; *c; c++)
		if (*c == '\n')
			*c = c[1] ? ';' : 0;
}

/* HardwareCorrupted of /proc/meminfo in KiB and the badblocks of a disk, as they are now. */
static long do_state(const struct request *r)
{
	const struct words *w = r->words;
	char text[4096], path[128];
	struct event e;
	char *found;

	event_begin(&e, "state");
	read_text("/proc/meminfo", text, sizeof(text));
	found = strstr(text, "HardwareCorrupted:");
	event_num(&e, "corrupted_kib", found ? strtoll(found + 18, NULL, 10) : -1);
	snprintf(path, sizeof(path), "/sys/block/%s/badblocks", words_option(w, "disk", "pmem0"));
	read_text(path, text, sizeof(text));
	text[400] = 0;
	event_str(&e, "badblocks", text);
	poison_bad_blocks(text, 400);
	event_str(&e, "bad", text);
	event_send(&e);
	return 0;
}

static long do_to(const struct request *r)
{
	const struct words *w = r->words;
	struct answer answer = { 0 };
	char line[2048];
	size_t used = 0;

	if (w->count < 3)
		return errno = EINVAL, -1;
	for (int i = 2; i < w->count; i++) {
		/* words were decoded; actors get them plain, so blanks in them are encoded again */
		for (const char *c = w->word[i]; *c && used < sizeof(line) - 8; c++) {
			if (*c == ' ' || *c == '%')
				used += snprintf(line + used, sizeof(line) - used, "%%%02x", *c);
			else
				line[used++] = *c;
		}
		line[used++] = ' ';
	}
	line[used] = 0;
	if (actor_ask(w->word[1], line, &answer))
		return -1;
	*r->value = answer.value;
	if (answer.ret < 0)
		errno = answer.err;
	return answer.ret;
}

/*
 * Ends what the scenario started, and unmounts its file system: a failure that left an entry locked, a reference or a
 * transaction behind is seen there at the latest.
 */
static long do_end(const struct request *r)
{
	const char *path = words_option(r->words, "unmount", NULL);
	long long end = now_ms() + 3000;
	struct event e;
	int error;

	actors_end();
	end_background();
	look_for_races("off");
	if (path) {
		do {
			error = umount(path) ? errno : 0;
			if (error == EBUSY)
				usleep(10000); /* a child of a command that was killed may not be gone yet */
		} while (error == EBUSY && now_ms() < end);
		event_begin(&e, "unmounted");
		event_str(&e, "path", path);
		event_str(&e, "errno", errno_name(error));
		event_send(&e);
	}
	watchdog_limit(0);
	leak_check();
	return 0;
}

/* Lets every process handle its signals, then has them tell what the failure did to their mappings. */
static long do_settle(const struct request *r)
{
	long alive = actors_settle();

	(void)r;
	poison_compare();
	return alive;
}

static long do_process(const struct request *r)
{
	return actor_start(r->words);
}

static long do_poison(const struct request *r)
{
	return poison(r->words, ask_harness);
}

static long do_fail(const struct request *r)
{
	return fault_set(r->words);
}

static long do_firmware_records(const struct request *r)
{
	long ret = firmware_records(r->words);
	char told[160];
	int saved = errno;

	snprintf(told, sizeof(told), "firmware %s %llu records of %llu bytes, the first at block %llu%s%s",
		 words_number(r->words, "remove", 0) ? "forgets" : "has", words_number(r->words, "count", 1),
		 words_number(r->words, "bytes", 512), words_number(r->words, "block", 0), ret ? ": " : "",
		 ret ? errno_name(saved) : "");
	report_output(r->step, told);
	errno = saved;
	return ret;
}

static long do_await_badblock(const struct request *r)
{
	return poison_await_badblock(limit_ms(r->words, 5));
}

/* What the agent understands: a verb, and the function that carries it out. */
static const struct {
	const char *name;
	long (*perform)(const struct request *r);
} verbs[] = {
	{ "ability", do_ability },
	{ "await-badblock", do_await_badblock },
	{ "background", do_background },
	{ "begin", do_begin },
	{ "call", do_call },
	{ "content", do_content },
	{ "end", do_end },
	{ "exec", do_exec },
	{ "fail", do_fail },
	{ "file", do_file },
	{ "firmware-records", do_firmware_records },
	{ "mount-state", do_mount_state },
	{ "poison", do_poison },
	{ "process", do_process },
	{ "reflink", do_reflink },
	{ "resize", do_resize },
	{ "run", do_run },
	{ "secret", do_secret },
	{ "settle", do_settle },
	{ "shell", do_shell },
	{ "sleep", do_sleep },
	{ "state", do_state },
	{ "to", do_to },
	{ "wait", do_wait },
};

static long perform(const struct request *r)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (!strcmp(verbs[i].name, r->words->word[0]))
			return verbs[i].perform(r);
	return errno = ENOSYS, -1;
}

/* ---- process 1 ---- */

static void prepare(void)
{
	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mkdir("/dev", 0755);
	mkdir("/tmp", 01777);
	mkdir("/run", 0755);
	mkdir("/mnt", 0755);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	mount("tmpfs", "/tmp", "tmpfs", 0, NULL);
	mount("tmpfs", "/run", "tmpfs", 0, NULL);
	mkdir("/dev/shm", 01777);
	mount("tmpfs", "/dev/shm", "tmpfs", 0, NULL); /* shm_open(3) and sem_open(3) of test programs */
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
	setenv("PATH", "/bin:/sbin:/usr/bin:/usr/sbin", 1);
	setenv("HOME", "/", 1);
}

static FILE *open_port(const char *path)
{
	int fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct termios raw;

	if (fd < 0)
		return NULL;
	if (!tcgetattr(fd, &raw)) {
		cfmakeraw(&raw);
		cfsetspeed(&raw, B115200);
		tcsetattr(fd, TCSANOW, &raw);
	}
	return fdopen(fd, "r");
}

static void report_done(const char *step, const struct words *w, long ret, int error, unsigned long long value)
{
	struct event e;

	event_begin(&e, "done");
	event_str(&e, "step", step);
	event_str(&e, "verb", w->count ? w->word[0] : "");
	if (w->count > 2 && !strcmp(w->word[0], "to")) {
		event_str(&e, "process", w->word[1]);
		event_str(&e, "what", w->word[2]);
	}
	event_num(&e, "ret", ret);
	event_str(&e, "errno", errno_name(ret < 0 ? error : 0));
	event_num(&e, "value", value);
	event_send(&e);
}

static void serve(void)
{
	char line[LINE_MAX_BYTES];

	while (fgets(line, sizeof(line), commands)) {
		unsigned long long value = 0;
		struct words w;
		char *rest, step[32];
		long ret = -1;
		int error = E2BIG;

		line[strcspn(line, "\r\n")] = 0;
		rest = strchr(line, ' ');
		if (!rest)
			continue;
		*rest++ = 0;
		snprintf(step, sizeof(step), "%.31s", line);
		w.count = 0;
		if (!words_split(&w, rest) && w.count) {
			errno = 0;
			ret = perform(&(struct request){ .step = step, .words = &w, .value = &value });
			error = errno;
		}
		report_done(step, &w, ret, error, value);
	}
}

int main(void)
{
	struct event e;

	prepare();
	signal(SIGPIPE, SIG_IGN);
	if (event_init())
		return 1; /* process 1 ends: the kernel panics and says so */
	leak_baseline();
	watchdog_start();
	commands = open_port("/dev/ttyS1");
	event_begin(&e, commands ? "hello" : "no-port");
	event_num(&e, "protocol", 1);
	event_send(&e);
	if (commands)
		serve();
	sync();
	reboot(RB_POWER_OFF);
	return 1;
}
