/* SPDX-License-Identifier: Apache-2.0
 *
 * A submodule's commit, as far as this clone has it: all of its objects are read and hashed, because only then is what is checked out
 * known to be what the commit's id stands for.
 */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "gate/change/loose.h"
#include "gate/change/reader.h"
#include "gate/change/tree.h"

struct checking {
	git_odb *database;
	const struct deadline *deadline;
	struct oid *waiting; /* trees still to be read */
	size_t waiting_count, waiting_capacity;
	struct submodule_state *state;
};

/* One object: missing, damaged, or held until the caller frees it. */
static enum submodule_objects take(git_odb_object **out, const struct checking *checking,
	const struct oid *oid, git_object_t type)
{
	git_oid id = to_git(oid), made;

	*out = NULL;
	if (!git_odb_exists_ext(checking->database, &id, GIT_ODB_LOOKUP_NO_REFRESH))
		return SUBMODULE_ABSENT;
	if (git_odb_read(out, checking->database, &id) < 0)
		return SUBMODULE_DAMAGED;
	if (git_odb_object_type(*out) == type &&
		git_odb_hash(&made, git_odb_object_data(*out), git_odb_object_size(*out), type) ==
			0 &&
		git_oid_equal(&made, &id))
		return SUBMODULE_WHOLE;
	git_odb_object_free(*out);
	*out = NULL;
	return SUBMODULE_DAMAGED;
}

static enum submodule_objects note(
	struct checking *checking, const struct oid *oid, enum submodule_objects found)
{
	if (found != SUBMODULE_WHOLE)
		checking->state->object = *oid;
	else
		checking->state->count++;
	return found;
}

static bool wait_for(struct checking *checking, const struct oid *oid)
{
	if (checking->waiting_count == checking->waiting_capacity) {
		size_t wanted = checking->waiting_capacity ? checking->waiting_capacity * 2 : 64;
		struct oid *grown = realloc(checking->waiting, wanted * sizeof(*grown));

		if (!grown)
			return false;
		checking->waiting = grown;
		checking->waiting_capacity = wanted;
	}
	checking->waiting[checking->waiting_count++] = *oid;
	return true;
}

/* Blobs are hashed at once, folders wait. A submodule in a submodule has a clone of its own. */
static enum submodule_objects check_entry(struct checking *checking, const struct entry *entry)
{
	enum submodule_objects found;
	git_odb_object *object;

	if (entry->mode == MODE_SUBMODULE)
		return SUBMODULE_WHOLE;
	if (entry->mode == MODE_FOLDER)
		return wait_for(checking, &entry->oid) ? SUBMODULE_WHOLE : SUBMODULE_NO_MEMORY;
	found = note(checking, &entry->oid, take(&object, checking, &entry->oid, GIT_OBJECT_BLOB));
	git_odb_object_free(object);
	return found;
}

static enum submodule_objects check_tree(struct checking *checking, const struct oid *oid)
{
	git_odb_object *object;
	enum submodule_objects found =
		note(checking, oid, take(&object, checking, oid, GIT_OBJECT_TREE));
	struct text rest;
	struct entry entry;
	enum entry_step step = ENTRY;

	if (found != SUBMODULE_WHOLE)
		return found;
	rest = (struct text){git_odb_object_data(object), git_odb_object_size(object)};
	while (found == SUBMODULE_WHOLE && (step = entry_next(&rest, &entry)) == ENTRY)
		found = checking->state->count > MOST_SUBMODULE_OBJECTS ||
					(checking->deadline &&
						deadline_within(checking->deadline, 0))
				? SUBMODULE_TOO_MUCH
				: check_entry(checking, &entry);
	git_odb_object_free(object);
	if (found == SUBMODULE_WHOLE && step == ENTRY_MALFORMED)
		return note(checking, oid, SUBMODULE_DAMAGED);
	return found;
}

/* "tree <40 hex>" is the first line of a commit. */
static enum submodule_objects check_commit(struct checking *checking, const struct oid *oid)
{
	git_odb_object *object;
	enum submodule_objects found =
		note(checking, oid, take(&object, checking, oid, GIT_OBJECT_COMMIT));
	struct oid tree;
	struct text raw;

	if (found != SUBMODULE_WHOLE)
		return found;
	raw = (struct text){git_odb_object_data(object), git_odb_object_size(object)};
	if (!text_starts(raw, "tree ") || !oid_parse(text_slice(raw, 5, 45), &tree))
		found = note(checking, oid, SUBMODULE_DAMAGED);
	else if (!wait_for(checking, &tree))
		found = SUBMODULE_NO_MEMORY;
	git_odb_object_free(object);
	while (found == SUBMODULE_WHOLE && checking->waiting_count) {
		struct oid next = checking->waiting[--checking->waiting_count];

		found = check_tree(checking, &next);
	}
	return found;
}

/* The name of a submodule comes from the repository: it may not lead out of .git/modules. */
static bool is_inside(struct text name)
{
	struct text rest = name, part;

	if (!name.len || name.ptr[0] == '/' || memchr(name.ptr, '\0', name.len))
		return false;
	while (text_next_part(&rest, '/', &part))
		if (text_is(part, "..") || text_is(part, "."))
			return false;
	return true;
}

/* ---- a clone that lacks something ---- */

/* git marks packs of a partial clone (git-pack-objects(1), --exclude-promisor-objects). */
static bool has_promised(const char *packs)
{
	DIR *folder = opendir(packs);
	const struct dirent *item;
	bool found = false;

	while (folder && !found && (item = readdir(folder)))
		found = text_ends(text_of(item->d_name), ".promisor");
	if (folder)
		closedir(folder);
	return found;
}

/* What other clones lend (gitrepository-layout(5), objects/info/alternates) is not looked at. */
static int tell_lacking(
	struct checking *checking, const char *dir, struct arena *arena, struct err *err)
{
	const char *packs = arena_printf(arena, "%s/pack", dir),
		   *alternates = arena_printf(arena, "%s/info/alternates", dir);

	if (!packs || !alternates)
		return err_nomem(err);
	if (checking->state->objects == SUBMODULE_ABSENT && checking->state->count)
		checking->state->objects = has_promised(packs) || access(alternates, F_OK) == 0
						   ? SUBMODULE_PARTIAL
						   : SUBMODULE_BROKEN;
	return 0;
}

static int check(struct checking *checking, const char *dir, const struct oid *commit,
	struct arena *arena, struct err *err)
{
	if (database_open(&checking->database, &dir, 1, err) < 0)
		return -1;
	checking->state->objects = check_commit(checking, commit);
	git_odb_free(checking->database);
	free(checking->waiting);
	if (checking->state->objects == SUBMODULE_NO_MEMORY)
		return err_nomem(err);
	return tell_lacking(checking, dir, arena, err);
}

int reader_submodule(struct reader *reader, struct text name, const struct oid *commit,
	struct submodule_state *out, struct err *err)
{
	struct checking checking = {.deadline = &reader->limits.deadline, .state = out};
	struct arena *arena;
	const char *dir;
	int code = 0;

	*out = (struct submodule_state){.objects = SUBMODULE_ABSENT};
	if (!reader->common_dir || !is_inside(name))
		return 0;
	arena = arena_new();
	dir = arena ? arena_printf(arena, "%s/modules/%.*s/objects", reader->common_dir,
			      (int)name.len, name.ptr)
		    : NULL;
	if (!dir)
		code = err_nomem(err);
	else if (outside_is_folder(dir))
		code = check(&checking, dir, commit, arena, err);
	arena_free(arena);
	return code;
}
