/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/parts.h"

#include <stdlib.h>
#include <string.h>

#define PROVER(name) extern const struct prover prover_##name;
#include "checks/dependencies/proof/provers.def"
#undef PROVER

#define PROVER(name) &prover_##name,
static const struct prover *const items[] = {
#include "checks/dependencies/proof/provers.def"
};
#undef PROVER

const struct provers provers = {items, sizeof(items) / sizeof(items[0])};

#define REASON(name, counter) counter,
static const char *const counters[] = {
#include "checks/dependencies/proof/reasons.def"
};
#undef REASON

const char *proof_reason_words(enum proof_reason reason)
{
	static const char before[] = "not proved: ";

	return counters[reason] + sizeof(before) - 1;
}

const struct format *proof_format(const char *name)
{
	for (size_t i = 0; i < formats.count; i++)
		if (strcmp(formats.items[i]->name, name) == 0)
			return formats.items[i];
	return NULL;
}

/* ---- lifetime ---- */

int proving_of(struct proving **out, struct judging *judging, struct err *err)
{
	struct proving *made;

	*out = judging->proving;
	if (*out)
		return 0;
	made = arena_alloc(judging->job->arena, sizeof(*made));
	if (!made)
		return err_nomem(err);
	made->judging = judging;
	made->job = judging->job;
	made->files = judging->job->change->files;
	made->file_count = judging->job->change->file_count;
	made->parts = arena_alloc(judging->job->arena, sizeof(*made->parts));
	made->arena = arena_new();
	if (!made->arena || !made->parts) {
		arena_free(made->arena);
		return err_nomem(err);
	}
	keys_start(&made->parts->listed, judging->job->arena);
	keys_start(&made->parts->locks_at, judging->job->arena);
	judging->proving = *out = made;
	return 0;
}

int proving_begin(struct judging *judging, struct err *err)
{
	struct proving *proving;

	if (judging->job->change->has_base)
		return 0;
	if (proving_of(&proving, judging, err) < 0)
		return -1;
	for (size_t i = 0; i < provers.count; i++) {
		if (provers.items[i]->begin && provers.items[i]->begin(proving, err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}

void proving_close(struct judging *judging)
{
	if (!judging->proving)
		return;
	for (size_t i = 0; i < provers.count; i++)
		if (provers.items[i]->end)
			provers.items[i]->end(judging->proving);
	archive_library_close(judging->proving->parts->library);
	arena_free(judging->proving->arena);
	judging->proving = NULL;
}

/* A digest is told whole. */
#define LONG(text) ((int)((text).len < 140 ? (text).len : 140)), (text).ptr

/* ---- what came of it ---- */

static bool copy(struct arena *arena, struct text *text)
{
	if (!text->len)
		return true;
	*text = arena_text(arena, *text);
	return text->ptr != NULL;
}

static int keep(struct proving *proving, const struct proof *proof, struct err *err)
{
	struct arena *arena = proving->job->arena;
	struct proof_rows *rows = &proving->rows;
	struct proof kept = *proof;

	if (!copy(arena, &kept.name) || !copy(arena, &kept.version) || !copy(arena, &kept.path) ||
		!copy(arena, &kept.artifact) || !copy(arena, &kept.pin_artifact) ||
		!copy(arena, &kept.expected) || !copy(arena, &kept.computed) ||
		arena_reserve(arena, (void **)&rows->items, &rows->capacity, rows->count + 1,
			sizeof(*rows->items)) < 0)
		return err_nomem(err);
	rows->items[rows->count++] = kept;
	return 0;
}

int proving_report(struct proving *proving, const struct proof *proof, struct err *err)
{
	const struct subject subject = {
		.format = proof_format(proof->format), .head = {.path = proof->path}};
	const struct verdict_on on = {
		.rule = proof->rule ? proof->rule : "dependencies/proof-refuted",
		.subject = &subject,
		.name = proof->name,
		.version = proof->version,
		.artifact = proof->artifact.len ? proof->artifact : proof->path,
		.from = proof->expected,
		.to = proof->computed,
		.line = proof->line,
		.column = proof->line && !proof->column ? 1 : proof->column,
		.known = proof->known};

	if (!subject.format)
		return err_set(err, ERR_INTERNAL, "there is no format %s", proof->format);
	if (proof->expected.len && proof->computed.len)
		return judging_report(proving->judging, &on, err,
			"%.*s%s%.*s: %s; expected %.*s, computed %.*s", SHOWN(proof->name),
			proof->version.len ? " " : "", SHOWN(proof->version), proof->what,
			LONG(proof->expected), LONG(proof->computed));
	return judging_report(proving->judging, &on, err, "%.*s%s%.*s: %s", SHOWN(proof->name),
		proof->version.len ? " " : "", SHOWN(proof->version), proof->what);
}

int proving_add(struct proving *proving, const struct proof *proof, struct err *err)
{
	static const char *const states[] = {[PROOF_OPEN] = "not proved",
		[PROOF_PROVED] = "proved",
		[PROOF_REFUTED] = "refuted"};

	check_examined(proving->job, states[proof->state], 1);
	if (proof->state == PROOF_OPEN)
		check_examined(proving->job, counters[proof->reason], 1);
	if (keep(proving, proof, err) < 0)
		return -1;
	return proof->state == PROOF_REFUTED && proof->what ? proving_report(proving, proof, err)
							    : 0;
}
