/* SPDX-License-Identifier: Apache-2.0
 *
 * Run while the binary is built: rule_embed OUTDIR rules/CHECK-FIELD.yml ...
 * Reads the rules files (the check is the file's name up to the first "-" or "."), refuses what the
 * engines would refuse, and writes into OUTDIR
 *   builtin_rules.c      all rules as const tables, sorted by id, and the plans of those of secrets
 *   builtin_avx2.hsdb    the database of the secrets rules for processors with AVX2 (x86-64; else empty)
 *   builtin_generic.hsdb the same for any processor that Hyperscan runs on
 *   builtin_bulk_avx2.hsdb, builtin_bulk_generic.hsdb  those of the rules that may match in bulk (checks/secrets/bulk.h)
 *   builtin_far_….hsdb   both for the rules that are far alone
 * With a library that misses matches (checks/secrets/engine.h) it makes nothing. The same rules give the same bytes.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/compile.h"
#include "checks/secrets/engine.h"
#include "gate/base/buffer.h"

#define SECRETS "secrets/"

enum { LONGEST_FILE = 1 << 20, LONGEST_NAME = 1024, LONGEST_CHECK = 32 };

struct catalogue {
	struct rule *items;
	size_t count, capacity;
	struct arena *arena;
	struct err *err;
};

/* ---- in ---- */

static int read_file(struct catalogue *catalogue, const char *path, struct text *out)
{
	FILE *file = fopen(path, "rb");
	char *bytes = arena_alloc(catalogue->arena, LONGEST_FILE + 1);
	size_t len;

	if (!file || !bytes) {
		if (file)
			fclose(file);
		return err_set(catalogue->err, ERR_LOOK, "%s: %s", path, strerror(errno));
	}
	len = fread(bytes, 1, LONGEST_FILE, file);
	*out = (struct text){bytes, len};
	if (ferror(file) || !feof(file))
		err_set(catalogue->err, ERR_LOOK, "%s: cannot be read, or has 1 MiB or more", path);
	fclose(file);
	return catalogue->err->kind == ERR_NONE ? 0 : -1;
}

/* "rules/secrets-cloud.yml" holds rules of the check "secrets". */
static int check_of(char out[LONGEST_CHECK], const char *path, struct err *err)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	size_t len = strcspn(name, "-.");

	if (len == 0 || len >= LONGEST_CHECK)
		return err_set(err, ERR_USAGE, "%s: no name of a check in the file's name", path);
	memcpy(out, name, len);
	out[len] = '\0';
	return 0;
}

static int read_rules(struct catalogue *catalogue, const char *path)
{
	char check[LONGEST_CHECK];
	struct text yaml = {"", 0};
	struct rules rules;

	if (check_of(check, path, catalogue->err) < 0 || read_file(catalogue, path, &yaml) < 0 ||
		rules_read(&rules, yaml, path, check, catalogue->arena, catalogue->err) < 0)
		return -1;
	if (arena_reserve(catalogue->arena, (void **)&catalogue->items, &catalogue->capacity,
		    catalogue->count + rules.count, sizeof(*catalogue->items)) < 0)
		return err_nomem(catalogue->err);
	memcpy(catalogue->items + catalogue->count, rules.items,
		rules.count * sizeof(*rules.items));
	catalogue->count += rules.count;
	return 0;
}

static int compare_ids(const void *left, const void *right)
{
	return strcmp(((const struct rule *)left)->id, ((const struct rule *)right)->id);
}

static int sort_rules(struct catalogue *catalogue)
{
	qsort(catalogue->items, catalogue->count, sizeof(*catalogue->items), compare_ids);
	for (size_t i = 1; i < catalogue->count; i++)
		if (compare_ids(&catalogue->items[i - 1], &catalogue->items[i]) == 0)
			return err_set(catalogue->err, ERR_USAGE, "rule %s is in two files",
				catalogue->items[i].id);
	return 0;
}

/* The rules of the check secrets lie together. */
static struct rules secrets_of(const struct catalogue *catalogue, size_t *first)
{
	struct rules secrets = {catalogue->items, 0};

