/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/inventory.h"

#include <string.h>

#include "checks/dependencies/inventory_parts.h"
#include "checks/dependencies/purl.h"
#include "checks/dependencies/subjects.h"

static void scratch_free(void *scratch)
{
	arena_free(scratch);
}

int inventory_new(struct inventory **out, const struct check_job *job, struct err *err)
{
	struct inventory *inventory;

	*out = NULL;
	if (!job_wants_components(job))
		return 0;
	inventory = arena_alloc(job->arena, sizeof(*inventory));
	if (!inventory)
		return err_nomem(err);
	inventory->job = job;
	inventory->scratch = arena_new();
	if (!inventory->scratch || arena_own(job->arena, inventory->scratch, scratch_free) < 0) {
		arena_free(inventory->scratch);
		return err_nomem(err);
	}
	keys_start(&inventory->numbers, job->arena);
	keys_start(&inventory->names, job->arena);
	keys_start(&inventory->pinned, job->arena);
	keys_start(&inventory->modules, job->arena);
	*out = inventory;
	return 0;
}

/* ---- one pin ---- */

static const struct digest *sound_digest(const struct pin *pin, bool commit)
{
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (!pin->digests[i].flaw && (pin->digests[i].algorithm == DIGEST_GIT) == commit)
			return &pin->digests[i];
	return NULL;
}

enum component_held pin_held(const struct pin *pin)
{
	if (pin->flags & (PIN_LOCAL | PIN_PROJECT))
		return HELD_INSIDE;
	if (sound_digest(pin, false))
		return HELD_BY_HASH;
	if (sound_digest(pin, true))
		return HELD_BY_COMMIT;
	if (pin->flags & (PIN_REFERENCE | PIN_VCS))
		return HELD_BY_NOTHING;
	return pin->version.len ? HELD_BY_VERSION : HELD_BY_NOTHING;
}

/* Behind the "//" of a URL up to its path: where user info may stand. */
static struct text authority_of(struct text source)
{
	size_t start = text_find(source, text_of("//")), end = start + 2;

	if (start == source.len)
		return text_slice(source, source.len, source.len);
	while (end < source.len && !strchr("/?#", source.ptr[end]))
		end++;
	return text_slice(source, start + 2, end);
}

struct text source_shown(struct text source, struct arena *arena)
{
	struct text authority = authority_of(source);
	size_t at = authority.len, before;

	while (at > 0 && authority.ptr[at - 1] != '@')
		at--;
	if (at == 0)
		return source;
	before = (size_t)(authority.ptr - source.ptr);
	return arena_textf(arena, "%.*s%.*s", (int)before, source.ptr,
		(int)(source.len - before - at), source.ptr + before + at);
}

static enum component_kind kind_of(const struct format *format, const struct pin *pin)
{
	static const struct {
		const char *ecosystem;
		enum component_kind kind;
	} kinds[] = {{"docker", COMPONENT_CONTAINER}, {"huggingface", COMPONENT_MODEL},
		{"dvc", COMPONENT_DATA}, {"lfs", COMPONENT_DATA}, {"file", COMPONENT_FILE}};

	if (pin->flags & PIN_IMAGE)
		return COMPONENT_CONTAINER;
	if (pin->flags & PIN_MODEL)
		return COMPONENT_MODEL;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].ecosystem, format->ecosystem) == 0)
			return kinds[i].kind;
	return COMPONENT_LIBRARY;
}

/* Why a pin that no prover is asked about is not proved. */
static const char *why_open(const struct format *format, const struct pin *pin)
{
	if (pin_held(pin) == HELD_INSIDE)
		return "";
	if (pin_held(pin) == HELD_BY_NOTHING || pin_held(pin) == HELD_BY_VERSION)
		return "pin without a digest";
	if (pin->flags & PIN_IMAGE || format->domain == DOMAIN_IMAGE)
		return "an image is not hashed here";
	return pin_held(pin) == HELD_BY_COMMIT ? "a commit is not fetched here"
					       : "artifact not here";
}

static int fill_hashes(struct component *component, const struct format *format,
	const struct pin *pin, struct arena *arena, struct err *err)
{
	struct component_hash *hashes = arena_array(arena, pin->digest_count, sizeof(*hashes));

	if (!hashes)
		return err_nomem(err);
	component->hashes = hashes;
	component->is_any = pin->flags & PIN_ANY_OF;
	component->is_plain = format->domain == DOMAIN_PACKAGE || format->domain == DOMAIN_FILE ||
			      format->domain == DOMAIN_IMAGE;
	for (uint32_t i = 0; i < pin->digest_count; i++)
		if (!pin->digests[i].flaw)
			hashes[component->hash_count++] = (struct component_hash){
				algorithm_name(pin->digests[i].algorithm), pin->digests[i].bytes};
	return 0;
}

