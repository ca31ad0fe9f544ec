/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/environment_settings.h"

#include <ctype.h>
#include <string.h>

enum meaning {
	URL,         /* the value is a source */
	URLS,        /* several, between white space */
	GO_PROXIES,  /* between commas and bars; "direct" and "off" are none */
	GO_FLAGS,    /* -insecure is a guard that is off */
	GO_PATTERNS, /* modules that a guard does not cover: the shorter the list, the stricter */
	GO_SUMDB,    /* "off", or the name of a database, with its URL */
	HOSTS, /* hosts that are trusted without a certificate: a guard that is off for them */
	OFF_WHEN_SET, /* guards by what switches them off */
	OFF_WHEN_0,
	OFF_WHEN_FALSE,
	YARN_CHECKSUMS,
};

struct variable {
	const char *name;
	enum meaning meaning;
};

static const struct variable variables[] = {
	{"GOPROXY", GO_PROXIES},
	{"GOFLAGS", GO_FLAGS},
	{"GOSUMDB", GO_SUMDB},
	{"GONOSUMDB", GO_PATTERNS},
	{"GONOSUMCHECK", OFF_WHEN_SET},
	{"GOINSECURE", GO_PATTERNS},
	{"GOPRIVATE", GO_PATTERNS},
	{"GONOPROXY", GO_PATTERNS},
	{"PIP_INDEX_URL", URL},
	{"PIP_EXTRA_INDEX_URL", URLS},
	{"PIP_FIND_LINKS", URLS},
	{"PIP_TRUSTED_HOST", HOSTS},
	{"PIP_REQUIRE_HASHES", OFF_WHEN_FALSE},
	{"UV_INDEX_URL", URL},
	{"UV_DEFAULT_INDEX", URL},
	{"UV_INDEX", URLS},
	{"UV_EXTRA_INDEX_URL", URLS},
	{"UV_FIND_LINKS", URLS},
	{"UV_INSECURE_HOST", HOSTS},
	{"UV_NO_VERIFY_HASHES", OFF_WHEN_SET},
	{"YARN_CHECKSUM_BEHAVIOR", YARN_CHECKSUMS},
	{"YARN_NPM_REGISTRY_SERVER", URL},
	{"YARN_ENABLE_HARDENED_MODE", OFF_WHEN_FALSE},
	{"YARN_ENABLE_IMMUTABLE_INSTALLS", OFF_WHEN_FALSE},
	{"YARN_ENABLE_STRICT_SSL", OFF_WHEN_FALSE},
	{"YARN_REGISTRY", URL},
	{"CARGO_REGISTRY_INDEX", URL},
	{"CARGO_HTTP_PROXY", URL},
	{"CARGO_HTTP_CHECK_REVOKE", OFF_WHEN_FALSE},
	{"NODE_TLS_REJECT_UNAUTHORIZED", OFF_WHEN_0},
	{"GIT_SSL_NO_VERIFY", OFF_WHEN_SET},
	{"PYTHONHTTPSVERIFY", OFF_WHEN_0},
};

/* Behind "npm_config_", in any case, with "-" for "_". */
static const struct variable npm_variables[] = {
	{"registry", URL},
	{"strict_ssl", OFF_WHEN_FALSE},
	{"package_lock", OFF_WHEN_FALSE},
	{"ignore_scripts", OFF_WHEN_FALSE},
};

/* ---- names ---- */

static bool same_npm_name(struct text name, const char *wanted)
{
	if (name.len != strlen(wanted))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (tolower((unsigned char)name.ptr[i]) != wanted[i] &&
			!(name.ptr[i] == '-' && wanted[i] == '_'))
			return false;
	return true;
}

/* "npm_config_registry", and "npm_config_@scope:registry". */
static const struct variable *find_npm(struct text name)
{
	for (size_t i = 0; i < sizeof(npm_variables) / sizeof(npm_variables[0]); i++)
		if (same_npm_name(name, npm_variables[i].name))
			return &npm_variables[i];
	return text_starts(name, "@") && text_ends(name, ":registry") ? &npm_variables[0] : NULL;
}

