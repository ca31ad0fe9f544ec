/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/policies.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST_FILE = 1 << 20 };

static int read_all(
	int fd, const char *path, struct text *out, struct arena *arena, struct err *err)
{
	char *bytes = arena_alloc(arena, LARGEST_FILE + 2);
	size_t have = 0;
	ssize_t got;

	if (!bytes)
		return err_nomem(err);
	do {
		got = read(fd, bytes + have, LARGEST_FILE + 1 - have);
		if (got > 0)
			have += (size_t)got;
	} while ((got > 0 && have <= LARGEST_FILE) || (got < 0 && errno == EINTR));
	if (got < 0)
		return err_set(err, ERR_USAGE, "cannot read %s: %s", path, strerror(errno));
	if (have > LARGEST_FILE)
		return err_set(err, ERR_USAGE, "%s is over the limit of 1 MiB", path);
	*out = (struct text){bytes, have};
	return 0;
}

int read_small_file(const char *path, struct text *out, struct arena *arena, struct err *err)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	int done;

	if (fd < 0)
		return err_set(err, ERR_USAGE, "cannot open %s: %s", path, strerror(errno));
	done = read_all(fd, path, out, arena, err);
	if (!standard)
		close(fd);
	return done;
}

int policies_here(struct policy *out, const char *path, struct arena *arena, struct err *err)
{
	struct text text;

	if (!path && access(POLICY_PATH, F_OK) != 0)
		return policy_read(out, (struct text){0}, "built-in", arena, err);
	if (read_small_file(path ? path : POLICY_PATH, &text, arena, err) < 0)
		return -1;
	return policy_read(out, text, path ? path : POLICY_PATH, arena, err);
}

static int pin_file(struct policy_file *out, bool *found, struct text path,
	const struct policy_source *source, struct reader *reader, struct arena *arena,
	struct err *err)
{
	struct err own = {0};
	struct text text;
	int code = policy_source_read(source, reader, path, &text, arena, &own);

	*found = code == 0 && text.ptr;
	if (code < 0 && own.kind == ERR_INTERNAL)
		return err_set(err, own.kind, "%s", own.message);
	out->path = path;
	return *found ? hash_sha256_hex(text, out->sha256, err) : 0;
}

int policies_pin(struct policy *policy, const struct policy_source *source, struct reader *reader,
	struct arena *arena, struct err *err)
{
	struct policy_file *files;
	struct text_list names;
	size_t count = 0;

	if (policy_named(&names, policy, arena, err) < 0)
		return -1;
	files = arena_array(arena, names.count, sizeof(*files));
	if (!files)
		return err_nomem(err);
	for (size_t i = 0; i < names.count; i++) {
		bool found;

		if (pin_file(&files[count], &found, names.items[i], source, reader, arena, err) < 0)
			return -1;
		count += found;
	}
	return policy_pin(policy, files, count, err);
}

/* What would be read is the link's target, and whoever wrote it meant the file that it names. */
static int refuse_link(const char *name, bool is_head, struct err *err)
{
	err_set(err, ERR_USAGE, "%s is a symbolic link, which is not followed", name);
	return is_head ? err_remedy(err, "commit the file itself as %s", POLICY_PATH) : -1;
}

/* The usual other spelling would be a policy that nobody heeds. */
static int refuse_other_name(
	struct reader *reader, const struct oid *commit, const char *name, struct err *err)
{
	static const char other[] = ".seamgate.yaml";
	uint32_t mode;
	struct oid oid;

	if (reader_lookup(reader, commit, text_of(other), &oid, &mode, err) < 0)
		return -1;
	if (mode == MODE_NONE)
		return 0;
	err_set(err, ERR_USAGE, "%s is not there, but %s is, and is not read", name, other);
	return err_remedy(err, "git mv %s %s", other, POLICY_PATH);
}

/* The text of the policy in a commit's tree; ptr NULL where there is none. */
static int read_text(struct text *out, const struct oid *commit, const char *name, bool is_head,
	struct reader *reader, struct arena *arena, struct err *err)
{
	struct oid oid;
	uint32_t mode;
	bool found;

	*out = (struct text){0};
	if (oid_is_zero(commit))
		return 0;
	if (reader_lookup(reader, commit, text_of(POLICY_PATH), &oid, &mode, err) < 0)
		return -1;
	if (mode == MODE_SYMLINK)
		return refuse_link(name, is_head, err);
	if (mode == MODE_NONE)
		return is_head ? refuse_other_name(reader, commit, name, err) : 0;
	return reader_file(reader, commit, text_of(POLICY_PATH), out, &found, arena, err);
}

/* The policy in a commit's tree; the built-in default where it has none. */
static int read_at(struct policy *out, const struct oid *commit, const char *what,
	struct reader *reader, struct arena *arena, struct err *err)
{
	bool is_head = strcmp(what, "head") == 0;
	char hex[OID_HEX];
	struct text text;
	const char *name;

	oid_hex(commit, hex);
	name = arena_printf(arena, "%s at the %s (%.10s)", POLICY_PATH, what, hex);
	if (!name)
		return err_nomem(err);
	if (read_text(&text, commit, name, is_head, reader, arena, err) < 0)
		return -1;
	if (policy_read(out, text, name, arena, err) < 0)
		return -1;
	return policies_pin(out, &(struct policy_source){.commit = *commit}, reader, arena, err);
}

static int read_outside(
	struct policies *out, const struct judging *judging, struct arena *arena, struct err *err)
{
	const char *slash = strrchr(judging->policy, '/');
	struct text text;
	char *directory = arena_copy(arena, slash ? text_slice(text_of(judging->policy), 0,
							    (size_t)(slash - judging->policy) + 1)
						  : text_of("."));

