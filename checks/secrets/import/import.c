/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/import/import.h"

#include "checks/secrets/import/toml_rules.h"
#include "checks/secrets/import/write.h"
#include "checks/secrets/import/yaml_rules.h"

static int read_toml(struct import *import, struct text file, const char *name)
{
	return toml_rules_read(import, file, name);
}

static int read_rust(struct import *import, struct text file, const char *name)
{
	return yaml_rules_read(import, file, name, DIALECT_RUST);
}

static int read_net(struct import *import, struct text file, const char *name)
{
	return yaml_rules_read(import, file, name, DIALECT_NET);
}

/* `mark` is what only files of the format have; the first row that has it is found by "auto". */
static const struct {
	const char *name, *mark;
	int (*read)(struct import *import, struct text file, const char *name);
} formats[] = {
	{"betterleaks", "betterleaksMinVersion", read_toml},
	{"gitleaks", "[[rules", read_toml},
	{"gitleaks", "[allowlist]", read_toml},
	{"gitleaks", "[[allowlists]]", read_toml},
	{"gitleaks", "[extend]", read_toml},
	{"titus", "pattern_requirements:", read_net},
	{"kingfisher", "min_entropy:", read_rust},
	{"noseyparker", "pattern:", read_rust},
};

enum { FORMATS = sizeof(formats) / sizeof(formats[0]) };

const char *const import_formats[] = {
	"auto", "gitleaks", "betterleaks", "noseyparker", "kingfisher", "titus", NULL};

static bool is_format(size_t format, const struct import *import, struct text file)
{
	if (text_is(text_of(import->format), "auto"))
		return text_find(file, text_of(formats[format].mark)) < file.len;
	return text_is(text_of(import->format), formats[format].name);
}

int import_file(struct import *import, struct text file, const char *name)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (is_format(i, import, file)) {
			import->format = formats[i].name;
			return formats[i].read(import, file, name);
		}
	err_set(import->err, ERR_USAGE, "%s is of no format that is known", name);
	return err_remedy(import->err, "name it: seamgate rules import "
				       "gitleaks|betterleaks|noseyparker|kingfisher|titus FILE");
}

/* ---- the rules file ---- */

static void write_note(struct buffer *out, const struct import_note *note, struct arena *arena)
{
	struct text line = arena_textf(arena, "%.*s%s%.*s", (int)note->rule.len, note->rule.ptr,
		note->rule.len ? ": " : "", (int)note->what.len, note->what.ptr);

	write_comment(out, line, 0);
}

static void write_head(struct buffer *out, const struct import *import)
{
	buffer_printf(out,
		"# Imported from rules of %s by seamgate rules import: %zu rules, %zu left out.\n",
		import->format, import->rule_count, import->left_out);
	if (import->notes.count)
		buffer_string(out, "# What was not carried over, or is another way here:\n");
	for (size_t i = 0; i < import->notes.count; i++)
		write_note(out, &import->notes.items[i], import->arena);
}

static int check(struct import *import, struct text yaml)
{
	struct rules rules;

	return rules_read(&rules, yaml, "the imported file", "secrets", import->arena, import->err);
}

int import_finish(struct import *import, struct buffer *out)
{
	if (import->rule_count == 0)
		return err_set(import->err, ERR_USAGE, "there is no rule to import (%zu left out)",
			import->left_out);
	write_head(out, import);
	if (import->allow.len) {
		buffer_string(out, "allow:\n");
		buffer_add(out, buffer_text(&import->allow));
	}
	buffer_string(out, "rules:\n");
	buffer_add(out, buffer_text(&import->rules));
	if (out->failed || import->rules.failed || import->allow.failed)
		return err_nomem(import->err);
	return check(import, buffer_text(out));
}

void import_free(struct import *import)
{
	buffer_free(&import->rules);
	buffer_free(&import->allow);
}