	*first = 0;
	for (size_t i = 0; i < catalogue->count; i++) {
		if (!text_starts(text_of(catalogue->items[i].id), SECRETS))
			continue;
		if (secrets.count++ == 0) {
			*first = i;
			secrets.items = &catalogue->items[i];
		}
	}
	return secrets;
}

/* ---- out: C ---- */

static void write_string(FILE *out, const char *string)
{
	if (!string) {
		fputs("NULL", out);
		return;
	}
	fputc('"', out);
	for (const unsigned char *c = (const unsigned char *)string; *c; c++) {
		if (*c < ' ' || *c > '~' || *c == '"' || *c == '\\' || *c == '?')
			fprintf(out, "\\%03o", *c);
		else
			fputc(*c, out);
	}
	fputc('"', out);
}

static void write_list(FILE *out, const char *name, size_t number, const char *const *strings)
{
	if (!strings)
		return;
	fprintf(out, "static const char *const %s_%zu[] = {", name, number);
	for (size_t i = 0; strings[i]; i++) {
		write_string(out, strings[i]);
		fputs(", ", out);
	}
	fputs("NULL};\n", out);
}

static void write_list_name(FILE *out, const char *key, const char *name, size_t number, bool there)
{
	if (there)
		fprintf(out, ", .%s = %s_%zu", key, name, number);
}

static void write_allow(FILE *out, const struct rule *rule, size_t number)
{
	char words[48], commits[48];

	if (rule->allow_count == 0)
		return;
	snprintf(words, sizeof(words), "stopwords_%zu", number);
	snprintf(commits, sizeof(commits), "commits_%zu", number);
	for (size_t i = 0; i < rule->allow_count; i++) {
		write_list(out, words, i, rule->allow[i].stopwords);
		write_list(out, commits, i, rule->allow[i].commits);
	}
	fprintf(out, "static const struct rule_allow allow_%zu[] = {\n", number);
	for (size_t i = 0; i < rule->allow_count; i++) {
		const struct rule_allow *allow = &rule->allow[i];

		fprintf(out, "\t{.target = %d, .when = %d, .entropy = %.17g, .pattern = ",
			(int)allow->target, (int)allow->when, allow->entropy);
		write_string(out, allow->pattern);
		fputs(", .lacks = ", out);
		write_string(out, allow->lacks);
		fputs(", .path = ", out);
		write_string(out, allow->path);
		write_list_name(out, "stopwords", words, i, allow->stopwords != NULL);
		write_list_name(out, "commits", commits, i, allow->commits != NULL);
		fputs("},\n", out);
	}
	fputs("};\n", out);
}

static void write_require(FILE *out, const struct rule *rule, size_t number)
{
	if (rule->require_count == 0)
		return;
	fprintf(out, "static const struct rule_require require_%zu[] = {\n", number);
	for (size_t i = 0; i < rule->require_count; i++) {
		fputs("\t{.rule = ", out);
		write_string(out, rule->require[i].rule);
		fprintf(out, ", .within_lines = %uU, .within_columns = %uU},\n",
			rule->require[i].within_lines, rule->require[i].within_columns);
	}
	fputs("};\n", out);
}

static void write_rule(FILE *out, const struct rule *rule, size_t number)
{
	const struct {
		const char *key, *value;
	} strings[] = {
		{"id", rule->id},
		{"title", rule->title},
		{"why", rule->why},
		{"remedy", rule->remedy},
		{"pattern", rule->pattern},
		{"path", rule->path},
		{"verify", rule->verify},
		{"origin", rule->origin},
	};

	fprintf(out, "\t{.severity = %d, .confidence = %d", (int)rule->severity,
		(int)rule->confidence);
	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		fprintf(out, ",\n\t\t.%s = ", strings[i].key);
		write_string(out, strings[i].value);
	}
	fprintf(out,
		",\n\t\t.secret_group = %u, .entropy = %.17g, .captures = %d, .hidden = %s, "
		".severity_raised = %d",
		rule->secret_group, rule->entropy, (int)rule->captures,
		rule->hidden ? "true" : "false", (int)rule->severity_raised);
	write_list_name(out, "keywords", "keywords", number, rule->keywords != NULL);
	write_list_name(out, "hit", "hit", number, rule->hit != NULL);
	write_list_name(out, "miss", "miss", number, rule->miss != NULL);
	if (rule->allow_count)
		fprintf(out, ", .allow = allow_%zu, .allow_count = %zu", number, rule->allow_count);
	if (rule->require_count)
		fprintf(out, ", .require = require_%zu, .require_count = %zu", number,
			rule->require_count);
	fputs("},\n", out);
}

