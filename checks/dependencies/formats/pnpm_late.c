/* SPDX-License-Identifier: Apache-2.0
 *
 * Snapshots of a base that are read once the head is known. Who asks for whom at the base matters only beside what changed, and
 * snapshots are most of a lock: they are passed over (checked, but nothing is made of them), and the few that matter are read by
 * themselves.
 */
#include <stdlib.h>

#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/pnpm.h"

enum {
	MOST_SOUGHT =
		16, /* names that are looked for in all snapshots; of more, reading all is no slower */
	USUAL_ENTRY =
		1024, /* bytes, of packages and snapshots together, in large locks: then pins are never copied */
};

int pnpm_make_room(struct pnpm *pnpm, struct err *err)
{
	size_t usual = pnpm->document->content.len / USUAL_ENTRY + 1;
	struct pnpm_entries *entries = pnpm->entries;
	struct arena *arena = pnpm->document->arena;
	struct pins *pins = &pnpm->lock->pins;

	if (arena_reserve(pnpm->lock->arena, (void **)&pins->items, &pins->capacity, usual,
		    sizeof(*pins->items)) < 0)
		return err_nomem(err);
	if (!pnpm->leaves_late)
		return 0;
	if (arena_reserve(arena, (void **)&entries->late, &entries->late_capacity, usual,
		    sizeof(*entries->late)) < 0 ||
		same_reserve(&entries->packages, usual, arena) < 0 ||
		same_reserve(&entries->snapshots, usual, arena) < 0)
		return err_nomem(err);
	return 0;
}

static int note(struct pnpm *pnpm, const struct pnpm_late *late, struct err *err)
{
	struct pnpm_entries *entries = pnpm->entries;
	struct same_entry entry = {.key = late->key, .pin = (uint32_t)entries->late_count};

	if (arena_reserve(pnpm->document->arena, (void **)&entries->late, &entries->late_capacity,
		    entries->late_count + 1, sizeof(*entries->late)) < 0)
		return err_nomem(err);
	entries->late[entries->late_count++] = *late;
	entries->reader = pnpm;
	if (!yaml_extent(&pnpm->cursor, &entry.lines))
		return 0;
	return same_note(&entries->snapshots, &entry, pnpm->document->arena, err);
}

int pnpm_leave(bool *left, struct pnpm *pnpm, const struct yaml_member *member, struct err *err)
{
	struct pnpm_late late = {.key = member->key};

	*left = pnpm->leaves_late && pnpm->version == 9 && member->type == YAML_MAP;
	if (!*left)
		return 0;
	if (pnpm_keep(pnpm, &late.key, err) < 0 || yaml_skip(&pnpm->cursor, err) < 0)
		return -1;
	late.lines = yaml_lines(&pnpm->cursor);
	if (late.lines.len)
		return note(pnpm, &late, err);
	pnpm->must_not_leave = true;
	return 0;
}

/* The entry that stands in these lines, in the scratch. */
static int read_lines(
	const struct yaml **entry, struct pnpm *base, struct text lines, struct err *err)
{
	static const struct yaml_options options = {
		.max_bytes = 1u << 30, .keep_duplicates = true, .kind = ERR_LOOK};
	const struct yaml *root;
	struct text map;

	arena_reset(base->scratch);
	map = arena_textf(base->scratch, "entries:\n%.*s", (int)lines.len, lines.ptr);
	if (!map.ptr)
		return err_nomem(err);
	if (yaml_read_with(&root, map, base->document->name, &options, base->scratch, err) < 0)
		return -1;
	root = yaml_get(root, "entries");
	if (!root || root->count != 1 || root->child->type != YAML_MAP)
		return err_set(err, ERR_LOOK,
			"%s: an entry is not what it was when it was passed over",
			base->document->name);
	*entry = root->child;
	return 0;
}

static int compare_key(const void *key, const void *member)
{
	const struct same_entry *entry = member;

	return text_compare(*(const struct text *)key, entry->key);
}

/* Where the file is not in its order some are not found, and their peers are not known: stricter. */
static int read_late_peers(struct pnpm *base, struct text key, struct err *err)
{
	struct text package = pnpm_without_peers(base, key);
	const struct same *packages = &base->entries->packages;
	const struct same_entry *found =
		packages->count ? bsearch(&package, packages->items, packages->count,
					  sizeof(*packages->items), compare_key)
				: NULL;
	const struct yaml *entry;

	if (!found)
		return 0;
	return read_lines(&entry, base, found->lines.text, err) < 0
		       ? -1
		       : pnpm_offers(base, entry, &(struct ask){.from = found->pin}, err);
}