static int fill(struct component *component, struct inventory *inventory,
	const struct subject *subject, const struct pin *pin, struct err *err)
{
	struct arena *arena = inventory->scratch;

	*component = (struct component){.path = subject->head.path,
		.line = pin->line,
		.format = subject->format->name,
		.ecosystem = subject->format->ecosystem,
		.kind = kind_of(subject->format, pin),
		.name = pin->name,
		.version = pin->version,
		.artifact = pin->artifact,
		.source = source_shown(pin->source, arena),
		.held = pin_held(pin),
		.note = text_of(why_open(subject->format, pin))};
	if (pin->source.len && !component->source.ptr)
		return err_nomem(err);
	if (fill_hashes(component, subject->format, pin, arena, err) < 0)
		return -1;
	return pin_purl(&component->purl, subject->format, pin, arena, err);
}

/* ---- subjects ---- */

static int add_pin(struct inventory *inventory, const struct subject *subject,
	const struct pin *pin, struct err *err)
{
	struct component component;

	if (pin->flags & (PIN_PROJECT | PIN_AGAIN))
		return 0;
	arena_reset(inventory->scratch);
	if (fill(&component, inventory, subject, pin, err) < 0)
		return -1;
	if (inventory_note_number(
		    inventory, &component, check_component(inventory->job, &component), err) < 0)
		return -1;
	return inventory_note_pinned(inventory, subject, pin, err);
}

/* The tree says at which commit a submodule is; .gitmodules says from where. */
static int add_module(struct inventory *inventory, const struct pin *pin, struct err *err)
{
	struct arena *arena = inventory->job->arena;
	struct text place = pin->place, address;
	uint32_t *number;

	while (place.len && place.ptr[place.len - 1] == '/')
		place.len--;
	place = arena_text(arena, place);
	address = arena_text(arena, pin->source);
	if (!place.ptr || !address.ptr || keys_add(&inventory->modules, place, &number, err) < 0 ||
		arena_reserve(arena, (void **)&inventory->addresses, &inventory->address_capacity,
			inventory->address_count + 1, sizeof(*inventory->addresses)) < 0)
		return err_nomem(err);
	inventory->addresses[inventory->address_count++] = address;
	*number = (uint32_t)inventory->address_count;
	return 0;
}

int inventory_add(struct inventory *inventory, const struct subject *subject, struct err *err)
{
	bool modules = strcmp(subject->format->name, "gitmodules") == 0;
	const struct pins *pins = &subject->head.lock.pins;

	if (!inventory)
		return 0;
	for (size_t i = 0; i < pins->count; i++)
		if ((modules ? add_module(inventory, &pins->items[i], err)
			     : add_pin(inventory, subject, &pins->items[i], err)) < 0)
			return -1;
	return inventory_add_needs(inventory, subject, err);
}

/* ---- the end ---- */

static int add_submodule(struct inventory *inventory, const struct file *file, struct err *err)
{
	const uint32_t *number = keys_find(&inventory->modules, file->path);
	static const struct format modules = {.name = "gitmodules", .ecosystem = "git"};
	struct digest commit = {.algorithm = DIGEST_GIT};
	struct pin pin = {
		.name = file->path, .digests = &commit, .digest_count = 1, .flags = PIN_VCS};
	struct subject subject = {.format = &modules, .head = {.path = file->path}};
	struct component component;
	char hex[OID_HEX];

	oid_hex(&file->head, hex);
	pin.version = commit.written = text_of(hex);
	commit.bytes = (struct text){(const char *)file->head.bytes, sizeof(file->head.bytes)};
	if (number)
		pin.source = inventory->addresses[*number - 1];
	arena_reset(inventory->scratch);
	if (fill(&component, inventory, &subject, &pin, err) < 0)
		return -1;
	return inventory_note_number(
		inventory, &component, check_component(inventory->job, &component), err);
}

int inventory_close(struct inventory *inventory, const struct proving *proving, struct err *err)
{
	const struct change *change = inventory ? inventory->job->change : NULL;

	if (!inventory)
		return 0;
	for (size_t i = 0; i < change->file_count; i++)
		if (change->files[i].head_mode == MODE_SUBMODULE &&
			add_submodule(inventory, &change->files[i], err) < 0)
			return -1;
	for (size_t i = 0; i < inventory->asked_count; i++)
		if (inventory_add_asked(inventory, &inventory->asked[i], err) < 0)
			return -1;
	return proving ? inventory_join_rows(inventory, &proving->rows, err) : 0;
}
