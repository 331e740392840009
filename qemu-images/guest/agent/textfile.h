/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KHARNESS_TEXTFILE_H
#define KHARNESS_TEXTFILE_H

/* Writes a text to a file of the kernel's (sysfs, proc, debugfs) in one call. 0, or -1 with errno set. */
int textfile_put(const char *path, const char *text);

#endif
