/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/lfs_pointer.h"

enum { MOST_POINTER_BYTES = 1024, SHA256_HEX_DIGITS = 64 };

/* The names that it had before; git-lfs follows them still (lfs/pointer.go, v1Aliases). */
static const char *const starts[] = {LFS_POINTER_START, "version https://hawser.github.com/spec/",
	"version http://git-media.io/v/"};

bool lfs_pointer_is(struct text content)
{
	if (content.len > MOST_POINTER_BYTES)
		return false;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (text_starts(content, starts[i]))
			return true;
	return false;
}

struct text lfs_pointer_sha256(struct text pointer)
{
	static const char marker[] = "\noid sha256:";
	size_t at = text_find(pointer, text_of(marker)) + strlen(marker);
	struct text found = text_slice(pointer, at, at + SHA256_HEX_DIGITS);

	return found.len == SHA256_HEX_DIGITS ? found : text_of("");
}
