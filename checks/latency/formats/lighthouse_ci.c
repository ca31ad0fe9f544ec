/* SPDX-License-Identifier: Apache-2.0
 *
 * Lighthouse CI's manifest.json (`lhci upload --target=filesystem`): [{"url", "isRepresentativeRun", "jsonPath", …}]. Paths in it are those of
 * the machine that wrote it; the reports are looked for beside the manifest. All runs of a page count, not only the one that Lighthouse CI
 * calls representative. Of several pages `select` names the one that is meant, by its URL.
 */
#include "checks/latency/formats/lighthouse.h"
#include "checks/latency/formats/parts.h"

static struct text base_name(struct text path)
{
	size_t at = path.len;

	while (at > 0 && path.ptr[at - 1] != '/' && path.ptr[at - 1] != '\\')
		at--;
	return text_slice(path, at, path.len);
}

/* By what they have in common from run to run. */
static int same_page(bool *same, struct text a, struct text b, struct arena *arena, struct err *err)
{
	struct text first = samples_page(a, arena), second = samples_page(b, arena);

	if (!first.ptr || !second.ptr)
		return err_nomem(err);
	*same = text_equal(first, second);
	return 0;
}

static int refuse_pages(const struct measured_file *file, const struct json *entry,
	struct text first, struct text other, struct err *err)
{
	measured_error(file, entry->line, entry->column, err,
		"it has reports of several pages: %.*s, %.*s", text_quote(first), first.ptr,
		text_quote(other), other.ptr);
	return err_remedy(err, "name one of them in the source's `select`");
}

static int add_name(struct text_list *names, const struct json *entry,
	const struct measured_file *file, struct arena *arena, struct err *err)
{
	struct text name = base_name(json_text_at(entry, "jsonPath"));

	if (name.len == 0)
		return part_error(file, entry, err, "an entry without jsonPath");
	names->items[names->count] = arena_text(arena, name);
	return names->items[names->count++].ptr ? 0 : err_nomem(err);
}

static int add_entry(struct text_list *names, const struct json *entry, struct text *page,
	const struct measured_file *file, struct arena *arena, struct err *err)
{
	struct text url = json_text_at(entry, "url");
	bool same = true;

	if (url.len == 0)
		return part_error(file, entry, err, "an entry without url");
	if (page->len == 0)
		*page = url;
	if (same_page(&same, *page, url, arena, err) < 0)
		return -1;
	if (same)
		return add_name(names, entry, file, arena, err);
	return file->select.len ? 0 : refuse_pages(file, entry, *page, url, err);
}

static int list_manifest(struct text_list *names, const struct measured_file *file,
	struct arena *arena, struct err *err)
{
	struct text page = file->select;
	const struct json *root;

	if (json_read_with(&root, file->content, file->name, NULL, arena, err) < 0)
		return -1;
	if (root->type != JSON_ARRAY)
		return part_error(file, root, err, "this is no manifest: an array is expected");
	names->items = arena_array(arena, root->count, sizeof(*names->items));
	if (!names->items)
		return err_nomem(err);
	for (const struct json *entry = root->child; entry; entry = entry->next)
		if (add_entry(names, entry, &page, file, arena, err) < 0)
			return -1;
	if (names->count)
		return 0;
	measured_error(
		file, 0, 0, err, "there is no report of %.*s in it", text_quote(page), page.ptr);
	return err_remedy(err, "correct the source's `select`, or collect the page again");
}

/* Where only one file is given: a list alone says nothing. */
static int read_manifest(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct text_list names = {0};

	if (list_manifest(&names, file, out->arena, err) < 0)
		return -1;
	measured_error(file, 0, 0, err, "a manifest only lists reports");
	return err_remedy(err, "give the reports themselves, as format lighthouse");
}

extern const struct latency_format latency_format_lighthouse_ci, latency_format_lighthouse;

const struct latency_format latency_format_lighthouse_ci = {
	.summary = "Lighthouse CI's manifest.json and the reports beside it",
	.read = read_manifest,
	.list = list_manifest,
	.items = &latency_format_lighthouse,
};
