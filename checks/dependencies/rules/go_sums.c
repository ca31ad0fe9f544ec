/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines that go.sum loses while go.mod still asks for that very version. Lines of other versions come and go: they
 * are those of modules that were only looked at. Of an indirect requirement the zip's line may go by
 * itself, when no package of the module is built any more.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/manifests.h"

static int compare_needs(const void *left, const void *right)
{
	const struct need *a = left, *b = right;
	int order = text_compare(a->name, b->name);

	return order ? order : text_compare(a->range, b->range);
}

static const struct need *find_need(const struct needs *sorted, const struct pin *pin)
{
	const struct need key = {.name = pin->name, .range = pin->version};

	return sorted->count
		       ? bsearch(&key, sorted->items, sorted->count, sizeof(key), compare_needs)
		       : NULL;
}

static bool is_needed(
	const struct subject *subject, const struct needs *sorted, const struct pin *pin)
{
	const struct need *need = find_need(sorted, pin);

	if (!need || need->flags & NEED_LOCAL)
		return false;
	return !(need->flags & NEED_OPTIONAL) || pin->artifact.len ||
	       subject->format->find(&subject->head.lock, need) == EDGE_ROOT;
}

static int report(struct judging *judging, const struct subject *subject, const struct pin *pin,
	struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/hash-removed", subject, pin);

	on.line = on.column = 0;
	on.from = pin->digest_count ? pin->digests[0].written : text_of("");
	return judging_report(judging, &on, err,
		"the line of %.*s %.*s%s%.*s is gone, and go.mod still asks for it",
		SHOWN(pin->name), SHOWN(pin->version), pin->artifact.len ? "/" : "",
		SHOWN(pin->artifact));
}

/* The needs of the manifest in the lock's folder, sorted; none where it cannot be read. */
static int read_needs(struct needs *out, const struct judging *judging,
	const struct subject *subject, struct err *err)
{
	struct manifest manifest;
	bool found;

	*out = (struct needs){0};
	if (manifest_read(&manifest, &found, judging, subject, SIDE_HEAD, text_of(""), err) < 0)
		return -1;
	if (!found)
		return 0;
	*out = manifest.lock.needs;
	if (out->count > 1)
		qsort(out->items, out->count, sizeof(*out->items), compare_needs);
	return 0;
}

int judge_go_sums(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct needs needs;

	if (strcmp(subject->format->name, "go-sum") != 0 || !subject->base.is_there)
		return 0;
	if (read_needs(&needs, judging, subject, err) < 0)
		return -1;
	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		if (pair->head_count == 0 && is_needed(subject, &needs, pair->base[0]) &&
			report(judging, subject, pair->base[0], err) < 0)
			return -1;
	}
	return 0;
}
