/* SPDX-License-Identifier: Apache-2.0
 *
 * .yarnrc of yarn 1 (classic.yarnpkg.com/en/docs/yarnrc), in its own syntax: the registries, and the protections that can be
 * switched off. "--install.key value" is an option of one command.
 */
#include "checks/dependencies/formats/js.h"
#include "checks/dependencies/formats/js_settings.h"
#include "checks/dependencies/formats/yarn1.h"

static const struct js_guard guards[] = {
	{"ignore-scripts", WORTH_TRUE, 0, NULL},
	{"install.ignore-scripts", WORTH_TRUE, 0, NULL},
	{"strict-ssl", WORTH_TRUE, 1, NULL},
	{"unsafe-disable-integrity-migration", WORTH_FALSE, 1, NULL},
	{"frozen-lockfile", WORTH_TRUE, 0, NULL},
	{"install.frozen-lockfile", WORTH_TRUE, 0, NULL},
	{"install.pure-lockfile", WORTH_FALSE, 1, NULL},
	{"install.no-lockfile", WORTH_FALSE, 1, NULL},
	{"yarn-path", WORTH_CODE, 1, NULL},
	{"cafile", WORTH_CODE, 1, NULL},
	{NULL, WORTH_TRUE, 0, NULL},
};

static bool is_registry(struct text key)
{
	return text_is(key, "registry") || text_is(key, "proxy") || text_is(key, "https-proxy") ||
	       (text_starts(key, "@") && text_ends(key, ":registry"));
}

static int add(struct lock *lock, const struct js_value *value, struct keys *seen, struct err *err)
{
	uint32_t *number;

	if (keys_add(seen, value->key, &number, err) < 0)
		return -1;
	if ((*number)++ && lock_doubled(lock, value->key, value->line, value->column, err) < 0)
		return -1;
	if (is_registry(value->key))
		return js_registry(lock, value, err);
	return js_is_list_guard(guards, value->key) ? js_let_through(lock, guards, value, err)
						    : js_guard(lock, guards, value, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct yarn_reader lines;
	struct keys seen = {0};
	bool more;

	keys_start(&seen, document->arena);
	yarn_start(&lines, document);
	for (;;) {
		const struct yarn_line *line = &lines.line;
		struct js_value value;

		if (yarn_next(&lines, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		value = (struct js_value){.key = line->keys[0].text,
			.line = line->number,
			.value = line->has_value ? line->value.text : text_of("true"),
			.column = line->keys[0].column};
		if (text_starts(value.key, "--"))
			value.key = text_slice(value.key, 2, value.key.len);
		if (add(lock, &value, &seen, err) < 0)
			return -1;
	}
}

static const char *const globs[] = {".yarnrc", NULL};

extern const struct format format_yarnrc;

const struct format format_yarnrc = {
	.name = "yarnrc", .ecosystem = "npm", .globs = globs, .plain = PLAIN_UTF8, .read = read};
