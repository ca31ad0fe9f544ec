/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence, normalised: what a harness measured on a model, whatever it was written in. A reader (formats/, format.h)
 * fills it and judges nothing; whether two evidences may be compared, and what the numbers say, is asked later.
 *
 * scores    one for each task, metric and filter, in the order of the file.
 * samples   what was measured on single documents, one set for each task, metric and filter; only where a
 *           paired test is to be possible. Sorted by evidence_seal.
 * facts     what must be equal for numbers to be comparable: versions, few-shot, limits, hashes, seeds.
 * models    the digests of model files that the evidence names itself.
 *
 * Nothing is owned: texts borrow from the files' content or lie in `arena`, and live as long.
 */
#ifndef SEAMGATE_MODEL_EVIDENCE_H
#define SEAMGATE_MODEL_EVIDENCE_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

enum better { BETTER_UNKNOWN, BETTER_HIGHER, BETTER_LOWER };

/* What a number is of. One key is there once in an evidence: a second is a cut or doubled file. */
struct score_key {
	struct text task;   /* "arc_easy"; "perplexity"; "" where the evidence has no tasks */
	struct text metric; /* "acc" */
	struct text filter; /* lm-eval's "none", "strict-match"; "" for a harness without filters */
};

struct score {
	struct score_key key;
	double value;       /* NAN only where flaw says why */
	double error;       /* standard error; NAN where the evidence has none */
	enum better better; /* as the evidence has it */
	uint64_t samples;   /* documents that it is the mean of; 0: the evidence does not say */
	bool is_mean;  /* the mean of its samples, so that samples may be tested in its place */
	bool is_group; /* of several tasks; judged only where the policy names it */
	bool is_proportion; /* a share in 0..1 of `samples` documents */
	bool is_paired;     /* a comparison with the full-precision model already (KL divergence) */
	const char *flaw;   /* static: "NaN", "inf", "no number"; NULL */
	uint32_t line, column;
};

struct scores {
	struct score *items;
	size_t count, capacity;
};

/* Metrics of which a document gives two numbers, and which are no mean over documents. */
enum pair {
	PAIR_NONE,
	PAIR_LIKELIHOOD, /* a sum of log-likelihoods, and how many words or bytes it is over */
	PAIR_CLASSES,    /* the right class and the one that was answered */
};

/* One document under one task, metric and filter. */
struct sampled {
	uint64_t document, prompt,
		target;   /* of the hashes of the harness, or of the content; 0: not said */
	uint64_t cluster; /* documents of one passage; 0: each its own */
	int64_t id;       /* as people know it: doc_id, or the row */
	double value;     /* NAN where it was no number */
	double second;    /* of a pair */
	uint32_t line;
	uint32_t turn; /* the n-th of that id: repeats */
};

struct sample_set {
	struct score_key key;
	struct text path;      /* the file that it stands in */
	struct sampled *items; /* sorted by id and turn, after evidence_seal */
	size_t count, capacity;
	enum pair pair;
	bool doubled; /* rows that say the same document twice: an appended file; found by evidence_seal */
	uint32_t doubled_line; /* of the second */
	uint32_t flawed_line;  /* first row without a number; 0 */
};

struct sample_sets {
	struct sample_set *items;
	size_t count, capacity;
};

/* Whether a difference refuses the comparison. */
enum fact_kind {
	FACT_TASK_VERSION, /* of the task's definition */
	FACT_FEW_SHOT,
	FACT_LIMIT,
	FACT_SAMPLES,     /* documents evaluated */
	FACT_TASK_HASH,   /* over all documents, prompts and targets */
	FACT_TASK_CONFIG, /* a key of the task's configuration: `name` says which */
	FACT_CHAT_TEMPLATE,
	FACT_SYSTEM_INSTRUCTION,
	FACT_MULTITURN,
	FACT_SEED, /* `name` says which */
	FACT_GENERATION,
	FACT_CONTEXT, /* n_ctx, maximal length */
	FACT_DATASET,
	FACT_TOKENIZER,
	FACT_DTYPE, /* compared with the base only: the reference's is another by design */
	FACT_BATCH, /* shown, never refused: it does not change what is asked */
	FACT_HARNESS, /* name and version: another one is said, not refused, where task versions are known */
	FACT_KINDS
};

struct fact {
	enum fact_kind kind;
	struct text task;  /* "": of the whole run */
	struct text name;  /* where a kind has several; else "" */
	struct text value; /* as written */
	uint32_t line;
};

struct facts {
	struct fact *items;
	size_t count, capacity;
};

enum named_digest_kind { NAMED_SHA256, NAMED_SHA1, NAMED_MD5, NAMED_GIT_BLOB };

/* "These are the bytes that I was run on." */
struct named_model {
	struct text path; /* as the evidence has it; "" where it names none */
	enum named_digest_kind kind;
	struct text digest; /* lower-case hex */
	uint32_t line;
};

struct named_models {
	struct named_model *items;
	size_t count, capacity;
};

struct evidence {
	struct arena *arena;
	struct text path;    /* of the results file; several may add to one evidence */
	struct text harness; /* "lm-evaluation-harness"; "" */
	struct text harness_version;
	struct text model_name; /* as the harness has it: a path or a hub's id; names no bytes */
	double date;            /* seconds since 1970; NAN where the file has none */
	struct text run;        /* what no two runs have in common, as the time that it took; "" */
	bool has_measured_answers; /* samples with the numbers that the model gave, not only with words */
	struct scores scores;
	struct sample_sets samples;
	struct facts facts;
	struct named_models models;
};

void evidence_start(struct evidence *evidence, struct arena *arena);

MUST_CHECK int evidence_score(
	struct evidence *evidence, const struct score *score, struct err *err);
MUST_CHECK int evidence_fact(struct evidence *evidence, enum fact_kind kind, struct text task,
	struct text name, struct text value, uint32_t line, struct err *err);
MUST_CHECK int evidence_model(
	struct evidence *evidence, const struct named_model *model, struct err *err);

/* The set of a key, which is made where there is none. Valid until the next call. */
MUST_CHECK int evidence_samples(struct sample_set **out, struct evidence *evidence,
	const struct score_key *key, struct text path, struct err *err);
MUST_CHECK int sample_set_add(
	struct sample_set *set, const struct sampled *sample, struct arena *arena, struct err *err);

/* Sorts the samples, numbers repeats and finds doubled ones. Once, after all files were read. */
MUST_CHECK int evidence_seal(struct evidence *evidence, struct err *err);

/* The second score of a key that is there twice, or NULL. *failed: there was no memory to look. */
const struct score *evidence_doubled(const struct evidence *evidence, bool *failed);

/* A score or set by key, or NULL. */
const struct score *evidence_find(const struct evidence *evidence, const struct score_key *key);
const struct sample_set *evidence_find_samples(
	const struct evidence *evidence, const struct score_key *key);
bool score_key_equal(const struct score_key *a, const struct score_key *b);

/* A number as evidence writes it, in one of JSON's, C's or Python's spellings. Returns what is wrong with it ("NaN",
 * "inf", "no number"), or NULL; *out is then finite. */
const char *evidence_number(double *out, struct text text);

/* A 64-bit name for a hash or a content; never 0. */
uint64_t evidence_hash(struct text text);

#endif
