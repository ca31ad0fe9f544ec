/* SPDX-License-Identifier: Apache-2.0
 *
 * What the rules see. A subject is one dependency file of the change, read at the base and at the head; a rule
 * (rules/, one file a family, one line in rules.def) looks at one subject, or at the whole change once all subjects
 * were seen. Rules report; they never decide what blocks.
 */
#ifndef SEAMGATE_DEPENDENCIES_JUDGING_H
#define SEAMGATE_DEPENDENCIES_JUDGING_H

#include "checks/dependencies/address.h"
#include "checks/dependencies/format.h"
#include "gate/base/keys.h"
#include "gate/check.h"

struct dependencies_options {
	struct text_list allow_hosts;
	bool caches;
};

/* One side of a subject. */
struct version {
	bool is_there;
	uint32_t mode;
	struct text path; /* of the base it may be another: a rename */
	struct text content;
	struct lock lock;
};

/* Pins of one key (name, version, artifact), of either side; either may be empty. */
struct pair {
	const struct pin *const *base, *const *head;
	size_t base_count, head_count;
};

struct pairs {
	struct pair *items;
	size_t count;
};

struct subject {
	const struct format *format;
	struct arena *arena; /* dies with the subject */
	struct version base, head;
	bool changed;       /* false: beside a manifest that did */
	struct pairs pairs; /* sorted by key */
};

struct hosts;     /* hosts.h */
struct proving;   /* proof/proof.h */
struct manifests; /* manifests.h */

enum { MOST_HOSTS_ASKED = 8 };

/* What is so about hosts of a file, each answer of which costs a walk through it. */
struct host_answers {
	const struct subject *subject;
	struct {
		struct text host;
		bool is;
	} items[MOST_HOSTS_ASKED];
	size_t count;
};

struct judging {
	const struct check_job *job;
	const struct dependencies_options *options;
	struct hosts *hosts;  /* known at the base or allowed, by ecosystem */
	const char **widened; /* ecosystems that judging_widen has seen to */
	size_t widened_count, widened_capacity;
	struct {
		const struct subject *subject;
		struct manifests *manifests;
	} asked;                                     /* of asked.c */
	struct host_answers first, replacing, plain; /* of rules/sources.c */
	struct {
		const struct subject *subject;
		struct keys facts;
		size_t asked;
	} returned;          /* of returned.c */
	struct alike *alike; /* like findings of the subject at hand: judging.c */
	size_t alike_count, alike_capacity;
	struct proving *proving;       /* proof/proof.h; NULL until it is wanted */
	struct keys told;              /* vendored files that a finding was reported at */
	struct references *references; /* actions and images of all subjects: rules/references.c */
};

/* What a rule has to say about a place in a subject's head. */
struct verdict_on {
	const char *rule; /* "dependencies/hash-changed" */
	const struct subject *subject;
	uint32_t line, column;               /* 0: the file */
	struct text name, version, artifact; /* of the pin; part of the evidence, and details */
	struct text from, to; /* what it was and is: evidence and details; may be "" */
	struct text
		group; /* not "": one finding for all of the file with the same rule and group */
	struct text entries; /* filled by judging.c: those that one finding stands for; a detail */
	bool known;          /* the base had the same */
};

/* One finding: severity and remedy are the rule's own (rules/dependencies.yml). The message is one sentence. */
MUST_CHECK int judging_report(struct judging *judging, const struct verdict_on *on, struct err *err,
	const char *message, ...) __attribute__((format(printf, 4, 5)));

/* Behind a subject's last rule: of one rule only the first few findings of a file are reported one by one, and the
 * others as one, which covers exactly them and lists them; those of one group, and of rules whose findings in one file
 * have one cause, are one from the first on. */
MUST_CHECK int judging_close(struct judging *judging, struct err *err);

/* Frees what a check that failed has not closed. */
void judging_forget(struct judging *judging);

/* The same about a pin. */
struct verdict_on verdict_on_pin(
	const char *rule, const struct subject *subject, const struct pin *pin);

/* For "%.*s": at most 80 bytes of a foreign text. */
#define SHOWN(text) ((int)((text).len < 80 ? (text).len : 80)), (text).ptr

/* Before an unknown host is reported: learns from all of the base's files of that ecosystem, once. Only a host that
 * is not known yet makes the gate look at files beside the change. */
MUST_CHECK int judging_widen(struct judging *judging, const char *ecosystem, struct err *err);

/* True where the host is known at the base or allowed, or where there is nothing to compare with. */
MUST_CHECK int judging_host_is_known(bool *known, struct judging *judging, const char *ecosystem,
	const struct address *address, struct err *err);

/* True where the base takes code from there by other ways than packages: submodules, hooks, actions of workflows. */
MUST_CHECK int judging_host_has_code(
	bool *has, struct judging *judging, const struct address *address, struct err *err);

/* Fills subject->pairs from both locks. */
MUST_CHECK int subject_pair(struct subject *subject, struct err *err);

/* Entries came or went: a package manager was at work. Where nothing else changed, a hand was. */
bool subject_is_made_anew(const struct subject *subject);

/* True where a pin of the base says the same as this one of the head: digests, source, flags. */
bool pin_is_unchanged(const struct pair *pair, const struct pin *head);

/* The same digests in the same order. */
bool pin_has_same_digests(const struct pin *a, const struct pin *b);

/* Rules of one subject, in the order of rules.def. */
#define RULE(name) \
	int judge_##name(struct judging *judging, const struct subject *subject, struct err *err);
#define CHANGE_RULE(name) int judge_##name(struct judging *judging, struct err *err);
#include "checks/dependencies/rules.def"
#undef RULE
#undef CHANGE_RULE

#endif
