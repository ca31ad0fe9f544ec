/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/recipe/recipe.h"

#include <math.h>

static bool same_statement(const struct stated *a, const struct stated *b)
{
	return a->kind == b->kind && a->line == b->line && a->part == b->part &&
	       text_equal(a->target, b->target) && text_equal(a->value, b->value) &&
	       text_equal(a->path, b->path);
}

int recipe_state(struct recipe *recipe, const struct stated *stated, struct err *err)
{
	for (size_t i = 0; i < recipe->count; i++)
		if (same_statement(&recipe->items[i], stated))
			return 0;
	if (recipe->count == RECIPE_MOST)
		return err_set(err, ERR_LOOK, "%.*s:%u:1: a recipe of more than %d statements",
			text_quote(stated->path), stated->path.ptr, stated->line, RECIPE_MOST);
	if (arena_reserve(recipe->arena, (void **)&recipe->items, &recipe->capacity,
		    recipe->count + 1, sizeof(*recipe->items)) < 0)
		return err_nomem(err);
	recipe->items[recipe->count++] = *stated;
	return 0;
}

enum file_kind { FILE_JSON, FILE_YAML, FILE_PYTHON, FILE_IMATRIX, FILE_DATA };

static enum file_kind kind_of(struct text path)
{
	static const struct {
		const char *ending;
		enum file_kind kind;
	} endings[] = {{".json", FILE_JSON}, {".yaml", FILE_YAML}, {".yml", FILE_YAML},
		{".py", FILE_PYTHON}, {".gguf", FILE_IMATRIX}, {".imatrix", FILE_IMATRIX},
		{".dat", FILE_IMATRIX}};

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (text_ends(path, endings[i].ending))
			return endings[i].kind;
	return FILE_DATA;
}

static int read_tree(const struct setting **out, enum file_kind kind, struct text content,
	const char *name, struct arena *arena, struct err *err)
{
	return kind == FILE_JSON ? setting_read_json(out, content, name, arena, err)
				 : setting_read_yaml(out, content, name, arena, err);
}

int recipe_read(struct recipe *recipe, struct text path, struct text content, struct err *err)
{
	enum file_kind kind = kind_of(path);
	const char *name = arena_copy(recipe->arena, path);
	const struct setting *root;

	if (!name)
		return err_nomem(err);
	if (kind == FILE_PYTHON)
		return recipe_read_python(recipe, path, name, content, err);
	if (kind == FILE_IMATRIX)
		return recipe_read_imatrix(recipe, path, name, content, err);
	if (kind == FILE_DATA)
		return 0;
	if (read_tree(&root, kind, content, name, recipe->arena, err) < 0)
		return -1;
	return recipe_walk(recipe, NULL, root, path, err);
}

int recipe_file_same(bool *same, struct text path, struct text base, struct text head,
	struct arena *arena, struct err *err)
{
	enum file_kind kind = kind_of(path);
	const char *name = arena_copy(arena, path);
	const struct setting *before, *after;
	struct err unread = {0};

	*same = text_equal(base, head);
	if (!name)
		return err_nomem(err);
	if (*same || kind == FILE_IMATRIX || kind == FILE_DATA)
		return 0;
	if (kind == FILE_PYTHON) {
		*same = python_same(base, head);
		return 0;
	}
	if (read_tree(&before, kind, base, name, arena, &unread) == 0 &&
		read_tree(&after, kind, head, name, arena, &unread) == 0)
		*same = setting_same(before, after);
	return unread.kind == ERR_INTERNAL ? err_nomem(err) : 0;
}
