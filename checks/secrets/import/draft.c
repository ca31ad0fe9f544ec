/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/import/draft.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "checks/secrets/compile.h"
#include "checks/secrets/import/write.h"
#include "checks/secrets/rules_test.h"

enum { LONGEST_NOTE = 512 };

int import_note(struct import *import, struct text rule, const char *format, ...)
{
	struct import_notes *notes = &import->notes;
	char what[LONGEST_NOTE];
	struct text copy;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	copy = arena_text(import->arena, text_of(what));
	if (!copy.ptr || arena_reserve(import->arena, (void **)&notes->items, &notes->capacity,
				 notes->count + 1, sizeof(*notes->items)) < 0)
		return err_nomem(import->err);
	notes->items[notes->count++] = (struct import_note){rule, copy};
	return 0;
}

int texts_add(struct import *import, struct texts *texts, struct text text)
{
	if (arena_reserve(import->arena, (void **)&texts->items, &texts->capacity, texts->count + 1,
		    sizeof(*texts->items)) < 0)
		return err_nomem(import->err);
	texts->items[texts->count++] = text;
	return 0;
}

int allowances_add(
	struct import *import, struct allowances *list, const struct allowance *allowance)
{
	if (arena_reserve(import->arena, (void **)&list->items, &list->capacity, list->count + 1,
		    sizeof(*list->items)) < 0)
		return err_nomem(import->err);
	list->items[list->count++] = *allowance;
	return 0;
}

int import_number(struct import *import, struct text text, double *out)
{
	char *copy = arena_copy(import->arena, text);

	if (!copy)
		return err_nomem(import->err);
	*out = strtod(copy, NULL);
	return 0;
}

struct text import_lower(struct import *import, struct text text)
{
	char *copy = arena_copy(import->arena, text);

	for (size_t i = 0; copy && i < text.len; i++)
		copy[i] = (char)tolower((unsigned char)copy[i]);
	return (struct text){copy, text.len};
}

int requirements_add(
	struct import *import, struct requirements *list, const struct requirement *requirement)
{
	if (arena_reserve(import->arena, (void **)&list->items, &list->capacity, list->count + 1,
		    sizeof(*list->items)) < 0)
		return err_nomem(import->err);
	list->items[list->count++] = *requirement;
	return 0;
}

/* ---- patterns ---- */

static int keep(struct import *import, struct buffer *made, struct text *out)
{
	*out = arena_text(import->arena, buffer_text(made));
	if (made->failed || !out->ptr)
		err_nomem(import->err);
	buffer_free(made);
	return import->err->kind == ERR_NONE ? 0 : -1;
}

/* NOLINTNEXTLINE(readability-function-size): four of the eight say whose, what, and what came of it */
int import_pattern(struct import *import, struct text rule, const char *what, struct text pattern,
	enum dialect dialect, struct text *out, struct converted *converted, bool *ok)
{
	struct buffer made = {0};

	*converted = dialect_convert(&made, pattern, dialect);
	*ok = !converted->fault;
	if (keep(import, &made, out) < 0)
		return -1;
	return *ok ? 0
		   : import_note(import, rule, "%s has %s at byte %zu: not carried over", what,
			     converted->fault, converted->fault_at + 1);
}

/* NOLINTNEXTLINE(readability-function-size): four of the seven say whose, what, and what came of it */
int import_joined(struct import *import, struct text rule, const char *what,
	const struct texts *patterns, enum dialect dialect, struct text *out, bool *ok)
{
	struct buffer made = {0};
	int done = 0;

	*ok = true;
	for (size_t i = 0; done == 0 && i < patterns->count && *ok; i++) {
		struct converted converted;
		struct text one;

		done = import_pattern(
			import, rule, what, patterns->items[i], dialect, &one, &converted, ok);
		if (done < 0 || !*ok)
			break;
		if (patterns->count == 1)
			buffer_add(&made, one);
		else
			buffer_printf(&made, "%s(?:%.*s)", i ? "|" : "", (int)one.len, one.ptr);
	}
	if (done == 0)
		return keep(import, &made, out);
	buffer_free(&made);
	return -1;
}

/* ---- ids ---- */

