// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE
#include "actor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "event.h"
#include "fault.h"
#include "watch.h"

#ifndef MADV_HWPOISON
#define MADV_HWPOISON 100
#endif
#ifndef MADV_SOFT_OFFLINE
#define MADV_SOFT_OFFLINE 101
#endif
#ifndef MAP_SYNC
#define MAP_SYNC 0x080000
#endif
#ifndef MAP_SHARED_VALIDATE
#define MAP_SHARED_VALIDATE 0x03
#endif

#define ACTORS_MAX 32
#define MAPS_MAX 16
#define HUGE_SIZE (2UL << 20)
#define ANSWER_MS 20000

/* ---- inside the actor ---- */

struct map {
	char name[32];
	char path[128]; /* empty: anonymous memory */
	unsigned long long offset; /* in the file */
	char *address; /* NULL: free slot */
	size_t length;
	struct watch watch;
};

static char self[32];
static struct map maps[MAPS_MAX];
static const char *volatile doing = "idle";
static volatile pid_t policy_tid; /* of the thread that has a kill policy of its own; 0: there is none */
static __thread volatile sig_atomic_t can_jump;
static __thread sigjmp_buf back;

static const struct map *map_at(const char *address)
{
	for (int i = 0; i < MAPS_MAX; i++)
		if (maps[i].address && address >= maps[i].address && address < maps[i].address + maps[i].length)
			return &maps[i];
	return NULL;
}

/* Which thread that is: a memory error's signal is sent to a thread, not to the process. */
static const char *thread_name(pid_t tid)
{
	return tid == getpid() ? "main" : tid == policy_tid ? "policy" : "other";
}

/*
 * Reports the signal. Afterwards a touch is given up, since the same access would fault again; anything else goes on
 * (an action-optional signal may arrive at any moment).
 */
static void on_sigbus(int number, siginfo_t *info, void *context)
{
	const struct map *map = map_at(info->si_addr);
	struct event e;

	(void)number;
	(void)context;
	fault_disarm();
	event_begin(&e, "sigbus");
	event_str(&e, "process", self);
	event_num(&e, "tid", syscall(SYS_gettid));
	event_str(&e, "thread", thread_name(syscall(SYS_gettid)));
	event_num(&e, "code", info->si_code);
	event_hex(&e, "addr", (uintptr_t)info->si_addr);
	event_str(&e, "map", map ? map->name : "");
	if (map)
		event_num(&e, "at", (char *)info->si_addr - map->address);
	event_num(&e, "lsb", info->si_addr_lsb);
	event_str(&e, "during", doing);
	event_send(&e);
	/* BUS_MCEERR_AO says "some time later"; every other code means that this very access cannot succeed. */
	if (can_jump && info->si_code != BUS_MCEERR_AO)
		siglongjmp(back, 1);
	if (!can_jump && (info->si_code == BUS_ADRERR || info->si_code == BUS_ADRALN))
		_exit(70); /* an access outside touch: no way to go on */
}

static struct map *map_named(const struct words *w)
{
	const char *name = words_option(w, "map", "m");

	for (int i = 0; i < MAPS_MAX; i++)
		if (maps[i].address && !strcmp(maps[i].name, name))
			return &maps[i];
	return NULL;
}

/*
 * Reserves an address that is congruent with the file offset modulo 2 MiB, so that huge mappings are possible. The kernel gives
 * out addresses from the top: what is free above it keeps it away from everything else.
 */
static char *reserve(size_t length, unsigned long long offset, unsigned long long gap)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
	char *area = mmap(NULL, length + gap + 2 * HUGE_SIZE, PROT_NONE, flags, -1, 0);
	uintptr_t at;

	if (area == MAP_FAILED)
		return NULL;
	at = ((uintptr_t)area + HUGE_SIZE) & ~(HUGE_SIZE - 1);
	return (char *)at + (offset & (HUGE_SIZE - 1));
}

