/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/nar.h"

#include <stdlib.h>
#include <string.h>

#include "gate/check.h"

static void put(struct buffer *out, struct text text)
{
	uint64_t len = text.len;

	for (unsigned i = 0; i < 8; i++)
		buffer_byte(out, (char)(len >> (8 * i) & 0xff));
	buffer_add(out, text);
	for (size_t i = text.len; i % 8; i++)
		buffer_byte(out, '\0');
}

static void put_words(struct buffer *out, const char *const *words)
{
	for (; *words; words++)
		put(out, text_of(*words));
}

static const char *const folder_begin[] = {"(", "type", "directory", NULL}, *const entry_begin[] = {
										    "entry", "(",
										    "name", NULL};

/* A slash comes before all else, so that a folder's files stand together, and in the order of their names. */
static int compare(const void *left, const void *right)
{
	struct text a = ((const struct nar_file *)left)->path,
		    b = ((const struct nar_file *)right)->path;

	for (size_t i = 0; i < a.len && i < b.len; i++) {
		unsigned x = a.ptr[i] == '/' ? 0 : (unsigned char)a.ptr[i] + 1u;
		unsigned y = b.ptr[i] == '/' ? 0 : (unsigned char)b.ptr[i] + 1u;

		if (x != y)
			return x < y ? -1 : 1;
	}
	return a.len < b.len ? -1 : a.len > b.len;
}

static void put_file(struct buffer *out, const struct nar_file *file, struct text content)
{
	put(out, text_of("("));
	put(out, text_of("type"));
	put(out, text_of(file->mode == MODE_SYMLINK ? "symlink" : "regular"));
	if (file->mode == MODE_EXECUTABLE) {
		put(out, text_of("executable"));
		put(out, text_of(""));
	}
	put(out, text_of(file->mode == MODE_SYMLINK ? "target" : "contents"));
	put(out, content);
	put(out, text_of(")"));
}

static void open_entry(struct buffer *out, struct text name)
{
	put_words(out, entry_begin);
	put(out, name);
	put(out, text_of("node"));
}

/* How many bytes of folders two paths have in common, and how many folders that is. */
static size_t common(struct text a, struct text b, size_t *folders)
{
	size_t len = 0;

	*folders = 0;
	for (size_t i = 0; i < a.len && i < b.len && a.ptr[i] == b.ptr[i]; i++)
		if (a.ptr[i] == '/') {
			len = i + 1;
			++*folders;
		}
	return len;
}

static size_t depth_of(struct text path)
{
	size_t depth = 0;

	for (size_t i = 0; i < path.len; i++)
		depth += path.ptr[i] == '/';
	return depth;
}

/* Ends the folders that the next path is not in, and begins those that it is. */
static size_t move(struct buffer *out, struct text from, struct text to)
{
	size_t folders, at = common(from, to, &folders), end;

	for (size_t depth = depth_of(from); depth > folders; depth--) {
		put(out, text_of(")")); /* of the folder, */
		put(out, text_of(")")); /* and of its entry */
	}
	while ((end = at + text_find(text_slice(to, at, to.len), text_of("/"))) < to.len) {
		open_entry(out, text_slice(to, at, end));
		put_words(out, folder_begin);
		at = end + 1;
	}
	return at;
}

int nar_write(struct buffer *out, struct nar_file *files, size_t count, nar_reader *read,
	void *context, struct err *err)
{
	struct text last = text_of("");

	if (count > 1)
		qsort(files, count, sizeof(*files), compare);
	put(out, text_of("nix-archive-1"));
	put_words(out, folder_begin);
	for (size_t i = 0; i < count; i++) {
		struct text path = files[i].path, content;
		size_t at;

		if (depth_of(path) > NAR_DEEPEST || (i && text_equal(path, last)))
			return err_set(err, ERR_LOOK, "a path that is there twice or too deep");
		if (read(context, &files[i], &content, err) < 0)
			return -1;
		at = move(out, last, path);
		open_entry(out, text_slice(path, at, path.len));
		put_file(out, &files[i], content);
		put(out, text_of(")"));
		last = path;
	}
	move(out, last, text_of(""));
	put(out, text_of(")"));
	return out->failed ? err_nomem(err) : 0;
}
