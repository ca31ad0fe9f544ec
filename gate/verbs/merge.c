/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/merge/merge.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/verbs/reports.h"
#include "gate/verbs/shard_of.h"

struct merging {
	struct judging judging;
	unsigned expected;
	bool partial;
};

static const struct flag flags[] = {
	{"expect-shards", 0, FLAG_COUNT, offsetof(struct merging, expected), "N",
		"refuse results of another number of shards"},
	{"partial", 0, FLAG_SWITCH, offsetof(struct merging, partial), "",
		"some shards are still missing: write a result that can be merged again"},
	{"report", 0, FLAG_WORDS, offsetof(struct merging, judging.reports), "FORMAT[=PATH]",
		"write a report too (see: seamgate list reports)"},
	{"color", 0, FLAG_CHOICE, offsetof(struct merging, judging.color), "auto|always|never",
		"colour the human report"},
	{"quiet", 'q', FLAG_SWITCH, offsetof(struct merging, judging.quiet), "",
		"no human report on standard output"},
	{"verbose", 'v', FLAG_SWITCH, offsetof(struct merging, judging.verbose), "",
		"known and waived findings, counters and times too"},
	{"help", 'h', FLAG_SWITCH, offsetof(struct merging, judging.help), "", "this help"},
	{0},
};

/* Half a million findings take less. */
enum { MOST_BYTES = 1 << 30 };

static int cannot_read(const char *path, const char *why, struct err *err)
{
	err_set(err, ERR_LOOK, "cannot read the result %s: %s", path, why);
	return err_remedy(err, "see whether its shard's job ended and handed its result on");
}

static int read_whole(int fd, const char *path, char *bytes, size_t size, struct err *err)
{
	size_t have = 0;

	while (have < size) {
		ssize_t got = read(fd, bytes + have, size - have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return cannot_read(
				path, got < 0 ? strerror(errno) : "it became shorter", err);
		have += (size_t)got;
	}
	return 0;
}

static int read_open(
	int fd, const char *path, struct text *out, struct arena *arena, struct err *err)
{
	struct stat status;
	char *bytes;

	if (fstat(fd, &status) < 0)
		return cannot_read(path, strerror(errno), err);
	if (!S_ISREG(status.st_mode) || status.st_size > MOST_BYTES)
		return cannot_read(path, "it is no file of at most 1 GiB", err);
	bytes = arena_alloc(arena, (size_t)status.st_size);
	if (!bytes)
		return err_nomem(err);
	*out = (struct text){bytes, (size_t)status.st_size};
	return read_whole(fd, path, bytes, out->len, err);
}

/* The result of yesterday's run of the same commits: another clock, other files of the pipeline, other waivers in force. */
static int check_pipeline(const struct shard *own, const struct merge_part *part, struct err *err)
{
	struct text theirs = part->result.shard.pipeline;

	if (own->pipeline.len == 0 || theirs.len == 0 || text_equal(own->pipeline, theirs))
		return 0;
	err_set(err, ERR_LOOK, "%s is of the pipeline %.*s, and this is %.*s", part->name,
		text_quote(theirs), theirs.ptr, text_quote(own->pipeline), own->pipeline.ptr);
	return err_remedy(err, "merge what the jobs of this pipeline have written");
}

static int read_part(struct merge_part *out, const char *path, const struct shard *own,
	struct arena *arena, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct text text;
	int done;

	if (fd < 0)
		return cannot_read(path, strerror(errno), err);
	done = read_open(fd, path, &text, arena, err);
	close(fd);
	if (done < 0 || merge_read(out, text, path, arena, err) < 0 ||
		merge_check_seal(text, own->key, path, err) < 0)
		return -1;
	return check_pipeline(own, out, err);
}

static int check_expected(
	const struct merging *merging, const struct merge_part *part, struct err *err)
{
	unsigned count = part->result.shard.count;

	if (merging->expected == 0 || merging->expected == count)
		return 0;
	err_set(err, ERR_LOOK, "%s is of %u shards, and %u are expected", part->name, count,
		merging->expected);
	return err_remedy(err, "let the same number stand in the jobs and behind --expect-shards");
}

static int read_parts(struct merge_part *parts, const struct merging *merging,
	const struct words *paths, const struct shard *own, const struct call *call,
	struct err *err)
{
	for (size_t i = 0; i < paths->count; i++)
		if (read_part(&parts[i], paths->items[i], own, call->arena, err) < 0 ||
			check_expected(merging, &parts[i], err) < 0)
			return -1;
	return 0;
}

static int conduct(const struct call *call, const struct merging *merging,
	const struct words *paths, struct err *err)
{
	struct merge_part *parts = arena_array(call->arena, paths->count, sizeof(*parts));
	struct merge_part *joined = arena_alloc(call->arena, sizeof(*joined));
	struct shard own = {0};
	struct wanteds wanteds;

	shard_identify(&own, &call->env);
	if (!parts || !joined)
		return err_nomem(err);
	if (reports_wanted(&wanteds, &merging->judging, err) < 0 ||
		read_parts(parts, merging, paths, &own, call, err) < 0 ||
		merge_join(joined, parts, paths->count, merging->partial, call->arena, err) < 0 ||
		reports_check_shard(&wanteds, &joined->result.shard, err) < 0 ||
		reports_check_components(&wanteds, &joined->result, err) < 0)
		return -1;
	joined->result.shard.key = own.key;
	return reports_write(call, &merging->judging, &wanteds, &joined->result, err);
}

static int merge(const struct call *call, struct err *err)
{
	struct merging merging = {0};
	struct words paths = {0};

	judge_remove_stale(call->argv);
	if (flags_read(flags, &merging, &paths, call->argv, call->arena, err) < 0)
		return -1;
	if (paths.count)
		return conduct(call, &merging, &paths, err);
	err_set(err, ERR_USAGE, "merge wants the results of the shards");
	return err_remedy(err, "seamgate merge shard-*.json --expect-shards N");
}

const struct verb verb_merge = {"merge", "RESULT... [--expect-shards N] [flags]",
	"make one verdict and one report of the results of shards", flags, merge, NULL};
