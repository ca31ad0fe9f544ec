/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/ambiguous.h"

#include <stdio.h>
#include <string.h>

#include "gate/change/objects.h"

enum { LONGEST_NAME = 1024, SHORTEST_ID = 4 };

/* Where gitrevisions(7) looks for a short name, behind the name itself. */
static const char *const places[] = {"refs/%.*s", "refs/tags/%.*s", "refs/heads/%.*s",
	"refs/remotes/%.*s", "refs/remotes/%.*s/HEAD"};

/* The name in front of "^", "~", "@{" or ":". */
static struct text short_name(struct text revision)
{
	size_t len = 0;

	while (len < revision.len && !strchr("^~:", revision.ptr[len]) &&
		!text_starts(text_slice(revision, len, revision.len), "@{"))
		len++;
	return text_slice(revision, 0, len);
}

static bool is_full(struct text name)
{
	return name.len == 0 || text_is(name, "HEAD") || text_ends(name, "_HEAD") ||
	       text_starts(name, "refs/");
}

/* The object whose id begins with these digits; all zeros for none. */
static struct oid abbreviated(const struct repo *repo, struct text name)
{
	char digits[OID_HEX] = "";
	git_oid beginning, found;
	struct err own = {0};
	git_odb *database;

	if (name.len < SHORTEST_ID || name.len >= OID_HEX)
		return (struct oid){{0}};
	memcpy(digits, name.ptr, name.len);
	if (git_oid_fromstrp(&beginning, digits) < 0 ||
		objects_database(&database, repo->objects, &own) < 0 ||
		git_odb_exists_prefix(&found, database, &beginning, name.len) < 0)
		return (struct oid){{0}};
	return from_git(&found);
}

static int refuse(struct text name, const char *full, struct err *err)
{
	err_set(err, ERR_LOOK, "revision \"%.*s\" is ambiguous: %s has that name too",
		text_quote(name), name.ptr, full);
	return err_remedy(err, "name it in full: refs/heads/…, refs/remotes/… or refs/tags/…");
}

int refuse_ambiguous(struct repo *repo, struct text revision, struct err *err)
{
	struct text name = short_name(revision);
	struct oid first;

	if (is_full(name) || name.len > LONGEST_NAME)
		return 0;
	first = abbreviated(repo, name);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char full[LONGEST_NAME + 32];
		struct oid oid;
		bool found;

		snprintf(full, sizeof(full), places[i], (int)name.len, name.ptr);
		if (repo_ref(repo, text_of(full), &oid, &found, err) < 0)
			return -1;
		if (!found || oid_equal(&oid, &first))
			continue;
		if (!oid_is_zero(&first))
			return refuse(name, full, err);
		first = oid;
	}
	return 0;
}
