/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/objects.h"
#include "gate/change/reading.h"

/* A blob that a ref names has no path but the ref's. */
static int read_other(struct reading *reading, const struct ref_to_other *other, struct err *err)
{
	struct comparison comparison = {.own = &other->oid,
		.sink = read_entry,
		.entered = reading->range->with_strays ? note_reached : NULL,
		.self = reading};
	struct place place = {.commit = NO_COMMIT, .mode = MODE_FILE};

	if (other->is_tree)
		return tree_compare(&comparison, reading->store, err);
	if (collector_place(&reading->collector, &place, other->name, err) < 0)
		return -1;
	return collect_entry(&reading->collector, &other->oid, &place, err);
}

int read_others(struct reading *reading, struct err *err)
{
	uint32_t last = reading->commit;
	int code = 0;

	reading->commit = NO_COMMIT;
	for (size_t i = 0; code == 0 && i < reading->range->other_count; i++)
		code = read_other(reading, &reading->range->others[i], err);
	reading->commit = last;
	return code;
}

/* An annotated tag, and those that it may name in turn. */
static int read_tag(
	struct reading *reading, const struct oid *tag, uint32_t commit, struct err *err)
{
	struct place place = {.path = &no_path, .commit = commit};
	struct oid oid = *tag, end = *tag;
	git_object_t type;

	/* This also sees to it that the chain has an end. */
	if (peel(reading->store, &end, &type, err) < 0)
		return -1;
	while (!oid_equal(&oid, &end)) {
		struct blob blob = {.kind = BLOB_TAG, .oid = oid};
		struct object object;
		int code;

		if (note_reached(reading, &oid, err) < 0 ||
			object_open(&object, reading->store, &oid, GIT_OBJECT_TAG, err) < 0)
			return -1;
		code = tag_target(object.raw, &blob.oid, &oid, err);
		if (code == 0)
			code = collect_text(&reading->collector, &blob, object.raw, &place, err);
		object_close(&object);
		if (code < 0)
			return -1;
	}
	return 0;
}

int read_tags(struct reading *reading, struct err *err)
{
	const struct range *range = reading->range;

	if (!oid_is_zero(&range->tag) && read_tag(reading, &range->tag, reading->commit, err) < 0)
		return -1;
	for (size_t i = 0; i < range->more_tag_count; i++)
		if (read_tag(reading, &range->more_tags[i], NO_COMMIT, err) < 0)
			return -1;
	return 0;
}

int read_refs(struct reading *reading, struct err *err)
{
	struct place place = {.path = &no_path, .commit = reading->commit};

	for (size_t i = 0; i < reading->range->ref_count; i++) {
		const struct blob blob = {
			.kind = BLOB_REF, .has_text = 1, .text = &reading->range->refs[i]};

		if (collect_blob(&reading->collector, &blob, &place, err) < 0)
			return -1;
	}
	return 0;
}
