/* SPDX-License-Identifier: Apache-2.0
 *
 * .bundle/config (bundler, man/bundle-config.1.ronn): a map of BUNDLE_… to texts, where "__" stands for a dot and "___" for a dash.
 */
#include "checks/dependencies/formats/js_settings.h"
#include "checks/dependencies/yaml_document.h"

static const struct js_guard guards[] = {
	{"BUNDLE_DISABLE_CHECKSUM_VALIDATION", WORTH_FALSE, 1, NULL},
	{"BUNDLE_DISABLE_LOCAL_BRANCH_CHECK", WORTH_FALSE, 1, NULL},
	{"BUNDLE_DISABLE_LOCAL_REVISION_CHECK", WORTH_FALSE, 1, NULL},
	{"BUNDLE_DISABLE_MULTISOURCE", WORTH_TRUE, 0, NULL},
	{"BUNDLE_GIT__ALLOW_INSECURE", WORTH_FALSE, 1, NULL},
	{"BUNDLE_FROZEN", WORTH_TRUE, 0, NULL},
	{"BUNDLE_DEPLOYMENT", WORTH_TRUE, 0, NULL},
	{"BUNDLE_TRUST___POLICY", WORTH_WORD, 0,
		"NoSecurity AlmostNoSecurity LowSecurity MediumSecurity HighSecurity"},
	{"BUNDLE_SSL_CA_CERT", WORTH_CODE, 1, NULL},
	{"BUNDLE_GEMFILE", WORTH_CODE, 1, NULL},
	{"BUNDLE_LOCKFILE", WORTH_CODE, 1, NULL},
	{"BUNDLE_SHEBANG", WORTH_CODE, 1, NULL},
	{NULL, WORTH_TRUE, 0, NULL},
};

static int read_verify_mode(struct lock *lock, const struct js_value *value, struct err *err)
{
	return lock_setting(lock,
		&(struct setting){.kind = SETTING_GUARD,
			.name = value->key,
			.value = value->value,
			.strength = !text_is(value->value, "0"),
			.usual = 1,
			.line = value->line,
			.column = value->column},
		err);
}

/* A folder in the place of a gem out of a repository. */
static int read_local(struct lock *lock, const struct js_value *value, struct err *err)
{
	return lock_setting(lock,
		&(struct setting){.kind = SETTING_GUARD,
			.name = value->key,
			.value = value->value,
			.usual = 1,
			.line = value->line,
			.column = value->column},
		err);
}

static int read_member(struct lock *lock, const struct yaml *at, struct err *err)
{
	const struct js_value value = {at->key, at->text, at->key_line, at->key_column};

	if (text_starts(at->key, "BUNDLE_MIRROR__") && !text_ends(at->key, "FALLBACK_TIMEOUT"))
		return js_registry(lock, &value, err);
	if (text_starts(at->key, "BUNDLE_LOCAL__"))
		return read_local(lock, &value, err);
	if (text_is(at->key, "BUNDLE_SSL_VERIFY_MODE"))
		return read_verify_mode(lock, &value, err);
	if (js_is_list_guard(guards, at->key))
		return js_let_through(lock, guards, &value, err);
	return js_guard(lock, guards, &value, err);
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct yaml *root;

	if (document_yaml(&root, lock, document, err) < 0)
		return -1;
	for (const struct yaml *at = root->child; at; at = at->next)
		if (at->type == YAML_SCALAR && read_member(lock, at, err) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {"**/.bundle/config", NULL};

extern const struct format format_bundle_config;

const struct format format_bundle_config = {.name = "bundle-config",
	.ecosystem = "gem",
	.globs = globs,
	.domain = DOMAIN_NONE,
	.read = read};