static long do_map(const struct words *w, unsigned long long *value)
{
	const char *path = words_option(w, "path", NULL);
	const char *type = words_option(w, "type", "shared");
	const char *access = words_option(w, "access", "rw");
	size_t length = words_number(w, "length", 4096);
	unsigned long long offset = words_number(w, "offset", 0);
	int writes = strchr(access, 'w') != NULL;
	int flags = MAP_FIXED, fd = -1;
	struct map *slot = NULL;
	char *address;

	(void)value;
	for (int i = 0; i < MAPS_MAX && !slot; i++)
		if (!maps[i].address)
			slot = &maps[i];
	if (!slot)
		return errno = ENOMEM, -1;
	if (!path)
		flags |= MAP_ANONYMOUS | (strcmp(type, "private") ? MAP_SHARED : MAP_PRIVATE);
	else if (!strcmp(type, "private"))
		flags |= MAP_PRIVATE;
	else if (!strcmp(type, "sync"))
		flags |= MAP_SHARED_VALIDATE | MAP_SYNC;
	else
		flags |= MAP_SHARED;
	if (path) {
		/* a private writable mapping needs no writable file; device-dax wants one opened for writing */
		fd = open(path, writes ? O_RDWR | O_CLOEXEC : O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return -1;
	}
	address = reserve(length, offset, words_number(w, "gap", 0));
	if (address)
		address = mmap(address, length, writes ? PROT_READ | PROT_WRITE : PROT_READ, flags, fd, offset);
	if (fd >= 0) {
		int saved = errno;

		close(fd);
		errno = saved;
	}
	if (!address || address == MAP_FAILED)
		return -1;
	snprintf(slot->name, sizeof(slot->name), "%s", words_option(w, "as", "m"));
	snprintf(slot->path, sizeof(slot->path), "%s", path ? path : "");
	slot->offset = offset;
	slot->length = length;
	slot->address = address;
	return 0;
}

struct touch {
	char *address;
	int write;
	unsigned char byte;
	unsigned long long seen;
	int broken;
};

static void *touch_once(void *argument)
{
	struct touch *t = argument;

	if (sigsetjmp(back, 1)) {
		can_jump = 0;
		t->broken = 1;
		return NULL;
	}
	can_jump = 1;
	if (t->write)
		*(volatile unsigned char *)t->address = t->byte;
	t->seen = *(volatile unsigned char *)t->address;
	can_jump = 0;
	return NULL;
}

static long do_touch(const struct words *w, unsigned long long *value)
{
	struct map *map = map_named(w);
	struct touch t = { 0 };
	pthread_t thread;

	if (!map)
		return errno = ENOENT, -1;
	t.address = map->address + words_number(w, "at", 0);
	t.write = !strcmp(words_option(w, "access", "read"), "write");
	t.byte = words_number(w, "byte", 0x5a);
	if (words_number(w, "thread", 0)) {
		if (pthread_create(&thread, NULL, touch_once, &t))
			return errno = EAGAIN, -1;
		pthread_join(thread, NULL);
	} else {
		touch_once(&t);
	}
	*value = t.seen;
	if (t.broken)
		return errno = EFAULT, -1;
	return 0;
}

/*
 * The physical frame behind a touched page, from pagemap (Documentation/admin-guide/mm/pagemap.rst). Another thread may
 * keep touching a page that something else keeps taking away, so it is looked for a little while.
 */
static long do_frame(const struct words *w, unsigned long long *value)
{
	struct map *map = map_named(w);
	uint64_t entry = 0;
	char *address;
	int fd, tries;

	if (!map)
		return errno = ENOENT, -1;
	address = map->address + words_number(w, "at", 0);
	fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	for (tries = 0; tries < 500 && !(entry & 1ULL << 63); tries++) {
		if (tries)
			usleep(1000);
		if (pread(fd, &entry, sizeof(entry), (uintptr_t)address / 4096 * 8) != sizeof(entry)) {
			close(fd);
			return -1;
		}
	}
	close(fd);
	if (!(entry & 1ULL << 63))
		return errno = ENXIO, -1;
	*value = entry & ((1ULL << 55) - 1);
	return 0;
}

struct advice {
	char *address;
	size_t length;
	int advice;
	int fails; /* something is to fail in it */
	long ret;
	int error;
};

static void *advise_once(void *argument)
{
	struct advice *a = argument;

	if (a->fails)
		fault_arm();
	a->ret = madvise(a->address, a->length, a->advice);
	a->error = errno;
	fault_disarm();
	return NULL;
}

static long do_madvise(const struct words *w, unsigned long long *value)
{
	struct map *map = map_named(w);
	int soft = !strcmp(words_option(w, "advice", "hwpoison"), "soft-offline");
	struct advice a = { .length = words_number(w, "length", 4096), .advice = soft ? MADV_SOFT_OFFLINE : MADV_HWPOISON,
			    .fails = words_number(w, "fail", 0) };
	pthread_t thread;

	(void)value;
	if (!map)
		return errno = ENOENT, -1;
	a.address = map->address + words_number(w, "at", 0);
	if (words_number(w, "thread", 0)) {
		if (pthread_create(&thread, NULL, advise_once, &a))
			return errno = EAGAIN, -1;
		pthread_join(thread, NULL);
	} else {
		advise_once(&a);
	}
	errno = a.error;
	return a.ret;
}

/*
 * Reads a byte of a mapping as the kernel does for others: through /proc/self/mem, which takes a reference to the page and
 * drops it (mm/gup.c). Says whether the page's count is still sound.
 */
static long do_pin(const struct words *w, unsigned long long *value)
{
	struct map *map = map_named(w);
	int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	unsigned char byte = 0;
	ssize_t n = -1;
	int saved;

	if (fd < 0)
		return -1;
	if (map)
		n = pread(fd, &byte, 1, (uintptr_t)map->address + words_number(w, "at", 0));
	else
		errno = ENOENT;
	saved = errno;
	close(fd);
	errno = saved;
	*value = byte;
	return n == 1 ? 0 : -1;
}

static int churning; /* a thread brings pages back as soon as they are lost, so nothing can be said of them */

static void *churn(void *argument)
{
	struct touch t = *(struct touch *)argument;

	for (;;)
		touch_once(&t);
	return NULL;
}

/* Goes on touching a page in a thread of its own, until the process ends. */
static long do_churn(const struct words *w, unsigned long long *value)
{
	static struct touch t;
	struct map *map = map_named(w);
	pthread_t thread;

	(void)value;
	if (!map)
		return errno = ENOENT, -1;
	t.address = map->address + words_number(w, "at", 0);
	t.write = !strcmp(words_option(w, "access", "read"), "write");
	t.byte = words_number(w, "byte", 0x5a);
	churning = 1;
	return pthread_create(&thread, NULL, churn, &t) ? (errno = EAGAIN, -1) : 0;
}

/* Takes what was blocked; a pending signal is handled before this returns. */
static long do_unblock(const struct words *w, unsigned long long *value)
{
	sigset_t set;

	(void)w;
	(void)value;
	sigemptyset(&set);
	sigaddset(&set, SIGBUS);
	return sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static struct watched watched(const struct map *map)
{
	struct watched m = { .process = self, .map = map->name, .path = map->path, .offset = map->offset,
			     .address = map->address, .length = map->length };

	return m;
}

static long do_note(const struct words *w, unsigned long long *value)
{
	(void)w;
	(void)value;
	for (int i = 0; i < MAPS_MAX; i++) {
		struct watched m = watched(&maps[i]);

		if (m.address)
			watch_note(&maps[i].watch, &m);
	}
	return 0;
}

static long do_compare(const struct words *w, unsigned long long *value)
{
	(void)value;
	for (int i = 0; i < MAPS_MAX; i++) {
		struct watched m = watched(&maps[i]);

		if (m.address && !churning)
			watch_compare(&maps[i].watch, &m, words_number(w, "pfn", 0));
	}
	return 0;
}

static long do_unmap(const struct words *w, unsigned long long *value)
{
	struct map *map = map_named(w);
	char *address;

	(void)value;
	if (!map)
		return errno = ENOENT, -1;
	address = map->address;
	map->address = NULL;
	watch_forget(&map->watch);
	return munmap(address, map->length);
}

static long do_transfer(const struct words *w, int writes, unsigned long long *value)
{
	size_t length = words_number(w, "length", 4096);
	int direct = words_number(w, "direct", 0) ? O_DIRECT : 0;
	int fd = open(words_option(w, "path", ""), (writes ? O_RDWR : O_RDONLY) | O_CLOEXEC | direct);
	off_t at = words_number(w, "at", 0);
	void *buffer;
	long n;
	int saved;

	if (fd < 0)
		return -1;
	if (posix_memalign(&buffer, 4096, length)) {
		close(fd);
		return errno = ENOMEM, -1;
	}
	memset(buffer, words_number(w, "byte", 0x5a), length);
	n = writes ? pwrite(fd, buffer, length, at) : pread(fd, buffer, length, at);
	if (n > 0)
		*value = *(unsigned char *)buffer;
	if (writes && n >= 0 && words_number(w, "sync", 1) && fsync(fd))
		n = -1;
	saved = errno;
	free(buffer);
	close(fd);
	errno = saved;
	return n;
}

static long do_read(const struct words *w, unsigned long long *value)
{
	return do_transfer(w, 0, value);
}

static long do_write(const struct words *w, unsigned long long *value)
{
	return do_transfer(w, 1, value);
}

static long do_ping(const struct words *w, unsigned long long *value)
{
	(void)w;
	(void)value;
	return 0;
}

/* What an actor understands; its functions return -1 with errno for a failure and may set the number that is told. */
static const struct {
	const char *name;
	long (*perform)(const struct words *w, unsigned long long *value);
} verbs[] = {
	{ "churn", do_churn },
	{ "compare", do_compare },
	{ "frame", do_frame },
	{ "madvise", do_madvise },
	{ "map", do_map },
	{ "note", do_note },
	{ "pin", do_pin },
	{ "ping", do_ping },
	{ "read", do_read },
	{ "touch", do_touch },
	{ "unblock", do_unblock },
	{ "unmap", do_unmap },
	{ "write", do_write },
};

static long perform(const struct words *w, unsigned long long *value)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (!strcmp(verbs[i].name, w->word[0]))
			return verbs[i].perform(w, value);
	return errno = ENOSYS, -1;
}

static void set_kill_policy(const char *policy)
{
	int given_back = !strcmp(policy, "cleared");
	int how = given_back || !strcmp(policy, "early") ? PR_MCE_KILL_EARLY :
		  !strcmp(policy, "late")		  ? PR_MCE_KILL_LATE :
							    PR_MCE_KILL_DEFAULT;

	prctl(PR_MCE_KILL, PR_MCE_KILL_SET, how, 0, 0);
	if (given_back)
		prctl(PR_MCE_KILL, PR_MCE_KILL_CLEAR, 0, 0, 0);
}

/* A thread that sets a kill policy for itself and does nothing more: PR_MCE_KILL concerns the thread that calls it. */
static void *policy_thread(void *policy)
{
	set_kill_policy(policy);
	policy_tid = syscall(SYS_gettid);
	for (;;)
		pause();
	return NULL;
}

static void start_policy_thread(const char *policy)
{
	pthread_t thread;

	if (!policy || pthread_create(&thread, NULL, policy_thread, (void *)policy))
		return;
	while (!policy_tid)
		usleep(1000);
}

/*
 * Actors are children of one process and would map everything at the same addresses. Each keeps room of its own size free,
 * so that a signal with another process's address is seen.
 */
static void shift_addresses(int number)
{
	mmap(NULL, (number + 1) * 17UL * HUGE_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

static void handle_sigbus(const char *how)
{
	struct sigaction action = { .sa_sigaction = on_sigbus, .sa_flags = SA_SIGINFO | SA_NODEFER };

	sigemptyset(&action.sa_mask);
	if (!strcmp(how, "yes"))
		sigaction(SIGBUS, &action, NULL);
	else if (!strcmp(how, "ignore"))
		signal(SIGBUS, SIG_IGN);
	if (strcmp(how, "block"))
		return;
	sigaction(SIGBUS, &action, NULL);
	sigaddset(&action.sa_mask, SIGBUS);
	sigprocmask(SIG_BLOCK, &action.sa_mask, NULL);
}

static void actor_main(int fd, int number, const struct words *options)
{
	char line[2048];
	ssize_t n;

	snprintf(self, sizeof(self), "%s", words_option(options, "name", "?"));
	prctl(PR_SET_NAME, self); /* the kernel's "Sending SIGBUS to NAME:PID" then names the actor */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	set_kill_policy(words_option(options, "kill", "default"));
	handle_sigbus(words_option(options, "handler", "yes"));
	shift_addresses(number);
	start_policy_thread(words_option(options, "thread_kill", NULL));
	for (;;) {
		struct answer answer = { 0 };
		struct words w;

		do {
			n = read(fd, line, sizeof(line) - 1);
		} while (n < 0 && errno == EINTR);
		if (n <= 0)
			_exit(0);
		line[n] = 0;
		if (words_split(&w, line) || !w.count) {
			answer.ret = -1;
			answer.err = E2BIG;
		} else {
			doing = w.word[0];
			errno = 0;
			answer.ret = perform(&w, &answer.value);
			answer.err = answer.ret < 0 ? errno : 0;
			doing = "idle";
		}
		if (write(fd, &answer, sizeof(answer)) != sizeof(answer))
			_exit(0);
	}
}

/* ---- inside the agent ---- */

struct actor {
	char name[32];
	pid_t pid; /* 0: free slot or dead */
	int fd;
};

static struct actor actors[ACTORS_MAX];

static struct actor *actor_named(const char *name)
{
	for (int i = 0; i < ACTORS_MAX; i++)
		if (actors[i].pid && !strcmp(actors[i].name, name))
			return &actors[i];
	return NULL;
}

int actor_start(const struct words *w)
{
	struct actor *slot = NULL;
	struct event e;
	int pair[2];
	pid_t pid;

	for (int i = 0; i < ACTORS_MAX && !slot; i++)
		if (!actors[i].pid)
			slot = &actors[i];
	if (!slot)
		return errno = EAGAIN, -1;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return -1;
	pid = fork();
	if (pid < 0)
		return -1;
	if (!pid) {
		for (int i = 0; i < ACTORS_MAX; i++)
			if (actors[i].pid)
				close(actors[i].fd);
		close(pair[0]);
		actor_main(pair[1], slot - actors, w);
	}
	close(pair[1]);
	snprintf(slot->name, sizeof(slot->name), "%s", words_option(w, "name", "?"));
	slot->pid = pid;
	slot->fd = pair[0];
	event_begin(&e, "process");
	event_str(&e, "process", slot->name);
	event_num(&e, "pid", pid);
	event_str(&e, "kill", words_option(w, "kill", "default"));
	event_send(&e);
	return 0;
}

static void report_end(struct actor *actor, int status)
{
	struct event e;

	event_begin(&e, "exit");
	event_str(&e, "process", actor->name);
	event_num(&e, "signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
	event_num(&e, "status", WIFEXITED(status) ? WEXITSTATUS(status) : 0);
	event_send(&e);
	close(actor->fd);
	actor->pid = 0;
}

/* Waits for the end of an actor whose socket closed. */
static void bury(struct actor *actor)
{
	int status = 0;

	waitpid(actor->pid, &status, 0);
	report_end(actor, status);
}

int actor_ask(const char *name, const char *line, struct answer *answer)
{
	struct actor *actor = actor_named(name);
	struct pollfd wait = { .events = POLLIN };
	ssize_t n;

	if (!actor)
		return errno = ESRCH, -1;
	wait.fd = actor->fd;
	if (send(actor->fd, line, strlen(line), MSG_NOSIGNAL) < 0) {
		bury(actor);
		return errno = ECHILD, -1;
	}
	if (poll(&wait, 1, ANSWER_MS) == 0)
		return errno = ETIMEDOUT, -1;
	n = read(actor->fd, answer, sizeof(*answer));
	if (n != sizeof(*answer)) {
		bury(actor);
		return errno = ECHILD, -1;
	}
	return 0;
}

void actors_note(void)
{
	struct answer answer;

	for (int i = 0; i < ACTORS_MAX; i++)
		if (actors[i].pid)
			actor_ask(actors[i].name, "note", &answer);
}

void actors_compare(unsigned long long pfn)
{
	struct answer answer;
	char line[64];

	snprintf(line, sizeof(line), "compare pfn=%llu", pfn);
	for (int i = 0; i < ACTORS_MAX; i++)
		if (actors[i].pid)
			actor_ask(actors[i].name, line, &answer);
}

int actors_settle(void)
{
	struct answer answer;
	int alive = 0;

	for (int i = 0; i < ACTORS_MAX; i++)
		if (actors[i].pid && !actor_ask(actors[i].name, "ping", &answer))
			alive++;
	return alive;
}

void actors_end(void)
{
	for (int i = 0; i < ACTORS_MAX; i++) {
		if (!actors[i].pid)
			continue;
		kill(actors[i].pid, SIGKILL);
		close(actors[i].fd);
		waitpid(actors[i].pid, NULL, 0);
		actors[i].pid = 0;
	}
}