static void write_kebab(struct buffer *out, struct text id)
{
	for (size_t i = 0; i < id.len; i++) {
		unsigned char c = (unsigned char)id.ptr[i];

		if (c < 0x80 && isalnum(c))
			buffer_byte(out, (char)tolower(c));
		else if (out->len && out->ptr[out->len - 1] != '-')
			buffer_byte(out, '-');
	}
	while (out->len && out->ptr[out->len - 1] == '-')
		out->ptr[--out->len] = '\0';
}

int import_id(struct import *import, struct text id, struct text *out)
{
	struct buffer made = {0};

	buffer_printf(&made, "secrets/%s-", import->prefix ? import->prefix : import->format);
	write_kebab(&made, id);
	return keep(import, &made, out);
}

static const struct imported *find(const struct import *import, struct text id)
{
	for (size_t i = 0; i < import->id_count; i++)
		if (text_equal(import->ids[i].id, id))
			return &import->ids[i];
	return NULL;
}

bool import_looks(const struct import *import, struct text id)
{
	const struct imported *found = find(import, id);

	return found && found->looks;
}

/* ---- the rule ---- */

int import_leave_out(struct import *import, struct text rule, const char *why)
{
	import->left_out++;
	return import_note(import, rule, "the rule is left out: %s", why);
}

static void write_comments(struct buffer *out, const struct draft *draft)
{
	for (size_t i = 0; i < draft->comments.count; i++)
		write_comment(out, draft->comments.items[i], 2);
}

static void write_numbers(struct buffer *out, const struct draft *draft)
{
	if (draft->secret_group)
		buffer_printf(out, "    secret_group: %u\n", draft->secret_group);
	if (draft->entropy > 0)
		buffer_printf(out, "    entropy: %.12g\n", draft->entropy);
	if (draft->alone)
		buffer_string(out, "    captures: match\n");
	if (draft->hidden)
		buffer_string(out, "    report: false\n");
}

static void write_requires(struct buffer *out, const struct draft *draft)
{
	if (draft->requires.count)
		buffer_string(out, "    require:\n");
	for (size_t i = 0; i < draft->requires.count; i++) {
		const struct requirement *requirement = &draft->requires.items[i];

		buffer_printf(out, "      - rule: %.*s\n", (int)requirement->rule.len,
			requirement->rule.ptr);
		if (requirement->within_lines != UINT32_MAX)
			buffer_printf(out, "        within_lines: %u\n",
				(unsigned)requirement->within_lines);
		if (requirement->within_columns != UINT32_MAX)
			buffer_printf(out, "        within_columns: %u\n",
				(unsigned)requirement->within_columns);
	}
}

static void write_draft(
	struct buffer *out, const struct import *import, const struct draft *draft, struct text id)
{
	write_comments(out, draft);
	buffer_printf(out, "  - id: %.*s\n", (int)id.len, id.ptr);
	write_key(out, "title", draft->title, 4);
	write_key(out, "severity", text_of(draft->severity), 4);
	write_key(out, "confidence", text_of(draft->confidence), 4);
	write_key(out, "why", draft->why, 4);
	write_key(out, "remedy",
		text_of("Revoke it where it was issued, issue a new one, and keep that out of the "
			"repository."),
		4);
	buffer_printf(out, "    origin: %s\n", import->format);
	write_key(out, "pattern", draft->pattern, 4);
	write_key(out, "path", draft->path, 4);
	write_list(out, "keywords", &draft->keywords, 4);
	write_numbers(out, draft);
	write_key(out, "verify", text_of(draft->verify), 4);
	if (draft->allow.count)
		buffer_string(out, "    allow:\n");
	for (size_t i = 0; i < draft->allow.count; i++)
		allowance_write(out, &draft->allow.items[i], 6);
	write_requires(out, draft);
	write_list(out, "hit", &draft->hits, 4);
	write_list(out, "miss", &draft->misses, 4);
}

