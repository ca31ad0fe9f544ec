/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/policy/root.h"
#include "gate/policy/walk.h"

static bool has(const struct text_list *list, struct text path)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_equal(list->items[i], path))
			return true;
	return false;
}

static int add_names(
	struct text_list *out, size_t *capacity, const struct walk *walk, struct arena *arena)
{
	bool is_one = walk->option->type == OPTION_STRING;
	struct text_list one = {(struct text *)(uintptr_t)walk->field, 1};
	const struct text_list *names = is_one ? &one : walk->field;

	for (size_t i = 0; i < names->count; i++) {
		struct text path = names->items[i];

		if (text_is(path, walk->option->files_but) || has(out, path))
			continue;
		if (arena_reserve(arena, (void **)&out->items, capacity, out->count + 1,
			    sizeof(*out->items)) < 0)
			return -1;
		out->items[out->count++] = path;
	}
	return 0;
}

int policy_named(
	struct text_list *out, const struct policy *policy, struct arena *arena, struct err *err)
{
	const struct root *root = policy->root;
	enum walk_step step;
	size_t capacity = 0;
	struct walk walk;

	*out = (struct text_list){0};
	walk_start(&walk, root->table, root, NULL);
	while ((step = walk_next(&walk)) != WALK_DONE)
		if (step == WALK_VALUE && walk.option->files_but &&
			add_names(out, &capacity, &walk, arena) < 0)
			return err_nomem(err);
	return 0;
}

int policy_pin(
	struct policy *policy, const struct policy_file *files, size_t count, struct err *err)
{
	struct buffer lines = {0};
	int done;

	policy->files = files;
	policy->file_count = count;
	if (count == 0)
		return 0;
	buffer_printf(&lines, "%s  %s\n", policy->sha256, POLICY_PATH);
	for (size_t i = 0; i < count; i++) {
		buffer_printf(&lines, "%s  ", files[i].sha256);
		buffer_add(&lines, files[i].path);
		buffer_byte(&lines, '\n');
	}
	done = lines.failed ? err_nomem(err)
			    : hash_sha256_hex(buffer_text(&lines), policy->sha256, err);
	buffer_free(&lines);
	return done;
}
