/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/flow.h"

#include <math.h>

const char *const flow_statistics[] = {
	"mean", "median", "p50", "p75", "p90", "p95", "p99", "p99.9", NULL};

struct statistic flow_statistic(const struct flow *flow)
{
	static const double quantiles[] = {NAN, .5, .5, .75, .90, .95, .99, .999};

	return (struct statistic){flow_statistics[flow->statistic], quantiles[flow->statistic]};
}

static const char *const inconclusive[] = {"error", "warning", NULL};

static const struct option column_options[] = {
	{.key = "total",
		.type = OPTION_STRING,
		.offset = offsetof(struct columns, total),
		.help = "The column or member of the total; without it the total is the sum of the "
			"phases.",
		.loosens = LOOSENS_ANY},
	{.key = "flow",
		.type = OPTION_STRING,
		.offset = offsetof(struct columns, flow),
		.help = "The column or member that says which flow a row is of; `select` names the "
			"wanted one.",
		.loosens = LOOSENS_ANY},
	{.key = "unit",
		.type = OPTION_STRING,
		.offset = offsetof(struct columns, unit),
		.help = "The unit of all numbers: ns, us, ms, s; of csv and jsonl ms where nothing "
			"is said.",
		.loosens = LOOSENS_ANY},
	{.key = "phases",
		.type = OPTION_STRINGS,
		.offset = offsetof(struct columns, phases),
		.help = "The columns or members of the phases: \"name\", or \"phase=column\" where "
			"they are called differently; "
			"without it those that the flow names.",
		.loosens = LOOSENS_ANY},
	{.key = NULL},
};

static const struct option source_options[] = {
	{.key = "format",
		.type = OPTION_CHOICE,
		.offset = offsetof(struct flow_source, format),
		.choices = latency_format_names,
		.required = true,
		.help = "Which tool wrote the files.",
		.loosens = LOOSENS_ANY},
	{.key = "path",
		.type = OPTION_GLOB,
		.offset = offsetof(struct flow_source, path),
		.required = true,
		.help = "The files, all of them runs of the flow.",
		.loosens = LOOSENS_ANY},
	{.key = "select",
		.type = OPTION_STRING,
		.offset = offsetof(struct flow_source, select),
		.help = "Which of several series of a file: a metric, command, benchmark, step or "
			"span.",
		.loosens = LOOSENS_ANY},
	{.key = "columns",
		.type = OPTION_BLOCK,
		.offset = offsetof(struct flow_source, columns),
		.nested = column_options,
		.help = "csv, jsonl: where what stands.",
		.loosens = LOOSENS_ANY},
	{.key = "workspace",
		.type = OPTION_BOOL,
		.offset = offsetof(struct flow_source, workspace),
		.fallback = "false",
		.help = "Read from the checked-out directory: files that a pipeline has just made.",
		.loosens = LOOSENS_HIGHER},
	{.key = NULL},
};

static const struct option phase_options[] = {
	{.key = "name",
		.type = OPTION_STRING,
		.offset = offsetof(struct flow_phase, name),
		.required = true,
		.help = "As the reports call it; \"unaccounted\" is what no phase covers.",
		.loosens = LOOSENS_ANY},
	{.key = "budget_ms",
		.type = OPTION_NUMBER,
		.offset = offsetof(struct flow_phase, budget_ms),
		.fallback = "0",
		.help = "The most it may take, by the flow's statistic; 0: no budget.",
		.loosens = LOOSENS_ANY},
	{.key = "hop",
		.type = OPTION_STRING,
		.offset = offsetof(struct flow_phase, hop),
		.help = "The hop of the pipeline that it belongs to.",
		.loosens = LOOSENS_NEVER},
	{.key = "tolerance",
		.type = OPTION_TOLERANCE,
		.offset = offsetof(struct flow_phase, tolerance),
		.fallback = "0",
		.help = "The smallest change that matters, of the flow's total at the base, or in "
			"ms; 0: the flow's.",
		.loosens = LOOSENS_HIGHER},
	{.key = NULL},
};

