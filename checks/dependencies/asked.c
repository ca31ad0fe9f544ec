/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/asked.h"

#include <string.h>

#include "checks/dependencies/hosts.h"
#include "checks/dependencies/manifests.h"
#include "checks/dependencies/subjects.h"

static bool is_commit(const struct pin *pin)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (pin->digests[i].algorithm == DIGEST_GIT && !pin->digests[i].flaw)
			return pin->flags & PIN_VCS;
	return false;
}

/* "owner/name" of "/owner/name.git@v1". */
static struct text repository_of(struct text path)
{
	path = text_slice(path, 0, text_find(path, text_of("@")));
	while (text_starts(path, "/"))
		path = text_slice(path, 1, path.len);
	while (text_ends(path, "/"))
		path.len--;
	return text_ends(path, ".git") ? text_slice(path, 0, path.len - 4) : path;
}

/* "github:owner/name#ref" and "owner/name#ref", which only JavaScript's manifests have. */
static bool is_shorthand_of(struct text range, const struct address *from)
{
	bool is_named = text_starts(range, "github:");
	struct text rest = text_slice(range, is_named ? strlen("github:") : 0, range.len);
	struct address host = {.scheme = text_of("https"), .host = text_of("github.com")};

	if ((!is_named && text_find(range, text_of(":")) < range.len) ||
		!address_same_host(&host, from))
		return false;
	rest = text_slice(rest, 0, text_find(rest, text_of("#")));
	return text_equal(repository_of(rest), repository_of(from->path));
}

/* "/owner/name/tar.gz/<commit>" of the host that serves the archives of a forge: the repository at that commit. False for what is no
 * such archive. */
static bool archive_parse(struct address *out, const struct address *from)
{
	struct address archives = {
		.scheme = text_of("https"), .host = text_of("codeload.github.com")};
	struct text form = text_of("/tar.gz/");
	size_t at = text_find(from->path, form);

	if (!address_same_host(&archives, from) || at == from->path.len ||
		!is_commit_id(text_slice(from->path, at + form.len, from->path.len)))
		return false;
	*out = (struct address){.scheme = text_of("https"),
		.host = text_of("github.com"),
		.path = text_slice(from->path, 0, at)};
	return true;
}

bool asks_for_repository(struct text range, const struct address *from)
{
	struct address asked;

	if (!address_parse(&asked, range))
		return is_shorthand_of(range, from);
	return address_same_host(&asked, from) &&
	       text_equal(repository_of(asked.path), repository_of(from->path));
}

static int read_asked(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct manifests *manifests;

	if (judging->asked.subject == subject)
		return 0;
	manifests = arena_alloc(subject->arena, sizeof(*manifests));
	if (!manifests)
		return err_nomem(err);
	if (subject->format->manifests &&
		manifests_read(manifests, judging, subject, SIDE_HEAD, err) < 0)
		return -1;
	judging->asked.subject = subject;
	judging->asked.manifests = manifests;
	return 0;
}

/* A package may lie in a folder of the name that it is asked for by, and call itself otherwise. */
static bool is_named(const struct pin *pin, struct text name)
{
	struct text folder = pin->place, modules = text_of("node_modules/");

	if (text_equal(pin->name, name))
		return true;
	return text_starts(folder, modules.ptr) &&
	       text_equal(text_slice(folder, modules.len, folder.len), name);
}

static bool is_asked(
	const struct manifests *manifests, const struct pin *pin, const struct address *from)
{
	for (size_t m = 0; m < manifests->count; m++)
		for (size_t i = 0; i < manifests->items[m].lock.needs.count; i++) {
			const struct need *need = &manifests->items[m].lock.needs.items[i];

			if (is_named(pin, need->name) && asks_for_repository(need->range, from))
				return true;
		}
	return false;
}

int source_is_asked(bool *out, struct judging *judging, const struct subject *subject,
	const struct pin *pin, const struct address *from, struct err *err)
{
	struct address repository = *from;

	*out = false;
	if (!archive_parse(&repository, from) && !is_commit(pin))
		return 0;
	if (read_asked(judging, subject, err) < 0)
		return -1;
	if (!is_asked(judging->asked.manifests, pin, &repository))
		return 0;
	return judging_host_has_code(out, judging, &repository, err);
}

static bool is_manifest(const struct subject *subject, struct text path)
{
	struct text name = text_slice(path, folder_of(path).len, path.len);

	for (const char *const *manifest = subject->format->manifests; manifest && *manifest;
		manifest++)
		if (text_is(name, *manifest))
			return true;
	return false;
}

/* One that was there before: a folder that comes with a manifest of its own is not asked for by that. */
static bool has_edited_manifest(const struct judging *judging, const struct subject *subject)
{
	const struct change *change = judging->job->change;

	for (size_t i = 0; i < change->file_count; i++)
		if (change->files[i].base_mode != MODE_NONE &&
			is_manifest(subject, change->files[i].path))
			return true;
	return false;
}

/* Cargo takes no lock that says otherwise than the manifests, whose patches and replacements are not read here. */
static bool checks_its_lock(const struct subject *subject)
{
	return strcmp(subject->format->ecosystem, "cargo") == 0;
}

int repository_is_asked(bool *out, struct judging *judging, const struct subject *subject,
	const struct pin *pin, struct err *err)
{
	struct address from;

	*out = true;
	if (!subject->format->manifests || !address_parse(&from, pin->source) ||
		(checks_its_lock(subject) && has_edited_manifest(judging, subject)))
		return 0;
	if (read_asked(judging, subject, err) < 0)
		return -1;
	*out = judging->asked.manifests->count == 0 ||
	       is_asked(judging->asked.manifests, pin, &from);
	return 0;
}

/* A member of the workspace stands twice in some locks, as a link and as what it leads to. */
static bool is_member(const struct subject *subject, const struct pin *pin)
{
	for (size_t i = 0; i < subject->head.lock.pins.count; i++) {
		const struct pin *other = &subject->head.lock.pins.items[i];

		if (other != pin && text_equal(other->name, pin->name) &&
			other->flags & (PIN_PROJECT | PIN_LOCAL) &&
			(other->flags | pin->flags) & PIN_PROJECT)
			return true;
	}
	return false;
}

static bool is_asked_locally(const struct manifests *manifests, struct text name)
{
	for (size_t m = 0; m < manifests->count; m++)
		for (size_t i = 0; i < manifests->items[m].lock.needs.count; i++)
			if (manifests->items[m].lock.needs.items[i].flags & NEED_LOCAL &&
				text_equal(manifests->items[m].lock.needs.items[i].name, name))
				return true;
	return false;
}

int local_is_asked(bool *out, struct judging *judging, const struct subject *subject,
	const struct pin *pin, struct err *err)
{
	*out = true;
	if (!subject->format->manifests || has_edited_manifest(judging, subject) ||
		is_member(subject, pin))
		return 0;
	if (read_asked(judging, subject, err) < 0)
		return -1;
	*out = judging->asked.manifests->count == 0 ||
	       is_asked_locally(judging->asked.manifests, pin->name);
	return 0;
}
