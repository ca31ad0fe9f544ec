/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/ruleset.h"

#include <stdlib.h>
#include <string.h>

#include "checks/secrets/engine.h"

/* rules/embedded.S */
extern const char builtin_avx2[], builtin_avx2_end[], builtin_generic[], builtin_generic_end[];
extern const char builtin_far_avx2[], builtin_far_avx2_end[], builtin_far_generic[],
	builtin_far_generic_end[];
extern const char builtin_bulk_avx2[], builtin_bulk_avx2_end[], builtin_bulk_generic[],
	builtin_bulk_generic_end[];

/* No header of Hyperscan's is longer: what is shorter is none. */
enum { SMALLEST_IMAGE = 256 };

/* One of a pack's databases: where it goes, and what it is made of. */
struct slot {
	const hs_database_t **database;
	hs_database_t **compiled;
	hs_scratch_t **scratch; /* one that suffices for all */
	const struct plans *plans;
};

/* Hyperscan looks at the database whole when it makes scratch space: version, processor, checksum. */
static hs_error_t use(const struct slot *slot, const hs_database_t *database)
{
	hs_error_t result = hs_alloc_scratch(database, slot->scratch);

	if (result == HS_SUCCESS)
		*slot->database = database;
	return result;
}

/* 1 loaded, 0 it does not fit, -1 out of memory. */
static int load(const struct slot *slot, struct text image, struct err *err)
{
	const hs_database_t *database = (const hs_database_t *)(const void *)image.ptr;
	size_t size = 0;
	hs_error_t result;

	if (image.len < SMALLEST_IMAGE || (uintptr_t)image.ptr % DATABASE_ALIGNMENT != 0 ||
		hs_database_size(database, &size) != HS_SUCCESS || size > image.len)
		return 0;
	result = use(slot, database);
	if (result == HS_NOMEM)
		return err_nomem(err);
	return result == HS_SUCCESS;
}

static int compile(const struct slot *slot, const struct deadline *deadline, struct err *err)
{
	hs_error_t result;

	if (plans_compile(slot->compiled, slot->plans, SCOPE_ALL, NULL, deadline, err) < 0)
		return -1;
	if (!*slot->compiled)
		return 0;
	result = use(slot, *slot->compiled);
	if (result == HS_NOMEM)
		return err_nomem(err);
	return result == HS_SUCCESS ? 0
				    : err_set(err, ERR_INTERNAL, "Hyperscan fails with %d", result);
}

void pack_free(struct pack *pack)
{
	hs_free_scratch(pack->scratch);
	hs_free_database(pack->compiled);
	hs_free_database(pack->far_compiled);
}

static bool has_patterns(const struct plans *plans)
{
	for (size_t i = 0; i < plans->count; i++)
		if (plans->items[i].way != PLAN_NOTHING)
			return true;
	return false;
}

static int load_or_compile(const struct slot *slot, const struct text *images, size_t count,
	bool *late, struct err *err)
{
	int loaded = 0;

	if (!has_patterns(slot->plans))
		return 0;
	for (size_t i = 0; loaded == 0 && i < count; i++)
		loaded = load(slot, images[i], err);
	if (loaded != 0)
		return loaded < 0 ? -1 : 0;
	*late = true;
	return compile(slot, NULL, err);
}

static struct slot all_rules(struct pack *pack)
{
	return (struct slot){&pack->database, &pack->compiled, &pack->scratch, &pack->plans};
}

static struct slot far_rules(struct pack *pack, const struct plans *far)
{
	return (struct slot){&pack->far_database, &pack->far_compiled, &pack->scratch, far};
}

int pack_load(struct pack *pack, const struct plans *plans, const struct images *images, bool *late,
	struct arena *arena, struct err *err)
{
	struct slot all = all_rules(pack), few;
	struct plans far;

	*pack = (struct pack){.plans = *plans};
	if (plans_far(&far, plans, arena, err) < 0 ||
		load_or_compile(&all, images->items, images->count, late, err) < 0)
		return -1;
	few = far_rules(pack, &far);
	return load_or_compile(&few, images->far, images->count, late, err);
}

