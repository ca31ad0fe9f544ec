/* SPDX-License-Identifier: Apache-2.0
 *
 * pnpm-lock.yaml, lockfileVersion 5.x (pnpm 3 to 7), 6.x (8) and 9.0 (9 and later): what the project asks for (`importers`, or
 * at the top without a workspace), `packages` by dependency path, and who needs whom: in `packages` up to 6, in `snapshots`
 * from 9 on (github.com/pnpm/spec, lockfile/). From pnpm 11 on a first document holds pnpm's own dependencies.
 */
#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/pnpm.h"

int pnpm_wrong(const struct pnpm *pnpm, const struct yaml *at, struct err *err, const char *what)
{
	return js_error(pnpm->document, at->line, at->column, err, "%s", what);
}

int pnpm_keep(const struct pnpm *pnpm, struct text *text, struct err *err)
{
	return js_keep(text, pnpm->document, err);
}

int pnpm_scalar(
	struct text *out, const struct pnpm *pnpm, const struct yaml *value, struct err *err)
{
	*out = text_of("");
	if (!value)
		return 0;
	if (value->type != YAML_SCALAR)
		return pnpm_wrong(pnpm, value, err, "a list or map where a text must be");
	*out = value->text;
	return pnpm_keep(pnpm, out, err);
}

static int note_if_doubled(const struct pnpm *pnpm, const struct yaml *at, struct err *err)
{
	struct text key = at->key;

	if (!at->duplicate)
		return 0;
	return pnpm_keep(pnpm, &key, err) < 0
		       ? -1
		       : lock_doubled(pnpm->lock, key, at->key_line, at->key_column, err);
}

/* Of a small map and the maps in it. */
static int note_doubled(const struct pnpm *pnpm, const struct yaml *map, struct err *err)
{
	for (const struct yaml *at = map->child; at; at = at->next) {
		if (note_if_doubled(pnpm, at, err) < 0)
			return -1;
		for (const struct yaml *inner = at->child; inner; inner = inner->next)
			if (note_if_doubled(pnpm, inner, err) < 0)
				return -1;
	}
	return 0;
}

/* ---- large maps, one member after the other ---- */

struct section {
	const char *key;
	int (*read)(struct pnpm *pnpm, const struct yaml_member *member, const struct yaml *entry,
		struct err *err);
	/* Optional: instead of reading, where that was done for the base. */
	int (*take)(
		bool *taken, struct pnpm *pnpm, const struct yaml_member *member, struct err *err);
};

static const struct section sections[] = {{"packages", pnpm_package, pnpm_take_package},
	{"snapshots", pnpm_snapshot, pnpm_take_snapshot}, {"importers", pnpm_importer, NULL}};

static const struct section *section_of(const struct yaml_member *member)
{
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		if (member->type == YAML_MAP && text_is(member->key, sections[i].key))
			return &sections[i];
	return NULL;
}

/* All that is read of a package of version 9 at first: pnpm_late.c reads its peers, where they matter. What else it has twice only matters where the head has it, whose entries are read whole. */
static const char *const package_members[] = {
	"resolution", "name", "version", "requiresBuild", "optional", NULL};

static int read_entry(struct pnpm *pnpm, const struct yaml_member *member,
	const struct section *section, struct err *err)
{
	size_t doubled = pnpm->lock->doubled.count;
	bool is_part =
		pnpm->document->is_base && pnpm->version == 9 && section->read == pnpm_package;
	const struct yaml *entry;

	arena_reset(pnpm->scratch);
	if (yaml_members(&pnpm->cursor, is_part ? package_members : NULL, &entry, pnpm->scratch,
		    err) < 0)
		return -1;
	if (entry->type != YAML_MAP)
		return pnpm_wrong(pnpm, entry, err, "an entry that is no map");
	if (note_doubled(pnpm, entry, err) < 0)
		return -1;
	if (!yaml_extent(&pnpm->cursor, &pnpm->lines) || pnpm->lock->doubled.count > doubled)
		pnpm->lines = (struct yaml_extent){0};
	return section->read(pnpm, member, entry, err);
}