static void write_rules(FILE *out, const struct catalogue *catalogue)
{
	for (size_t i = 0; i < catalogue->count; i++) {
		write_list(out, "keywords", i, catalogue->items[i].keywords);
		write_list(out, "hit", i, catalogue->items[i].hit);
		write_list(out, "miss", i, catalogue->items[i].miss);
		write_allow(out, &catalogue->items[i], i);
		write_require(out, &catalogue->items[i], i);
	}
	fputs("\nstatic const struct rule items[] = {\n", out);
	for (size_t i = 0; i < catalogue->count; i++)
		write_rule(out, &catalogue->items[i], i);
	fprintf(out, "};\n\nconst struct rules builtin_rules = {items, %zu};\n\n",
		catalogue->count);
}

static void write_plans(FILE *out, const struct plans *plans, size_t first)
{
	fputs("static const char *const gates[] = {", out);
	for (size_t i = 0; i < plans->gate_count; i++) {
		write_string(out, plans->gates[i]);
		fputs(", ", out);
	}
	fputs("NULL};\nstatic const uint32_t gate_lists[] = {", out);
	for (size_t i = 0; i < plans->gate_list_count; i++)
		fprintf(out, "%u, ", plans->gate_lists[i]);
	fputs("0};\nstatic const struct plan plans[] = {\n", out);
	for (size_t i = 0; i < plans->count; i++) {
		fprintf(out, "\t{%d, %u, %u, %u, %s, %s, %s, %s, %u, %u, 0, ",
			(int)plans->items[i].way, plans->items[i].look_back,
			plans->items[i].look_ahead, plans->items[i].breaks,
			plans->items[i].widens ? "true" : "false",
			plans->items[i].far ? "true" : "false",
			plans->items[i].inside ? "true" : "false",
			plans->items[i].through ? "true" : "false", plans->items[i].gate,
			plans->items[i].gate_count);
		write_string(out, plans->items[i].ends);
		fprintf(out, "}, /* %s */\n", plans->rules[i].id);
	}
	fprintf(out,
		"\t{0}};\n\nconst struct plans builtin_plans = {items + %zu, plans, %zu, gates, "
		"%zu, gate_lists, %zu, {%zu, %u}, NULL, 0, false, 0};\n",
		first, plans->count, plans->gate_count, plans->gate_list_count, plans->reach.bytes,
		plans->reach.breaks);
}

/* ---- out: files ---- */

static FILE *create(const char *folder, const char *name, struct err *err)
{
	char path[LONGEST_NAME];
	FILE *out = NULL;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", folder, name) < sizeof(path))
		out = fopen(path, "wb");
	if (!out)
		err_set(err, ERR_LOOK, "cannot write %s/%s: %s", folder, name, strerror(errno));
	return out;
}

static int finish(FILE *out, const char *name, struct err *err)
{
	int failed = ferror(out);

	failed |= fclose(out) != 0;
	return failed ? err_set(err, ERR_LOOK, "cannot write %s: %s", name, strerror(errno)) : 0;
}

static int write_tables(const struct catalogue *catalogue, const struct plans *plans, size_t first,
	const char *folder)
{
	static const char name[] = "builtin_rules.c";
	FILE *out = create(folder, name, catalogue->err);

	if (!out)
		return -1;
	fputs("/* Made by rule_embed from the folder rules: edit those. */\n"
	      "#include \"checks/secrets/compile.h\"\n"
	      "#include \"checks/secrets/engine.h\"\n\n",
		out);
	fputs("const char builtin_engine[] = ", out);
	write_string(out, hs_version());
	fputs(";\n\n", out);
	write_rules(out, catalogue);
	write_plans(out, plans, first);
	return finish(out, name, catalogue->err);
}

