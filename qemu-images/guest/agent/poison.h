/* SPDX-License-Identifier: GPL-2.0-only */
/* Ways to tell the kernel that a page of memory has failed. */
#ifndef KHARNESS_POISON_H
#define KHARNESS_POISON_H

#include <stddef.h>

#include "words.h"

/*
 * Asks the harness outside to do something and waits for its answer: 0, or -1 with errno. To "tell" nothing is done: what
 * the platform did since it was last asked is reported as events, as after every question.
 */
typedef int (*ask_host)(const char *what, unsigned long long physical);

/*
 * Poisons one page. Options: way; and process, map, at for a page of a process, or disk, at for a byte of a pmem
 * device. For the einj ways also mask. Reports what was poisoned as an event; returns what the way answered.
 */
long poison(const struct words *w, ask_host ask);

/* Has every process tell what the last failure did to its mappings. Call it when all have handled their signals. */
void poison_compare(void);

/* The bad blocks of every disk, or of the region where there is none, as "PLACE SECTOR COUNT; ...". */
void poison_bad_blocks(char *text, size_t size);

/* Waits until the bad blocks changed since the last poisoning; 0 at once where that was no persistent memory. */
long poison_await_badblock(long long limit_ms);

#endif
