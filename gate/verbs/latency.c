/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checks/latency/suggest.h"
#include "gate/verbs/latency_propose.h"

static int read_whole(int fd, char *bytes, size_t size, const char *path, struct err *err)
{
	size_t have = 0;

	while (have < size) {
		ssize_t got = read(fd, bytes + have, size - have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_set(err, ERR_LOOK, "cannot read %.200s: %s", path,
				got < 0 ? strerror(errno) : "it became shorter");
		have += (size_t)got;
	}
	return 0;
}

static int read_file(struct text *out, const char *path, struct arena *arena, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), done = -1;
	struct stat status;
	char *bytes = NULL;

	if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
		err_set(err, ERR_LOOK, "cannot read %.200s: %s", path,
			fd < 0 ? strerror(errno) : "not a regular file");
	} else {
		bytes = arena_alloc(arena, (size_t)status.st_size + 1);
		done = bytes ? read_whole(fd, bytes, (size_t)status.st_size, path, err)
			     : err_nomem(err);
	}
	if (fd >= 0)
		close(fd);
	if (done == 0)
		*out = (struct text){bytes, (size_t)status.st_size};
	return done;
}

static int suggest(const struct call *call, struct buffer *out, struct err *err)
{
	struct suggestion *suggestion;

	if (suggestion_start(&suggestion, call->argv[1], call->arena, err) < 0)
		return -1;
	for (const char *const *path = call->argv + 2; *path; path++) {
		struct text content;

		if (read_file(&content, *path, call->arena, err) < 0 ||
			suggestion_add(suggestion, *path, content, err) < 0)
			return -1;
	}
	return suggestion_print(suggestion, out, err);
}

static int print_yaml(const struct buffer *yaml, struct err *err)
{
	struct text rest = buffer_text(yaml), line;
	struct buffer out = {0};
	int done;

	while (text_next_line(&rest, &line)) {
		verb_say(&out, line);
		buffer_byte(&out, '\n');
	}
	out.failed = out.failed || yaml->failed;
	done = verb_print(&out, err);
	buffer_free(&out);
	return done;
}

static int latency(const struct call *call, struct err *err)
{
	static const char *const words[] = {"suggest"};
	struct buffer yaml = {0};
	int done;

	if (!call->argv[0])
		return err_set(err, ERR_USAGE,
			"latency what? seamgate latency suggest [REVISION] | suggest FORMAT "
			"FILE...");
	if (strcmp(call->argv[0], words[0]) != 0)
		return verb_unknown_word("latency verb", call->argv[0], words, 1, err);
	if (call->argv[1] && call->argv[2])
		done = suggest(call, &yaml, err);
	else
		done = latency_propose(call, call->argv[1] ? call->argv[1] : "HEAD", &yaml, err);
	if (done == 0)
		done = print_yaml(&yaml, err);
	buffer_free(&yaml);
	return done;
}

const struct verb verb_latency = {"latency", "suggest [REVISION] | suggest FORMAT FILE...",
	"propose budgets from the policy's reports at HEAD, or from files", NULL, latency,
	"suggest"};