static struct text image(const char *from, const char *to)
{
	return (struct text){from, (size_t)((uintptr_t)to - (uintptr_t)from)};
}

/* Without it bulk takes longer, and that is all. */
static int load_bulk(struct pack *pack, struct err *err)
{
	const struct text images[] = {image(builtin_bulk_avx2, builtin_bulk_avx2_end),
		image(builtin_bulk_generic, builtin_bulk_generic_end)};
	const struct slot slot = {.database = &pack->bulk, .scratch = &pack->scratch};
	int loaded = 0;

	for (size_t i = 0; loaded == 0 && i < sizeof(images) / sizeof(images[0]); i++)
		loaded = load(&slot, images[i], err);
	return loaded < 0 ? -1 : 0;
}

static int open_builtin(struct ruleset *rules, struct arena *arena, struct err *err)
{
	const struct text all[] = {
		image(builtin_avx2, builtin_avx2_end), image(builtin_generic, builtin_generic_end)};
	const struct text far[] = {image(builtin_far_avx2, builtin_far_avx2_end),
		image(builtin_far_generic, builtin_far_generic_end)};
	const struct images images = {all, far, sizeof(all) / sizeof(all[0])};
	struct pack *pack = &rules->packs[rules->pack_count++];

	if (pack_load(pack, &builtin_plans, &images, &rules->compiled_late, arena, err) < 0)
		return -1;
	return load_bulk(pack, err);
}

static int compile_both(
	struct pack *pack, const struct deadline *deadline, struct arena *arena, struct err *err)
{
	struct slot all = all_rules(pack), few;
	struct plans far;

	if (compile(&all, deadline, err) < 0 || plans_far(&far, &pack->plans, arena, err) < 0)
		return -1;
	few = far_rules(pack, &far);
	return compile(&few, deadline, err);
}

/* 1 compiled, 0 each pattern has to be tried, -1. */
static int compile_untried(struct ruleset *rules, const struct rules *own,
	const struct deadline *deadline, struct arena *arena, struct err *err)
{
	struct pack *pack = &rules->packs[rules->pack_count];
	struct err refused = {0};

	if (plans_sketch(&pack->plans, own, rules->manner, deadline, arena, err) < 0)
		return -1;
	if (compile_both(pack, deadline, arena, &refused) == 0)
		return 1;
	pack_free(pack);
	*pack = (struct pack){0};
	return refused.kind == ERR_INTERNAL ? err_set(err, ERR_INTERNAL, "%s", refused.message) : 0;
}

static int open_own(struct ruleset *rules, const struct rules *own, const struct deadline *deadline,
	struct arena *arena, struct err *err)
{
	struct pack *pack = &rules->packs[rules->pack_count];
	int compiled = compile_untried(rules, own, deadline, arena, err);

