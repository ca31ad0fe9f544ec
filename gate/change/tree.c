/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/tree.h"

#include "gate/base/stride.h"
#include "gate/change/commit.h"
#include "gate/change/tree_index.h"

int tree_malformed(const struct oid *tree, struct err *err)
{
	char hex[OID_HEX];

	oid_hex(tree, hex);
	err_set(err, ERR_LOOK, "tree %s is malformed", hex);
	return err_remedy(err, "see what is wrong: git fsck");
}

/* Old versions of git wrote other permission bits: only the owner's execute bit means something.
 * Anything that is no file, link, folder or submodule is refused. */
static uint32_t canonical_mode(uint32_t mode)
{
	switch (mode & 0170000) {
	case 0100000:
		return mode & 0100 ? MODE_EXECUTABLE : MODE_FILE;
	case 0120000:
		return MODE_SYMLINK;
	case 0040000:
		return MODE_FOLDER;
	case 0160000:
		return MODE_SUBMODULE;
	default:
		return MODE_NONE;
	}
}

/* In place of text_slice, for what is done for each entry of each tree. The bytes are there. */
static inline void skip(struct text *rest, size_t len)
{
	rest->ptr += len;
	rest->len -= len;
}

/* Reads "<octal> " off *rest; MODE_NONE when it is no mode. */
static uint32_t mode_next(struct text *rest)
{
	uint32_t mode = 0;
	size_t at = 0;

	while (at < rest->len && at < 8 && rest->ptr[at] >= '0' && rest->ptr[at] <= '7')
		mode = mode * 8 + (uint32_t)(rest->ptr[at++] - '0');
	if (at == 0 || at == rest->len || rest->ptr[at] != ' ')
		return MODE_NONE;
	skip(rest, at + 1);
	return canonical_mode(mode);
}

/* Most entries are files. */
static bool file_mode_next(struct text *rest)
{
	static const char file[] = "100644 ";
	const size_t len = sizeof(file) - 1;

	if (rest->len < len || memcmp(rest->ptr, file, len) != 0)
		return false;
	skip(rest, len);
	return true;
}

/* The length of a name that ends in NUL and has no slash. False where it is none. */
static bool name_length(struct text rest, size_t *len)
{
	const char *end;

	/* Most names are short, and one call for each would cost more than reading it. */
	for (size_t at = 0; rest.len - at >= STRIDE; at += STRIDE) {
		unsigned ends = stride_byte(rest.ptr + at, '\0');
		unsigned slashes = stride_byte(rest.ptr + at, '/');

		if (slashes && (!ends || (slashes & (ends - 1) & ~ends)))
			return false;
		*len = at + (ends ? (size_t)__builtin_ctz(ends) : 0);
		if (ends)
			return *len > 0;
	}
	end = memchr(rest.ptr, '\0', rest.len);
	*len = end ? (size_t)(end - rest.ptr) : 0;
	return *len > 0 && !memchr(rest.ptr, '/', *len);
}

enum entry_step entry_next(struct text *rest, struct entry *out)
{
	size_t len;

	if (rest->len == 0)
		return ENTRY_END;
	out->mode = file_mode_next(rest) ? MODE_FILE : mode_next(rest);
	if (out->mode == MODE_NONE || rest->len == 0 || !name_length(*rest, &len))
		return ENTRY_MALFORMED;
	out->name = (struct text){rest->ptr, len};
	skip(rest, len + 1);
	if (rest->len < sizeof(out->oid.bytes))
		return ENTRY_MALFORMED;
	memcpy(out->oid.bytes, rest->ptr, sizeof(out->oid.bytes));
	skip(rest, sizeof(out->oid.bytes));
	return ENTRY;
}

/* Of the shortest entry, "40000 a", what is before the end of the name. */
enum { SHORTEST_START = 7 };

/* Bytes before the place whose last whole entry is wanted: four entries of most trees, and where those do not show it, so many times as many. */
enum { LOOK_BACK = 192, LOOK_BACK_MORE = 4 };

/* Where the entry that begins at `at` ends; SIZE_MAX where it does not. */
static size_t entry_end(struct text rest, size_t at)
{
	const char *end;

	if (rest.len - at < SHORTEST_START)
		return SIZE_MAX;
	at += SHORTEST_START;
	for (; rest.len - at >= STRIDE; at += STRIDE) {
		unsigned ends = stride_byte(rest.ptr + at, '\0');

		if (ends)
			return at + (size_t)__builtin_ctz(ends) + 1 + sizeof(struct oid);
	}
	end = memchr(rest.ptr + at, '\0', rest.len - at);
	return end ? (size_t)(end - rest.ptr) + 1 + sizeof(struct oid) : SIZE_MAX;
}

