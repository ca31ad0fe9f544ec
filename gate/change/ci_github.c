/* SPDX-License-Identifier: Apache-2.0
 *
 * GitHub Actions. GITHUB_SHA is the synthetic merge refs/pull/N/merge in pull_request, the base's
 * tip in pull_request_target, the pushed commit in push; what is to be merged stands in the event
 * file only. Fields as in GitHub's webhook payloads. Gitea and Forgejo run the same workflows with the
 * same variables and their own payloads, which have these fields too; their GITHUB_SHA of a pull
 * request is its head.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/base/json.h"
#include "gate/change/ci.h"

enum { LARGEST_EVENT = 25 * 1024 * 1024 };

/* An event while it is read. */
struct github {
	const char *system; /* GitHub, or one that does as GitHub does */
	const struct environment *env;
	const char *name, *path; /* of the event, of its file */
	const struct json *json;
	struct arena *arena;
};

/* --- fields, as ".pull_request.head.sha" --- */

static int fail_field(const struct github *github, const char *field, struct err *err)
{
	err_set(err, ERR_LOOK, "%s: %s of the %s event is missing or no text", github->path, field,
		github->name);
	return err_remedy(err, "name the revisions: seamgate --base REV --head REV");
}

static int text_field(
	struct text *out, const struct github *github, const char *field, struct err *err)
{
	*out = json_text_at(github->json, field + 1);
	return out->len ? 0 : fail_field(github, field, err);
}

static int id_field(
	struct ci_id *out, const struct github *github, const char *field, struct err *err)
{
	struct text hex;

	if (text_field(&hex, github, field, err) < 0)
		return -1;
	return ci_id_set(out, hex, field, err);
}

/* A head must be there: all zeros is no head. */
static int head_field(
	struct ci_event *out, const struct github *github, const char *field, struct err *err)
{
	if (id_field(&out->head, github, field, err) < 0)
		return -1;
	return out->head.hex.len ? 0 : fail_field(github, field, err);
}

static bool flag_field(const struct github *github, const char *field)
{
	const struct json *json = json_at(github->json, field + 1);

	return json && json->type == JSON_TRUE;
}

static int branch_field(
	struct text *out, const struct github *github, const char *field, struct err *err)
{
	struct text name;

	if (text_field(&name, github, field, err) < 0)
		return -1;
	return ci_format(out, github->arena, err, "refs/heads/%.*s", (int)name.len, name.ptr);
}

/* --- events --- */

static int label_pull_request(struct ci_event *out, const struct github *github, struct err *err)
{
	const struct json *number = json_at(github->json, "pull_request.number");
	struct text text = {"", 0};

	if (number && number->type == JSON_NUMBER)
		text = number->text;
	return ci_format(&out->label, github->arena, err, "pull request %.*s%s(%s)", (int)text.len,
		text.ptr, text.len ? " " : "", github->system);
}

static int read_pull_request(struct ci_event *out, const struct github *github, struct err *err)
{
	const struct json *commits = json_at(github->json, "pull_request.commits");
	const char *sha = environment_get(github->env, "GITHUB_SHA");
	struct ci_id merge = {{"", 0}, "GITHUB_SHA"};

	out->kind = CI_MERGE;
	if (head_field(out, github, ".pull_request.head.sha", err) < 0 ||
		id_field(&out->base, github, ".pull_request.base.sha", err) < 0 ||
		branch_field(&out->ref, github, ".pull_request.head.ref", err) < 0)
		return -1;
	if (sha && ci_id_set(&merge, text_of(sha), "GITHUB_SHA", err) < 0)
		return -1;
	out->merge = merge.hex;
	out->base_branch = json_text_at(github->json, "pull_request.base.ref");
	out->is_single_commit = commits && commits->type == JSON_NUMBER && commits->number == 1;
	return label_pull_request(out, github, err);
}

static int read_merge_group(struct ci_event *out, const struct github *github, struct err *err)
{
	static const char prefix[] = "refs/heads/";
	struct text base_ref = json_text_at(github->json, "merge_group.base_ref");

	out->kind = CI_MERGE;
	/* GITHUB_BASE_REF is empty in this event; the field has the full name. */
	if (text_starts(base_ref, prefix))
		out->base_branch = text_slice(base_ref, sizeof(prefix) - 1, base_ref.len);
	if (head_field(out, github, ".merge_group.head_sha", err) < 0 ||
		id_field(&out->base, github, ".merge_group.base_sha", err) < 0 ||
		text_field(&out->ref, github, ".merge_group.head_ref", err) < 0)
		return -1;
	return ci_format(&out->label, github->arena, err, "merge group for %.*s (%s)",
		(int)out->base_branch.len, out->base_branch.ptr, github->system);
}

