/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules of other scanners as a rules file of ours. What could not be carried over is a note, and stands as a comment
 * in the file; a rule without which the file would not be what it was (a filter that is not understood) is left out,
 * with a note. Every rule that is written has been read back and compiled by both engines.
 *
 * Sources: gitleaks config/config.go, config/rule.go, config/allowlist.go, detect/detect.go; betterleaks docs/config.md;
 * the rule files of Nosey Parker, Kingfisher and Titus, and titus pkg/matcher/postfilter.go.
 */
#ifndef SEAMGATE_SECRETS_IMPORT_H
#define SEAMGATE_SECRETS_IMPORT_H

#include "gate/base/arena.h"
#include "gate/base/buffer.h"
#include "gate/base/err.h"

/* What one rule (or the file: rule is "") does not have any more, or has another way. */
struct import_note {
	struct text rule; /* the other scanner's id */
	struct text what;
};

struct import_notes {
	struct import_note *items;
	size_t count, capacity;
};

struct imported {
	struct text id; /* ours */
	bool looks;     /* it has a pattern, so that other rules can require it */
};

struct import {
	const char *format, *prefix; /* ids are secrets/PREFIX-ID; prefix NULL: the format's name */
	struct arena *arena;
	struct err *err;
	struct import_notes notes;
	struct buffer rules, allow;  /* the two lists of the file, as YAML */
	size_t rule_count, left_out; /* written, and not */
	struct imported *ids;        /* that are taken */
	size_t id_count, id_capacity;
};

/* The formats by name, NULL at the end. */
extern const char *const import_formats[];

/* Reads one file of the format and appends its rules. "auto" finds the format out by what the file has. -1: not to be
 * read at all. May be called for several files of one format. */
MUST_CHECK int import_file(struct import *import, struct text file, const char *name);

/* The rules file. -1: nothing was imported, or it is refused. */
MUST_CHECK int import_finish(struct import *import, struct buffer *out);

void import_free(struct import *import);

#endif
