/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fault injection (Documentation/fault-injection/fault-injection.rst): the Nth allocation, copy or block of I/O of one kind
 * that the system call which poisons a page makes fails, once. Nothing else fails: the kernel's task filter is on, and the
 * task is marked for no longer than the call takes. fail-nth of /proc counts all kinds together, so it could not tell them
 * apart.
 */
#ifndef KHARNESS_FAULT_H
#define KHARNESS_FAULT_H

#include "words.h"

/*
 * Sets up what fails from now on: what=slab|page-alloc|usercopy|bio, nth=N, function=NAME for those that this function
 * calls, directly or not, walk=1 to fail the next one after each failure, until a call makes no more of them.
 */
long fault_set(const struct words *w);

/* Before a page is poisoned: readies the kernel. True if something is to fail. */
int fault_ready(void);

/* Around the system call, by the task that makes it. */
void fault_arm(void);
void fault_disarm(void);

/* After it: tells whether it failed. */
void fault_tell(void);

#endif
