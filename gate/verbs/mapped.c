/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int mapped_open(struct text *out, const char *path, struct err *err)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;
	void *mapped = NULL;

	if (file < 0 || fstat(file, &status) < 0)
		err_set(err, ERR_LOOK, "cannot read %s: %s", path, strerror(errno));
	else if (!S_ISREG(status.st_mode))
		err_set(err, ERR_LOOK, "%s is no regular file", path);
	else if (status.st_size > 0) {
		mapped = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
		if (mapped == MAP_FAILED)
			err_set(err, ERR_LOOK, "cannot read %s: %s", path, strerror(errno));
	}
	if (file >= 0)
		close(file);
	if (err->kind != ERR_NONE)
		return -1;
	*out = (struct text){mapped ? mapped : "", (size_t)status.st_size};
	return 0;
}

void mapped_close(struct text content)
{
	union {
		const char *readable;
		void *mapped;
	} pointer = {content.ptr};

	if (content.len)
		munmap(pointer.mapped, content.len);
}
