/* SPDX-License-Identifier: Apache-2.0
 *
 * The entries of pnpm-lock.yaml: what is installed (`packages`), and from version 9 on apart from that, who asks for whom
 * (`snapshots`).
 */
#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/pnpm.h"

static bool is_true(const struct yaml *map, const char *key)
{
	const struct yaml *value = yaml_get(map, key);

	return value && value->type == YAML_SCALAR && text_is(value->text, "true");
}

/* `dependencies` and `optionalDependencies` of an entry. */
static int read_asks(
	struct pnpm *pnpm, const struct yaml *entry, const struct ask *ask, struct err *err)
{
	static const char *const blocks[] = {"dependencies", "optionalDependencies"};

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		const struct yaml *block = yaml_get(entry, blocks[i]);

		if (block && block->type != YAML_MAP)
			return pnpm_wrong(pnpm, block, err, "dependencies are no map");
		for (const struct yaml *at = block ? block->child : NULL; at; at = at->next) {
			struct text reference;

			pnpm->line = at->key_line;
			pnpm->column = at->key_column;
			if (pnpm_scalar(&reference, pnpm, at, err) < 0 ||
				pnpm_ask(pnpm, ask, at->key, reference, err) < 0)
				return -1;
		}
	}
	return 0;
}

/* Peers by their names, and what stands in the package's own archive as a list (or `true` for all of it). */
int pnpm_offers(struct pnpm *pnpm, const struct yaml *entry, const struct ask *ask, struct err *err)
{
	const struct yaml *peers = yaml_get(entry, "peerDependencies"),
			  *bundled = yaml_get(entry, "bundledDependencies");

	for (const struct yaml *at = peers ? peers->child : NULL; at; at = at->next)
		if (pnpm_offer(pnpm, ask, at->key, err) < 0)
			return -1;
	for (const struct yaml *at = bundled ? bundled->child : NULL; at; at = at->next)
		if (at->type == YAML_SCALAR && pnpm_offer(pnpm, ask, at->text, err) < 0)
			return -1;
	return 0;
}

/* The commit at the end of a code host's archive: ".../tar.gz/<commit>". */
static int add_archive_commit(const struct pnpm *pnpm, struct pin *pin, struct err *err)
{
	size_t slash = pin->source.len;
	struct text commit;

	while (slash > 0 && pin->source.ptr[slash - 1] != '/')
		slash--;
	commit = text_slice(pin->source, slash, pin->source.len);
	if (!is_commit_id(commit))
		return 0;
	pin->flags |= PIN_VCS;
	pin->artifact = commit;
	return pin_git(pnpm->lock, pin, commit, err);
}

static int add_commit(
	const struct pnpm *pnpm, struct pin *pin, const struct yaml *resolution, struct err *err)
{
	struct text commit;

	if (pnpm_scalar(&pin->source, pnpm, yaml_get(resolution, "repo"), err) < 0 ||
		pnpm_scalar(&commit, pnpm, yaml_get(resolution, "commit"), err) < 0)
		return -1;
	pin->flags |= PIN_VCS;
	pin->artifact = commit;
	return pin_git(pnpm->lock, pin, commit, err);
}

/* Integrity and tarball or url of one archive. */
static int add_archive(
	const struct pnpm *pnpm, struct pin *pin, const struct yaml *resolution, struct err *err)
{
	const struct yaml *integrity = yaml_get(resolution, "integrity"),
			  *from = yaml_get(resolution, "tarball");
	struct text sri, source;

	if (pnpm_scalar(&sri, pnpm, integrity, err) < 0 ||
		pnpm_scalar(&source, pnpm, from ? from : yaml_get(resolution, "url"), err) < 0)
		return -1;
	if (source.len)
		pin->source = source;
	if (integrity)
		return pin_sri(pnpm->lock, pin, sri, err);
	if (js_is_local(pin->source))
		return 0;
	return add_archive_commit(pnpm, pin, err);
}

/* One archive for each platform. */
static int add_variants(const struct pnpm *pnpm, const struct pin *pin,
	const struct yaml *resolution, struct err *err)
{
	const struct yaml *variants = yaml_get(resolution, "variants");

	for (const struct yaml *at = variants ? variants->child : NULL; at; at = at->next) {
		const struct yaml *own = yaml_get(at, "resolution");
		struct pin variant = *pin, *added;

		if (!own || own->type != YAML_MAP)
			return pnpm_wrong(pnpm, at, err, "a variant without a resolution");
		if (pnpm_scalar(&variant.artifact, pnpm, yaml_get(own, "url"), err) < 0)
			return -1;
		variant.line = at->line;
		variant.column = at->column;
		if (lock_pin(pnpm->lock, &variant, &added, err) < 0 ||
			add_archive(pnpm, added, own, err) < 0)
			return -1;
	}
	return variants && variants->child ? 0 : pnpm_wrong(pnpm, resolution, err, "no variant");
}

static int read_resolution(
	struct pnpm *pnpm, const struct pin *pin, const struct yaml *entry, struct err *err)
{
	const struct yaml *resolution = yaml_get(entry, "resolution"),
			  *type = yaml_get(resolution, "type");
	struct pin *added;

