/* SPDX-License-Identifier: Apache-2.0
 *
 * The weights of a model under judgement: gathered from its files at a side (gather.c), looked at tensor by tensor, several at once
 * (look.c), and said (say.c). Where a file is only a pointer the object is read if it was fetched.
 */
#ifndef SEAMGATE_MODEL_WEIGHTS_JUDGE_H
#define SEAMGATE_MODEL_WEIGHTS_JUDGE_H

#include "checks/model/judging.h"
#include "checks/model/weights/names.h"
#include "checks/model/weights/scan.h"

/* The tensors of all files of a side, as one set. */
struct weights_side {
	struct weights set;
	size_t files;     /* that were read */
	struct text path; /* of the first of them */
	bool failed;      /* one could not be read, and was noted */
	struct text
		unseen; /* a file of which only a pointer is here, or whose format is not known; ptr NULL */
	const char *unseen_why, *unseen_remedy;
	struct text beside_path, beside; /* the file beside a model that was read last */
	bool is_pointer;                 /* unseen is one */
};

struct weights_place {
	struct model_judging *judging;
	struct model_subject *subject;
	const struct text_list *globs;
	enum side side;
	bool quiet; /* what cannot be read there is not noted: it is only compared with */
};

MUST_CHECK int weights_gather(
	struct weights_side *out, const struct weights_place *place, struct err *err);

/* What was found about one tensor of the head. */
struct look {
	const struct tensor *tensor, *reference, *base; /* NULL: there is none of that shape */
	struct scan scan;
	struct distance distance, before; /* from the reference: of the head's, of the base's */
	struct outliers rows, columns;    /* that the base's tensor has not */
	bool is_unchanged;                /* byte for byte as at the base */
	bool failed;                      /* out of memory */
};

struct weights_looks {
	const struct check_job *job;
	const struct weights_options *options;
	struct look *items; /* beside the head's tensors */
	size_t count;
	bool same_facts; /* of head and base: what the tensors are read by */
};

/* `out` has the job and the options. */
MUST_CHECK int weights_look(struct weights_looks *out, const struct weights_side *head,
	const struct weights_side *base, const struct weights_side *reference, struct err *err);

/* Findings about single tensors, and the rows of the worst ones. */
struct weights_saying {
	struct model_judging *judging;
	struct model_subject *subject;
	const struct weights_options *options;
	const struct weights_side *head, *base, *reference;
	const struct weights_looks *looks;
	struct err *err;
};
MUST_CHECK int weights_say_tensors(const struct weights_saying *saying);
MUST_CHECK int weights_say_sets(const struct weights_saying *saying);
MUST_CHECK int weights_say_worst(const struct weights_saying *saying);

/* What of the reference, or where there is none of the base, was not compared for want of a counterpart. Nothing at all having been is
 * an incomplete item. */
MUST_CHECK int weights_say_names(
	const struct weights_saying *saying, const struct names_aligned *aligned);

/* The message about its outlier channels; ptr NULL: there are none. */
struct text weights_ask_outliers(const struct weights_saying *saying, const struct look *look);

/* Whether a word stands in `forbid`. */
bool weights_forbidden(const struct weights_options *options, const char *word);

/* A finding about a tensor; message goes behind "MODEL: tensor NAME (TYPE)". */
MUST_CHECK int weights_report(const struct weights_saying *saying, const char *rule,
	const struct tensor *tensor, bool known, struct text message);

#endif
