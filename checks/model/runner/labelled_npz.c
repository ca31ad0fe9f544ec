/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "checks/model/formats/predictions.h"
#include "checks/model/runner/labelled.h"
#include "gate/base/archive.h"

/* Unpacked, all arrays together. */
static const size_t most_bytes = (size_t)8 << 30;

struct unpacking_arrays {
	struct labelled *out;
	struct unpacker *unpacker;
	size_t bytes;
	struct err *err;
};

static int broken(const struct unpacking_arrays *all, const char *what)
{
	return err_set(all->err, ERR_LOOK, "%s: %s", all->out->name, what);
}

static int unpack(struct unpacking_arrays *all, struct text *out)
{
	struct buffer bytes = {0};
	enum unpacking done = unpacker_read(all->unpacker, &bytes, most_bytes - all->bytes);

	if (done == UNPACK_DONE && !bytes.failed) {
		all->bytes += bytes.len;
		*out = arena_text(all->out->arena, buffer_text(&bytes));
	}
	buffer_free(&bytes);
	if (done == UNPACK_BROKEN)
		return broken(all, unpacker_problem(all->unpacker));
	if (done == UNPACK_LIMIT)
		return broken(all, "it unpacks to more than 8 GiB");
	return done == UNPACK_DONE && out->ptr ? 0 : err_nomem(all->err);
}

/* y is what NumPy's users call their labels. */
static struct labelled_array *place_of(struct labelled *out, struct text name)
{
	enum column column = predictions_column(name);

	if (column == COLUMN_LABEL || text_is(name, "y") || text_is(name, "labels"))
		return &out->label_array;
	if (column == COLUMN_ID)
		return &out->id_array;
	return out->input_count < LABELLED_ARRAYS ? &out->inputs[out->input_count++] : NULL;
}

static int read_array(struct unpacking_arrays *all, struct text path)
{
	struct labelled_array array = {0}, *place;
	struct text content = {0};

	if (!text_ends(path, ".npy"))
		return broken(all, "it holds a file that is no array");
	array.name = arena_text(all->out->arena, text_slice(path, 0, path.len - 4));
	if (!array.name.ptr)
		return err_nomem(all->err);
	place = place_of(all->out, array.name);
	if (!place || place->data.ptr)
		return broken(all, place ? "it has two arrays of labels or of ids"
					 : "it has more than 18 arrays");
	if (unpack(all, &content) < 0 || npy_read(&array, content, all->err) < 0)
		return -1;
	*place = array;
	return 0;
}

static int read_all(struct unpacking_arrays *all)
{
	struct member member;
	enum unpacking next;

	while ((next = unpacker_next(all->unpacker, &member)) == UNPACK_DONE)
		if (read_array(all, member.path) < 0)
			return -1;
	if (next == UNPACK_NO_MEMORY)
		return err_nomem(all->err);
	return next == UNPACK_END ? 0 : broken(all, unpacker_problem(all->unpacker));
}

static bool fits(const struct labelled *out, const struct labelled_array *array)
{
	return !array->data.ptr || array->dimensions[0] == out->count;
}

static int ask_all(struct unpacking_arrays *all)
{
	struct labelled *out = all->out;

	if (!out->label_array.data.ptr || out->input_count == 0)
		return broken(all, "it has no array of labels (label, target, y), or nothing "
				   "beside it");
	out->count = out->label_array.dimensions[0];
	if (out->label_array.row_values != 1 ||
		(out->id_array.data.ptr && out->id_array.row_values != 1))
		return broken(all, "its labels or ids are not one a sample");
	for (unsigned i = 0; i < out->input_count; i++)
		if (!fits(out, &out->inputs[i]))
			return broken(all, "its arrays have not as many rows as it has labels");
	return fits(out, &out->id_array) ? 0 : broken(all, "it has not as many ids as labels");
}

int labelled_read_npz(struct labelled *out, struct text content, struct err *err)
{
	struct unpacking_arrays all = {.out = out, .err = err};
	struct archive_library *library;
	int done;

	if (archive_library_open(&library, err) < 0)
		return -1;
	done = unpacker_open(&all.unpacker, library, content, ARCHIVE_KIND_ZIP, err);
	if (done == 0) {
		done = read_all(&all);
		unpacker_close(all.unpacker);
	}
	archive_library_close(library);
	return done < 0 ? -1 : ask_all(&all);
}
