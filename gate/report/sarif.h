/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the SARIF report: sarif.c writes the log and its results, sarif_rules.c the rules
 * and all texts.
 */
#ifndef SEAMGATE_REPORT_SARIF_H
#define SEAMGATE_REPORT_SARIF_H

#include "gate/base/json_write.h"
#include "gate/report/formats.h"

struct sarif {
	struct json_writer json;
	const struct result *result;
	struct selection shown;       /* the findings that become results */
	const struct finding **rules; /* a finding of each rule that occurs, sorted by rule */
	size_t rule_count;
	struct buffer masked, visible; /* scratch */
};

/* The sink: masked, made visible as for people (SARIF viewers print texts as they are), without
 * what SARIF would take for a link (2.1.0, section 3.11.6), at most so many bytes. */
void sarif_text(struct sarif *sarif, const char *key, struct text text, size_t most);

/* A message object with such a text. */
void sarif_message(struct sarif *sarif, const char *key, struct text text, size_t most);

const char *sarif_level(enum severity severity);

/* Finds the rules of sarif->shown. False when out of memory. */
bool sarif_rules_find(struct sarif *sarif);
void sarif_rules_write(struct sarif *sarif);
size_t sarif_rule_index(const struct sarif *sarif, const char *rule);

#endif
