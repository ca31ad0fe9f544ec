/* SPDX-License-Identifier: Apache-2.0
 *
 * One model of the policy under judgement: its files and its evidence at both sides. rules.def lists what looks at it,
 * in order: RULE(x) is model_judge_x in rules/x.c. A rule reports findings and incomplete items; it returns -1
 * only where the check itself failed.
 */
#ifndef SEAMGATE_MODEL_JUDGING_H
#define SEAMGATE_MODEL_JUDGING_H

#include "checks/model/evidence.h"
#include "checks/model/options.h"
#include "gate/check.h"

/* A file of single samples, and which of the results it belongs to. */
struct sample_file {
	size_t owner;
	struct text path, content;
};

/* Evidence of one side. Files come newest first; of a task the first that has it counts. */
struct side_evidence {
	struct evidence *items;
	struct text *contents; /* of the results files, beside items */
	size_t count, capacity;
	struct sample_file *samples;
	size_t sample_count, sample_capacity;
	bool failed; /* something could not be read, and was noted */
};

struct model_source {
	const struct source_options *options;
	struct side_evidence base, head, reference;
	/* Where a baseline changes alone: what the reference was before, and what a `baseline:` path has from now on. */
	struct side_evidence reference_was, baseline_next;
	bool is_run; /* the gate's own runner made it just now: nobody's copy, bound to these bytes */
	bool is_foreign; /* found to be of other bytes or of before: its numbers say nothing, and are not judged */
};

struct model_digest {
	struct text path;
	enum named_digest_kind kind;
	struct text hex; /* "": there is something that could not be read, and was noted */
};

struct model_digests {
	struct model_digest *items;
	size_t count, capacity;
};

struct model_subject {
	const struct model_options *options;
	struct model_source *sources;
	size_t source_count;
	bool files_changed, recipe_changed, evidence_changed, reference_changed, sidecar_changed;
	bool measure_changed; /* what the model is compared with: a baseline, the reference's evidence */
	bool has_base;        /* the model's files were there at the base */
	bool is_gone;         /* and are not at the head: nothing of it has to be proven */
	bool is_evaluated; /* the policy's command has run, or had to: only what it wrote counts in the workspace */
	bool is_unevaluated;     /* and it failed, which was noted */
	struct moment evaluated; /* when it began */
	bool is_run;             /* the built-in runner was asked, and answered or was noted */
	bool is_moved;           /* the bytes are those of the base, under other names */
	struct text
		path; /* a changed file of the model, else the first results file or glob: where findings stand */
	struct model_digests base, head;
};

struct model_judging {
	const struct check_job *job;
	const struct models_options *options;
	struct model_subject *subjects;
	size_t subject_count;
};

/* True where one of the globs matches. */
bool globs_match(const struct text_list *globs, struct text path);

/* Whether a folder is one of those that a glob begins with: "models" is above "models/int8/a*.gguf". */
bool folder_is_above(struct text folder, struct text glob);

/* Whether the change touches what the model is compared with, and neither the model nor its evidence. */
bool model_is_alone(const struct model_subject *subject);

/* Finds what the change does to the model and reads the evidence of all sides, where any of it changed. */
MUST_CHECK int model_subject_find(
	struct model_subject *subject, struct model_judging *judging, struct err *err);
MUST_CHECK int model_evidence_read(
	struct model_judging *judging, struct model_subject *subject, struct err *err);

/* Runs what the policy has for evaluating a changed model, and notes where that failed. */
MUST_CHECK int model_evaluate(
	struct model_judging *judging, struct model_subject *subject, struct err *err);

/* What of some files of the workspace counts: all of them, or what the evaluation wrote. */
MUST_CHECK int model_evaluated(const struct model_judging *judging,
	const struct model_subject *subject, struct paths *paths, struct err *err);

/* Settings of `evaluate` that cannot work: ERR_USAGE. */
MUST_CHECK int model_evaluate_check(const struct model_options *model, struct err *err);

/* In the arena. */
MUST_CHECK int model_digests_add(struct model_digests *out, const struct model_digest *digest,
	struct arena *arena, struct err *err);

/* What kinds of digests the model's files have at a side, in the order of the globs and of the paths: of Git LFS pointers, DVC files
 * (also of a folder above) or the bytes; behind them what only a dvc.lock records. What lies in a submodule or is a link is an incomplete item at the head. */
MUST_CHECK int model_digests_read(struct model_digests *out, const struct check_job *job,
	enum side side, const struct model_options *options, struct err *err);

/* A finding about a model; severity and remedy are the rule's own. `evidence` is what its fingerprint covers. */
struct model_report {
	const char *rule;
	struct text path;
	uint32_t line;
	struct text message, evidence;
	const struct detail *details;
	size_t detail_count;
	bool known;
};
MUST_CHECK int model_report(struct model_judging *judging, const struct model_subject *subject,
	const struct model_report *report, struct err *err);

/* An incomplete item, with the model's name before the reason. */
MUST_CHECK int model_incomplete(struct model_judging *judging, const struct model_subject *subject,
	struct text path, const char *remedy, struct err *err, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* For "%.*s": at most 80 bytes of a foreign text. */
#define SHOWN(text) ((int)((text).len < 80 ? (text).len : 80)), (text).ptr

#define RULE(x)              \
	int model_judge_##x( \
		struct model_judging *judging, struct model_subject *subject, struct err *err);
#include "checks/model/rules.def"
#undef RULE

#endif
