/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/policy/policy.h"

#include <string.h>

#include "gate/base/glob.h"
#include "gate/base/yaml.h"
#include "gate/policy/options.h"
#include "gate/policy/root.h"
#include "gate/policy/waiver.h"
#include "gate/policy/walk.h"
#include "gate/registry.h"

enum { MOST_HOPS = 64 };

/* Said before anything else: what a later version has more would only be "unknown key" here. */
static int check_version(const struct yaml *file, const char *name, struct err *err)
{
	const struct yaml *version = yaml_get(file, "version");

	if (!version || version->type != YAML_SCALAR || version->quoted ||
		text_is(version->text, "1"))
		return 0;
	return yaml_error(err, name, version->line, version->column,
		"version %.*s is not known here; this is version 1", text_quote(version->text),
		version->text.ptr);
}

static int check_pipeline(const struct yaml *file, const char *name, struct err *err)
{
	const struct yaml *list = yaml_get(file, "pipeline");

	if (list && list->count > MOST_HOPS)
		return yaml_error(err, name, list->line, list->column,
			"pipeline has more than %d hops", MOST_HOPS);
	for (const struct yaml *hop = list ? list->child : NULL; hop; hop = hop->next)
		for (const struct yaml *other = list->child; other != hop; other = other->next)
			if (text_equal(other->text, hop->text))
				return yaml_error(err, name, hop->line, hop->column,
					"the hop \"%.*s\" is there twice", text_quote(hop->text),
					hop->text.ptr);
	return 0;
}

/* 0, or -1 where a pipeline is declared and has no hop of that name. */
static int check_hop(
	const struct root *root, const struct yaml *hop, const char *name, struct err *err)
{
	const char *names[MOST_HOPS], *nearest;
	size_t count = root->pipeline.count;

	for (size_t i = 0; i < count; i++) {
		if (text_equal(root->pipeline.items[i], hop->text))
			return 0;
		names[i] = root->pipeline.items[i].ptr;
	}
	if (count == 0)
		return 0;
	nearest = text_nearest(hop->text, names, count);
	yaml_error(err, name, hop->line, hop->column, "pipeline has no hop \"%.*s\"%s%s%s",
		text_quote(hop->text), hop->text.ptr, nearest ? "; did you mean \"" : "",
		nearest ? nearest : "", nearest ? "\"?" : "");
	return err_remedy(err, "name it in pipeline: […], in the order in which data flows");
}

static int check_hops(const struct root *root, const char *name, struct err *err)
{
	enum walk_step step;
	struct walk walk;

	walk_start(&walk, root->table, root, root->file);
	while ((step = walk_next(&walk)) != WALK_DONE)
		if (step == WALK_VALUE && walk.node && strcmp(walk.option->key, "hop") == 0 &&
			check_hop(root, walk.node, name, err) < 0)
			return -1;
	return 0;
}

/* A check that is not on by default is switched on by its block, unless that says otherwise. */
static bool is_enabled(const struct root *root, const struct check *check, bool enabled)
{
	const struct yaml *checks = yaml_get(root->file, "checks"), *block = NULL;

	for (const struct yaml *member = checks ? checks->child : NULL; member && !block;
		member = member->next)
		if (text_is(member->key, check->name))
			block = member;
	return enabled || (block && !yaml_get(block, "enabled"));
}

static int digest_check(struct check_setting *setting, const struct option *option,
	const struct root_check *fields, struct err *err)
{
	struct buffer flow = {0};
	int result;

	buffer_printf(&flow, "%s: ", setting->check->name);
	walk_flow(&flow, option->nested, fields);
	result = flow.failed ? err_nomem(err)
			     : hash_sha256_hex(buffer_text(&flow), setting->digest, err);
	buffer_free(&flow);
	return result;
}

static int set_checks(struct policy *out, struct root *root, struct arena *arena, struct err *err)
{
	const struct option *options = root_checks(root->table);

	out->check_count = registry.count;
	out->checks = arena_array(arena, registry.count, sizeof(*out->checks));
	if (!out->checks)
		return err_nomem(err);
	for (size_t i = 0; i < registry.count; i++) {
		struct check_setting *setting = &out->checks[i];
		struct root_check *fields =
			(struct root_check *)(void *)((char *)root + options[i].offset);

		setting->check = registry.items[i];
		fields->enabled = is_enabled(root, setting->check, fields->enabled);
		setting->enabled = fields->enabled;
		setting->options = fields->options;
		if (digest_check(setting, &options[i], fields, err) < 0)
			return -1;
	}
	return 0;
}

static void set_fields(struct policy *out, const struct root *root)
{
	out->block = (enum severity)(root->block + SEVERITY_NOTE);
	out->salt = root->salt;
	out->ignore = root->ignore;
	out->pipeline = root->pipeline;
	out->severities = root->severities;
	out->limits = root->limits;
	out->waivers = root->waivers.items;
	out->waiver_count = root->waivers.count;
	out->root = root;
}

/* What a table cannot say. */
static int check_root(const struct root *root, const char *name, struct err *err)
{
	if (check_pipeline(root->file, name, err) < 0 || check_hops(root, name, err) < 0)
		return -1;
	return waivers_check(root->waivers.items, root->waivers.count,
		yaml_get(root->file, "waivers"), name, err);
}

static int read_root(struct policy *out, const struct yaml *file, const char *name,
	struct arena *arena, struct err *err)
{
	size_t size;
	const struct option *table = root_table(arena, &size);
	struct root *root = table ? arena_alloc(arena, size) : NULL;

	if (!root)
		return err_nomem(err);
	root->table = table;
	root->file = file;
	if (options_read(table, file, root, name, arena, err) < 0 ||
		check_root(root, name, err) < 0)
		return -1;
	set_fields(out, root);
	return set_checks(out, root, arena, err);
}

int policy_read(struct policy *out, struct text text, const char *name, struct arena *arena,
	struct err *err)
{
	const struct yaml *file = NULL;

	*out = (struct policy){.builtin = text.ptr == NULL, .text = text};
	out->name = arena_text(arena, text_of(name));
	if (!out->name.ptr)
		return err_nomem(err);
	if (hash_sha256_hex(text, out->sha256, err) < 0)
		return -1;
	if (!out->builtin && (yaml_read(&file, text, name, arena, err) < 0 ||
				     check_version(file, name, err) < 0))
		return -1;
	return read_root(out, file, name, arena, err);
}

enum severity policy_severity(const struct policy *policy, const char *rule, enum severity own)
{
	for (size_t i = 0; i < policy->severities.count; i++)
		if (text_is(policy->severities.items[i].key, rule))
			return (enum severity)policy->severities.items[i].choice;
	return own;
}

bool policy_ignores(const struct policy *policy, struct text path)
{
	if (path.len == 0)
		return false;
	for (size_t i = 0; i < policy->ignore.count; i++)
		if (glob_match(policy->ignore.items[i], path))
			return true;
	return false;
}
