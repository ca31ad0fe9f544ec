/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/reference.h"

#include <ctype.h>
#include <string.h>

#include "gate/base/digest.h"

bool is_whole_commit(struct text text)
{
	uint32_t value;

	if (text.len != 40 && text.len != 64)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!hex_digit(text.ptr[i], &value))
			return false;
	return true;
}

bool has_variable(struct text text)
{
	return text_find(text, text_of("$")) < text.len ||
	       text_find(text, text_of("{{")) < text.len ||
	       text_find(text, text_of("<%")) < text.len;
}

/* ---- comments ---- */

static bool is_version_byte(char byte)
{
	return isalnum((unsigned char)byte) || byte == '.' || byte == '-' || byte == '+' ||
	       byte == '_';
}

static bool is_version(struct text word)
{
	size_t from = word.len && (word.ptr[0] == 'v' || word.ptr[0] == 'V');

	if (from == word.len || !isdigit((unsigned char)word.ptr[from]))
		return false;
	for (size_t i = from; i < word.len; i++)
		if (!is_version_byte(word.ptr[i]))
			return false;
	return !is_whole_commit(word);
}

static bool ends_word(char byte)
{
	return byte == '\0' || strchr(" \t\r@=:,;()[]", byte) != NULL;
}

struct text claimed_version(struct text comment)
{
	size_t from = 0;

	for (size_t i = 0; i <= comment.len; i++) {
		struct text word;

		if (i < comment.len && !ends_word(comment.ptr[i]))
			continue;
		word = text_slice(comment, from, i);
		while (word.len && word.ptr[word.len - 1] == '.')
			word.len--;
		if (is_version(word))
			return word;
		from = i + 1;
	}
	return text_of("");
}

/* ---- lines ---- */

/* Moves behind the next line end; false where there is none. */
static bool skip_line(struct text *rest)
{
	const char *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;

	if (!end)
		return false;
	*rest = text_slice(*rest, (size_t)(end - rest->ptr) + 1, rest->len);
	return true;
}

int lines_of(struct lines *out, struct text text, struct arena *arena, struct err *err)
{
	struct text rest = text;
	size_t count = 1, at = 1;

	while (skip_line(&rest))
		count++;
	*out = (struct lines){
		.text = text, .count = count, .starts = arena_array(arena, count, sizeof(size_t))};
	if (!out->starts)
		return err_nomem(err);
	for (rest = text; skip_line(&rest);)
		out->starts[at++] = text.len - rest.len;
	return 0;
}

struct text lines_get(const struct lines *lines, uint32_t number)
{
	size_t from, to;

	if (number == 0 || number > lines->count)
		return text_of("");
	from = lines->starts[number - 1];
	to = number < lines->count ? lines->starts[number] - 1 : lines->text.len;
	if (to > from && lines->text.ptr[to - 1] == '\r')
		to--;
	return text_slice(lines->text, from, to);
}

/* ---- references ---- */

static struct pin pin_of(const struct reference *reference, struct text name, struct text version)
{
	return (struct pin){.name = name,
		.version = version,
		.flags = PIN_REFERENCE,
		.comment = claimed_version(reference->comment),
		.line = reference->line,
		.column = reference->column};
}

/* Behind the last slash outside of braces, the first colon; text.len where there is none. */
static size_t find_tag(struct text text)
{
	size_t colon = text.len;
	unsigned depth = 0;

	for (size_t i = 0; i < text.len; i++) {
		char byte = text.ptr[i];

		if (byte == '{')
			depth++;
		else if (byte == '}' && depth)
			depth--;
		else if (depth == 0 && byte == '/')
			colon = text.len;
		else if (depth == 0 && byte == ':' && colon == text.len)
			colon = i;
	}
	return colon;
}

static struct text short_name(struct text name)
{
	static const char *const usual[] = {"index.docker.io/", "docker.io/", NULL};

	for (size_t i = 0; usual[i]; i++)
		if (text_starts(name, usual[i]))
			name = text_slice(name, strlen(usual[i]), name.len);
	return text_starts(name, "library/") ? text_slice(name, strlen("library/"), name.len)
					     : name;
}

int reference_image(struct lock *lock, const struct reference *reference, struct err *err)
{
	struct text written = text_trim(reference->written), name, digest;
	size_t at = text_find(written, text_of("@")), colon;
	struct pin pin, *added;

	name = text_slice(written, 0, at);
	digest = text_slice(written, at + 1, written.len);
	colon = find_tag(name);
	pin = pin_of(reference, short_name(text_slice(name, 0, colon)),
		text_slice(name, colon + 1, name.len));
	pin.flags |= PIN_IMAGE | PIN_BY_TAG;
	if (has_variable(digest) || (digest.len == 0 && has_variable(pin.version)))
		pin.flags |= PIN_UNKNOWN;
	if (digest.len == 0 && has_variable(pin.name))
		pin.flags |= PIN_NO_DIGEST;
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return digest.len && !(pin.flags & PIN_UNKNOWN) ? pin_tagged(lock, added, digest, err) : 0;
}

int reference_commit(struct lock *lock, const struct reference *reference, struct text name,
	struct text source, uint32_t flags, struct err *err)
{
	struct pin pin = pin_of(reference, name, text_trim(reference->written)), *added;

	pin.source = source;
	pin.flags |= flags;
	if (has_variable(pin.version))
		pin.flags |= PIN_UNKNOWN;
	if (has_variable(name))
		pin.flags |= PIN_NO_DIGEST;
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	return is_whole_commit(added->version) ? pin_git(lock, added, added->version, err) : 0;
}

static int add_local(struct lock *lock, const struct reference *reference, struct err *err)
{
	struct pin pin = pin_of(reference, reference->written, text_of("")), *added;

	pin.flags |= PIN_LOCAL;
	return lock_pin(lock, &pin, &added, err);
}

/* Owners and repositories are the same in either case; paths are not. */
static int fold_name(struct text *name, struct arena *arena, struct err *err)
{
	size_t slashes = 0;
	char *copy = arena_copy(arena, *name);

	if (!copy)
		return err_nomem(err);
	for (size_t i = 0; i < name->len && slashes < 2; i++) {
		slashes += copy[i] == '/';
		copy[i] = (char)tolower((unsigned char)copy[i]);
	}
	name->ptr = copy;
	return 0;
}

static size_t last_at(struct text text)
{
	for (size_t i = text.len; i-- > 0;)
		if (text.ptr[i] == '@')
			return i;
	return text.len;
}

int reference_action(struct lock *lock, const struct reference *reference, struct err *err)
{
	static const char image[] = "docker://";
	struct reference part = *reference;
	struct text written = text_trim(reference->written), name;
	size_t at = last_at(written);

	part.written = written;
	if (text_starts(written, "./") || text_starts(written, "../"))
		return add_local(lock, &part, err);
	if (text_starts(written, image)) {
		part.written = text_slice(written, sizeof(image) - 1, written.len);
		return reference_image(lock, &part, err);
	}
	name = text_slice(written, 0, at);
	part.written = text_slice(written, at + 1, written.len);
	if (text_find(name, text_of("://")) < name.len)
		return reference_commit(lock, &part, name, name, 0, err);
	if (fold_name(&name, lock->arena, err) < 0)
		return -1;
	return reference_commit(lock, &part, name, text_of(""), 0, err);
}