static int read_late(struct pnpm *base, const struct pnpm_late *late, struct err *err)
{
	struct yaml_member member = {.key = late->key};
	const struct yaml *entry;

	if (read_late_peers(base, late->key, err) < 0 ||
		read_lines(&entry, base, late->lines, err) < 0)
		return -1;
	return pnpm_snapshot(base, &member, entry, err);
}

/* ---- which of them ---- */

static int compare_place(const void *key, const void *member)
{
	const char *at = key;
	const struct pnpm_late *late = member;

	if (at < late->lines.ptr)
		return -1;
	return at >= late->lines.ptr + late->lines.len;
}

/* All whose lines have the word in them. */
static void want_with(struct pnpm_entries *entries, struct text word)
{
	const struct pnpm_late *first = &entries->late[0],
			       *last = &entries->late[entries->late_count - 1];
	struct text rest = {
		first->lines.ptr, (size_t)(last->lines.ptr + last->lines.len - first->lines.ptr)};

	for (size_t at; (at = text_find(rest, word)) < rest.len;) {
		struct pnpm_late *late = bsearch(rest.ptr + at, entries->late, entries->late_count,
			sizeof(*late), compare_place);

		if (late) {
			late->is_wanted = true;
			at = (size_t)(late->lines.ptr + late->lines.len - rest.ptr);
		} else {
			at += word.len;
		}
		rest = text_slice(rest, at, rest.len);
	}
}

/* What an entry that asks for the key has in its lines: the package's name, where the key has one. */
static struct text word_of(const struct pnpm *head, struct text key)
{
	struct text name, version;

	return pnpm_split_path(head, key, &name, &version) && name.len ? name : key;
}

static void want_all(struct pnpm_entries *entries)
{
	for (size_t i = 0; i < entries->late_count; i++)
		entries->late[i].is_wanted = true;
}

/* Those that may have asked in vain for what the head has. */
static void want_asking(const struct pnpm *head, struct pnpm_entries *entries)
{
	const struct pins *pins = &head->lock->pins;
	size_t sought = 0;

	for (size_t i = 0; i < pins->count; i++) {
		if (asks_pin(head->base->index, pins->items[i].place) != EDGE_ROOT)
			continue;
		if (++sought > MOST_SOUGHT) {
			want_all(entries);
			return;
		}
		want_with(entries, word_of(head, pins->items[i].place));
	}
}

/* All entries of one package say together what it asks for: one that changed brings those with other peers along. */
static int want_changed(const struct pnpm *head, struct pnpm_entries *entries, struct err *err)
{
	struct keys changed = {0};
	uint32_t *number;

	keys_start(&changed, head->scratch);
	for (size_t i = 0; i < entries->late_count; i++)
		if (!entries->late[i].is_taken &&
			keys_add(&changed, pnpm_without_peers(head, entries->late[i].key), &number,
				err) < 0)
			return -1;
	for (size_t i = 0; i < entries->late_count; i++)
		if (keys_find(&changed, pnpm_without_peers(head, entries->late[i].key)))
			entries->late[i].is_wanted = true;
	return 0;
}

static int choose(const struct pnpm *head, struct pnpm_entries *entries, bool all, struct err *err)
{
	if (all) {
		want_all(entries);
		return 0;
	}
	want_asking(head, entries);
	return want_changed(head, entries, err);
}

static int read_wanted(struct pnpm *base, struct pnpm_entries *entries, struct err *err)
{
	for (size_t i = 0; i < entries->late_count; i++) {
		if (!entries->late[i].is_wanted || entries->late[i].is_read)
			continue;
		entries->late[i].is_read = true;
		if (read_late(base, &entries->late[i], err) < 0)
			return -1;
	}
	return asks_resolve(&base->asks, err);
}

int pnpm_settle(const struct pnpm *head, bool all, struct err *err)
{
	struct asks_index *index = head->base->index;
	struct pnpm_entries *entries = index->entries;
	struct pnpm *base = entries ? entries->reader : NULL;
	int done;

	if (!base)
		return 0;
	if (choose(head, entries, all, err) < 0)
		return -1;
	base->scratch = arena_new();
	if (!base->scratch)
		return err_nomem(err);
	done = read_wanted(base, entries, err);
	arena_free(base->scratch);
	base->scratch = NULL;
	return done;
}
