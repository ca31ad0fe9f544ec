/* SPDX-License-Identifier: Apache-2.0
 *
 * mix.lock (Hex, lib/hex/mix.ex, lock tuples) and rebar.lock (rebar3, "Lock files"): packages of a Hex repository with two SHA-256: of
 * the archive's content ("inner"), and of the whole archive ("outer"); or commits of git repositories.
 */
#include <string.h>

#include "checks/dependencies/formats/erlang_term.h"
#include "gate/base/keys.h"

struct reading {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	struct keys by_name; /* 1 + pin */
};

static int fail(const struct reading *reading, const struct term *at, const char *what)
{
	return document_error(reading->document, at->line, at->column, reading->err, "%s", what);
}

static struct text text_at(const struct term *term, size_t index)
{
	const struct term *child = term_at(term, index);

	return child && (child->type == TERM_STRING || child->type == TERM_WORD) ? child->text
										 : text_of("");
}

static int add_pin(
	struct reading *reading, struct text key, const struct pin *pin, struct pin **added)
{
	uint32_t *index;

	if (keys_add(&reading->by_name, key, &index, reading->err) < 0 ||
		lock_pin(reading->lock, pin, added, reading->err) < 0)
		return -1;
	if (*index && lock_doubled(reading->lock, key, pin->line, pin->column, reading->err) < 0)
		return -1;
	*index = (uint32_t)reading->lock->pins.count;
	return 0;
}

/* The two digests are of different bytes: kept apart as artifacts of their own. */
static int add_hex(struct reading *reading, struct text key, struct pin *pin, struct text inner,
	struct text outer)
{
	struct pin second = *pin, *added;

	pin->artifact = text_of("inner");
	if (add_pin(reading, key, pin, &added) < 0)
		return -1;
	if (inner.len && pin_hex(reading->lock, added, DIGEST_SHA256, inner, reading->err) < 0)
		return -1;
	if (outer.len == 0)
		return 0;
	second.artifact = text_of("outer");
	if (lock_pin(reading->lock, &second, &added, reading->err) < 0)
		return -1;
	return pin_hex(reading->lock, added, DIGEST_SHA256, outer, reading->err);
}

static int add_git(struct reading *reading, struct pin *pin, struct text url, struct text commit)
{
	struct pin *added;

	pin->flags = PIN_VCS;
	pin->source = url;
	pin->version = commit;
	return add_pin(reading, pin->name, pin, &added) < 0
		       ? -1
		       : pin_git(reading->lock, added, commit, reading->err);
}

/* "name": {:hex, :package, "version", "inner", [managers], [requirements], "repository", "outer"} */
static int read_mix_entry(struct reading *reading, const struct term *entry)
{
	struct pin pin = {.name = entry->key, .line = entry->line, .column = entry->column};

	if (entry->type != TERM_TUPLE || !entry->has_key)
		return fail(reading, entry, "an entry that is no tuple");
	if (text_is(text_at(entry, 0), "git"))
		return add_git(reading, &pin, text_at(entry, 1), text_at(entry, 2));
	if (!text_is(text_at(entry, 0), "hex"))
		return fail(reading, entry, "an entry from neither hex nor git");
	pin.name = text_at(entry, 1);
	pin.version = text_at(entry, 2);
	if (pin.name.len == 0 || pin.version.len == 0)
		return fail(reading, entry, "a package without a name or version");
	return add_hex(reading, entry->key, &pin, text_at(entry, 3), text_at(entry, 7));
}

static int read_mix(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document, .err = err};
	struct term *terms;

	keys_start(&reading.by_name, lock->arena);
	if (terms_read(&terms, document, false, err) < 0)
		return -1;
	if (!terms->child || terms->child->type != TERM_MAP || terms->child->next)
		return fail(&reading, terms, "the file is not one map");
	for (const struct term *one = terms->child->child; one; one = one->next)
		if (read_mix_entry(&reading, one) < 0)
			return -1;
	return 0;
}

