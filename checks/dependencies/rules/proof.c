/* SPDX-License-Identifier: Apache-2.0
 *
 * Asks the provers: of each subject about its pins that are new or have other digests, and behind all subjects about the
 * artifacts that lie in the tree.
 */
#include <string.h>

#include "checks/dependencies/proof/proof.h"

/* Digests of bytes that a machine can have. What an image or an action comes to is never here; data may change, and lies here
 * all the same; a submodule's commit stands in the tree, not in its file. */
static bool is_provable(const struct subject *subject, const struct pin *pin)
{
	bool is_file = subject->format->domain == DOMAIN_FILE;
	bool is_of_tree = subject->format->domain == DOMAIN_COMMIT && pin->flags & PIN_NO_DIGEST;

	if (subject->format->domain == DOMAIN_NONE || is_of_tree ||
		(pin->flags & PIN_LOCAL && !pin->digest_count))
		return false;
	return !(pin->flags & (PIN_PROJECT | PIN_AGAIN | PIN_UNKNOWN | PIN_IMAGE | PIN_MODEL |
				      (is_file ? 0 : PIN_REFERENCE)));
}

/* The locks of what is vendored are not the project's: nobody builds by them. */
static bool is_vendored(struct text path)
{
	struct text part;

	while (text_next_part(&path, '/', &part))
		if (path.len && text_is(part, "vendor"))
			return true;
	return false;
}

static bool takes(const struct prover *prover, const struct format *format)
{
	for (const char *const *name = prover->formats; prover->pin && name && *name; name++)
		if (strcmp(*name, format->name) == 0)
			return true;
	return false;
}

/* The first that proves or refutes counts; of those that leave it open the last that knows why. */
static int ask(struct proof *out, struct proving *proving, const struct format *format,
	const struct pin *pin, struct err *err)
{
	const struct proof asked = *out;

	for (size_t i = 0; out->state == PROOF_OPEN && i < provers.count; i++) {
		struct proof answer = asked;

		if (!takes(provers.items[i], format))
			continue;
		if (provers.items[i]->pin(&answer, proving, pin, err) < 0)
			return -1;
		if (answer.state != PROOF_OPEN || answer.reason != PROOF_ABSENT)
			*out = answer;
	}
	return 0;
}

static int prove_pin(struct proving *proving, const struct subject *subject, const struct pin *pin,
	struct err *err)
{
	struct proof proof = {.reason = pin->digest_count ? PROOF_ABSENT : PROOF_NO_DIGEST,
		.format = subject->format->name,
		.name = pin->name,
		.version = pin->version,
		.artifact = pin->artifact,
		.is_pin = true,
		.pin_artifact = pin->artifact,
		.path = subject->head.path,
		.line = pin->line,
		.column = pin->column};
	int done = 0;

	if (pin->digest_count)
		done = ask(&proof, proving, subject->format, pin, err);
	if (done == 0)
		done = proving_add(proving, &proof, err);
	arena_reset(proving->arena);
	return done;
}

static bool is_old(const struct judging *judging, const struct pair *pair, const struct pin *pin)
{
	for (size_t i = 0; judging->job->change->has_base && i < pair->base_count; i++)
		if (pin_has_same_digests(pair->base[i], pin))
			return true;
	return false;
}

/* Pins that are asked about together. */
struct asked {
	const struct pin *pins[PINS_AT_ONCE];
	size_t count;
};

static int prepare(
	struct asked *asked, struct proving *proving, const struct format *format, struct err *err)
{
	for (size_t i = 0; i < provers.count; i++) {
		const struct prover *prover = provers.items[i];

		if (!prover->pins || !takes(prover, format))
			continue;
		if (prover->pins(proving, asked->pins, asked->count, err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}

static int prove_asked(struct asked *asked, struct proving *proving, const struct subject *subject,
	struct err *err)
{
	if (asked->count && prepare(asked, proving, subject->format, err) < 0)
		return -1;
	for (size_t i = 0; i < asked->count && !job_stopped(proving->job); i++)
		if (prove_pin(proving, subject, asked->pins[i], err) < 0)
			return -1;
	asked->count = 0;
	return 0;
}

static int ask_pair(struct asked *asked, struct proving *proving, const struct subject *subject,
	const struct pair *pair, struct err *err)
{
	for (size_t h = 0; h < pair->head_count; h++) {
		if (!is_provable(subject, pair->head[h]) ||
			is_old(proving->judging, pair, pair->head[h]))
			continue;
		asked->pins[asked->count++] = pair->head[h];
		if (asked->count == PINS_AT_ONCE && prove_asked(asked, proving, subject, err) < 0)
			return -1;
	}
	return 0;
}

int judge_proof(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct asked asked = {.count = 0};
	struct proving *proving;

	if (subject->format->domain != DOMAIN_FILE && is_vendored(subject->head.path))
		return 0;
	if (proving_of(&proving, judging, err) < 0)
		return -1;
	for (size_t i = 0; i < subject->pairs.count && !job_stopped(judging->job); i++)
		if (ask_pair(&asked, proving, subject, &subject->pairs.items[i], err) < 0)
			return -1;
	return prove_asked(&asked, proving, subject, err);
}

/* What was begun goes on while the others are asked. */
static int prove_tree(struct proving *proving, bool begun, struct err *err)
{
	for (size_t i = 0; i < provers.count && !job_stopped(proving->job); i++) {
		const struct prover *prover = provers.items[i];

		if (!prover->tree || (prover->begin != NULL) != begun)
			continue;
		if (prover->tree(proving, err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}

int judge_proof_of_tree(struct judging *judging, struct err *err)
{
	struct proving *proving;

	if (proving_of(&proving, judging, err) < 0)
		return -1;
	return prove_tree(proving, false, err) < 0 ? -1 : prove_tree(proving, true, err);
}
