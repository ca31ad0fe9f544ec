/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/places.h"

#include "gate/base/glob.h"

struct text place_file_name(struct text path)
{
	size_t from = path.len;

	while (from > 0 && path.ptr[from - 1] != '/')
		from--;
	return text_slice(path, from, path.len);
}

static bool is_folder(struct text path)
{
	struct text name = place_file_name(path);

	return name.len == 0 || text_find(name, text_of(".")) == name.len;
}

/* The same kind of files in another folder: "eval/f16" and "eval/int8/results_*.json" make "eval/f16/results_*.json". */
static int elsewhere(
	struct text *out, struct text place, struct text glob, struct arena *arena, struct err *err)
{
	struct text folder = place, name = place_file_name(glob);

	*out = (struct text){0};
	if (glob.len == 0)
		return 0;
	if (!is_folder(place))
		folder.len -= place_file_name(place).len;
	while (folder.len > 0 && folder.ptr[folder.len - 1] == '/')
		folder.len--;
	*out = arena_textf(arena, "%.*s%s%.*s", (int)folder.len, folder.ptr, folder.len ? "/" : "",
		(int)name.len, name.ptr);
	return out->ptr ? 0 : err_nomem(err);
}

int place_results(struct text *out, struct text place, const struct source_options *source,
	struct arena *arena, struct err *err)
{
	*out = place;
	return is_folder(place) ? elsewhere(out, place, source->results, arena, err) : 0;
}

int place_samples(struct text *out, struct text place, const struct source_options *source,
	struct arena *arena, struct err *err)
{
	return elsewhere(out, place, source->samples, arena, err);
}

static bool is_below(struct text folder, struct text path)
{
	while (folder.len > 0 && folder.ptr[folder.len - 1] == '/')
		folder.len--;
	return path.len > folder.len && text_equal(text_slice(path, 0, folder.len), folder) &&
	       path.ptr[folder.len] == '/';
}

bool place_has(struct text place, struct text path)
{
	return place.len > 0 &&
	       (text_equal(place, path) || is_below(place, path) || glob_match(place, path));
}

bool place_is_measure(const struct source_options *source, struct text path)
{
	return place_has(source->reference, path) ||
	       (!text_is(source->baseline, "base") && place_has(source->baseline, path));
}
