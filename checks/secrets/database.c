/* SPDX-License-Identifier: Apache-2.0
 *
 * Plans to a database of Hyperscan's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/bulk.h"
#include "checks/secrets/compile_parts.h"

/* Time for compiling all patterns together, for each second that they took one by one. Measured with 100 to
 * 1,200 wide patterns of several kinds: 0.4 to 1.3. */
#define TOGETHER 1.5

struct expressions {
	const char **patterns;
	unsigned *flags, *ids;
	unsigned count;
};

static void add(struct expressions *list, const char *pattern, unsigned flags, size_t id)
{
	list->patterns[list->count] = pattern;
	list->flags[list->count] = flags;
	list->ids[list->count++] = (unsigned)id;
}

/* Hyperscan builds none of its engines for short texts where a pattern asks for where it begins (its smallwrite_build.cpp). */
static void make_hasty(struct expressions *list)
{
	add(list, "\\x00\\xfe[\\x01\\x02]\\xfd\\x00\\xfc\\x00\\xfe", HS_FLAG_SOM_LEFTMOST,
		UINT32_MAX);
}

/* The bytes of a word as a pattern: \x61\x6b\x69\x61. */
static const char *escaped(struct arena *arena, const char *word)
{
	size_t length = strlen(word);
	char *out = arena_array(arena, length + 1, 4);

	for (size_t i = 0; out && i < length; i++)
		snprintf(out + i * 4, 5, "\\x%02x", (unsigned)(unsigned char)word[i]);
	return out;
}

/* A rule that is far and reaches through bulk is told by its gates. */
static bool is_in(const struct plan *plan, enum scope scope)
{
	return plan->way == PLAN_WINDOW &&
	       (scope == SCOPE_ALL || (plan->inside && !(plan->far && plan->through)));
}

/* Whether a keyword is one of a rule that is far and may reach through bulk. */
static bool gate_reaches_through(const struct plans *plans, size_t gate)
{
	for (size_t i = 0; i < plans->count; i++) {
		const struct plan *plan = &plans->items[i];

		for (uint32_t g = 0; plan->far && plan->through && g < plan->gate_count; g++)
			if (plans->gate_lists[plan->gate + g] == gate)
				return true;
	}
	return false;
}

static bool is_gate_in(const struct plans *plans, size_t gate, enum scope scope)
{
	return scope == SCOPE_ALL ||
	       (bulk_may_hold(plans->gates[gate]) && gate_reaches_through(plans, gate));
}

static int add_gates(
	struct expressions *list, const struct plans *plans, enum scope scope, struct arena *arena)
{
	for (size_t g = 0; g < plans->gate_count; g++) {
		const char *pattern;

		if (!is_gate_in(plans, g, scope))
			continue;
		pattern = escaped(arena, plans->gates[g]);
		if (!pattern)
			return -1;
		add(list, pattern, HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH, plans->count + g);
	}
	return 0;
}

static int list_expressions(
	struct expressions *list, const struct plans *plans, enum scope scope, struct arena *arena)
{
	size_t most = plans->count + plans->gate_count + plans->anchor_count + 1;

	list->patterns = arena_array(arena, most, sizeof(*list->patterns));
	list->flags = arena_array(arena, most, sizeof(*list->flags));
	list->ids = arena_array(arena, most, sizeof(*list->ids));
	if (!list->patterns || !list->flags || !list->ids)
		return -1;
	if (plans->hasty)
		make_hasty(list);
	for (size_t i = 0; i < plans->count; i++)
		if (is_in(&plans->items[i], scope))
			add(list,
				plans->items[i].ends ? plans->items[i].ends
						     : plans->rules[i].pattern,
				0, i);
	for (size_t a = 0; scope == SCOPE_ALL && a < plans->anchor_count; a++)
		add(list, plans->anchors[a].pattern, HS_FLAG_CASELESS | HS_FLAG_DOTALL,
			plans->count + plans->gate_count + a);
	return add_gates(list, plans, scope, arena);
}

static int refuse_database(
	const struct expressions *list, const hs_compile_error_t *error, struct err *err)
{
	if (!error)
		return err_nomem(err);
	if (error->expression >= 0 && (unsigned)error->expression < list->count)
		return err_set(err, ERR_USAGE, "Hyperscan refuses the pattern \"%.*s\": %.200s",
			text_quote(text_of(list->patterns[error->expression])),
			list->patterns[error->expression], error->message);
	return err_set(err, ERR_LOOK, "Hyperscan cannot compile the rules: %.300s", error->message);
}

/* NOLINTNEXTLINE(readability-function-size): four of the six say which, for what machine, how long, and what error */
int plans_compile(hs_database_t **out, const struct plans *plans, enum scope scope,
	const hs_platform_info_t *platform, const struct deadline *deadline, struct err *err)
{
	struct arena *arena = arena_new();
	struct expressions list = {0};
	hs_compile_error_t *error = NULL;
	int done = 0;

	*out = NULL;
	if (deadline_ask(deadline, plans->trial_s * TOGETHER, COMPILING, err) < 0)
		done = -1;
	else if (!arena || list_expressions(&list, plans, scope, arena) < 0)
		done = err_nomem(err);
	else if (list.count > plans->hasty &&
		 hs_compile_multi(list.patterns, list.flags, list.ids, list.count, HS_MODE_BLOCK,
			 platform, out, &error) != HS_SUCCESS)
		done = refuse_database(&list, error, err);
	hs_free_compile_error(error);
	arena_free(arena);
	return done;
}

static int serialise(struct text *out, const hs_database_t *database, struct err *err)
{
	char *bytes = NULL;
	size_t len = 0;

	if (hs_serialize_database(database, &bytes, &len) != HS_SUCCESS)
		return err_set(err, ERR_INTERNAL, "the database cannot be serialised");
	*out = (struct text){bytes, len};
	return 0;
}

int database_image(struct text *out, const hs_database_t *database, struct err *err)
{
	struct text flat = {NULL, 0};
	size_t size = 0;
	char *memory = NULL;
	int done;

	if (serialise(&flat, database, err) < 0)
		return -1;
	if (hs_serialized_database_size(flat.ptr, flat.len, &size) == HS_SUCCESS) {
		size = (size + DATABASE_ALIGNMENT - 1) / DATABASE_ALIGNMENT * DATABASE_ALIGNMENT;
		memory = aligned_alloc(DATABASE_ALIGNMENT, size);
	}
	/* Bytes between the parts are not written: always the same ones in the binary. */
	if (memory)
		memset(memory, 0, size);
	done = memory && hs_deserialize_database_at(
				 flat.ptr, flat.len, (hs_database_t *)(void *)memory) == HS_SUCCESS
		       ? 0
		       : err_set(err, ERR_INTERNAL, "the database cannot be laid out");
	free((char *)(uintptr_t)flat.ptr);
	*out = (struct text){memory, size};
	if (done < 0)
		free(memory);
	return done;
}