static int read_push(struct ci_event *out, const struct github *github, struct err *err)
{
	bool is_deleted = flag_field(github, ".deleted");

	out->kind = CI_PUSH;
	if (id_field(&out->base, github, ".before", err) < 0 ||
		id_field(&out->head, github, ".after", err) < 0 ||
		text_field(&out->ref, github, ".ref", err) < 0)
		return -1;
	if (is_deleted && out->head.hex.len)
		return err_set(err, ERR_LOOK, "%s: .deleted contradicts .after", github->path);
	if (!out->head.hex.len)
		out->kind = CI_DELETE;
	if (flag_field(github, ".created"))
		out->base.hex = text_of("");
	/* Gitea does not say whether a push was forced. */
	out->is_forced = flag_field(github, ".forced") || !json_at(github->json, "forced");
	return ci_format(&out->label, github->arena, err, "push to %.*s (%s)", (int)out->ref.len,
		out->ref.ptr, github->system);
}

static int read_other(struct ci_event *out, const struct github *github, struct err *err)
{
	const char *sha, *ref = environment_get(github->env, "GITHUB_REF");

	out->kind = CI_OTHER;
	if (ci_variable(&sha, github->env, "GITHUB_SHA", err) < 0 ||
		ci_id_set(&out->head, text_of(sha), "GITHUB_SHA", err) < 0)
		return -1;
	out->ref = text_of(ref);
	return ci_format(&out->label, github->arena, err, "%s (%s)", github->name, github->system);
}

static const struct github_event {
	const char *name, *source; /* name NULL: any other */
	int (*read)(struct ci_event *out, const struct github *github, struct err *err);
} events[] = {
	{"pull_request", "pull_request", read_pull_request},
	{"pull_request_target", "pull_request_target", read_pull_request},
	{"pull_request_review", "pull_request_review", read_pull_request},
	{"merge_group", "merge_group", read_merge_group},
	{"push", "push", read_push},
	{NULL, "event", read_other},
};

int github_event(struct ci_event *out, const struct ci_job *job, struct text json, struct err *err)
{
	struct github github = {.system = job->system->name, .env = job->env, .arena = job->arena};
	const struct github_event *event = events;
	struct text source;

	*out = (struct ci_event){
		.default_from = ".repository.default_branch of GITHUB_EVENT_PATH",
		.full_clone = "give actions/checkout \"fetch-depth: 0\"",
	};
	if (ci_variable(&github.name, job->env, "GITHUB_EVENT_NAME", err) < 0 ||
		ci_variable(&github.path, job->env, "GITHUB_EVENT_PATH", err) < 0 ||
		json_read(&github.json, json, github.path, job->arena, err) < 0)
		return -1;
	while (event->name && strcmp(event->name, github.name) != 0)
		event++;
	if (ci_format(&source, job->arena, err, "%s %s", github.system, event->source) < 0)
		return -1;
	out->source = source.ptr;
	out->default_branch = json_text_at(github.json, "repository.default_branch");
	return event->read(out, &github, err);
}

/* --- the file --- */

static int fail_file(const char *path, const char *why, struct err *err)
{
	err_set(err, ERR_LOOK, "%s: cannot read the event that GITHUB_EVENT_PATH names: %s", path,
		why);
	return err_remedy(err, "name the revisions: seamgate --base REV --head REV");
}

static int fail_errno(const char *path, struct err *err)
{
	int number = errno;
	char why[128] = "unknown error";
	const char *said = strerror_r(number, why, sizeof(why));

	return fail_file(path, said, err);
}

/* Reads until the end or until the memory is full. */
static int read_bytes(int file, char *bytes, size_t capacity, size_t *len)
{
	*len = 0;
	while (*len < capacity) {
		ssize_t count = read(file, bytes + *len, capacity - *len);

		if (count < 0 && errno != EINTR)
			return -1;
		if (count == 0)
			break;
		*len += count > 0 ? (size_t)count : 0;
	}
	return 0;
}

/* One byte more than there should be is asked for, so that a file that grows is noticed. */
static int read_whole(
	struct text *out, int file, const char *path, struct arena *arena, struct err *err)
{
	struct stat status;
	char *bytes;
	size_t size, len;

	if (fstat(file, &status) < 0)
		return fail_errno(path, err);
	if (!S_ISREG(status.st_mode))
		return fail_file(path, "it is no file", err);
	if (status.st_size > LARGEST_EVENT)
		return fail_file(path, "it is over 25 MiB", err);
	size = (size_t)status.st_size;
	bytes = arena_alloc(arena, size + 1);
	if (!bytes)
		return err_nomem(err);
	if (read_bytes(file, bytes, size + 1, &len) < 0)
		return fail_errno(path, err);
	if (len != size)
		return fail_file(path, "it changes while it is read", err);
	*out = (struct text){bytes, len};
	return 0;
}

int github_read(struct ci_event *out, const struct ci_job *job, struct err *err)
{
	struct text json = {"", 0};
	const char *path;
	int file, result;

	if (ci_variable(&path, job->env, "GITHUB_EVENT_PATH", err) < 0)
		return -1;
	/* O_NONBLOCK: a pipe in its place must not hang the gate. */
	file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file < 0)
		return fail_errno(path, err);
	result = read_whole(&json, file, path, job->arena, err);
	close(file);
	return result < 0 ? -1 : github_event(out, job, json, err);
}
