/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/ruleset.h"

#include <stdlib.h>
#include <string.h>

/* rules/embedded.S */
extern const char builtin_avx2[], builtin_avx2_end[], builtin_generic[], builtin_generic_end[];

/* No header of Hyperscan's is longer: what is shorter is none. */
enum { SMALLEST_IMAGE = 256 };

/* Hyperscan looks at the database whole when it makes the first scratch: version, processor, checksum. */
static hs_error_t use(struct pack *pack, const hs_database_t *database)
{
	hs_error_t result = hs_alloc_scratch(database, &pack->scratch);

	if (result == HS_SUCCESS)
		pack->database = database;
	return result;
}

/* 1 loaded, 0 it does not fit, -1 out of memory. */
static int load(struct pack *pack, struct text image, struct err *err)
{
	const hs_database_t *database = (const hs_database_t *)(const void *)image.ptr;
	size_t size = 0;
	hs_error_t result;

	if (image.len < SMALLEST_IMAGE || (uintptr_t)image.ptr % DATABASE_ALIGNMENT != 0 ||
		hs_database_size(database, &size) != HS_SUCCESS || size > image.len)
		return 0;
	result = use(pack, database);
	if (result == HS_NOMEM)
		return err_nomem(err);
	return result == HS_SUCCESS;
}

static int compile(struct pack *pack, const struct deadline *deadline, struct err *err)
{
	hs_error_t result;

	if (plans_compile(&pack->compiled, &pack->plans, NULL, deadline, err) < 0)
		return -1;
	if (!pack->compiled)
		return 0;
	result = use(pack, pack->compiled);
	if (result == HS_NOMEM)
		return err_nomem(err);
	return result == HS_SUCCESS ? 0
				    : err_set(err, ERR_INTERNAL, "Hyperscan fails with %d", result);
}

void pack_free(struct pack *pack)
{
	hs_free_scratch(pack->scratch);
	hs_free_database(pack->compiled);
}

static bool has_patterns(const struct plans *plans)
{
	for (size_t i = 0; i < plans->count; i++)
		if (plans->items[i].way != PLAN_NOTHING)
			return true;
	return false;
}

int pack_load(struct pack *pack, const struct plans *plans, const struct text *images,
	size_t image_count, bool *late, struct err *err)
{
	int loaded = 0;

	*pack = (struct pack){.plans = *plans};
	if (!has_patterns(plans))
		return 0;
	for (size_t i = 0; loaded == 0 && i < image_count; i++)
		loaded = load(pack, images[i], err);
	if (loaded != 0)
		return loaded < 0 ? -1 : 0;
	*late = true;
	return compile(pack, NULL, err);
}

static struct text image(const char *from, const char *to)
{
	return (struct text){from, (size_t)((uintptr_t)to - (uintptr_t)from)};
}

static int open_builtin(struct ruleset *rules, struct err *err)
{
	const struct text images[] = {
		image(builtin_avx2, builtin_avx2_end), image(builtin_generic, builtin_generic_end)};

	return pack_load(&rules->packs[rules->pack_count++], &builtin_plans, images,
		sizeof(images) / sizeof(images[0]), &rules->compiled_late, err);
}

static int open_own(struct ruleset *rules, const struct rules *own, const struct deadline *deadline,
	struct arena *arena, struct err *err)
{
	struct pack *pack = &rules->packs[rules->pack_count];

	if (plans_make(&pack->plans, own, false, deadline, arena, err) < 0)
		return -1;
	rules->pack_count++;
	return compile(pack, deadline, err);
}

static bool has_rule(const struct ruleset *rules, const char *id)
{
	for (size_t p = 0; p < rules->pack_count; p++)
		for (size_t i = 0; i < rules->packs[p].plans.count; i++)
			if (strcmp(rules->packs[p].plans.rules[i].id, id) == 0)
				return rules->packs[p].plans.rules[i].pattern != NULL;
	return false;
}

/* A rule that requires what is not in force would never find anything. */
static int check_requires(const struct ruleset *rules, const struct plans *plans, struct err *err)
{
	for (size_t i = 0; i < plans->count; i++)
		for (size_t r = 0; r < plans->rules[i].require_count; r++)
			if (!has_rule(rules, plans->rules[i].require[r].rule))
				return err_set(err, ERR_USAGE,
					"rule %s requires %s, and no rule in force with a pattern "
					"has "
					"that id",
					plans->rules[i].id, plans->rules[i].require[r].rule);
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): three of the six say how long, whose memory, and what error */
static int fill(struct ruleset *rules, bool builtin, const struct rules *own,
	const struct deadline *deadline, struct arena *arena, struct err *err)
{
	int done = 0;

	if (hs_valid_platform() != HS_SUCCESS)
		return err_set(
			err, ERR_LOOK, "this processor lacks SSSE3, which the rule engine needs");
	if (builtin)
		done = open_builtin(rules, err);
	if (done == 0 && own->count)
		done = open_own(rules, own, deadline, arena, err);
	for (size_t i = 0; done == 0 && i < rules->pack_count; i++)
		done = check_requires(rules, &rules->packs[i].plans, err);
	for (size_t i = 0; done == 0 && i < rules->pack_count; i++)
		rules->rule_count += rules->packs[i].plans.count;
	rules->own = *own;
	return done;
}

/* NOLINTNEXTLINE(readability-function-size): three of the six say how long, whose memory, and what error */
int ruleset_open(struct ruleset **out, bool builtin, const struct rules *own,
	const struct deadline *deadline, struct arena *arena, struct err *err)
{
	struct ruleset *rules = calloc(1, sizeof(*rules));

	*out = NULL;
	if (!rules)
		return err_nomem(err);
	if (fill(rules, builtin, own, deadline, arena, err) < 0) {
		ruleset_close(rules);
		return -1;
	}
	*out = rules;
	return 0;
}

void ruleset_close(struct ruleset *rules)
{
	if (!rules)
		return;
	for (size_t i = 0; i < MOST_PACKS; i++)
		pack_free(&rules->packs[i]);
	free(rules);
}