	if (!resolution || resolution->type != YAML_MAP)
		return pnpm_wrong(pnpm, entry, err, "an entry without a resolution");
	if (type && text_is(type->text, "variations"))
		return add_variants(pnpm, pin, resolution, err);
	if (lock_pin(pnpm->lock, pin, &added, err) < 0)
		return -1;
	if (type && text_is(type->text, "git"))
		return add_commit(pnpm, added, resolution, err);
	if (yaml_get(resolution, "directory")) {
		added->flags |= PIN_LOCAL;
		return pnpm_scalar(&added->source, pnpm, yaml_get(resolution, "directory"), err);
	}
	return add_archive(pnpm, added, resolution, err);
}

static int name_pin(
	const struct pnpm *pnpm, struct pin *pin, const struct yaml *entry, struct err *err)
{
	const struct yaml *name = yaml_get(entry, "name"), *version = yaml_get(entry, "version");
	bool has_both = pnpm_split_path(pnpm, pin->place, &pin->name, &pin->version);

	if (has_both && !pnpm_is_place(pin->version))
		return 0;
	if (has_both)
		pin->source = pin->version;
	else if (pnpm_scalar(&pin->name, pnpm, name, err) < 0)
		return -1;
	if (pin->name.len == 0)
		pin->name = pnpm_without_peers(pnpm, pin->place);
	return pnpm_scalar(&pin->version, pnpm, version, err);
}

/* ---- entries that are the base's, byte for byte ---- */

/* Whether the key was another package's at the base. */
static bool is_moved(const struct pnpm *pnpm, const struct pin *pin)
{
	uint32_t old = asks_pin(pnpm->base->index, pin->place);
	const struct pin *was;

	if (old == EDGE_ROOT)
		return false;
	was = &pnpm->base->pins.items[old];
	return !text_equal(was->name, pin->name) || !text_equal(was->version, pin->version) ||
	       !text_equal(was->artifact, pin->artifact);
}

/* An entry that was read, and is `pin` and those behind it. */
static int note_package(struct pnpm *pnpm, uint32_t pin, struct err *err)
{
	const struct pin *pins = pnpm->lock->pins.items;
	const struct same_entry entry = {pins[pin].place, pnpm->lines, pin};

	if (pnpm->base) {
		pnpm->is_moved = pnpm->is_moved || is_moved(pnpm, &pins[pin]);
		return 0;
	}
	if (pnpm->lines.text.len == 0 || pnpm->lock->pins.count > (size_t)pin + 1)
		return 0;
	return same_note(&pnpm->entries->packages, &entry, pnpm->document->arena, err);
}

static const struct same_entry *find_same(
	const struct pnpm *pnpm, struct same_walk *walk, const struct yaml_member *member)
{
	const struct same_entry *old = pnpm->version == 9 ? same_next(walk, member->key) : NULL;

	return old && yaml_is_extent(&pnpm->cursor, &old->lines) ? old : NULL;
}

int pnpm_take_package(
	bool *taken, struct pnpm *pnpm, const struct yaml_member *member, struct err *err)
{
	const struct same_entry *old = find_same(pnpm, &pnpm->base_packages, member);
	struct pin pin, *added;

	*taken = old != NULL;
	if (!old)
		return 0;
	pin = pnpm->base->pins.items[old->pin];
	pin.line = member->line;
	pin.column = member->column;
	yaml_jump(&pnpm->cursor, &old->lines);
	return asks_name(&pnpm->asks, pin.place, (uint32_t)pnpm->lock->pins.count, err) < 0
		       ? -1
		       : lock_pin(pnpm->lock, &pin, &added, err);
}

/* Whom it asks for is left out: who is new is asked for by others, or its key was asked for in vain (asks_land). */
int pnpm_take_snapshot(
	bool *taken, struct pnpm *pnpm, const struct yaml_member *member, struct err *err)
{
	const struct same_entry *old = find_same(pnpm, &pnpm->base_snapshots, member);

	(void)err;
	*taken = old != NULL;
	if (!old)
		return 0;
	((struct asks_index *)pnpm->base->index)->entries->late[old->pin].is_taken = true;
	yaml_jump(&pnpm->cursor, &old->lines);
	return 0;
}

/* ---- both maps ---- */

/* Version 9 keeps peers out of `packages`; before, each set of peers has an entry of its own. */
int pnpm_package(struct pnpm *pnpm, const struct yaml_member *member, const struct yaml *entry,
	struct err *err)
{
	struct pin pin = {.place = member->key, .line = member->line, .column = member->column};
	struct ask ask = {.from = (uint32_t)pnpm->lock->pins.count};

	if (pnpm_keep(pnpm, &pin.place, err) < 0 || name_pin(pnpm, &pin, entry, err) < 0)
		return -1;
	if (is_true(entry, "requiresBuild"))
		pin.flags |= PIN_INSTALL_SCRIPT;
	if (is_true(entry, "optional"))
		pin.flags |= PIN_OPTIONAL;
	if (asks_name(&pnpm->asks, pin.place, ask.from, err) < 0 ||
		read_resolution(pnpm, &pin, entry, err) < 0 ||
		pnpm_offers(pnpm, entry, &ask, err) < 0)
		return -1;
	return pnpm->version < 9 ? read_asks(pnpm, entry, &ask, err)
				 : note_package(pnpm, ask.from, err);
}

int pnpm_snapshot(struct pnpm *pnpm, const struct yaml_member *member, const struct yaml *entry,
	struct err *err)
{
	struct ask ask = {.from = ASK_BY_KEY, .from_key = pnpm_without_peers(pnpm, member->key)};

	return pnpm_keep(pnpm, &ask.from_key, err) < 0 ? -1 : read_asks(pnpm, entry, &ask, err);
}