/* Our own reader and both engines have the last word. */
static int try_draft(struct import *import, struct text yaml, struct err *why)
{
	struct arena *arena = arena_new();
	struct rules rules;
	struct plans plans;
	int done;

	if (!arena)
		return err_nomem(import->err);
	done = rules_read(&rules, yaml, "rule", "secrets", arena, why) < 0 ||
			       plans_make(&plans, &rules, false, NULL, arena, why) < 0
		       ? 1
		       : 0;
	arena_free(arena);
	return why->kind == ERR_INTERNAL ? err_nomem(import->err) : done;
}

/* ---- the rule's own examples ---- */

/* Which examples that should hit do not: bit `example` of missed. */
static int try_examples(
	struct import *import, const struct draft *draft, struct text id, bool *missed)
{
	struct arena *arena = arena_new();
	struct buffer yaml = {0};
	struct rule_failures failures = {0};
	struct rules rules;
	struct err why = {0};
	int done = arena ? 0 : -1;

	memset(missed, 0, draft->hits.count * sizeof(*missed));
	buffer_string(&yaml, "rules:\n");
	write_draft(&yaml, import, draft, id);
	if (done == 0 &&
		(rules_read(&rules, buffer_text(&yaml), "rule", "secrets", arena, &why) < 0 ||
			rules_test(&failures, &rules, arena, &why) < 0))
		done = why.kind == ERR_INTERNAL ? -1 : 0; /* add_tried says why */
	for (size_t i = 0; done == 0 && i < failures.count; i++)
		if (failures.items[i].is_hit)
			missed[failures.items[i].example] = true;
	buffer_free(&yaml);
	arena_free(arena);
	return done == 0 ? 0 : err_nomem(import->err);
}

static bool any(const bool *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (items[i])
			return true;
	return false;
}

/* An example that the pattern finds and that the rule's own entropy or requirements drop is none: the other scanner drops it
 * as well. */
static int drop_examples(struct import *import, struct draft *draft, struct text id)
{
	bool *missed = arena_array(import->arena, draft->hits.count, sizeof(*missed));
	bool *missed_bare = arena_array(import->arena, draft->hits.count, sizeof(*missed));
	struct draft bare = *draft;
	size_t kept = 0, before = draft->hits.count;

	if (!missed || !missed_bare)
		return err_nomem(import->err);
	bare.entropy = 0;
	bare.allow.count = 0;
	if (try_examples(import, draft, id, missed) < 0)
		return -1;
	if (!any(missed, before))
		return 0;
	if (try_examples(import, &bare, id, missed_bare) < 0)
		return -1;
	for (size_t i = 0; i < before; i++)
		if (!missed[i] || missed_bare[i])
			draft->hits.items[kept++] = draft->hits.items[i];
	draft->hits.count = kept;
	return kept == before
		       ? 0
		       : import_note(import, draft->id,
				 "its own examples that its own entropy or requirements drop: "
				 "not carried over");
}

static int add_tried(
	struct import *import, const struct draft *draft, struct text id, const struct buffer *yaml)
{
	struct err why = {0};
	int refused = try_draft(import, buffer_text(yaml), &why);

	if (yaml->failed)
		return err_nomem(import->err);
	if (refused)
		return refused < 0 ? -1 : import_leave_out(import, draft->id, why.message);
	if (arena_reserve(import->arena, (void **)&import->ids, &import->id_capacity,
		    import->id_count + 1, sizeof(*import->ids)) < 0)
		return err_nomem(import->err);
	import->ids[import->id_count++] = (struct imported){id, draft->pattern.len > 0};
	import->rule_count++;
	buffer_add(
		&import->rules, text_slice(buffer_text(yaml), sizeof("rules:\n") - 1, yaml->len));
	return 0;
}

int import_draft(struct import *import, struct draft *draft)
{
	struct buffer yaml = {0};
	struct text id;
	int done;

	if (import_id(import, draft->id, &id) < 0)
		return -1;
	if (find(import, id))
		return import_leave_out(import, draft->id, "a rule of that id was there before");
	if (draft->hits.count && !draft->hidden && drop_examples(import, draft, id) < 0)
		return -1;
	buffer_string(&yaml, "rules:\n");
	write_draft(&yaml, import, draft, id);
	done = add_tried(import, draft, id, &yaml);
	buffer_free(&yaml);
	return done;
}