static const struct option flow_options[] = {
	{.key = "name",
		.type = OPTION_STRING,
		.offset = offsetof(struct flow, name),
		.required = true,
		.help = "What reports call it.",
		.loosens = LOOSENS_ANY},
	{.key = "hop",
		.type = OPTION_STRING,
		.offset = offsetof(struct flow, hop),
		.help = "The hop of the pipeline that the total belongs to, where no phase owns a "
			"change.",
		.loosens = LOOSENS_NEVER},
	{.key = "when",
		.type = OPTION_GLOBS,
		.offset = offsetof(struct flow, when),
		.help = "Where the change touches these, the reports must be new.",
		.loosens = LOOSENS_FEWER},
	{.key = "statistic",
		.type = OPTION_CHOICE,
		.offset = offsetof(struct flow, statistic),
		.fallback = "p75",
		.choices = flow_statistics,
		.help = "What a budget is held against.",
		.loosens = LOOSENS_ANY},
	{.key = "budget_ms",
		.type = OPTION_NUMBER,
		.offset = offsetof(struct flow, budget_ms),
		.fallback = "0",
		.help = "The most that the total may take; 0: no budget.",
		.loosens = LOOSENS_ANY},
	{.key = "budgets",
		.type = OPTION_STRING,
		.offset = offsetof(struct flow, budgets),
		.help = "A budget.json whose budget for this metric and page the total has to keep "
			"as well.",
		.files_but = "",
		.loosens = LOOSENS_ANY},
	{.key = "tolerance",
		.type = OPTION_TOLERANCE,
		.offset = offsetof(struct flow, tolerance),
		.fallback = "5%",
		.help = "The smallest change that matters: a share of the flow's total at the base "
			"(5%), or 40ms.",
		.loosens = LOOSENS_HIGHER},
	{.key = "min_samples",
		.type = OPTION_INTEGER,
		.offset = offsetof(struct flow, min_samples),
		.fallback = "8",
		.help = "So many runs of base and of head it takes.",
		.loosens = LOOSENS_LOWER},
	{.key = "sources",
		.type = OPTION_BLOCKS,
		.offset = offsetof(struct flow, sources),
		.nested = source_options,
		.nested_size = sizeof(struct flow_source),
		.required = true,
		.help = "Where the measurements are.",
		.loosens = LOOSENS_ANY},
	{.key = "baseline",
		.type = OPTION_STRING,
		.offset = offsetof(struct flow, baseline),
		.fallback = "base",
		.help = "\"base\": the same paths at the base; \"none\": budgets only; or a "
			"pattern of paths.",
		.loosens = LOOSENS_ANY},
	{.key = "phases",
		.type = OPTION_BLOCKS,
		.offset = offsetof(struct flow, phases),
		.nested = phase_options,
		.nested_size = sizeof(struct flow_phase),
		.help = "The phases that are judged, each by itself.",
		.loosens = LOOSENS_FEWER},
	{.key = "inconclusive",
		.type = OPTION_CHOICE,
		.offset = offsetof(struct flow, inconclusive),
		.fallback = "error",
		.choices = inconclusive,
		.help = "What too few or too noisy runs are.",
		.loosens = LOOSENS_HIGHER},
	{.key = "history",
		.type = OPTION_STRING,
		.offset = offsetof(struct flow, history),
		.help = "A pattern of earlier reports of the same format, or notes:NAME for git's "
			"notes of the base and its ancestors.",
		.loosens = LOOSENS_ANY},
	{.key = NULL},
};

const struct option latency_option_table[] = {
	{.key = "flows",
		.type = OPTION_BLOCKS,
		.offset = offsetof(struct latency_options, flows),
		.nested = flow_options,
		.nested_size = sizeof(struct flow),
		.help = "What is measured.",
		.loosens = LOOSENS_FEWER},
	{.key = NULL},
};
