// SPDX-License-Identifier: GPL-2.0-only
/* Files that the kernel makes, which take a word or a number at a time. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "textfile.h"

int textfile_put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int ok, saved;

	if (fd < 0)
		return -1;
	ok = write(fd, text, strlen(text)) >= 0;
	saved = errno;
	close(fd);
	errno = saved;
	return ok ? 0 : -1;
}
