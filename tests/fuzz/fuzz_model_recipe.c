/* SPDX-License-Identifier: Apache-2.0
 *
 * Recipes of any bytes: statements with their place, or an error that names the file. The first byte picks how it is
 * read; the second half of what follows is the head, the first the base, and the rules look at both.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/model/recipe/rules.h"
#include "gate/sidecar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {"q.py", "r.yaml", "c.json", "m.gguf", "m.dat"};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void read_side(struct recipe *out, const char *path, struct text content)
{
	struct err err = {0};

	if (recipe_read(out, text_of(path), content, &err) < 0)
		require(err.kind != ERR_LOOK || strncmp(err.message, path, strlen(path)) == 0);
	for (size_t i = 0; i < out->count; i++)
		require(out->items[i].part != NULL &&
			(out->items[i].value.len == 0 || out->items[i].value.ptr));
}

static void judge(
	struct arena *arena, const char *path, struct text base_text, struct text head_text)
{
	struct recipe base = {.arena = arena}, head = {.arena = arena};
	const struct recipe_pair pair = {&base, &head};
	const struct recipe_policy policy = {512, 2048, true};
	struct flaws flaws = {.arena = arena};
	struct evaluated_sets sets = {0};
	struct err err = {0}, unread = {0};
	bool same;

	read_side(&base, path, base_text);
	read_side(&head, path, head_text);
	if (evaluated_read(&sets, base_text, "e", arena, &unread) < 0)
		require(unread.kind != ERR_NONE);
	require(rule_calibration(&flaws, &pair, &policy, &err) == 0);
	require(rule_chat_template(&flaws, &pair, &policy, &err) == 0);
	require(rule_scheme(&flaws, &pair, &err) == 0);
	require(rule_ignore(&flaws, &pair, &err) == 0);
	require(rule_overlap(&flaws, &pair, &sets, &err) == 0);
	require(recipe_file_same(&same, text_of(path), base_text, head_text, arena, &err) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text all = {(const char *)data + 1, size ? size - 1 : 0};
	struct sidecar sidecar;
	struct err err = {0};

	if (arena && size > 0 && all.len < 65536) {
		judge(arena, paths[data[0] % 5], text_slice(all, 0, all.len / 2),
			text_slice(all, all.len / 2, all.len));
		if (sidecar_read(&sidecar, all, "e.json", arena, &err) < 0)
			require(err.kind != ERR_LOOK || strncmp(err.message, "e.json", 6) == 0);
	}
	arena_free(arena);
	return 0;
}