/* CARGO_REGISTRIES_<name>_INDEX, CARGO_SOURCE_<name>_REGISTRY */
static bool is_cargo_source(struct text name)
{
	return (text_starts(name, "CARGO_REGISTRIES_") && text_ends(name, "_INDEX")) ||
	       (text_starts(name, "CARGO_SOURCE_") &&
		       (text_ends(name, "_REGISTRY") || text_ends(name, "_GIT")));
}

static const struct variable *find_variable(struct text name)
{
	static const struct variable cargo_source = {"CARGO_REGISTRIES", URL};
	static const char npm[] = "npm_config_";

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		if (text_is(name, variables[i].name))
			return &variables[i];
	if (text_starts_nocase(name, text_of(npm)))
		return find_npm(text_slice(name, strlen(npm), name.len));
	return is_cargo_source(name) ? &cargo_source : NULL;
}

/* ---- values ---- */

static struct text unquoted(struct text value)
{
	value = text_trim(value);
	if (value.len >= 2 && (value.ptr[0] == '"' || value.ptr[0] == '\'') &&
		value.ptr[value.len - 1] == value.ptr[0])
		return text_slice(value, 1, value.len - 1);
	return value;
}

static bool is_any(struct text value, const char *const *words)
{
	for (; *words; words++)
		if (text_is_nocase(value, *words))
			return true;
	return false;
}

static bool is_off(struct text value)
{
	static const char *const words[] = {"0", "false", "no", "off", "n", "f", NULL};

	return is_any(value, words);
}

static bool separates(enum meaning meaning, char byte)
{
	if (meaning == GO_PROXIES)
		return byte == ',' || byte == '|';
	return isspace((unsigned char)byte) != 0;
}

/* The next part of a value that is a list. */
static bool next_part(struct text *rest, enum meaning meaning, struct text *part)
{
	size_t from = 0, to;

	while (from < rest->len && separates(meaning, rest->ptr[from]))
		from++;
	for (to = from; to < rest->len && !separates(meaning, rest->ptr[to]);)
		to++;
	*part = text_slice(*rest, from, to);
	*rest = text_slice(*rest, to, rest->len);
	return part->len > 0;
}

/* The fewer modules a pattern list takes out, the stricter: counted from a bound that no list reaches. A pattern
 * for a whole host or everything ("*") counts for more than one for a path below it. */
static int go_patterns_strength(struct text value)
{
	enum { STRICTEST = 1000000, WHOLE_HOST = 1000 };
	struct text part;
	int strength = STRICTEST;

	while (text_next_part(&value, ',', &part)) {
		part = text_trim(part);
		if (part.len == 0 || strength < 2 * WHOLE_HOST)
			continue;
		strength -= text_find(part, text_of("/")) < part.len ? 1 : WHOLE_HOST;
		if (part.ptr[0] == '*' && text_find(part, text_of(".")) == part.len)
			return 0;
	}
	return strength;
}

static int yarn_strength(struct text value)
{
	static const char *const weak_to_strong[] = {"ignore", "update", "reset", "throw"};

	for (int i = 0; i < 4; i++)
		if (text_is(value, weak_to_strong[i]))
			return i;
	return 3;
}

static struct setting guard(int strength, int usual)
{
	return (struct setting){.kind = SETTING_GUARD, .strength = strength, .usual = usual};
}

/* "name+key URL": a database of one's own is a source; "off" is a guard. */
static struct setting go_sumdb(struct text value)
{
	size_t space = text_find(value, text_of(" "));
	struct setting setting = guard(!text_is(value, "off"), 1);

	if (space < value.len) {
		setting.kind = SETTING_SOURCE;
		setting.value = text_trim(text_slice(value, space, value.len));
	}
	return setting;
}

static bool has_insecure_flag(struct text value)
{
	struct text part;

	while (next_part(&value, GO_FLAGS, &part))
		if (text_is(part, "-insecure") || text_is(part, "-insecure=true") ||
			text_is(part, "--insecure"))
			return true;
	return false;
}

