/* SPDX-License-Identifier: Apache-2.0
 *
 * What the policy says about models (DESIGN.md, section 5), as the tables in options.c fill it.
 */
#ifndef SEAMGATE_MODEL_OPTIONS_H
#define SEAMGATE_MODEL_OPTIONS_H

#include "gate/option.h"

enum inconclusive { INCONCLUSIVE_ERROR, INCONCLUSIVE_WARNING };
enum chat_template { CHAT_TEMPLATE_ANY, CHAT_TEMPLATE_REQUIRED };

/* evidence: [{…}] */
struct source_options {
	int format;            /* index in evidence_formats */
	struct text results;   /* glob */
	struct text samples;   /* glob; "" */
	struct text baseline;  /* "base": the same paths at the base; else a folder or glob */
	struct text reference; /* a folder or glob with the reference's own evidence; "" */
	struct text cluster;   /* a key of the documents; "" */
	bool workspace;
};

/* metrics: [{…}] */
struct metric_options {
	struct text task, metric, filter; /* globs without folders; "*" */
	double margin, reference_margin;  /* points of the metric, above 0 */
	double alpha;
	double min, max; /* limits for the head; 0: none */
	int better;      /* enum better */
};

struct calibration_options {
	int64_t min_samples, min_sequence_length;
	int chat_template; /* enum chat_template */
};

/* weights: {…} */
struct weights_options {
	bool enabled, required, workspace;
	double min_sqnr_db; /* 0: by the bits of each tensor's type */
	double max_sqnr_drop_db;
	double max_saturated;     /* share */
	double max_channel_ratio; /* of a channel to the median one; 0: not asked */
	struct text_list forbid;
};

/* evaluate: {…}: what is run on a changed model, and writes evidence of `workspace: true` */
struct evaluate_options {
	struct text_list command;     /* empty: nothing is run */
	struct text_list files;       /* globs, out of the base */
	struct text_list environment; /* names */
	double timeout;               /* seconds */
};

/* runner: {…}: a labelled set that ONNX Runtime asks the model */
struct runner_options {
	struct text set;     /* a path; "": nothing is run */
	struct text library; /* an absolute path; "": what the loader finds */
	struct text scores;  /* the output; "": the first */
	bool required;       /* no library here is exit 3 */
	double timeout;      /* seconds, for each model */
};

/* models: [{…}] */
struct model_options {
	struct text name;
	struct text hop;
	struct text_list files;     /* globs */
	struct text_list reference; /* globs */
	struct text_list recipe;    /* globs */
	struct block_list evidence; /* struct source_options */
	bool require_evidence;
	int inconclusive;          /* enum inconclusive */
	struct block_list metrics; /* struct metric_options */
	struct calibration_options calibration;
	struct evaluate_options evaluate;
	struct runner_options runner;
	struct weights_options weights;
	struct text sidecar, public_key; /* paths; "" */
};

struct models_options {
	struct block_list models; /* struct model_options */
};

extern const struct option model_option_table[];
/* Parts of it. */
extern const struct option model_evaluate_options[], model_runner_options[],
	model_weights_options[];

#endif
