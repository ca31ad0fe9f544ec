/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/inventory_parts.h"

/* What a proof says of the pin that it is of. */
static struct text number_key(struct arena *arena, const struct component *component)
{
	return arena_textf(arena, "%s\n%.*s\n%u\n%.*s\n%.*s\n%.*s", component->format,
		(int)component->path.len, component->path.ptr, component->line,
		(int)component->name.len, component->name.ptr, (int)component->version.len,
		component->version.ptr, (int)component->artifact.len, component->artifact.ptr);
}

static struct text name_key(
	struct arena *arena, const char *format, struct text name, struct text version)
{
	return arena_textf(arena, "%s\n%.*s\n%.*s", format, (int)name.len, name.ptr,
		(int)version.len, version.ptr);
}

int inventory_note_number(struct inventory *inventory, const struct component *component,
	size_t number, struct err *err)
{
	struct arena *arena = inventory->job->arena;
	struct text whole = number_key(arena, component);
	struct text name = name_key(arena, component->format, component->name, component->version);
	uint32_t *slot;

	if (!whole.ptr || !name.ptr)
		return err_nomem(err);
	inventory->component_count = number + 1;
	if (keys_add(&inventory->numbers, whole, &slot, err) < 0)
		return -1;
	if (*slot == 0)
		*slot = (uint32_t)number + 1;
	if (component->artifact.len)
		return 0;
	if (keys_add(&inventory->names, name, &slot, err) < 0)
		return -1;
	*slot = *slot ? SEVERAL : (uint32_t)number + 1;
	return 0;
}

/* "hashed here at vendor/serde/" */
static struct text note_of(struct arena *arena, const struct proof *row)
{
	struct text at = row->artifact.len ? row->artifact : row->path;

	if (row->state == PROOF_OPEN)
		return text_of(proof_reason_words(row->reason));
	return arena_textf(arena, "%s at %.*s",
		row->state == PROOF_PROVED ? "hashed here" : "other bytes", (int)at.len, at.ptr);
}

static enum component_proof state_of(const struct proof *row)
{
	static const enum component_proof states[] = {[PROOF_OPEN] = COMPONENT_OPEN,
		[PROOF_PROVED] = COMPONENT_PROVED,
		[PROOF_REFUTED] = COMPONENT_REFUTED};

	return states[row->state];
}

/* The component that a row is about: *number is 1 + its place, 0 where none is. *of_pin: the row is the pin's own. */
static int find_component(uint32_t *number, bool *of_pin, const struct inventory *inventory,
	const struct proof *row, struct err *err)
{
	const struct component as = {.format = row->format,
		.path = row->path,
		.line = row->line,
		.name = row->name,
		.version = row->version,
		.artifact = row->pin_artifact};
	struct text whole = number_key(inventory->scratch, &as);
	struct text name = name_key(inventory->scratch, row->format, row->name, row->version);
	const uint32_t *slot = NULL;

	*number = 0;
	*of_pin = false;
	if (!whole.ptr || !name.ptr)
		return err_nomem(err);
	if (row->is_pin)
		slot = keys_find(&inventory->numbers, whole);
	*of_pin = slot != NULL;
	if (!slot)
		slot = keys_find(&inventory->names, name);
	if (slot && *slot != SEVERAL && *slot <= MOST_COMPONENTS)
		*number = *slot;
	return 0;
}

/* The proof of a pin itself, or of a tree or archive that stands for a pin that only one file has. Of several, what is refuted
 * counts before what is proved. */
static int join_row(struct inventory *inventory, const struct proof *row,
	enum component_proof *states, struct err *err)
{
	struct text note = note_of(inventory->scratch, row);
	uint32_t number;
	bool of_pin;

	if (!note.ptr)
		return err_nomem(err);
	if (find_component(&number, &of_pin, inventory, row, err) < 0)
		return -1;
	if (number == 0 || state_of(row) < states[number - 1] ||
		(row->state == PROOF_OPEN && !of_pin))
		return 0;
	states[number - 1] = state_of(row);
	check_component_proof(inventory->job, number - 1, state_of(row), note);
	return 0;
}

int inventory_join_rows(struct inventory *inventory, const struct proof_rows *rows, struct err *err)
{
	enum component_proof *states =
		arena_array(inventory->job->arena, inventory->component_count + 1, sizeof(*states));

	if (!states)
		return err_nomem(err);
	for (size_t i = 0; i < rows->count; i++) {
		arena_reset(inventory->scratch);
		if (join_row(inventory, &rows->items[i], states, err) < 0)
			return -1;
	}
	return 0;
}
