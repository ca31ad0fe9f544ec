/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/repo.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "gate/change/ambiguous.h"
#include "gate/change/at_hand.h"
#include "gate/change/git.h"
#include "gate/change/leaks.h"
#include "gate/change/objects.h"
#include "gate/change/offline.h"
#include "gate/change/open.h"

enum { LONGEST_REVISION = 1024, DEEPEST_TAG = 64, LARGEST_OBJECT = 256 * 1024 * 1024 };

void repo_close(struct repo *repo)
{
	if (!repo)
		return;
	git_repository_free(repo->git);
	objects_close(repo->objects);
	packs_close(&repo->packs);
	git_libgit2_shutdown();
	arena_free(repo->arena);
	free(repo);
}

int repo_open(struct repo **out, const char *path, struct err *err)
{
	struct repo *repo;

	*out = NULL;
	if (library_start(err) < 0)
		return -1;
	repo = calloc(1, sizeof(*repo));
	if (!repo) {
		git_libgit2_shutdown();
		return err_nomem(err);
	}
	repo_limit_time(repo, clock_now(), READ_TIME_S);
	repo->arena = arena_new();
	if (!repo->arena)
		err_nomem(err);
	else if (open_repository(repo, path, err) == 0) {
		*out = repo;
		return 0;
	}
	repo_close(repo);
	return -1;
}

void repo_limit_time(struct repo *repo, double started, double limit_s)
{
	repo->deadline = deadline_after(started, limit_s);
}

const char *repo_git_dir(const struct repo *repo)
{
	return repo->git_dir;
}

const char *repo_common_dir(const struct repo *repo)
{
	return repo->common_dir;
}

const char *repo_work_dir(const struct repo *repo)
{
	return repo->work_dir;
}

bool repo_is_shallow(const struct repo *repo)
{
	return repo->absence.is_shallow;
}

bool repo_is_boundary(const struct repo *repo, const struct oid *oid)
{
	size_t from = 0, to = repo->boundary_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = oid_compare(&repo->boundary[middle], oid);

		if (order == 0)
			return true;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return false;
}

struct store repo_store(const struct repo *repo)
{
	return (struct store){
		.objects = repo->objects, .absence = &repo->absence, .deadline = &repo->deadline};
}

int library_start(struct err *err)
{
	static const char *const extensions[] = {"partialclone", "worktreeconfig",
		"preciousobjects", "relativeworktrees", "objectformat", "refstorage"};
	int starts;

	offline_link();
	allocator_set();
	starts = git_libgit2_init();
	if (starts < 0)
		return err_set(err, ERR_INTERNAL, "libgit2 does not start");
	if (starts > 1)
		return 0;
	/* None of these changes how objects are stored, apart from the values of the last two, which
	 * open_repository looks at itself. */
	git_libgit2_opts(
		GIT_OPT_SET_EXTENSIONS, extensions, sizeof(extensions) / sizeof(extensions[0]));
	/* Hashing everything again doubles the cost of reading. It would find objects that were
	 * damaged on disk in spite of zlib's checksum; it is no defence: who can write into
	 * .git/objects can also move the refs. git itself does not do it on reading either. */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	/* A walk reads the same trees for a commit, its parents and its children: keep them. */
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, (size_t)1024 * 1024);
	return 0;
}

int library_fail(struct err *err, const char *format, ...)
{
	const git_error *last = git_error_last();
	char what[512];
	va_list args;

	if (last && last->klass == GIT_ERROR_NOMEMORY)
		return err_nomem(err);
	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	return err_set(err, ERR_LOOK, "%s: %s", what,
		last && last->message ? last->message : "no reason given");
}

int shallow_remedy(struct err *err)
{
	return err_remedy(err, "fetch the whole history: fetch-depth: 0 (GitHub), GIT_DEPTH: 0 "
			       "(GitLab), or: git fetch --unshallow");
}

int absence_remedy(const struct absence *absence, struct err *err)
{
	if (absence->is_partial)
		return err_remedy(err,
			"fetch what the partial clone left out: git fetch --refetch "
			"--no-filter %s",
			absence->remote);
	if (absence->is_shallow)
		return shallow_remedy(err);
	return err_remedy(err, "see what is wrong: git fsck; then clone again");
}

int absence_remedy_blob(const struct absence *absence, struct err *err)
{
	/* A shallow clone has all blobs of the commits that it has. */
	struct absence blob = *absence;

	blob.is_shallow = false;
	return absence_remedy(&blob, err);
}

static int cannot_read(const char *what, const char *hex, struct err *err)
{
	library_fail(err, "%s %s cannot be read", what, hex);
	return err_remedy(err, "see what is wrong: git fsck");
}

