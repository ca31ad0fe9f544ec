/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "gate/merge/merge.h"

/* As gate/report/json_shard.c ends a file. */
enum { TAIL_BYTES = 128 };

static int tail_write(char out[TAIL_BYTES], const char *seal)
{
	return snprintf(out, TAIL_BYTES, ",\n  \"seal\": \"%s\"\n}\n", seal);
}

static int broken(const char *name, struct text key, struct err *err)
{
	if (key.len) {
		err_set(err, ERR_LOOK,
			"%s is not sealed with this SEAMGATE_SHARD_KEY, or was changed since",
			name);
		return err_remedy(err, "set the same SEAMGATE_SHARD_KEY in the jobs of the shards "
				       "and in that of the merge, and hand the file on as it is");
	}
	err_set(err, ERR_LOOK, "%s is not as its shard wrote it: its seal does not fit", name);
	return err_remedy(err, "hand the file on as it is; one that was sealed with "
			       "SEAMGATE_SHARD_KEY is merged with the same");
}

int merge_check_seal(struct text json, struct text key, const char *name, struct err *err)
{
	char tail[TAIL_BYTES], seal[SHA256_HEX] = "";
	size_t bare = (size_t)tail_write(tail, seal), len = bare + SHA256_HEX - 1;

	if (json.len < len)
		return broken(name, key, err);
	if (shard_seal(text_slice(json, 0, json.len - len), key, seal, err) < 0)
		return -1;
	tail_write(tail, seal);
	if (memcmp(json.ptr + json.len - len, tail, len) != 0)
		return broken(name, key, err);
	return 0;
}
