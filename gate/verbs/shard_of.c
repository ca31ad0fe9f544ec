/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/shard_of.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A system that numbers its jobs. The innermost stands first: a job of Kubernetes may run a test of Bazel. */
struct numbering {
	const char *name, *index, *count;
	unsigned first; /* what the index counts from */
	bool must_tell; /* an index without a count is an error: the system itself has none to tell */
};

static const struct numbering numberings[] = {
	{"Bazel", "TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", 0, false},
	{"Kubernetes", "JOB_COMPLETION_INDEX", "SEAMGATE_SHARDS", 0, true},
	{"GitLab", "CI_NODE_INDEX", "CI_NODE_TOTAL", 1, false},
	{"Buildkite", "BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0, false},
	{"CircleCI", "CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0, false},
};

static int refuse(const char *from, const char *word, struct err *err)
{
	err_set(err, ERR_USAGE, "%s wants I/N, 1/%d to %d/%d, or auto, not \"%s\"", from,
		MOST_SHARDS, MOST_SHARDS, MOST_SHARDS, word);
	return err_remedy(err, "the second of four parts is --shard 2/4");
}

int shard_parse(struct shard *out, const char *word, const char *from, struct err *err)
{
	struct text all = text_of(word);
	size_t slash = text_find(all, text_of("/"));
	uint64_t index, count;

	if (slash == all.len || !text_to_uint(text_slice(all, 0, slash), MOST_SHARDS, &index) ||
		!text_to_uint(text_slice(all, slash + 1, all.len), MOST_SHARDS, &count))
		return refuse(from, word, err);
	if (index < 1 || index > count)
		return refuse(from, word, err);
	*out = (struct shard){.index = (unsigned)index, .count = (unsigned)count, .is_asked = true};
	return 0;
}

/* Bazel gives up sharding where nobody touches this file. */
static int touch(const char *path, struct err *err)
{
	int fd;

	if (!path)
		return 0;
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd < 0)
		return err_set(
			err, ERR_LOOK, "cannot write TEST_SHARD_STATUS_FILE: %s", strerror(errno));
	close(fd);
	return 0;
}

static int refuse_numbers(
	const struct numbering *row, const char *index, const char *count, struct err *err)
{
	if (count)
		err_set(err, ERR_USAGE, "%s=%s and %s=%s name no shard (%s)", row->index, index,
			row->count, count, row->name);
	else
		err_set(err, ERR_USAGE,
			"%s=%s says that this is one of several jobs (%s), but not of how many",
			row->index, index, row->name);
	return err_remedy(err, "%s, or --shard 1/1 where every job is to look at everything",
		count ? "give --shard I/N"
		      : "set SEAMGATE_SHARDS to the number of the job's completions");
}

static int numbers_read(struct shard *out, const struct numbering *row, const char *index,
	const char *count, struct err *err)
{
	uint64_t i, n;

	if (!count || !text_to_uint(text_of(index), MOST_SHARDS, &i) ||
		!text_to_uint(text_of(count), MOST_SHARDS, &n) || i < row->first ||
		i - row->first >= n)
		return refuse_numbers(row, index, count, err);
	*out = (struct shard){
		.index = (unsigned)(i - row->first) + 1, .count = (unsigned)n, .is_asked = true};
	return 0;
}

/* The first system that says which of several this job is; NULL: none. */
static const struct numbering *find_numbering(const struct environment *env)
{
	for (size_t i = 0; i < sizeof(numberings) / sizeof(numberings[0]); i++)
		if (environment_get(env, numberings[i].index) &&
			(environment_get(env, numberings[i].count) || numberings[i].must_tell))
			return &numberings[i];
	return NULL;
}

/* GitLab tells a job that is alone of how many it is, and not which. */
static int alone(struct shard *out, const struct environment *env, struct err *err)
{
	for (size_t i = 0; i < sizeof(numberings) / sizeof(numberings[0]); i++) {
		const char *count = environment_get(env, numberings[i].count);

		if (!count || strcmp(count, "1") != 0)
			continue;
		*out = (struct shard){.index = 1, .count = 1, .is_asked = true};
		return 0;
	}
	err_set(err, ERR_USAGE, "--shard auto finds no numbers of jobs in the environment");
	return err_remedy(
		err, "give --shard I/N; which systems number their jobs is in docs/shards.md");
}

static int detect(struct shard *out, const struct environment *env, struct err *err)
{
	const struct numbering *row = find_numbering(env);

	if (!row)
		return alone(out, env, err);
	if (numbers_read(out, row, environment_get(env, row->index),
		    environment_get(env, row->count), err) < 0)
		return -1;
	fprintf(stderr, "seamgate: shard %u of %u (%s)\n", out->index, out->count, row->name);
	return row == numberings ? touch(environment_get(env, "TEST_SHARD_STATUS_FILE"), err) : 0;
}

/* Who meant shards and forgot to say so learns it here; the merge would refuse the results. */
static void hint(const struct environment *env)
{
	const struct numbering *row = find_numbering(env);
	struct shard shard;
	struct err err = {0};

	if (row &&
		numbers_read(&shard, row, environment_get(env, row->index),
			environment_get(env, row->count), &err) == 0 &&
		shard_is_part(&shard))
		fprintf(stderr,
			"seamgate: job %u of %u (%s) looks at everything; --shard auto is for its "
			"part alone\n",
			shard.index, shard.count, row->name);
}

/* Names of one run of a pipeline that all its jobs share, and those that are run again too. */
static const char *const pipelines[] = {"SEAMGATE_PIPELINE", "GITHUB_RUN_ID", "CI_PIPELINE_ID",
	"BUILDKITE_BUILD_ID", "CIRCLE_PIPELINE_ID"};

void shard_identify(struct shard *out, const struct environment *env)
{
	const char *key = environment_get(env, "SEAMGATE_SHARD_KEY");

	out->key = key ? text_of(key) : (struct text){"", 0};
	out->pipeline = (struct text){"", 0};
	for (size_t i = 0; out->pipeline.len == 0 && i < sizeof(pipelines) / sizeof(pipelines[0]);
		i++) {
		const char *name = environment_get(env, pipelines[i]);

		if (name)
			out->pipeline = text_of(name);
	}
}

int shard_read(struct shard *out, const char *flag, const struct environment *env, struct err *err)
{
	const char *variable = environment_get(env, "SEAMGATE_SHARD");

	const char *word = flag ? flag : variable;
	int done = 0;

	*out = (struct shard){0};
	if (!word)
		hint(env);
	else if (strcmp(word, "auto") == 0)
		done = detect(out, env, err);
	else
		done = shard_parse(out, word, flag ? "--shard" : "SEAMGATE_SHARD", err);
	shard_identify(out, env);
	return done;
}
