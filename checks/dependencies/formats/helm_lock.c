/* SPDX-License-Identifier: Apache-2.0
 *
 * Chart.lock and requirements.lock (Helm, "helm dependency"): charts with version and repository. Their digest is over the lists of what is
 * asked for and locked, not over any chart.
 */
#include "checks/dependencies/yaml_document.h"

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct yaml *root, *all;

	if (document_yaml(&root, lock, document, err) < 0)
		return -1;
	all = yaml_get(root, "dependencies");
	for (const struct yaml *one = all ? all->child : NULL; one; one = one->next) {
		struct pin pin = yaml_pin(one), *added;

		pin.name = yaml_scalar(one, "name");
		pin.version = yaml_scalar(one, "version");
		pin.source = yaml_scalar(one, "repository");
		pin.flags = PIN_NO_DIGEST | (text_starts(pin.source, "file:") ? PIN_LOCAL : 0u);
		if (pin.name.len == 0 || pin.version.len == 0)
			return yaml_place_error(
				document, one, err, "a dependency without a name or version");
		if (lock_pin(lock, &pin, &added, err) < 0)
			return -1;
	}
	return 0;
}

static const char *const globs[] = {"Chart.lock", "requirements.lock", NULL};

/* A requirements.lock may be Python's. */
static bool is(struct text path, struct text content)
{
	return text_ends(path, "Chart.lock") ||
	       (text_find(content, text_of("dependencies:")) < content.len &&
		       text_find(content, text_of("digest:")) < content.len);
}

extern const struct format format_helm_lock;

const struct format format_helm_lock = {
	.name = "helm-lock", .ecosystem = "helm", .globs = globs, .is = is, .read = read};