/* The size comes first: an object of a few bytes on disk may unpack to gigabytes. */
static int check_size(git_odb *database, struct store store, const git_oid *id, const char *what,
	const char *hex, struct err *err)
{
	git_object_t type;
	size_t size;
	int code = git_odb_read_header(&size, &type, database, id);

	if (code == GIT_ENOTFOUND) {
		err_set(err, ERR_LOOK, "%s %s is missing", what, hex);
		return absence_remedy(store.absence, err);
	}
	if (code < 0)
		return cannot_read(what, hex, err);
	if (size > LARGEST_OBJECT)
		return err_set(err, ERR_LOOK, "%s %s has %zu bytes, over the limit of %d", what,
			hex, size, LARGEST_OBJECT);
	return 0;
}

int store_ask(struct store store, struct err *err)
{
	return deadline_ask(store.deadline, 0, "the change was read", err);
}

static int open_elsewhere(struct object *out, struct store store, const struct oid *oid,
	const char *what, struct err *err)
{
	git_oid id = to_git(oid);
	char hex[OID_HEX];
	git_odb *database;

	oid_hex(oid, hex);
	if (objects_database(&database, store.objects, err) < 0 ||
		check_size(database, store, &id, what, hex, err) < 0)
		return -1;
	if (git_odb_read(&out->held, database, &id) < 0)
		return cannot_read(what, hex, err);
	out->type = git_odb_object_type(out->held);
	out->raw = (struct text){git_odb_object_data(out->held), git_odb_object_size(out->held)};
	return 0;
}

static int open_any(struct object *out, struct store store, const struct oid *oid, const char *what,
	struct err *err)
{
	char hex[OID_HEX];

	switch (objects_unpack(out, store.objects, oid, LARGEST_OBJECT)) {
	case UNPACK_DONE:
		return 0;
	case UNPACK_ELSEWHERE:
		return open_elsewhere(out, store, oid, what, err);
	case UNPACK_DAMAGED:
		oid_hex(oid, hex);
		err_set(err, ERR_LOOK, "%s %s cannot be read: its pack is damaged", what, hex);
		return err_remedy(err, "see what is wrong: git fsck");
	case UNPACK_NO_MEMORY:
		break;
	}
	return err_nomem(err);
}

int object_open(struct object *out, struct store store, const struct oid *oid, git_object_t type,
	struct err *err)
{
	const char *what = type == GIT_OBJECT_ANY ? "object" : git_object_type2string(type);
	char hex[OID_HEX];
	struct at_hand before;
	int code;

	*out = (struct object){0};
	if (store_ask(store, err) < 0)
		return -1;
	before = at_hand_object(oid);
	code = open_any(out, store, oid, what, err);
	at_hand_put_back(before);
	if (code < 0)
		return -1;
	if (type == GIT_OBJECT_ANY || out->type == type)
		return 0;
	object_close(out);
	oid_hex(oid, hex);
	return err_set(err, ERR_LOOK, "object %s is no %s", hex, what);
}

void object_close(struct object *object)
{
	git_odb_object_free(object->held);
	unpacked_release(object->unpacked);
	*object = (struct object){0};
}

int tag_target(struct text raw, const struct oid *tag, struct oid *out, struct err *err)
{
	struct text line;
	char hex[OID_HEX];

	if (text_next_line(&raw, &line) && text_starts(line, "object ") &&
		oid_parse(text_slice(line, 7, line.len), out))
		return 0;
	oid_hex(tag, hex);
	return err_set(err, ERR_LOOK, "tag %s is malformed", hex);
}

int peel(struct store store, struct oid *oid, git_object_t *type, struct err *err)
{
	for (int depth = 0; depth < DEEPEST_TAG; depth++) {
		struct object object;
		struct oid tag = *oid;
		int code = 0;

		if (object_open(&object, store, oid, GIT_OBJECT_ANY, err) < 0)
			return -1;
		*type = object.type;
		if (object.type == GIT_OBJECT_TAG)
			code = tag_target(object.raw, &tag, oid, err);
		object_close(&object);
		if (code < 0 || *type != GIT_OBJECT_TAG)
			return code;
	}
	return err_set(err, ERR_LOOK, "a chain of more than %d tags", DEEPEST_TAG);
}

/* HEAD names a branch, and that one has yet to be born. */
static bool is_unborn(const struct repo *repo, struct text revision)
{
	return text_is(revision, "HEAD") && git_repository_head_unborn(repo->git) == 1;
}

static int unborn(const struct repo *repo, struct err *err)
{
	err_set(err, ERR_LOOK,
		git_repository_is_empty(repo->git) == 1
			? "the repository has no commits yet"
			: "the branch that is checked out has no commits yet");
	return err_remedy(err, "commit first: git add FILE... && git commit");
}

/* What `git fetch origin` would call it: a remote-tracking branch is a branch there. */
static struct text name_at_origin(struct text revision)
{
	static const char *const prefixes[] = {
		"refs/remotes/origin/", "remotes/origin/", "origin/", "refs/heads/"};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (text_starts(revision, prefixes[i]))
			return text_slice(revision, strlen(prefixes[i]), revision.len);
	return revision;
}