/* Whether the one NUL from the name's of the entry that ends at `at` to the name's of the next is the latter. */
static bool is_only_name(struct text rest, size_t at)
{
	const char *id = rest.ptr + at - sizeof(struct oid);

	return !stride_byte(id, '\0') &&
	       !stride_byte(id + sizeof(struct oid) + SHORTEST_START - STRIDE, '\0');
}

/*
 * An end of an entry that is certain, not beyond `most`, by the bytes from `from` on alone; 0 where they show none. An entry's
 * end depends on where it begins only by which NUL is the next, and the later it begins the later it ends: so between
 * two ends that follow from any start, there is one that follows from the true one, `from` being behind that. It is
 * a NUL and an id too; where no NUL is between those of the two, it is one of the two, and the later is an end in any case.
 */
static size_t certain_end(struct text rest, size_t from, size_t most)
{
	size_t at = entry_end(rest, from);

	while (at <= most) {
		size_t next = entry_end(rest, at);

		if (next > most)
			return 0;
		if (is_only_name(rest, at))
			return next;
		at = next;
	}
	return 0;
}

size_t entries_whole(struct text rest, size_t most)
{
	size_t at = 0, next;

	for (size_t back = LOOK_BACK; at == 0 && back < most; back *= LOOK_BACK_MORE)
		at = certain_end(rest, most - back, most);
	next = at;
	do {
		at = next;
		next = entry_end(rest, at);
	} while (next <= most);
	return at;
}

/* The byte behind a common beginning. */
static int byte_at(const struct entry *entry, size_t at)
{
	if (at < entry->name.len)
		return (unsigned char)entry->name.ptr[at];
	return entry->mode == MODE_FOLDER ? '/' : 0;
}

int entry_compare(const struct entry *a, const struct entry *b)
{
	size_t common = a->name.len < b->name.len ? a->name.len : b->name.len;
	int order = memcmp(a->name.ptr, b->name.ptr, common);

	if (order == 0)
		order = byte_at(a, common) - byte_at(b, common);
	return order != 0 ? order : (a->name.len > b->name.len) - (a->name.len < b->name.len);
}

static int find_name(struct entry *out, struct store store, const struct oid *tree,
	struct text name, struct err *err)
{
	enum entry_step step;
	struct object object;
	struct text rest;

	if (store.index && tree_index_find(store.index, tree, name, out))
		return 0;
	if (object_open(&object, store, tree, GIT_OBJECT_TREE, err) < 0)
		return -1;
	if (store.index && tree_index_note(store.index, tree, object.raw, err) < 0) {
		object_close(&object);
		return -1;
	}
	rest = object.raw;
	do
		step = entry_next(&rest, out);
	while (step == ENTRY && !text_equal(out->name, name));
	object_close(&object);
	out->name = name;
	if (step == ENTRY_MALFORMED)
		return tree_malformed(tree, err);
	if (step == ENTRY_END)
		out->mode = MODE_NONE;
	return 0;
}

int tree_find(struct entry *out, struct store store, const struct oid *tree, struct text path,
	struct err *err)
{
	struct text rest = path, name;
	struct oid at = *tree;

	*out = (struct entry){0};
	if (path.len == 0 || path.ptr[path.len - 1] == '/')
		return 0;
	while (text_next_part(&rest, '/', &name)) {
		if (name.len == 0)
			out->mode = MODE_NONE;
		else if (find_name(out, store, &at, name, err) < 0)
			return -1;
		if (out->mode != MODE_FOLDER)
			break;
		at = out->oid;
	}
	if (rest.len || out->mode == MODE_FOLDER)
		*out = (struct entry){0};
	return 0;
}

int tree_find_folder(struct oid *out, bool *found, struct store store, const struct oid *tree,
	struct text path, struct err *err)
{
	struct text rest = path, name;
	struct entry entry;

	*out = *tree;
	*found = !text_ends(path, "/");
	while (*found && text_next_part(&rest, '/', &name)) {
		*found = name.len > 0;
		if (*found && find_name(&entry, store, out, name, err) < 0)
			return -1;
		*found = *found && entry.mode == MODE_FOLDER;
		if (*found)
			*out = entry.oid;
	}
	return 0;
}

int tree_of(struct oid *out, struct store store, const struct oid *commit, struct err *err)
{
	struct commit_header header;
	struct object object;
	int code;

	if (object_open(&object, store, commit, GIT_OBJECT_ANY, err) < 0)
		return -1;
	*out = *commit;
	code = object.type == GIT_OBJECT_TREE
		       ? 0
		       : commit_header_read(&header, object.raw, commit, err);
	if (code == 0 && object.type != GIT_OBJECT_TREE)
		*out = header.tree;
	object_close(&object);
	return code;
}
