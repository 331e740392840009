/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events: how the guest tells what happened. Each is one line "kharness: {json}" written to /dev/kmsg, so that events
 * and kernel messages stand in one order in one log and never tear each other apart. Everything here may be called
 * from a signal handler: no allocation, no stdio, one write(2) per event.
 */
#ifndef KHARNESS_EVENT_H
#define KHARNESS_EVENT_H

#include <stddef.h>

/*
 * printk refuses records of about 1000 bytes: values are cut here, which leaves room for keys and numbers that follow and
 * for the signature.
 */
#define EVENT_MAX 860

struct event {
	char text[EVENT_MAX + 120];
	size_t len;
};

/* Opens /dev/kmsg and what numbers events across processes. Call once, before any fork. */
int event_init(void);

/*
 * From now on every event of every process carries a digest under this secret, so that lines which others write in an event's
 * form do not pass for one. Returns -1 for a secret that is too long.
 */
int event_secret(const char *secret);

void event_begin(struct event *e, const char *type);
void event_str(struct event *e, const char *key, const char *value);
void event_num(struct event *e, const char *key, long long value);
void event_hex(struct event *e, const char *key, unsigned long long value);
void event_bool(struct event *e, const char *key, int value);
void event_send(struct event *e);

/* The name of an error number, such as "EIO"; "0" for success; "errno-N" where the agent knows no name. */
const char *errno_name(int number);

#endif
