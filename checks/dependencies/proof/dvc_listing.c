/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "checks/dependencies/proof/dvc.h"
#include "checks/dependencies/sums.h"
#include "gate/base/escape.h"
#include "gate/base/json.h"

enum { MD5_HEX = 32 };

/* ---- reading ---- */

static bool is_md5(struct text hex)
{
	for (size_t i = 0; i < hex.len; i++)
		if (!strchr("0123456789abcdef", hex.ptr[i]) || !hex.ptr[i])
			return false;
	return hex.len == MD5_HEX;
}

static int add(struct dvc_listing *out, const struct dvc_entry *entry, struct arena *arena,
	struct err *err)
{
	if (arena_reserve(arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(*out->items)) < 0)
		return err_nomem(err);
	out->items[out->count++] = *entry;
	return 0;
}

int dvc_listing_read(struct dvc_listing *out, struct text content, const char *name,
	struct arena *arena, struct err *err)
{
	const struct json *root;

	*out = (struct dvc_listing){0};
	if (json_read(&root, content, name, arena, err) < 0)
		return -1;
	if (root->type != JSON_ARRAY)
		return err_set(err, ERR_LOOK, "%s is no listing of files", name);
	for (const struct json *one = root->child; one; one = one->next) {
		struct dvc_entry entry = {json_text_at(one, "md5"), json_text_at(one, "relpath")};

		if (!is_md5(entry.md5) || !sum_is_below(entry.path))
			return err_set(err, ERR_LOOK,
				"%s:%u: an entry that is no MD5 of a file in the folder", name,
				one->line);
		if (add(out, &entry, arena, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- writing ---- */

static int compare_paths(const void *left, const void *right)
{
	return text_compare(
		((const struct dvc_entry *)left)->path, ((const struct dvc_entry *)right)->path);
}

/* As Python's json does it with ensure_ascii: all but printable ASCII as \uXXXX, of UTF-16. */
static void add_code(struct buffer *out, uint32_t code)
{
	static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt";

	for (size_t i = 0; i + 1 < sizeof(named); i += 2)
		if (code == (unsigned char)named[i]) {
			buffer_printf(out, "\\%c", named[i + 1]);
			return;
		}
	if (code >= 0x20 && code < 0x7f)
		buffer_byte(out, (char)code);
	else if (code < 0x10000)
		buffer_printf(out, "\\u%04x", code);
	else
		buffer_printf(out, "\\u%04x\\u%04x", 0xd800 + ((code - 0x10000) >> 10),
			0xdc00 + ((code - 0x10000) & 0x3ff));
}

static int add_path(struct buffer *out, struct text path, struct err *err)
{
	while (path.len) {
		uint32_t code;
		unsigned length = utf8_decode(path, &code);

		if (!length)
			return err_set(err, ERR_LOOK, "a path that is not UTF-8");
		add_code(out, code);
		path = text_slice(path, length, path.len);
	}
	return 0;
}

static int write(struct buffer *out, const struct dvc_listing *listing, struct err *err)
{
	buffer_byte(out, '[');
	for (size_t i = 0; i < listing->count; i++) {
		buffer_string(out, i ? ", {\"md5\": \"" : "{\"md5\": \"");
		buffer_add(out, listing->items[i].md5);
		buffer_string(out, "\", \"relpath\": \"");
		if (add_path(out, listing->items[i].path, err) < 0)
			return -1;
		buffer_string(out, "\"}");
	}
	buffer_byte(out, ']');
	return out->failed ? err_nomem(err) : 0;
}

int dvc_listing_write(
	struct text *out, struct dvc_listing *listing, struct arena *arena, struct err *err)
{
	struct buffer written = {0};
	int done;

	if (listing->count > 1)
		qsort(listing->items, listing->count, sizeof(*listing->items), compare_paths);
	done = write(&written, listing, err);
	if (done == 0) {
		*out = arena_text(arena, buffer_text(&written));
		done = out->ptr ? 0 : err_nomem(err);
	}
	buffer_free(&written);
	return done;
}
