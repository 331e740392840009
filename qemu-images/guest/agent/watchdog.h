/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Says what hangs. A process of its own, since the agent itself may be what hangs: shortly before the harness would give the
 * machine up it has the kernel print what it is doing (Documentation/admin-guide/sysrq.rst).
 */
#ifndef KHARNESS_WATCHDOG_H
#define KHARNESS_WATCHDOG_H

/* Starts the process. Call it once, before any other. */
void watchdog_start(void);

/* From now on the scenario may take so many seconds; 0: nothing is under way. */
void watchdog_limit(long long seconds);

#endif
