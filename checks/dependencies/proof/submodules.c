/* SPDX-License-Identifier: Apache-2.0
 *
 * Submodules: the commit that the tree names, in the clone that git keeps of it below .git/modules. Proved where the commit and all that
 * its tree holds are there and hash to their ids; refuted where an object is another than its id says. A clone that has the commit and not all
 * that it names, and is no partial one, cannot be looked at.
 */
#include "checks/dependencies/proof/proof.h"

static const struct pin *pin_at(const struct lock *modules, struct text path)
{
	for (size_t i = 0; modules && i < modules->pins.count; i++)
		if (text_equal(modules->pins.items[i].place, path))
			return &modules->pins.items[i];
	return NULL;
}

static int tell_broken(struct proof *proof, const struct submodule_state *state,
	struct proving *proving, struct err *err)
{
	char hex[OID_HEX];

	oid_hex(&state->object, hex);
	proof->reason = PROOF_BROKEN;
	proof->what = arena_printf(proving->job->arena,
		"its clone in .git/modules has the commit and not object %s, which the commit "
		"needs",
		hex);
	if (!proof->what)
		return err_nomem(err);
	check_incomplete(proving->job, proof->path, proof->what,
		"clone it anew: git submodule deinit -f --all, remove .git/modules, git submodule "
		"update --init");
	return proving_add(proving, proof, err);
}

static int conclude(struct proof *proof, const struct submodule_state *state,
	struct proving *proving, struct err *err)
{
	char hex[OID_HEX];

	switch (state->objects) {
	case SUBMODULE_WHOLE:
		proof->state = PROOF_PROVED;
		proof->algorithm = DIGEST_GIT;
		break;
	case SUBMODULE_DAMAGED:
		oid_hex(&state->object, hex);
		proof->state = PROOF_REFUTED;
		proof->artifact = arena_text(proving->arena, text_of(hex));
		proof->what = "an object of the clone in .git/modules is not what its id says";
		if (!proof->artifact.ptr)
			return err_nomem(err);
		break;
	case SUBMODULE_BROKEN:
		return tell_broken(proof, state, proving, err);
	default:
		proof->reason =
			state->objects == SUBMODULE_TOO_MUCH ? PROOF_TOO_MUCH : PROOF_ABSENT;
	}
	return proving_add(proving, proof, err);
}

static int prove(struct proving *proving, const struct lock *modules, const struct file *file,
	struct err *err)
{
	const struct pin *pin = pin_at(modules, file->path);
	struct submodule_state state = {.objects = SUBMODULE_ABSENT};
	char hex[OID_HEX];
	struct proof proof = {
		.format = "gitmodules", .path = file->path, .name = file->path, .is_pin = true};

	oid_hex(&file->head, hex);
	proof.version = arena_text(proving->arena, text_of(hex));
	if (!proof.version.ptr)
		return err_nomem(err);
	if (pin && proving->judging->options->caches &&
		job_submodule(proving->job, pin->name, &file->head, &state, err) < 0)
		return -1;
	return conclude(&proof, &state, proving, err);
}

static int tree(struct proving *proving, struct err *err)
{
	for (size_t i = 0; i < proving->file_count && !job_stopped(proving->job); i++) {
		const struct lock *modules;

		if (proving->files[i].head_mode != MODE_SUBMODULE)
			continue;
		if (proving_lock(&modules, proving, SIDE_HEAD, "gitmodules", text_of(".gitmodules"),
			    err) < 0 ||
			prove(proving, modules, &proving->files[i], err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}

extern const struct prover prover_submodules;
const struct prover prover_submodules = {.name = "submodules", .tree = tree};