/* NULL platform: an empty file, which the gate takes for "not made". */
/* NOLINTNEXTLINE(readability-function-size): two of the six say where to, and one what error */
static int write_database(const struct plans *plans, enum scope scope,
	const hs_platform_info_t *platform, const char *folder, const char *name, struct err *err)
{
	FILE *out = create(folder, name, err);
	hs_database_t *database = NULL;
	struct text image = {NULL, 0};
	int done = 0;

	if (!out)
		return -1;
	if (platform)
		done = plans_compile(&database, plans, scope, platform, NULL, err);
	if (done == 0 && database)
		done = database_image(&image, database, err);
	if (done == 0 && image.len)
		fwrite(image.ptr, 1, image.len, out);
	free((char *)(uintptr_t)image.ptr);
	hs_free_database(database);
	finish(out, name, err);
	return err->kind == ERR_NONE ? 0 : -1;
}

static const hs_platform_info_t generic = {.tune = HS_TUNE_FAMILY_GENERIC};
#if defined(__x86_64__)
static const hs_platform_info_t avx2 = {
	.tune = HS_TUNE_FAMILY_GENERIC, .cpu_features = HS_CPU_FEATURES_AVX2};
static const hs_platform_info_t *const fast = &avx2;
#else
static const hs_platform_info_t *const fast = NULL;
#endif

static int write_databases(
	const struct plans *plans, const char *folder, struct arena *arena, struct err *err)
{
	struct plans far;
	const struct {
		const char *name;
		const struct plans *plans;
		enum scope scope;
		const hs_platform_info_t *platform;
	} files[] = {
		{"builtin_avx2.hsdb", plans, SCOPE_ALL, fast},
		{"builtin_generic.hsdb", plans, SCOPE_ALL, &generic},
		{"builtin_bulk_avx2.hsdb", plans, SCOPE_BULK, fast},
		{"builtin_bulk_generic.hsdb", plans, SCOPE_BULK, &generic},
		{"builtin_far_avx2.hsdb", &far, SCOPE_ALL, fast},
		{"builtin_far_generic.hsdb", &far, SCOPE_ALL, &generic},
	};

	if (plans_far(&far, plans, arena, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (write_database(files[i].plans, files[i].scope, files[i].platform, folder,
			    files[i].name, err) < 0)
			return -1;
	return 0;
}

static int embed(struct catalogue *catalogue, const char *folder, char **paths, size_t count)
{
	struct plans plans;
	struct rules secrets;
	size_t first;

	if (!catalogue->arena)
		return err_nomem(catalogue->err);
	if (engine_probe(catalogue->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (read_rules(catalogue, paths[i]) < 0)
			return -1;
	if (sort_rules(catalogue) < 0)
		return -1;
	secrets = secrets_of(catalogue, &first);
	if (plans_make(&plans, &secrets, true, NULL, catalogue->arena, catalogue->err) < 0 ||
		write_tables(catalogue, &plans, first, folder) < 0)
		return -1;
	return write_databases(&plans, folder, catalogue->arena, catalogue->err);
}

int main(int argc, char **argv)
{
	struct err err = {0};
	struct catalogue catalogue = {.arena = arena_new(), .err = &err};
	int done;

	if (argc < 3) {
		fprintf(stderr, "usage: rule_embed OUTDIR RULES.yml...\n");
		arena_free(catalogue.arena);
		return ERR_USAGE;
	}
	done = embed(&catalogue, argv[1], argv + 2, (size_t)argc - 2);
	if (done < 0)
		fprintf(stderr, "rule_embed: %s\n%s%s", err.message, err.remedy,
			err.remedy[0] ? "\n" : "");
	arena_free(catalogue.arena);
	return done < 0 ? (int)err.kind : 0;
}
