/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/dependencies/formats_parts.h"
#include "gate/base/keys.h"

/* One pattern of a format in one chain; chains have the order of formats.items. */
struct indexed {
	const struct format *format;
	const char *pattern;
	size_t place; /* of the format in formats.items */
	const struct indexed *next;
};

struct format_index {
	struct indexed *items;
	size_t count;
	struct keys names;   /* a number is a place in items, and 1 */
	struct keys endings; /* behind the last dot of a name; likewise */
	const struct indexed *others;
};

/* ---- how a pattern ends ---- */

static const char specials[] = "*?[]{}\\/";

static struct text behind_last(struct text text, char byte)
{
	const char *last = text.len ? memrchr(text.ptr, byte, text.len) : NULL;

	return last ? text_slice(text, (size_t)(last - text.ptr) + 1, text.len) : (struct text){0};
}

/* "yml,yaml" of "*.{yml,yaml}": plain words in a group behind a dot; else ptr NULL. */
static struct text words_of_group(struct text pattern)
{
	struct text group = behind_last(pattern, '{');

	group.len--;
	for (size_t i = 0; i < group.len; i++)
		if (strchr(specials, group.ptr[i]) || group.ptr[i] == '.')
			return (struct text){0};
	return group.ptr - pattern.ptr > 1 && group.ptr[-2] == '.' ? group : (struct text){0};
}

/* The words that a pattern ends with one of: "yml,yaml", "lock" of "*.py.lock"; ptr NULL where that is not just what stands
 * behind a dot. */
static struct text endings_of(struct text pattern)
{
	struct text tail;
	size_t len = 0;

	if (behind_last(pattern, '{').len && text_ends(pattern, "}"))
		return words_of_group(pattern);
	while (len < pattern.len && !strchr(specials, pattern.ptr[pattern.len - len - 1]))
		len++;
	tail = behind_last(text_slice(pattern, pattern.len - len, pattern.len), '.');
	return tail.len && memchr(tail.ptr, ',', tail.len) ? (struct text){0} : tail;
}

/* ---- making it ---- */

static int put(struct format_index *index, struct keys *keys, struct text key,
	const struct indexed *indexed, struct err *err)
{
	struct indexed *added = &index->items[index->count];
	uint32_t *number;

	if (keys_add(keys, key, &number, err) < 0)
		return -1;
	*added = *indexed;
	added->next = *number ? &index->items[*number - 1] : NULL;
	*number = (uint32_t)++index->count;
	return 0;
}

static int add(struct format_index *index, const struct indexed *indexed, struct err *err)
{
	struct text pattern = text_of(indexed->pattern), words = endings_of(pattern), word;

	if (pattern_is_name(indexed->pattern))
		return put(index, &index->names, pattern, indexed, err);
	if (!words.len) {
		index->items[index->count] = *indexed;
		index->items[index->count].next = index->others;
		index->others = &index->items[index->count++];
		return 0;
	}
	while (text_next_part(&words, ',', &word))
		if (put(index, &index->endings, word, indexed, err) < 0)
			return -1;
	return 0;
}

/* At most: a pattern has no more words than commas, and one. */
static size_t count_words(void)
{
	size_t count = 0;

	for (size_t i = 0; i < formats.count; i++)
		for (const char *const *glob = formats.items[i]->globs; *glob; glob++) {
			count++;
			for (const char *at = *glob; *at; at++)
				count += *at == ',';
		}
	return count;
}

/* The last first, as each is put before what its chain has. */
static int add_format(struct format_index *index, size_t place, struct err *err)
{
	const struct format *format = formats.items[place];
	size_t count = 0;

	while (format->globs[count])
		count++;
	while (count-- > 0)
		if (add(index,
			    &(struct indexed){.format = format,
				    .pattern = format->globs[count],
				    .place = place},
			    err) < 0)
			return -1;
	return 0;
}

int format_index_new(struct format_index **out, struct arena *arena, struct err *err)
{
	struct format_index *index = arena_alloc(arena, sizeof(*index));

	*out = index;
	if (!index)
		return err_nomem(err);
	*index = (struct format_index){
		.items = arena_array(arena, count_words(), sizeof(*index->items))};
	if (!index->items)
		return err_nomem(err);
	keys_start(&index->names, arena);
	keys_start(&index->endings, arena);
	for (size_t i = formats.count; i-- > 0;)
		if (add_format(index, i, err) < 0)
			return -1;
	return 0;
}

/* ---- asking it ---- */

/* Chains that a path is to be held to. */
struct chains {
	const struct indexed *at[3];
};

static const struct indexed *chain(
	const struct format_index *index, const struct keys *keys, struct text key)
{
	const uint32_t *number = key.len ? keys_find(keys, key) : NULL;

	return number ? &index->items[*number - 1] : NULL;
}

/* The foremost of what the chains begin with; it is taken off. NULL: all are empty. */
static const struct indexed *chains_next(struct chains *chains)
{
	const struct indexed **first = NULL, *taken;

	for (size_t i = 0; i < sizeof(chains->at) / sizeof(chains->at[0]); i++)
		if (chains->at[i] && (!first || chains->at[i]->place < (*first)->place))
			first = &chains->at[i];
	if (!first)
		return NULL;
	taken = *first;
	*first = taken->next;
	return taken;
}

size_t format_index_find(const struct format_index *index,
	const struct format *out[MOST_FORMATS_OF_A_PATH], struct text path)
{
	struct text name = path_name(path);
	struct chains chains = {{chain(index, &index->names, name),
		chain(index, &index->endings, behind_last(name, '.')), index->others}};
	const struct indexed *next;
	size_t count = 0;

	if (name.len == 0)
		return 0;
	while (count < MOST_FORMATS_OF_A_PATH && (next = chains_next(&chains)) != NULL)
		if ((count == 0 || out[count - 1] != next->format) &&
			pattern_matches(next->pattern, path, name))
			out[count++] = next->format;
	return formats_without_guesses(out, count);
}
