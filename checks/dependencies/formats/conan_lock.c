/* SPDX-License-Identifier: Apache-2.0
 *
 * conan.lock (Conan, "Lockfiles"): version 0.5 lists of references "name/version@user/channel#revision%time", version
 * 0.4 a graph of such. The revision is an MD5, or a commit.
 */
#include <string.h>

#include "checks/dependencies/json_document.h"

static int read_reference(struct lock *lock, const struct document *document, const struct json *at,
	struct text reference, struct err *err)
{
	size_t mark = text_find(reference, text_of("#")), slash;
	struct text revision = text_slice(reference, mark + 1, text_find(reference, text_of("%")));
	struct text whole = text_slice(reference, 0, mark);
	struct pin pin = json_pin(at), *added;

	slash = text_find(whole, text_of("/"));
	if (slash == whole.len)
		return json_error(document, at, err, "a reference that is not \"name/version\"");
	pin.name = text_slice(whole, 0, slash);
	pin.version = text_slice(whole, slash + 1, whole.len);
	if (revision.len == 0 || text_is(revision, "0"))
		pin.flags = PIN_NO_DIGEST;
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	if (pin.flags)
		return 0;
	return is_commit_id(revision) ? pin_git(lock, added, revision, err)
				      : pin_hex(lock, added, DIGEST_MD5, revision, err);
}

/* A reference, or [reference, {package id: revisions}]. */
static int read_item(struct lock *lock, const struct document *document, const struct json *item,
	struct err *err)
{
	const struct json *reference = item->type == JSON_ARRAY ? item->child : item;

	if (!reference || reference->type != JSON_STRING)
		return json_error(document, item, err, "an entry that is no reference");
	return read_reference(lock, document, reference, reference->text, err);
}

static int read_lists(struct lock *lock, const struct document *document, const struct json *root,
	struct err *err)
{
	static const char *const lists[] = {
		"requires", "build_requires", "python_requires", "config_requires"};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		const struct json *list = json_get(root, lists[i]);

		for (const struct json *one = list ? list->child : NULL; one; one = one->next)
			if (read_item(lock, document, one, err) < 0)
				return -1;
	}
	return 0;
}

static int read_graph(struct lock *lock, const struct document *document, const struct json *nodes,
	struct err *err)
{
	for (const struct json *node = nodes->child; node; node = node->next) {
		struct text reference = json_text_at(node, "ref");

		/* The project itself has a path instead of a revision. */
		if (reference.len && !json_get(node, "path") &&
			read_reference(lock, document, node, reference, err) < 0)
			return -1;
	}
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct json *root, *nodes;

	if (document_json(&root, lock, document, err) < 0)
		return -1;
	if (!json_get(root, "version"))
		return json_error(document, root, err, "version is missing");
	nodes = json_at(root, "graph_lock.nodes");
	return nodes ? read_graph(lock, document, nodes, err)
		     : read_lists(lock, document, root, err);
}

static const char *const globs[] = {"conan.lock", NULL};

extern const struct format format_conan_lock;

const struct format format_conan_lock = {.name = "conan-lock",
	.ecosystem = "conan",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read};