/* ---- rebar.lock: {"1.2.0", [{<<"name">>, {pkg, <<"name">>, <<"version">>}, level}]}. [{pkg_hash, [{<<"name">>, <<"HEX">>}]}, …]. */

/* Mercurial's ids are as long as git's. */
static bool is_repository(struct text type)
{
	return text_is(type, "git") || text_is(type, "git_subdir") || text_is(type, "hg");
}

/* The hashes go by the name of the application, which may be another than the package's. */
static int read_rebar_entry(struct reading *reading, const struct term *entry)
{
	const struct term *source = term_at(entry, 1), *reference = term_at(source, 2);
	struct pin pin = {.name = text_at(entry, 0), .line = entry->line, .column = entry->column},
		   *added;

	if (pin.name.len == 0 || !source)
		return fail(reading, entry, "an entry without a name or source");
	if (is_repository(text_at(source, 0)))
		return add_git(reading, &pin, text_at(source, 1), text_at(reference, 1));
	pin.name = text_at(source, 1);
	pin.version = text_at(source, 2);
	if (!text_is(text_at(source, 0), "pkg") || pin.version.len == 0)
		return fail(reading, entry, "an entry from neither a package nor git");
	pin.artifact = text_of("inner");
	return add_pin(reading, text_at(entry, 0), &pin, &added);
}

static int add_rebar_hash(struct reading *reading, const struct term *pair, bool outer)
{
	struct text name = text_at(pair, 0);
	struct pin *pin, *added;
	uint32_t *index;

	if (keys_add(&reading->by_name, name, &index, reading->err) < 0)
		return -1;
	if (!*index)
		return fail(reading, pair, "a hash that no package stands for");
	pin = &reading->lock->pins.items[*index - 1];
	if (outer) {
		struct pin second = *pin;

		second.artifact = text_of("outer");
		second.digests = NULL;
		second.digest_count = 0;
		if (lock_pin(reading->lock, &second, &added, reading->err) < 0)
			return -1;
		pin = added;
	}
	return pin_hex(reading->lock, pin, DIGEST_SHA256, text_at(pair, 1), reading->err);
}

static int read_rebar_hashes(struct reading *reading, const struct term *list)
{
	for (const struct term *block = list ? list->child : NULL; block; block = block->next) {
		bool outer = text_is(text_at(block, 0), "pkg_hash_ext");
		const struct term *pairs = term_at(block, 1);

		for (const struct term *pair = pairs ? pairs->child : NULL; pair; pair = pair->next)
			if (add_rebar_hash(reading, pair, outer) < 0)
				return -1;
	}
	return 0;
}

static int read_rebar(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document, .err = err};
	const struct term *list;
	struct term *terms;

	keys_start(&reading.by_name, lock->arena);
	if (terms_read(&terms, document, true, err) < 0)
		return -1;
	list = terms->child && terms->child->type == TERM_TUPLE ? term_at(terms->child, 1)
								: terms->child;
	for (const struct term *one = list ? list->child : NULL; one; one = one->next)
		if (read_rebar_entry(&reading, one) < 0)
			return -1;
	return terms->child ? read_rebar_hashes(&reading, terms->child->next) : 0;
}

static const char *const mix_globs[] = {"mix.lock", NULL}, *const rebar_globs[] = {
								   "rebar.lock", NULL};

extern const struct format format_mix_lock, format_rebar_lock;

const struct format format_mix_lock = {.name = "mix-lock",
	.ecosystem = "hex",
	.globs = mix_globs,
	.domain = DOMAIN_PACKAGE,
	.plain = PLAIN_UTF8,
	.read = read_mix};

const struct format format_rebar_lock = {.name = "rebar-lock",
	.ecosystem = "hex",
	.globs = rebar_globs,
	.domain = DOMAIN_PACKAGE,
	.plain = PLAIN_UTF8,
	.read = read_rebar};
