/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/policy/root.h"

#include <assert.h>
#include <string.h>

#include "gate/registry.h"

enum { ALIGNMENT = 16 };

static const char *const severities[] = {"off", "note", "warning", "error", NULL};
static const char *const blocks[] = {"note", "warning", "error", NULL};
static const char *const versions[] = {"1", NULL};
_Static_assert(SEVERITY_OFF == 0 && SEVERITY_ERROR == 3 && SEVERITY_NOTE == 1,
	"the words above are in the order of enum severity");

static const struct option paths_options[] = {
	{.key = "ignore",
		.type = OPTION_GLOBS,
		.offset = offsetof(struct root, ignore),
		.help = "Paths that are not looked at.",
		.loosens = LOOSENS_MORE},
	{.key = NULL},
};

static const struct option limits_options[] = {
	{.key = "blob",
		.type = OPTION_SIZE,
		.offset = offsetof(struct root, limits.blob),
		.fallback = "1GiB",
		.help = "A larger file is not examined, which blocks.",
		.loosens = LOOSENS_NEVER},
	{.key = "memory",
		.type = OPTION_SIZE,
		.offset = offsetof(struct root, limits.memory),
		.fallback = "0",
		.help = "Memory that a run may take; 0 for no limit. Running out blocks.",
		.loosens = LOOSENS_NEVER},
	{.key = "time",
		.type = OPTION_DURATION,
		.offset = offsetof(struct root, limits.time),
		.fallback = "10m",
		.help = "Time that a run may take; 0s for no limit. Running out blocks.",
		.loosens = LOOSENS_NEVER},
	{.key = NULL},
};

/* Blocks of the core fill fields of struct root: their own offset is 0. */
static const struct option core_options[] = {
	{.key = "version",
		.type = OPTION_INTEGER,
		.offset = offsetof(struct root, version),
		.fallback = "1",
		.help = "Version of the policy's format.",
		.loosens = LOOSENS_NEVER,
		.choices = versions,
		.required = true},
	{.key = "block",
		.type = OPTION_CHOICE,
		.offset = offsetof(struct root, block),
		.fallback = "error",
		.help = "Findings of this severity and above block the merge.",
		.loosens = LOOSENS_HIGHER,
		.choices = blocks},
	{.key = "salt",
		.type = OPTION_STRING,
		.offset = offsetof(struct root, salt),
		.help = "Salt of the fingerprints; changing it makes waivers void."},
	{.key = "paths",
		.type = OPTION_BLOCK,
		.help = "Which paths are looked at.",
		.nested = paths_options},
	{.key = "rules",
		.type = OPTION_MAP,
		.offset = offsetof(struct root, severities),
		.help = "Severity of single rules, by rule id.",
		.loosens = LOOSENS_LOWER,
		.choices = severities},
	{.key = "pipeline",
		.type = OPTION_STRINGS,
		.offset = offsetof(struct root, pipeline),
		.help = "The hops that data passes, in the order it flows.",
		.loosens = LOOSENS_NEVER},
	{.key = "limits",
		.type = OPTION_BLOCK,
		.help = "What a run may take.",
		.nested = limits_options},
	{.key = "checks", .type = OPTION_BLOCK, .help = "Settings of single checks."},
	{.key = "waivers",
		.type = OPTION_BLOCKS,
		.offset = offsetof(struct root, waivers),
		.help = "Findings that do not count until a day.",
		.loosens = LOOSENS_MORE,
		.nested = waiver_options,
		.nested_size = sizeof(struct waiver)},
	{.key = NULL},
};
enum { CORE_OPTIONS = sizeof(core_options) / sizeof(core_options[0]) };

static size_t aligned(size_t size)
{
	return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

static size_t count_options(const struct option *table)
{
	size_t count = 0;

	while (table && table[count].key)
		count++;
	return count;
}

/* "enabled", then the check's own options behind it. */
static const struct option *check_table(const struct check *check, struct arena *arena)
{
	size_t count = count_options(check->options);
	struct option *table = arena_array(arena, count + 2, sizeof(*table));

	if (!table)
		return NULL;
	table[0] = (struct option){.key = "enabled",
		.type = OPTION_BOOL,
		.offset = offsetof(struct root_check, enabled),
		.fallback = check->by_default ? "true" : "false",
		.help = check->by_default
				? "Whether the check runs."
				: "Whether the check runs; it does where its block is there.",
		.loosens = LOOSENS_LOWER};
	for (size_t i = 0; i < count; i++) {
		assert(strcmp(check->options[i].key, "enabled") != 0);
		table[i + 1] = check->options[i];
		table[i + 1].offset += offsetof(struct root_check, options);
	}
	return table;
}

static const struct option *checks_table(struct arena *arena, size_t *size)
{
	struct option *table = arena_array(arena, registry.count + 1, sizeof(*table));

	for (size_t i = 0; table && i < registry.count; i++) {
		const struct check *check = registry.items[i];

		table[i] = (struct option){.key = check->name,
			.type = OPTION_BLOCK,
			.offset = *size,
			.help = check->summary,
			.nested = check_table(check, arena)};
		if (!table[i].nested)
			return NULL;
		*size += aligned(sizeof(struct root_check) + check->options_size);
	}
	return table;
}

const struct option *root_table(struct arena *arena, size_t *size)
{
	struct option *table = arena_array(arena, CORE_OPTIONS, sizeof(*table));
	const struct option *checks;

	*size = aligned(sizeof(struct root));
	checks = checks_table(arena, size);
	if (!table || !checks)
		return NULL;
	memcpy(table, core_options, sizeof(core_options));
	for (struct option *option = table; option->key; option++)
		if (strcmp(option->key, "checks") == 0)
			option->nested = checks;
	return table;
}

const struct option *root_checks(const struct option *table)
{
	while (strcmp(table->key, "checks") != 0)
		table++;
	return table->nested;
}
