/* SPDX-License-Identifier: Apache-2.0
 *
 * go.sum and go.work.sum: lines "module version h1:…" of a module's zip and "module version/go.mod h1:…" of its
 * go.mod (The Go Modules Reference, "go.sum files"). White space separates, as in cmd/go. The pins of the lock are
 * sorted by name, version and artifact, whatever the order in the file.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/format.h"

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\f' || byte == '\v';
}

static bool next_field(struct text *rest, struct text *field)
{
	size_t from = 0, to;

	while (from < rest->len && is_blank(rest->ptr[from]))
		from++;
	for (to = from; to < rest->len && !is_blank(rest->ptr[to]);)
		to++;
	*field = text_slice(*rest, from, to);
	*rest = text_slice(*rest, to, rest->len);
	return field->len > 0;
}

static int read_line(struct lock *lock, const struct document *document, struct text line,
	uint32_t number, struct err *err)
{
	static const char suffix[] = "/go.mod";
	struct text rest = line, digest, extra;
	struct pin pin = {.line = number, .column = 1}, *added;

	if (!next_field(&rest, &pin.name))
		return 0; /* cmd/go lets empty lines pass */
	if (!next_field(&rest, &pin.version) || !next_field(&rest, &digest) ||
		next_field(&rest, &extra))
		return document_error(
			document, number, 1, err, "a line that is not \"module version hash\"");
	if (text_ends(pin.version, suffix)) {
		pin.version.len -= strlen(suffix);
		pin.artifact = text_of("go.mod");
	}
	if (pin.version.len < 2 || pin.version.ptr[0] != 'v')
		return document_error(
			document, number, 1, err, "a version that does not begin with v");
	return lock_pin(lock, &pin, &added, err) < 0 ? -1 : pin_tagged(lock, added, digest, err);
}

static int compare_pins(const void *left, const void *right)
{
	const struct pin *a = left, *b = right;
	int order = text_compare(a->name, b->name);

	if (order == 0)
		order = text_compare(a->version, b->version);
	if (order == 0)
		order = text_compare(a->artifact, b->artifact);
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct text rest = document->content, line;

	for (uint32_t number = 1; text_next_line(&rest, &line); number++)
		if (read_line(lock, document, line, number, err) < 0)
			return -1;
	if (lock->pins.count > 1)
		qsort(lock->pins.items, lock->pins.count, sizeof(*lock->pins.items), compare_pins);
	return 0;
}

/* The zip's line, or only the go.mod's where no package of the module is built. */
static uint32_t find(const struct lock *lock, const struct need *need)
{
	const struct pin key = {
		.name = need->name, .version = need->range, .artifact = text_of("")};
	size_t low = 0, high = lock->pins.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_pins(&lock->pins.items[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == lock->pins.count || !text_equal(lock->pins.items[low].name, need->name) ||
		!text_equal(lock->pins.items[low].version, need->range))
		return EDGE_ROOT;
	return (uint32_t)low;
}

static const char *const globs[] = {"go.sum", NULL}, *const work_globs[] = {"go.work.sum", NULL};
static const char *const manifests[] = {"go.mod", NULL};

extern const struct format format_go_sum, format_go_work_sum;

const struct format format_go_sum = {
	.name = "go-sum",
	.ecosystem = "golang",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.plain = PLAIN_UTF8,
	.read = read,
	.manifests = manifests,
	.find = find,
};

const struct format format_go_work_sum = {
	.name = "go-work-sum",
	.ecosystem = "golang",
	.globs = work_globs,
	.domain = DOMAIN_PACKAGE,
	.plain = PLAIN_UTF8,
	.read = read,
};