/* A revision that is counted from another one, as HEAD~9, cannot be fetched. */
static bool is_counted(struct text revision)
{
	return memchr(revision.ptr, '~', revision.len) || memchr(revision.ptr, '^', revision.len) ||
	       memchr(revision.ptr, '@', revision.len);
}

static int not_here(const struct repo *repo, struct text revision, struct err *err)
{
	struct text name = name_at_origin(revision);
	struct oid oid;

	if (is_unborn(repo, revision))
		return unborn(repo, err);
	err_set(err, ERR_LOOK, "revision \"%.*s\" is not in this repository", (int)revision.len,
		revision.ptr);
	if (repo->absence.is_shallow)
		return shallow_remedy(err);
	if (is_counted(revision))
		return err_remedy(err, "give one that is: git log --oneline");
	return err_remedy(err, "fetch it: git fetch origin %.*s%s", (int)name.len, name.ptr,
		oid_parse(name, &oid) ? "" : "; or see what there is: git branch --all");
}

/* The library's word for revision syntax that it does not know. */
static bool is_unimplemented(void)
{
	const git_error *error = git_error_last();

	return error && error->message && strcmp(error->message, "unimplemented") == 0;
}

static int unresolved(const char *spec, int code, struct err *err)
{
	const git_error *error = git_error_last();

	if (code == GIT_EINVALIDSPEC || is_unimplemented()) {
		err_set(err, ERR_LOOK, "\"%s\" is written like no revision", spec);
	} else if (!error || error->klass == GIT_ERROR_NONE) {
		err_set(err, ERR_LOOK, "revision \"%s\" names an object that cannot be read", spec);
		return err_remedy(err, "see what is wrong: git fsck");
	} else {
		library_fail(err, "revision \"%s\" cannot be resolved", spec);
	}
	return err_remedy(err, "give a branch, a tag or a commit's id");
}

/* A full id is looked up as it is: a branch of that name must not stand in for it. */
static int parse_revision(
	const struct repo *repo, struct text revision, struct oid *out, struct err *err)
{
	char spec[LONGEST_REVISION + 1];
	git_object *object = NULL;
	int code;

	if (oid_parse(revision, out))
		return objects_has(repo->objects, out) ? 0 : not_here(repo, revision, err);
	memcpy(spec, revision.ptr, revision.len);
	spec[revision.len] = '\0';
	/* Not every failure has a message: an older one would be told for it. */
	git_error_clear();
	leaks_begin();
	code = git_revparse_single(&object, repo->git, spec);
	leaks_end();
	if (code == GIT_ENOTFOUND)
		return not_here(repo, revision, err);
	if (code < 0)
		return unresolved(spec, code, err);
	*out = from_git(git_object_id(object));
	git_object_free(object);
	return 0;
}

static bool is_revision(struct text text)
{
	return text.len > 0 && text.len <= LONGEST_REVISION && text.ptr[0] != '-' &&
	       !memchr(text.ptr, '\0', text.len);
}

static int no_commit(struct text revision, git_object_t type, struct err *err)
{
	err_set(err, ERR_LOOK, "revision \"%.*s\" names a %s, not a commit", (int)revision.len,
		revision.ptr, git_object_type2string(type));
	return err_remedy(err,
		"give a commit; what such a ref names is looked at by: seamgate scan --history");
}

int repo_resolve(
	struct repo *repo, struct text revision, struct oid *out, struct oid *tag, struct err *err)
{
	git_object_t type;
	struct oid named;

	if (!is_revision(revision))
		return err_set(err, ERR_LOOK, "\"%.*s\" is no revision", text_quote(revision),
			revision.len ? revision.ptr : "");
	if (!oid_parse(revision, &named) && refuse_ambiguous(repo, revision, err) < 0)
		return -1;
	if (parse_revision(repo, revision, &named, err) < 0)
		return -1;
	*out = named;
	if (peel(repo_store(repo), out, &type, err) < 0)
		return -1;
	if (type != GIT_OBJECT_COMMIT)
		return no_commit(revision, type, err);
	if (tag)
		*tag = oid_equal(&named, out) ? (struct oid){{0}} : named;
	return 0;
}

int repo_config(
	struct repo *repo, const char *key, struct text *out, struct arena *arena, struct err *err)
{
	git_config *config = NULL;
	const char *value = NULL;
	int code = git_repository_config_snapshot(&config, repo->git);

	*out = text_of("");
	if (code == 0)
		code = git_config_get_string(&value, config, key);
	if (code == 0)
		*out = arena_text(arena, text_of(value));
	git_config_free(config);
	if (code < 0 && code != GIT_ENOTFOUND)
		return library_fail(err, "git's configuration cannot be read (%s)", key);
	return out->ptr ? 0 : err_nomem(err);
}

void repo_library_version(char *out, size_t size)
{
	int major, minor, patch;

	git_libgit2_version(&major, &minor, &patch);
	snprintf(out, size, "%d.%d.%d", major, minor, patch);
}
