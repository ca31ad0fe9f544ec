/* SPDX-License-Identifier: Apache-2.0
 *
 * Package.resolved (SwiftPM, Sources/PackageGraph/PinsStore.swift), versions 1 to 3: repositories with the commit and the
 * version that was resolved.
 */
#include "checks/dependencies/json_document.h"

static int read_pin(struct lock *lock, const struct document *document, const struct json *entry,
	struct err *err)
{
	struct pin pin = json_pin(entry), *added;
	struct text revision = json_text_at(entry, "state.revision");

	pin.name = json_text_at(entry, "identity");
	pin.source = json_text_at(entry, "location");
	if (pin.name.len == 0) {
		pin.name = json_text_at(entry, "package");
		pin.source = json_text_at(entry, "repositoryURL");
	}
	pin.version = json_text_at(entry, "state.version");
	/* A branch moves; the commit of a version does not. */
	if (pin.version.len == 0) {
		pin.version = json_text_at(entry, "state.branch");
		pin.flags = PIN_VCS;
	}
	if (pin.name.len == 0)
		return json_error(document, entry, err, "a pin without a name");
	/* A registry's archives are held to fingerprints that are kept elsewhere. */
	if (text_is(json_text_at(entry, "kind"), "registry"))
		pin.flags |= PIN_NO_DIGEST;
	if (text_is(json_text_at(entry, "kind"), "localSourceControl"))
		pin.flags |= PIN_LOCAL;
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return revision.len ? pin_git(lock, added, revision, err) : 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct json *root, *pins;

	if (document_json(&root, lock, document, err) < 0)
		return -1;
	pins = json_get(root, "pins");
	if (!pins)
		pins = json_at(root, "object.pins");
	if (!pins || pins->type != JSON_ARRAY)
		return json_error(document, root, err, "pins is missing");
	for (const struct json *one = pins->child; one; one = one->next)
		if (read_pin(lock, document, one, err) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {"Package.resolved", NULL};

extern const struct format format_swift_resolved;

const struct format format_swift_resolved = {.name = "swift-resolved",
	.ecosystem = "swift",
	.globs = globs,
	.domain = DOMAIN_COMMIT,
	.read = read};