static int note_member(struct pnpm *pnpm, const struct yaml_member *member, struct err *err)
{
	struct text key = member->key;

	if (!member->duplicate)
		return 0;
	return pnpm_keep(pnpm, &key, err) < 0
		       ? -1
		       : lock_doubled(pnpm->lock, key, member->line, member->column, err);
}

static int read_one_of(struct pnpm *pnpm, const struct yaml_member *member,
	const struct section *section, struct err *err)
{
	bool taken = false;

	if (note_member(pnpm, member, err) < 0 ||
		(section->take && section->take(&taken, pnpm, member, err) < 0))
		return -1;
	if (section->read == pnpm_snapshot && !taken && pnpm_leave(&taken, pnpm, member, err) < 0)
		return -1;
	return taken ? 0 : read_entry(pnpm, member, section, err);
}

static int read_section(struct pnpm *pnpm, const struct section *section, struct err *err)
{
	struct yaml_member member;
	bool more;

	if (pnpm->version == 0)
		return js_error(pnpm->document, 1, 1, err, "lockfileVersion does not come first");
	if (yaml_enter(&pnpm->cursor, YAML_MAP, err) < 0)
		return -1;
	for (;;) {
		if (yaml_next(&pnpm->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (read_one_of(pnpm, &member, section, err) < 0)
			return -1;
	}
}

/* ---- the top ---- */

static int read_version(struct pnpm *pnpm, const struct yaml *value, struct err *err)
{
	struct text major;

	if (value->type != YAML_SCALAR)
		return pnpm_wrong(pnpm, value, err, "lockfileVersion is no number");
	major = text_slice(value->text, 0, text_find(value->text, text_of(".")));
	pnpm->version = text_is(major, "5")   ? 5
			: text_is(major, "6") ? 6
			: text_is(major, "9") ? 9
					      : 0;
	if (pnpm->version == 0)
		return pnpm_wrong(
			pnpm, value, err, "a lockfileVersion that is not known (5, 6 and 9 are)");
	pnpm->lock->lacks_scripts = pnpm->version == 9;
	return 0;
}

static int read_small(struct pnpm *pnpm, const struct yaml_member *member, struct err *err)
{
	const struct yaml *value;

	arena_reset(pnpm->scratch);
	if (yaml_value(&pnpm->cursor, &value, pnpm->scratch, err) < 0 ||
		note_doubled(pnpm, value, err) < 0)
		return -1;
	if (text_is(member->key, "lockfileVersion"))
		return read_version(pnpm, value, err);
	return pnpm_project(pnpm, member->key, value, err);
}

static int read_top(struct pnpm *pnpm, const struct yaml_member *member, struct err *err)
{
	const struct section *section = section_of(member);

	if (note_member(pnpm, member, err) < 0)
		return -1;
	return section ? read_section(pnpm, section, err) : read_small(pnpm, member, err);
}

static int read_document(struct pnpm *pnpm, struct err *err)
{
	struct yaml_member member;
	bool more;

	if (yaml_enter(&pnpm->cursor, YAML_MAP, err) < 0)
		return -1;
	for (pnpm->version = 0;;) {
		if (yaml_next(&pnpm->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return pnpm->version
				       ? 0
				       : js_error(pnpm->document, 1, 1, err, "no lockfileVersion");
		if (read_top(pnpm, &member, err) < 0)
			return -1;
	}
}

static int read_documents(struct pnpm *pnpm, struct err *err)
{
	static const struct yaml_options options = {.max_bytes = 1u << 30,
		.documents = true,
		.keep_duplicates = true,
		.kind = ERR_LOOK};
	struct yaml_member member;
	bool more;

	if (yaml_open(&pnpm->cursor, pnpm->document->content, pnpm->document->name, &options,
		    pnpm->work, err) < 0 ||
		yaml_enter(&pnpm->cursor, YAML_LIST, err) < 0)
		return -1;
	for (;;) {
		if (yaml_next(&pnpm->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return yaml_end(&pnpm->cursor, err);
		if (read_document(pnpm, err) < 0)
			return -1;
	}
}

static int read_file(struct pnpm *pnpm, struct err *err)
{
	if (read_documents(pnpm, err) < 0)
		return -1;
	pnpm->lock->has_edges = pnpm->lock->has_needs = true;
	if (pnpm->entries->reader) /* asks_resolve is for pnpm_settle */
		return js_implied_registry(pnpm->lock, err);
	if (pnpm->base && pnpm_settle(pnpm, false, err) < 0)
		return -1;
	if (pnpm->base && asks_land(&pnpm->asks, pnpm->base->index))
		pnpm->is_moved = true;
	return asks_resolve(&pnpm->asks, err) < 0 ? -1 : js_implied_registry(pnpm->lock, err);
}

/* What the base has, to be taken over. */
static void walk_base(struct pnpm *pnpm, const struct lock *base)
{
	const struct asks_index *index = base ? base->index : NULL;
	const struct pnpm_entries *same = index ? index->entries : NULL;

	pnpm->base = base;
	if (!same)
		return;
	pnpm->base_packages.base = &same->packages;
	pnpm->base_snapshots.base = &same->snapshots;
}

static int start(struct pnpm *pnpm, struct lock *lock, const struct document *document,
	const struct lock *base, struct err *err)
{
	bool leaves_late = document->is_base && !pnpm->must_not_leave;

	*pnpm = (struct pnpm){.lock = lock,
		.document = document,
		.scratch = arena_new(),
		.work = leaves_late ? document->arena : arena_new(),
		.leaves_late = leaves_late,
		.entries = arena_alloc(document->arena, sizeof(*pnpm->entries))};
	walk_base(pnpm, base);
	if (!pnpm->scratch || !pnpm->work || !pnpm->entries)
		return err_nomem(err);
	keys_start(&pnpm->overrides, pnpm->work);
	if (pnpm_make_room(pnpm, err) < 0 || asks_start(&pnpm->asks, lock, pnpm->work, err) < 0)
		return -1;
	pnpm->asks.index->entries = pnpm->entries;
	return 0;
}

static int read_beside(struct pnpm *pnpm, struct lock *lock, const struct document *document,
	const struct lock *base, struct err *err)
{
	int done = start(pnpm, lock, document, base, err);

	if (done == 0)
		done = read_file(pnpm, err);
	arena_free(pnpm->scratch);
	if (pnpm->work != document->arena)
		arena_free(pnpm->work);
	return done;
}

static int read_again(
	struct pnpm *pnpm, struct lock *lock, const struct document *document, struct err *err)
{
	*lock = (struct lock){.arena = lock->arena, .content = lock->content};
	return read_beside(pnpm, lock, document, NULL, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct pnpm *pnpm = arena_alloc(document->arena, sizeof(*pnpm));
	struct document *kept = arena_alloc(document->arena, sizeof(*kept));

	if (!pnpm || !kept)
		return err_nomem(err);
	*kept = *document;
	if (read_beside(pnpm, lock, kept, document->base, err) < 0)
		return -1;
	if (pnpm->must_not_leave)
		return read_again(pnpm, lock, kept, err);
	if (!pnpm->is_moved)
		return 0;
	if (pnpm_settle(pnpm, true, err) < 0)
		return -1;
	return read_again(pnpm, lock, kept, err);
}

static const char *const globs[] = {"pnpm-lock.yaml", NULL};
static const char *const manifests[] = {"package.json", NULL};

extern const struct format format_pnpm_lock;

const struct format format_pnpm_lock = {.name = "pnpm-lock",
	.ecosystem = "npm",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read,
	.ignores_orphans = true,
	.manifests = manifests,
	.url_fits = js_url_fits,
	.shadow = asks_shadow};