	if (compiled == 0 && plans_make(&pack->plans, own, false, deadline, arena, err) < 0)
		return -1;
	rules->pack_count += compiled >= 0;
	return compiled == 0 ? compile_both(pack, deadline, arena, err) : compiled < 0 ? -1 : 0;
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

/* One that was probed when the binary was built is not probed again. */
static int check_engine(struct err *err)
{
	if (hs_valid_platform() != HS_SUCCESS)
		return err_set(
			err, ERR_LOOK, "this processor lacks SSSE3, which the rule engine needs");
	return strcmp(hs_version(), builtin_engine) == 0 ? 0 : engine_probe(err);
}

static void note_plan(struct pack *pack, uint32_t number)
{
	const struct plan *plan = &pack->plans.items[number];

	if (plan->far)
		pack->far[pack->far_count++] = number;
	if (plan->way == PLAN_WHOLE)
		pack->wholes[pack->whole_count++] = number;
}

static int sum_up(struct pack *pack, struct arena *arena, struct err *err)
{
	pack->by_path = arena_array(arena, pack->plans.count + 1, sizeof(*pack->by_path));
	pack->far = arena_array(arena, pack->plans.count + 1, sizeof(*pack->far));
	pack->wholes = arena_array(arena, pack->plans.count + 1, sizeof(*pack->wholes));
	if (!pack->by_path || !pack->far || !pack->wholes)
		return err_nomem(err);
	for (uint32_t i = 0; i < pack->plans.count; i++) {
		const struct rule *rule = &pack->plans.rules[i];

		note_plan(pack, i);
		if (rule->path && !rule->pattern && !rule->hidden)
			pack->by_path[pack->by_path_count++] = rule;
	}
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): three of the six say how long, whose memory, and what error */
static int fill(struct ruleset *rules, bool builtin, const struct rules *own,
	const struct deadline *deadline, struct arena *arena, struct err *err)
{
	int done = 0;

	if (check_engine(err) < 0)
		return -1;
	if (builtin)
		done = open_builtin(rules, arena, err);
	if (done == 0 && own->count)
		done = open_own(rules, own, deadline, arena, err);
	for (size_t i = 0; done == 0 && i < rules->pack_count; i++)
		done = check_requires(rules, &rules->packs[i].plans, err);
	for (size_t i = 0; done == 0 && i < rules->pack_count; i++) {
		rules->rule_count += rules->packs[i].plans.count;
		done = sum_up(&rules->packs[i], arena, err);
	}
	rules->own = *own;
	rules->has_builtin = builtin;
	return done;
}

/* NOLINTNEXTLINE(readability-function-size): three of the six say how long, whose memory, and what error */
/* Takes over the arena of `as`, also where it fails. */
static int open_as(struct ruleset **out, const struct ruleset *as, bool builtin,
	const struct rules *own, const struct deadline *deadline, struct arena *arena,
	struct err *err)
{
	struct ruleset *rules = calloc(1, sizeof(*rules));

	*out = NULL;
	if (!rules) {
		arena_free(as->arena);
		return err_nomem(err);
	}
	*rules = *as;
	if (fill(rules, builtin, own, deadline, arena, err) < 0) {
		ruleset_close(rules);
		return -1;
	}
	*out = rules;
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): three of the six say how long, whose memory, and what error */
int ruleset_open(struct ruleset **out, bool builtin, const struct rules *own,
	const struct deadline *deadline, struct arena *arena, struct err *err)
{
	static const struct ruleset plain;

	return open_as(out, &plain, builtin, own, deadline, arena, err);
}

/* NOLINTNEXTLINE(readability-function-size): three of the six say how long, whose memory, and what error */
int ruleset_open_light(struct ruleset **out, bool builtin, const struct rules *own,
	const struct deadline *deadline, struct arena *arena, struct err *err)
{
	static const struct ruleset light = {.manner = MANNER_LIGHT, .light = true};

	return open_as(out, &light, builtin, own, deadline, arena, err);
}

/* NOLINTNEXTLINE(readability-function-size): three of the six say how long, whose memory, and what error */
int ruleset_open_anchored(struct ruleset **out, bool builtin, const struct rules *own,
	const struct deadline *deadline, struct arena *arena, struct err *err)
{
	static const struct ruleset anchored = {.manner = MANNER_ANCHORED, .light = true};

	return open_as(out, &anchored, builtin, own, deadline, arena, err);
}

int ruleset_open_full(struct ruleset **out, const struct ruleset *light,
	const struct deadline *deadline, struct err *err)
{
	struct ruleset as = {.decode_depth = light->decode_depth,
		.archive_depth = light->archive_depth,
		.marks = light->marks,
		.arena = arena_new()};

	*out = NULL;
	if (!as.arena)
		return err_nomem(err);
	return open_as(out, &as, light->has_builtin, &light->own, deadline, as.arena, err);
}

void ruleset_close(struct ruleset *rules)
{
	if (!rules)
		return;
	for (size_t i = 0; i < MOST_PACKS; i++)
		pack_free(&rules->packs[i]);
	arena_free(rules->arena);
	free(rules);
}