static struct setting meaning_of(enum meaning meaning, struct text value)
{
	switch (meaning) {
	case URL:
	case URLS:
	case GO_PROXIES:
		return (struct setting){.kind = SETTING_SOURCE};
	case GO_FLAGS:
		return guard(!has_insecure_flag(value), 1);
	case GO_PATTERNS:
		return guard(go_patterns_strength(value), go_patterns_strength(text_of("")));
	case GO_SUMDB:
		return go_sumdb(value);
	case HOSTS:
		return guard(value.len == 0, 1);
	case OFF_WHEN_SET:
		return guard(value.len == 0 || is_off(value), 1);
	case OFF_WHEN_0:
		return guard(!text_is(value, "0"), 1);
	case OFF_WHEN_FALSE:
		break;
	case YARN_CHECKSUMS:
		return guard(yarn_strength(value), 3);
	}
	return guard(!is_off(value), 1);
}

/* What is off by itself and switched on counts as strong, and is missed when it goes. */
static bool is_off_by_itself(const struct variable *variable)
{
	static const char *const names[] = {
		"PIP_REQUIRE_HASHES", "YARN_ENABLE_HARDENED_MODE", "ignore_scripts", NULL};

	return is_any(text_of(variable->name), names);
}

bool environment_setting_of(struct setting *out, struct text name, struct text value)
{
	const struct variable *variable = find_variable(name);

	if (!variable)
		return false;
	value = unquoted(value);
	*out = meaning_of(variable->meaning, value);
	out->name = name;
	if (!out->value.ptr)
		out->value = value;
	if (out->kind == SETTING_GUARD && is_off_by_itself(variable))
		out->usual = 0;
	return true;
}

static int add_parts(
	struct lock *lock, struct setting *setting, enum meaning meaning, struct err *err)
{
	struct text rest = setting->value, part;

	while (next_part(&rest, meaning, &part)) {
		setting->value = part;
		if (lock_setting(lock, setting, err) < 0)
			return -1;
	}
	return 0;
}

/* "direct" in the first place: no proxy stands before the repositories of modules, whose owners may give anybody something else.
 * Behind a proxy it is what the tool does by itself; "off" fetches nothing. */
static int add_proxies(struct lock *lock, struct setting *setting, struct err *err)
{
	struct text rest = setting->value, first;
	struct setting guard_of = *setting;

	guard_of.kind = SETTING_GUARD;
	guard_of.strength = !(next_part(&rest, GO_PROXIES, &first) && text_is(first, "direct"));
	guard_of.usual = 1;
	return add_parts(lock, setting, GO_PROXIES, err) < 0 ? -1
							     : lock_setting(lock, &guard_of, err);
}

int environment_setting(struct lock *lock, struct arena *arena, struct text name, struct text value,
	uint32_t line, uint32_t column, struct err *err)
{
	const struct variable *variable = find_variable(name);
	struct setting setting = {0};

	if (!variable || !environment_setting_of(&setting, name, value))
		return 0;
	setting.line = line;
	setting.column = column;
	setting.name = arena_text(arena, setting.name);
	setting.value = arena_text(arena, setting.value);
	if (!setting.name.ptr || !setting.value.ptr)
		return err_nomem(err);
	if (variable->meaning == GO_PROXIES)
		return add_proxies(lock, &setting, err);
	if (variable->meaning == URLS)
		return add_parts(lock, &setting, URLS, err);
	return lock_setting(lock, &setting, err);
}

/* ---- lines ---- */

static bool is_name(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!isalnum((unsigned char)text.ptr[i]) && !strchr("_-@:/.", text.ptr[i]))
			return false;
	return text.len > 0 && !isdigit((unsigned char)text.ptr[0]);
}

bool environment_assignment(struct text line, struct text *name, struct text *value)
{
	static const char export[] = "export ";
	size_t equals;

	line = text_trim(line);
	if (text_starts(line, export))
		line = text_trim(text_slice(line, strlen(export), line.len));
	equals = text_find(line, text_of("="));
	if (equals == line.len)
		return false;
	*name = text_trim(text_slice(line, 0, equals));
	if (name->len && (name->ptr[name->len - 1] == ':' || name->ptr[name->len - 1] == '?'))
		name->len--; /* make: NAME := VALUE, NAME ?= VALUE */
	*name = text_trim(*name);
	*value = unquoted(text_slice(line, equals + 1, line.len));
	return is_name(*name);
}
