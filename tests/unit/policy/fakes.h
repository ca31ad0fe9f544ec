/* SPDX-License-Identifier: Apache-2.0
 *
 * A registry of two checks that between them have options of every type, and a few rules: what the
 * policy is tested with instead of the real ones.
 */
#ifndef SEAMGATE_TESTS_POLICY_FAKES_H
#define SEAMGATE_TESTS_POLICY_FAKES_H

#include "gate/policy/policy.h"
#include "gate/registry.h"

struct probe_phase {
	struct text name;
	double budget;
};

struct probe_flow {
	struct text name, path;
	int64_t samples;
	struct tolerance tolerance;
	struct text_list when;
	struct block_list phases;
	bool workspace;
};

struct probe_source {
	int format;
	struct text path;
};

struct probe_options {
	bool strict;
	int64_t depth;
	double ratio;
	struct tolerance slack;
	double max_age;
	uint64_t size;
	struct text word, title;
	struct text file;
	int64_t since;
	int mode;
	struct text_list hosts, rules;
	struct text_list globs;
	struct {
		bool on;
		double level;
		struct {
			struct text word;
		} inner;
	} nested;
	struct block_list flows, sources;
	struct map_list levels;
};

static const char *const probe_modes[] = {"strict", "normal", "loose", NULL};
static const char *const probe_formats[] = {"csv", "json", NULL};

static const struct option phase_options[] = {
	{.key = "name",
		.type = OPTION_STRING,
		.offset = offsetof(struct probe_phase, name),
		.required = true},
	{.key = "budget",
		.type = OPTION_DURATION,
		.offset = offsetof(struct probe_phase, budget),
		.loosens = LOOSENS_HIGHER},
	{.key = NULL},
};

static const struct option flow_options[] = {
	{.key = "name",
		.type = OPTION_STRING,
		.offset = offsetof(struct probe_flow, name),
		.help = "What the flow is called.",
		.required = true},
	{.key = "path", .type = OPTION_GLOB, .offset = offsetof(struct probe_flow, path)},
	{.key = "samples",
		.type = OPTION_INTEGER,
		.offset = offsetof(struct probe_flow, samples),
		.fallback = "8",
		.loosens = LOOSENS_LOWER},
	{.key = "tolerance",
		.type = OPTION_TOLERANCE,
		.offset = offsetof(struct probe_flow, tolerance),
		.fallback = "5%",
		.loosens = LOOSENS_HIGHER},
	{.key = "when",
		.type = OPTION_GLOBS,
		.offset = offsetof(struct probe_flow, when),
		.fallback = "[\"**\"]",
		.loosens = LOOSENS_FEWER},
	{.key = "phases",
		.type = OPTION_BLOCKS,
		.offset = offsetof(struct probe_flow, phases),
		.loosens = LOOSENS_FEWER,
		.nested = phase_options,
		.nested_size = sizeof(struct probe_phase)},
	{.key = "workspace",
		.type = OPTION_BOOL,
		.offset = offsetof(struct probe_flow, workspace),
		.loosens = LOOSENS_NEVER},
	{.key = NULL},
};

static const struct option source_options[] = {
	{.key = "format",
		.type = OPTION_CHOICE,
		.offset = offsetof(struct probe_source, format),
		.choices = probe_formats},
	{.key = "path",
		.type = OPTION_GLOB,
		.offset = offsetof(struct probe_source, path),
		.required = true},
	{.key = NULL},
};

static const struct option inner_options[] = {
	{.key = "word",
		.type = OPTION_STRING,
		.offset = offsetof(struct probe_options, nested.inner.word) -
			  offsetof(struct probe_options, nested.inner),
		.fallback = "\"a: b\""},
	{.key = NULL},
};

static const struct option nested_options[] = {
	{.key = "on",
		.type = OPTION_BOOL,
		.offset = 0,
		.fallback = "true",
		.loosens = LOOSENS_LOWER},
	{.key = "level",
		.type = OPTION_NUMBER,
		.offset = offsetof(struct probe_options, nested.level) -
			  offsetof(struct probe_options, nested),
		.fallback = "0.5"},
	{.key = "inner",
		.type = OPTION_BLOCK,
		.offset = offsetof(struct probe_options, nested.inner) -
			  offsetof(struct probe_options, nested),
		.nested = inner_options},
	{.key = NULL},
};

