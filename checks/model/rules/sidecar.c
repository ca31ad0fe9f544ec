/* SPDX-License-Identifier: Apache-2.0
 *
 * The sidecar of a model (gate/sidecar.h): it names the bytes of the model, of its evidence and of its recipes, and where the
 * policy has a public key it is signed with the key to that. The key is read from the tree of the policy that judges, so that a
 * change cannot bring its own.
 */
#include "gate/sidecar.h"
#include "checks/model/judging.h"
#include "checks/model/select.h"
#include "gate/base/hash.h"
#include "gate/pointer.h"

struct bound {
	struct model_judging *judging;
	struct model_subject *subject;
	struct sidecar sidecar;
	struct err *err;
};

static int report(struct bound *bound, const char *rule, struct text path, struct text message)
{
	struct model_report report = {
		.rule = rule, .path = path, .message = message, .evidence = path};

	return model_report(bound->judging, bound->subject, &report, bound->err);
}

static struct text pathless_dvc(struct text path)
{
	return text_ends(path, ".dvc") ? text_slice(path, 0, path.len - 4) : path;
}

static int judge_model(struct bound *bound, const struct model_digest *digest)
{
	const struct sidecar_file *file =
		sidecar_find(&bound->sidecar.models, pathless_dvc(digest->path));
	struct text named = {"", 0}, name = bound->subject->options->name;

	if (file)
		named = digest->kind == NAMED_SHA256 ? file->sha256 : file->md5;
	if (file && text_equal(named, digest->hex))
		return 0;
	return report(bound, "model/evidence-of-other-bytes", bound->subject->options->sidecar,
		file ? arena_textf(bound->judging->job->arena,
			       "%.*s: the sidecar binds the evaluation to other bytes of %.*s "
			       "(%.12s..., here are %.12s...)",
			       SHOWN(name), SHOWN(digest->path),
			       named.len >= 12 ? named.ptr : "no such digest",
			       digest->hex.len >= 12 ? digest->hex.ptr : "?")
		     : arena_textf(bound->judging->job->arena,
			       "%.*s: the sidecar does not name %.*s", SHOWN(name),
			       SHOWN(digest->path)));
}

/* Whether these are the bytes that were bound. A file that only a folder's or DVC's digest stands for is none that was read. */
static int is_bound(
	struct bound *bound, const struct sidecar_file *file, struct text content, bool *same)
{
	struct text pointed;
	char hex[SHA256_HEX];

	if (!pointer_lfs(content, &pointed)) {
		if (hash_sha256_hex(content, hex, bound->err) < 0)
			return -1;
		pointed = text_of(hex);
	}
	*same = text_equal(pointed, file->sha256);
	return 0;
}

/* What was read and judged must be bound, file by file. */
static int judge_content(struct bound *bound, struct text path, struct text content)
{
	const struct sidecar_file *file = sidecar_find(&bound->sidecar.evidence, path);
	struct arena *arena = bound->judging->job->arena;
	struct text name = bound->subject->options->name;
	bool same = false;

	if (file && is_bound(bound, file, content, &same) < 0)
		return -1;
	if (same)
		return 0;
	return report(bound, "model/evidence-not-bound", path,
		file ? arena_textf(arena,
			       "%.*s: the evidence %.*s is not the one that the sidecar names",
			       SHOWN(name), SHOWN(path))
		     : arena_textf(arena, "%.*s: the sidecar does not bind %.*s to the model",
			       SHOWN(name), SHOWN(path)));
}

/* Older files that a newer one takes the place of are nobody's evidence. */
static int judge_results(struct bound *bound, const struct side_evidence *evidence)
{
	const struct model_options *options = bound->subject->options;

	for (size_t i = 0; i < evidence->count; i++)
		if (model_evidence_counts(options, evidence, i) &&
			judge_content(bound, evidence->items[i].path, evidence->contents[i]) < 0)
			return -1;
	for (size_t i = 0; i < evidence->sample_count; i++)
		if (model_evidence_counts(options, evidence, evidence->samples[i].owner) &&
			judge_content(
				bound, evidence->samples[i].path, evidence->samples[i].content) < 0)
			return -1;
	return 0;
}

/* A recipe that is in no tree is kept elsewhere, as a calibration set in DVC. */
static int judge_recipe(struct bound *bound, const struct sidecar_file *file)
{
	struct text content = {0};
	bool same = false;

	if (job_read(bound->judging->job, SIDE_HEAD, file->path, &content, bound->err) < 0)
		return -1;
	if (!content.ptr)
		return 0;
	if (is_bound(bound, file, content, &same) < 0)
		return -1;
	if (same)
		return 0;
	return report(bound, "model/recipe-untested", file->path,
		arena_textf(bound->judging->job->arena,
			"%.*s: the recipe %.*s is not the one that the sidecar names",
			SHOWN(bound->subject->options->name), SHOWN(file->path)));
}

static int judge_signature(struct bound *bound)
{
	const struct model_options *options = bound->subject->options;
	struct text key = {0};
	struct err what = {0};
	bool valid = false;

	if (!options->public_key.len)
		return 0;
	if (job_read(bound->judging->job, SIDE_POLICY, options->public_key, &key, bound->err) < 0)
		return -1;
	if (!key.ptr || sidecar_verify(&valid, &bound->sidecar, key, &what) < 0)
		return model_incomplete(bound->judging, bound->subject, options->public_key,
			"put the public key there in PEM: openssl pkey -in key.pem -pubout",
			bound->err, "%s",
			key.ptr ? what.message
				: "the public key that the policy names is not there");
	if (valid)
		return 0;
	return report(bound, "model/sidecar-not-signed", options->sidecar,
		arena_textf(bound->judging->job->arena, "%.*s: the sidecar is %s",
			SHOWN(options->name),
			bound->sidecar.signature.len ? "not signed by the key of the policy"
						     : "not signed"));
}

static int judge(struct bound *bound)
{
	const struct model_subject *subject = bound->subject;

	if (judge_signature(bound) < 0)
		return -1;
	for (size_t i = 0; i < subject->head.count; i++)
		if (judge_model(bound, &subject->head.items[i]) < 0)
			return -1;
	for (size_t i = 0; i < subject->source_count; i++)
		if (!subject->sources[i].is_run &&
			judge_results(bound, &subject->sources[i].head) < 0)
			return -1;
	for (size_t i = 0; i < bound->sidecar.recipes.count; i++)
		if (judge_recipe(bound, &bound->sidecar.recipes.items[i]) < 0)
			return -1;
	return 0;
}

/* A pipeline that evaluates binds what it has made, and commits neither. */
static enum side side_of(const struct model_subject *subject)
{
	for (size_t i = 0; i < subject->source_count; i++)
		if (subject->sources[i].options->workspace)
			return SIDE_WORKSPACE;
	return SIDE_HEAD;
}

int model_judge_sidecar(
	struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	struct bound bound = {.judging = judging, .subject = subject, .err = err};
	struct text path = subject->options->sidecar, content = {0};
	const char *name = arena_copy(judging->job->arena, path);
	struct err what = {0};

	if (!path.len)
		return 0;
	if (!name)
		return err_nomem(err);
	if (job_read(judging->job, side_of(subject), path, &content, err) < 0)
		return -1;
	if (content.ptr &&
		sidecar_read(&bound.sidecar, content, name, judging->job->arena, &what) == 0)
		return judge(&bound);
	if (what.kind == ERR_INTERNAL)
		return err_nomem(err);
	return model_incomplete(judging, subject, path, "write it with seamgate model bind", err,
		"%s",
		content.ptr ? what.message : "the sidecar that the policy names is not there");
}
