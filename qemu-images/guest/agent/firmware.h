/* SPDX-License-Identifier: GPL-2.0-only */
/* Errors that an NVDIMM's firmware is told to have, in its own words. */
#ifndef KHARNESS_FIRMWARE_H
#define KHARNESS_FIRMWARE_H

#include "words.h"

/*
 * Puts records of errors into the firmware of a bus, or takes them out again with remove=1; nobody is notified. Options: bus (its
 * provider's name), namespace (a file that holds its name), block (the sector of the namespace with which the first record
 * begins), bytes (of each record), count, every (sectors from the begin of one record to the next).
 */
long firmware_records(const struct words *w);

#endif
