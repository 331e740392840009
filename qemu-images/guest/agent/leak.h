/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory to which nothing points any more, as kmemleak finds it; nothing where the kernel cannot or is not to look. */
#ifndef KHARNESS_LEAK_H
#define KHARNESS_LEAK_H

/* What leaked so far is nothing of a scenario's: it is forgotten. */
void leak_baseline(void);

/* Looks twice, as what is moved during one look seems lost, and writes every object that both found to the console. */
void leak_check(void);

#endif
