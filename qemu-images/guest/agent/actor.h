/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Actors: the processes that a scenario names. Each is a child of the agent that maps files, touches them, and tells
 * of every SIGBUS with its code, address and granularity. Commands and answers are messages on a socket pair; a
 * pending signal is handled before the next command is answered, so "ping" proves that none is on its way.
 */
#ifndef KHARNESS_ACTOR_H
#define KHARNESS_ACTOR_H

#include "words.h"

struct answer {
	long ret;
	int err;
	unsigned long long value;
};

/*
 * Starts the actor; returns 0, or -1 with errno. Options: name, kill=early|late|default, handler=yes|no|ignore,
 * thread_kill=early|late|default for a second thread with a policy of its own.
 */
int actor_start(const struct words *w);

/* Sends a command line to an actor and waits for its answer. -1 where there is no such actor or it died (ECHILD). */
int actor_ask(const char *name, const char *line, struct answer *answer);

/* Pings every living actor, and reports the end of those that died. Returns how many are alive. */
int actors_settle(void);

/* Has every actor note what its mappings hold, before a page is poisoned. */
void actors_note(void);

/* Has every actor tell what its mappings lost since, and what they still have of the failed frame. */
void actors_compare(unsigned long long pfn);

/* Ends all actors and forgets them. */
void actors_end(void);

#endif
