/* SPDX-License-Identifier: Apache-2.0
 *
 * Commits of repositories under one name and version, at the base and at the head.
 */
#include <string.h>

#include "checks/dependencies/asked.h"
#include "checks/dependencies/rules/digests.h"

/* Of a repository: the commit of a branch moves under one version, that of a tag or an asked-for commit does not. */
static bool is_fixed(struct text source)
{
	struct text asked = text_slice(source, 0, text_find(source, text_of("#")));

	return text_find(asked, text_of("?tag=")) < asked.len ||
	       text_find(asked, text_of("?rev=")) < asked.len;
}

static bool same_place(const struct pin *a, const struct pin *b)
{
	return text_equal(text_slice(a->source, 0, text_find(a->source, text_of("#"))),
		text_slice(b->source, 0, text_find(b->source, text_of("#"))));
}

/* The commit that the base has: of the same repository, or else of another one. */
static const struct pin *repository_before(const struct pair *pair, const struct pin *pin)
{
	const struct pin *other = NULL;

	for (size_t i = 0; i < pair->base_count; i++) {
		if (!(pair->base[i]->flags & PIN_VCS))
			continue;
		if (same_place(pair->base[i], pin))
			return pair->base[i];
		other = pair->base[i];
	}
	return other;
}

int digests_judge_repository(struct judging *judging, const struct subject *subject,
	const struct pin *pin, const struct digest *before, const char *rule, const char *what,
	struct err *err)
{
	const struct digest *now = digests_pick((struct digests){&pin, 1}, DIGEST_UNKNOWN);
	bool asked;

	if (repository_is_asked(&asked, judging, subject, pin, err) < 0)
		return -1;
	return asked ? 0 : digests_report(judging, subject, rule, pin, before, now, what, err);
}

/* "/owner/name" of a repository, or of an archive of one; forges know no case. */
static struct text owner_and_name(struct text path)
{
	size_t end = 0;
	int slashes = 0;

	while (end < path.len && (slashes += path.ptr[end] == '/') < 3)
		end++;
	path = text_slice(path, 0, end);
	return text_ends(path, ".git") ? text_slice(path, 0, path.len - strlen(".git")) : path;
}

static bool same_repository(const struct pin *a, const struct pin *b)
{
	struct address one, other;
	struct text first, second;

	if (same_place(a, b) || !address_parse(&one, a->source) ||
		!address_parse(&other, b->source))
		return true;
	first = owner_and_name(one.path);
	second = owner_and_name(other.path);
	return address_same_host(&one, &other) && first.len == second.len &&
	       text_contains_nocase(first, second);
}

int digests_judge_commit(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err)
{
	const struct digest *now = digests_pick((struct digests){&pin, 1}, DIGEST_GIT);
	const struct pin *old = repository_before(pair, pin);
	const struct digest *before =
		old ? digests_pick((struct digests){&old, 1}, DIGEST_GIT) : NULL;

	if (!before)
		return 0;
	if (!same_repository(old, pin))
		return digests_judge_repository(judging, subject, pin, before,
			"dependencies/hash-changed",
			"comes from another repository than before under the same version; no "
			"manifest asks for that",
			err);
	if (now && text_equal(now->bytes, before->bytes))
		return 0;
	if (!same_place(old, pin))
		return 0;
	if (!now)
		return pin->digest_count
			       ? 0
			       : digests_report(judging, subject, "dependencies/hash-removed", pin,
					 before, NULL, "has lost its commit", err);
	if (is_fixed(pin->source))
		return digests_report(judging, subject, "dependencies/hash-changed", pin, before,
			now, "is another commit than before under the same tag", err);
	return digests_report(judging, subject, "dependencies/digest-moved", pin, before, now,
		"is another commit than before under the same version", err);
}