static const struct option probe_table[] = {
	{.key = "strict",
		.type = OPTION_BOOL,
		.offset = offsetof(struct probe_options, strict),
		.fallback = "true",
		.help = "Whether.",
		.loosens = LOOSENS_LOWER},
	{.key = "depth",
		.type = OPTION_INTEGER,
		.offset = offsetof(struct probe_options, depth),
		.fallback = "5",
		.loosens = LOOSENS_LOWER},
	{.key = "ratio", .type = OPTION_NUMBER, .offset = offsetof(struct probe_options, ratio)},
	{.key = "slack",
		.type = OPTION_TOLERANCE,
		.offset = offsetof(struct probe_options, slack),
		.fallback = "40ms",
		.loosens = LOOSENS_HIGHER},
	{.key = "max_age",
		.type = OPTION_DURATION,
		.offset = offsetof(struct probe_options, max_age),
		.fallback = "15m",
		.loosens = LOOSENS_HIGHER},
	{.key = "size",
		.type = OPTION_SIZE,
		.offset = offsetof(struct probe_options, size),
		.fallback = "64MiB",
		.loosens = LOOSENS_LOWER},
	{.key = "word", .type = OPTION_STRING, .offset = offsetof(struct probe_options, word)},
	{.key = "title",
		.type = OPTION_STRING,
		.offset = offsetof(struct probe_options, title),
		.fallback = "none",
		.loosens = LOOSENS_NEVER},
	{.key = "file", .type = OPTION_GLOB, .offset = offsetof(struct probe_options, file)},
	{.key = "since",
		.type = OPTION_DATE,
		.offset = offsetof(struct probe_options, since),
		.fallback = "2024-02-29",
		.loosens = LOOSENS_HIGHER},
	{.key = "mode",
		.type = OPTION_CHOICE,
		.offset = offsetof(struct probe_options, mode),
		.fallback = "normal",
		.loosens = LOOSENS_HIGHER,
		.choices = probe_modes},
	{.key = "allow_hosts",
		.type = OPTION_STRINGS,
		.offset = offsetof(struct probe_options, hosts),
		.loosens = LOOSENS_MORE},
	{.key = "rules",
		.type = OPTION_STRINGS,
		.offset = offsetof(struct probe_options, rules),
		.fallback = "[builtin]",
		.loosens = LOOSENS_FEWER},
	{.key = "globs",
		.type = OPTION_GLOBS,
		.offset = offsetof(struct probe_options, globs),
		.loosens = LOOSENS_NEVER},
	{.key = "nested",
		.type = OPTION_BLOCK,
		.offset = offsetof(struct probe_options, nested),
		.nested = nested_options},
	{.key = "flows",
		.type = OPTION_BLOCKS,
		.offset = offsetof(struct probe_options, flows),
		.loosens = LOOSENS_FEWER,
		.nested = flow_options,
		.nested_size = sizeof(struct probe_flow)},
	{.key = "sources",
		.type = OPTION_BLOCKS,
		.offset = offsetof(struct probe_options, sources),
		.loosens = LOOSENS_FEWER,
		.nested = source_options,
		.nested_size = sizeof(struct probe_source)},
	{.key = "levels",
		.type = OPTION_MAP,
		.offset = offsetof(struct probe_options, levels),
		.loosens = LOOSENS_HIGHER,
		.choices = probe_modes},
	{.key = NULL},
};

static const struct check probe = {.name = "probe",
	.summary = "Looks at every type of option.",
	.grain = WHOLE_CHANGE,
	.options = probe_table,
	.options_size = sizeof(struct probe_options),
	.by_default = true};

/* Neither options nor on by default. */
static const struct check quiet = {.name = "quiet", .summary = "Says little.", .grain = PER_BLOB};

static const struct check *const fakes[] = {&probe, &quiet};
const struct registry registry = {fakes, 2};

static const struct rule fake_rules[] = {
	{.id = "policy/changed", .severity = SEVERITY_WARNING},
	{.id = "probe/first", .severity = SEVERITY_ERROR},
	{.id = "probe/second", .severity = SEVERITY_WARNING},
};
const struct rules builtin_rules = {fake_rules, 3};

#endif
