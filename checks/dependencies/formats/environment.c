/* SPDX-License-Identifier: Apache-2.0
 *
 * go.env (cmd/go, "go help environment") and .envrc (direnv): lines NAME=VALUE, in .envrc any shell beside them. Only
 * assignments that stand alone on a line are read; no shell is interpreted.
 */
#include "checks/dependencies/environment_settings.h"
#include "checks/dependencies/format.h"

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct text rest = document->content, line, name, value;

	for (uint32_t number = 1; text_next_line(&rest, &line); number++)
		if (environment_assignment(line, &name, &value) &&
			environment_setting(lock, document->arena, name, value, number, 1, err) < 0)
			return -1;
	return 0;
}

static const char *const go_globs[] = {"go.env", NULL}, *const envrc_globs[] = {".envrc", NULL};

extern const struct format format_go_env, format_envrc;

const struct format format_go_env = {.name = "go-env",
	.ecosystem = "golang",
	.globs = go_globs,
	.plain = PLAIN_BYTES,
	.read = read};

const struct format format_envrc = {.name = "envrc",
	.ecosystem = "environment",
	.globs = envrc_globs,
	.plain = PLAIN_BYTES,
	.read = read};
