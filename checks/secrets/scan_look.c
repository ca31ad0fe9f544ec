/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/bulk.h"
#include "checks/secrets/scan_parts.h"

static int propose_views(struct scanner *scanner, size_t from)
{
	struct views *views = &scanner->views;

	for (size_t view = from; view < views->count; view++)
		if (propose_all(&scanner->proposer, (uint32_t)view, views->items[view].bytes,
			    scanner->err) < 0)
			return -1;
	return 0;
}

/* Decodes parts, and proposes in what that makes. */
static int decode(struct scanner *scanner, size_t plain, const struct parts *parts)
{
	struct views *views = &scanner->views;

	if (scanner->rules->decode_depth == 0)
		return 0;
	views->count = plain;
	decoded_make(views, scanner->rules->decode_depth, parts);
	if (views->failed)
		return err_nomem(scanner->err);
	return propose_views(scanner, plain);
}

static int look_at_all(struct scanner *scanner, size_t plain)
{
	const struct part whole = {.to = SIZE_MAX};
	const struct parts all = {&whole, 1};

	scanner->views.count = plain;
	proposer_start(&scanner->proposer);
	if (propose_views(scanner, 0) < 0)
		return -1;
	return decode(scanner, plain, &all);
}

/* ---- what was seen before ---- */

/* All of the first view, or what is new in it. */
static int propose_new(struct scanner *scanner, const struct basis *basis, bool *in_part)
{
	*in_part = carry_is_possible(scanner->rules, basis);
	if (!*in_part)
		return propose_views(scanner, 0);
	return carry_ends(&scanner->proposer, basis, scanner->err);
}

/* The gates; what is to be looked at once they are known. */
static int settle(struct scanner *scanner, const struct basis *basis, bool in_part)
{
	struct basis nothing = *basis;

	nothing.copies.count = 0;
	carry_gates(&scanner->proposer, in_part ? basis : &nothing);
	return in_part ? carry_far(&scanner->proposer, basis->text, scanner->err) : 0;
}

static bool decodes_all(const struct scanner *scanner, const struct parts *parts, struct text text)
{
	return scanner->rules->decode_depth == 0 ||
	       (parts->count == 1 && parts->items[0].from == 0 && parts->items[0].to == text.len);
}

/* Looks at what is new, as far as that is possible. *certain says that nothing else can be found in the rest. */
static int look_at_new(struct scanner *scanner, const struct basis *basis, bool *certain)
{
	struct parts parts;
	bool all, is_bare, in_part;

	*certain = true;
	if (parts_find(&scanner->parts, basis, scanner->err) < 0)
		return -1;
	parts = (struct parts){scanner->parts.items, scanner->parts.count};
	all = decodes_all(scanner, &parts, basis->text);
	if (propose_new(scanner, basis, &in_part) < 0 || decode(scanner, 1, &parts) < 0)
		return -1;
	if (!in_part && all)
		return 0;
	if (settle(scanner, basis, in_part) < 0)
		return -1;
	is_bare = all || basis->kept->bare;
	*certain = carry_is_certain(&scanner->proposer) &&
		   (is_bare || carry_opens_nothing(&scanner->proposer, basis->kept));
	scanner->rest_is_bare = is_bare;
	return 0;
}

/* Without its colours it is a copy, which is nobody's. */
struct given scan_given(const struct scanner *scanner)
{
	struct text bytes = scanner->views.items[0].bytes;

	return (struct given){bytes, bytes.ptr == scanner->views.raw.ptr ? scanner->job : NULL,
		scanner->views.is_plain};
}

/* The text that was looked at before. */
static int find_basis(struct scanner *scanner, struct basis *out)
{
	struct given given = scan_given(scanner);

	out->text = given.text;
	out->kept = &scanner->seen.kept;
	out->copies = scanner->copies;
	if (scanner->copies_known && given.text.ptr == scanner->views.raw.ptr)
		return 0;
	return seen_copies(&out->copies, &scanner->seen, given, scanner->err);
}

/* What a plain text has in common with the one that was seen need not be looked at for what would make it another. */
int scan_make_views(struct scanner *scanner, struct text text)
{
	struct given given = {text, scanner->job, false};

	scanner->copies = (struct copies){NULL, 0};
	scanner->copies_known = scanner->seen.is_plain;
	if (scanner->copies_known &&
		seen_copies(&scanner->copies, &scanner->seen, given, scanner->err) < 0)
		return -1;
	views_make_knowing(&scanner->views, text, scanner->copies);
	return scanner->views.failed ? err_nomem(scanner->err) : 0;
}

/* All views before any gate is asked: a keyword counts wherever in the blob it stands. */
static int look(struct scanner *scanner, size_t plain)
{
	struct basis basis = {.copies = {NULL, 0}};
	bool certain = false;

	scanner->rest_is_bare = true;
	if (plain == 1 && find_basis(scanner, &basis) < 0)
		return -1;
	if (basis.copies.count > 0 && look_at_new(scanner, &basis, &certain) < 0)
		return -1;
	if (certain)
		return 0;
	scanner->rest_is_bare = true;
	return look_at_all(scanner, plain);
}

/* Bulk is passed over as far as that makes no difference. */
int scan_look(struct scanner *scanner, size_t plain)
{
	if (look(scanner, plain) < 0)
		return -1;
	if (bulk_is_certain(&scanner->proposer))
		return 0;
	scanner->proposer.thorough = true;
	scanner->rest_is_bare = true;
	return look_at_all(scanner, plain);
}