	if (!directory)
		return err_nomem(err);
	if (read_small_file(judging->policy, &text, arena, err) < 0 ||
		policy_read(&out->head, text, judging->policy, arena, err) < 0 ||
		policies_pin(&out->head, &(struct policy_source){.directory = directory}, NULL,
			arena, err) < 0)
		return -1;
	if (judging->policy_sha256 && strcasecmp(judging->policy_sha256, out->head.sha256) != 0)
		return err_set(err, ERR_USAGE,
			"%s has the SHA-256 %s, not the one that --policy-sha256 names",
			judging->policy, out->head.sha256);
	out->judges[0] = (struct judge){&out->head, {.directory = directory}, true};
	out->count = 1;
	return 0;
}

/* With the right digest the head's policy judges alone; with a wrong one nothing changes. */
static int accept(struct policies *out, const struct call *call, const struct judging *judging,
	struct err *err)
{
	const char *digest = judging->accept_policy;
	char *note;

	if (!digest)
		digest = environment_get(&call->env, "SEAMGATE_ACCEPT_POLICY");
	if (!digest || !digest[0])
		return 0;
	if (!out->head.builtin && strcasecmp(digest, out->head.sha256) == 0) {
		out->judges[0] = out->judges[out->count - 1];
		out->judges[0].may_run = true;
		out->count = 1;
		out->note =
			text_of("the head's policy was accepted by its digest and judges alone");
		return 0;
	}
	note = arena_printf(call->arena,
		"the accepted digest is not that of the head's policy (%s): it changes nothing",
		out->head.builtin ? "there is none" : out->head.sha256);
	if (!note)
		return err_nomem(err);
	out->note = text_of(note);
	return 0;
}

/* Whatever the change makes of it, a broken policy at the base judges too. */
static int mend_base(struct err *err)
{
	return err_remedy(
		err, "mend it by a change that an outside policy judges: seamgate --policy FILE");
}

static int read_both(struct policies *out, const struct change *change, struct reader *reader,
	struct arena *arena, struct err *err)
{
	const struct oid *merge_base = &change->merge_base;

	if (read_at(&out->base, &change->base, "base", reader, arena, err) < 0)
		return err->kind == ERR_USAGE ? mend_base(err) : -1;
	if (read_at(&out->head, &change->head, "head", reader, arena, err) < 0)
		return -1;
	out->judges[0] = (struct judge){&out->base, {.commit = change->base}, true};
	out->judges[1] = (struct judge){&out->head, {.commit = change->head}, false};
	out->count = 2;
	out->compare_with = &out->base;
	if (oid_equal(merge_base, &change->base) || oid_is_zero(merge_base))
		return 0;
	out->compare_with = &out->before;
	return read_at(&out->before, merge_base, "merge base", reader, arena, err);
}

static int read_inside(struct policies *out, const struct call *call, const struct judging *judging,
	const struct change *change, struct reader *reader, struct err *err)
{
	/* A scan brings nothing in: the policy that stands is the one that counts. */
	if (change->commit_count == 0 && !change->has_base) {
		if (read_at(&out->head, &change->head, "head", reader, call->arena, err) < 0)
			return -1;
		out->judges[0] = (struct judge){&out->head, {.commit = change->head}, false};
		out->count = 1;
		return 0;
	}
	if (read_both(out, change, reader, call->arena, err) < 0)
		return -1;
	return accept(out, call, judging, err);
}

static int read_first(struct policy *policy, struct policy_source *source, const struct call *call,
	const struct judging *judging, const struct repo *repo, struct err *err)
{
	struct limits limits = {.max_blob_bytes = LARGEST_FILE};
	struct policies outside = {0};
	struct reader *reader;
	int done;

	if (judging->policy) {
		done = read_outside(&outside, judging, call->arena, err);
		*policy = outside.head;
		*source = outside.judges[0].source;
		return done;
	}
	if (reader_open(&reader, repo, NULL, &limits, err) < 0)
		return -1;
	done = read_at(policy, &source->commit, "base", reader, call->arena, err);
	reader_close(reader);
	return done;
}

static bool is_file(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

int policies_first(struct judge *out, const struct call *call, const struct judging *judging,
	const struct repo *repo, const struct range *range, struct err *err)
{
	struct policy *policy = arena_alloc(call->arena, sizeof(*policy));
	struct err own = {0};

	if (!policy)
		return err_nomem(err);
	*policy = (struct policy){.limits.time = READ_TIME_S};
	*out = (struct judge){.policy = policy};
	/* A directory has no policy of its own, and what is no file, as standard input, can be read once. */
	if (judging->policy ? !is_file(judging->policy) : !repo)
		return 0;
	if (repo)
		out->source.commit = range->tree_only ? range->head : range->base;
	if (read_first(policy, &out->source, call, judging, repo, &own) < 0)
		*policy = (struct policy){.limits.time = READ_TIME_S};
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

int policies_read(struct policies *out, const struct call *call, const struct judging *judging,
	const struct repo *repo, const struct change *change, struct err *err)
{
	struct limits limits = {.max_blob_bytes = LARGEST_FILE};
	struct reader *reader;
	int done;

	if (judging->policy_sha256 && !judging->policy)
		return err_set(err, ERR_USAGE, "--policy-sha256 goes with --policy");
	if (judging->policy)
		return read_outside(out, judging, call->arena, err);
	if (!repo) {
		out->judges[0] = (struct judge){.policy = &out->head};
		out->count = 1;
		return policy_read(&out->head, (struct text){0}, "built-in", call->arena, err);
	}
	if (reader_open(&reader, repo, NULL, &limits, err) < 0)
		return -1;
	done = read_inside(out, call, judging, change, reader, err);
	reader_close(reader);
	return done;
}
