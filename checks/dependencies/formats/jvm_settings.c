/* SPDX-License-Identifier: Apache-2.0
 *
 * Settings of Gradle, Maven and the JVM that runs them: gradle.properties (Gradle, "Build environment"), gradle-daemon-jvm.properties (where the JDK
 * comes from), .mvn/maven.config (options of mvn) and .mvn/jvm.config (options of java). Read are where things come from, what checks them,
 * and what code is loaded before any build is read.
 */
#include <string.h>

#include "checks/dependencies/formats/moving.h"
#include "checks/dependencies/formats/properties.h"

enum meaning {
	PROXY,    /* a host through which all is fetched */
	TRUSTED,  /* certificates, or a folder or code that is taken for what was fetched */
	VERIFIES, /* of Gradle: off, lenient, strict */
	INSECURE, /* "true" or "insecure": certificates are not asked for */
	ADDED,    /* a protection that is off by itself */
};

static const struct {
	const char *name;
	enum meaning meaning;
} known[] = {
	{"http.proxyHost", PROXY},
	{"https.proxyHost", PROXY},
	{"socksProxyHost", PROXY},
	{"javax.net.ssl.trustStore", TRUSTED},
	{"maven.repo.local", TRUSTED},
	{"maven.repo.local.tail", TRUSTED},
	{"maven.ext.class.path", TRUSTED},
	{"org.gradle.java.home", TRUSTED},
	{"org.gradle.java.installations.paths", TRUSTED},
	{"org.gradle.dependency.verification", VERIFIES},
	{"maven.wagon.http.ssl.insecure", INSECURE},
	{"maven.wagon.http.ssl.allowall", INSECURE},
	{"maven.legacyLocalRepo", INSECURE},
	{"aether.connector.https.securityMode", INSECURE},
	{"aether.trustedChecksumsSource.summaryFile", ADDED},
	{"aether.trustedChecksumsSource.sparseDirectory", ADDED},
	{"aether.artifactResolver.postProcessor.trustedChecksums", ADDED},
	{"aether.artifactResolver.postProcessor.trustedChecksums.failIfMissing", ADDED},
};

/* One option, where it stands. */
struct option_at {
	struct lock *lock;
	uint32_t line, column;
	struct err *err;
};

static int guard(
	const struct option_at *at, struct text name, struct text value, int strength, int usual)
{
	return lock_setting(at->lock,
		&(struct setting){.kind = SETTING_GUARD,
			.name = name,
			.value = value,
			.strength = strength,
			.usual = usual,
			.line = at->line,
			.column = at->column},
		at->err);
}

static int source(const struct option_at *at, struct text name, struct text url)
{
	return lock_setting(at->lock,
		&(struct setting){.kind = SETTING_SOURCE,
			.name = name,
			.value = url,
			.line = at->line,
			.column = at->column},
		at->err);
}

/* Each value that is trusted is an exception of its own. */
static int trust(const struct option_at *at, struct text name, struct text value)
{
	struct text whole = arena_textf(
		at->lock->arena, "%.*s: %.*s", (int)name.len, name.ptr, (int)value.len, value.ptr);

	return whole.ptr ? guard(at, whole, text_of("trusted, or run"), 0, 1) : err_nomem(at->err);
}

static int proxy(const struct option_at *at, struct text name, struct text host)
{
	struct text url = arena_textf(at->lock->arena, "https://%.*s", (int)host.len, host.ptr);

	return url.ptr ? source(at, name, url) : err_nomem(at->err);
}

/* Gradle takes the words in any case, Java "true" too. */
static int verification(struct text value)
{
	return text_is_nocase(value, "off") ? 0 : text_is_nocase(value, "lenient") ? 1 : 2;
}

static int add_property(const struct option_at *at, struct text name, struct text value)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (!text_is(name, known[i].name))
			continue;
		switch (known[i].meaning) {
		case PROXY:
			return value.len ? proxy(at, name, value) : 0;
		case TRUSTED:
			return value.len ? trust(at, name, value) : 0;
		case VERIFIES:
			return guard(at, name, value, verification(value), 2);
		case INSECURE:
			return guard(at, name, value,
				!text_is_nocase(value, "true") &&
					!text_is_nocase(value, "insecure"),
				1);
		case ADDED:
			return guard(at, name, value, text_is_nocase(value, "true"), 0);
		}
	}
	return 0;
}

/* ---- options of java ---- */

/* "-javaagent:lib/agent.jar" and its like: code that runs before any other. */
static bool loads_code(struct text option)
{
	static const char *const loading[] = {"-javaagent:", "-agentpath:", "-agentlib:",
		"-Xbootclasspath", "-XX:OnError=", "-XX:OnOutOfMemoryError=", "--patch-module",
		"-XX:Flags=", "-XX:VMOptionsFile=", "@"};

	if (text_starts(option, "-agentlib:jdwp"))
		return false;
	for (size_t i = 0; i < sizeof(loading) / sizeof(loading[0]); i++)
		if (text_starts(option, loading[i]))
			return true;
	return false;
}

/* "name=value" */
static int add_define(const struct option_at *at, struct text define)
{
	size_t equals = text_find(define, text_of("="));

	return add_property(at, text_slice(define, 0, equals),
		equals < define.len ? text_slice(define, equals + 1, define.len) : text_of("true"));
}

static int add_java_option(const struct option_at *at, struct text option)
{
	if (text_starts(option, "-D"))
		return add_define(at, text_slice(option, 2, option.len));
	return loads_code(option) ? trust(at, text_of("java"), option) : 0;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '"' ||
	       byte == '\'';
}

/* The next word between blanks and quotes. */
static bool next_word(struct text *rest, struct text *word)
{
	size_t from = 0, to;

	while (from < rest->len && is_blank(rest->ptr[from]))
		from++;
	for (to = from; to < rest->len && !is_blank(rest->ptr[to]);)
		to++;
	*word = text_slice(*rest, from, to);
	*rest = text_slice(*rest, to, rest->len);
	return word->len > 0;
}

static int add_java_options(const struct option_at *at, struct text rest)
{
	struct text word;

	while (next_word(&rest, &word))
		if (add_java_option(at, word) < 0)
			return -1;
	return 0;
}

/* ---- gradle.properties ---- */

/* "leftVersion=1.0", as scripts of the build ask for it. */
static int add_version(struct moving *moving, const struct property *one, struct err *err)
{
	if (!text_contains_nocase(one->key, text_of("version")))
		return 0;
	return moving_add(moving,
		&(struct moving_at){.name = one->key,
			.version = text_trim(one->value),
			.line = one->line,
			.column = one->column},
		err);
}

static int read_gradle(struct lock *lock, const struct document *document, struct err *err)
{
	static const char system[] = "systemProp.";
	struct moving moving = {.lock = lock};
	struct properties all;

	keys_start(&moving.seen, lock->arena);
	if (properties_read(&all, document, err) < 0)
		return -1;
	for (size_t i = 0; i < all.count; i++) {
		const struct property *one = &all.items[i];
		const struct option_at at = {lock, one->line, one->column, err};
		struct text name = one->key;

		if (text_starts(name, system))
			name = text_slice(name, strlen(system), name.len);
		if (add_property(&at, name, text_trim(one->value)) < 0 ||
			add_version(&moving, one, err) < 0 ||
			(text_is(name, "org.gradle.jvmargs") &&
				add_java_options(&at, one->value) < 0))
			return -1;
	}
	return 0;
}

static int read_daemon(struct lock *lock, const struct document *document, struct err *err)
{
	struct properties all;

	if (properties_read(&all, document, err) < 0)
		return -1;
	for (size_t i = 0; i < all.count; i++) {
		const struct property *one = &all.items[i];
		const struct option_at at = {lock, one->line, one->column, err};

		if (text_starts(one->key, "toolchainUrl.") && source(&at, one->key, one->value) < 0)
			return -1;
	}
	return 0;
}

/* ---- .mvn/maven.config, .mvn/jvm.config ---- */

/* Whether a word is this option of mvn: a long one may be cut short where that is still one (commons-cli), and stand behind one dash. */
static bool is_option(struct text word, const char *name)
{
	static const char dashes[] = "--";
	struct text wanted = text_of(name);

	if (!text_starts(wanted, dashes))
		return text_equal(word, wanted);
	if (text_starts(word, "-") && !text_starts(word, dashes))
		wanted = text_slice(wanted, 1, wanted.len);
	return word.len > strlen(dashes) + 1 && word.len <= wanted.len &&
	       text_equal(word, text_slice(wanted, 0, word.len));
}

/* The value behind an option: "-s x", "-sx", "--settings x", "--settings=x"; ptr NULL: it is another option. */
static struct text value_of(struct text word, const char *name, struct text rest)
{
	size_t equals = text_find(word, text_of("=")), len = strlen(name);
	struct text next = {0};

	if (is_option(text_slice(word, 0, equals), name)) {
		if (equals < word.len)
			return text_slice(word, equals + 1, word.len);
		next_word(&rest, &next);
		return next;
	}
	return len == 2 && text_starts(word, name) ? text_slice(word, len, word.len) : next;
}

static bool is_of_failing(struct text word)
{
	return text_is(word, "-fae") || text_is(word, "-ff") || text_is(word, "-fn");
}

/* "settings.xml", "ci-settings.xml" */
static bool is_settings(struct text path)
{
	return text_is(path, "settings.xml") || text_ends(path, "/settings.xml") ||
	       text_ends(path, "-settings.xml");
}

static bool is_project(struct text path)
{
	return text_ends(path, ".xml");
}

/* Settings and projects of usual names are read as such; others are not. */
static int add_named_file(const struct option_at *at, struct text word, struct text rest)
{
	static const struct {
		const char *option;
		bool (*is_read)(struct text path);
	} files[] = {{"-s", is_settings}, {"--settings", is_settings}, {"-gs", is_settings},
		{"--global-settings", is_settings}, {"-f", is_project}, {"--file", is_project}};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct text path = value_of(word, files[i].option, rest);

		if (path.len && !is_of_failing(word))
			return files[i].is_read(path) ? 0
						      : trust(at, text_of(files[i].option), path);
	}
	return 0;
}

/* Switches that have no value. */
static int add_switch(const struct option_at *at, struct text word)
{
	static const struct {
		const char *names[2];
		const char *guard;
		int strength;
	} switches[] = {{{"-c", "--lax-checksums"}, "checksums", 0},
		{{"-C", "--strict-checksums"}, "checksums", 2},
		{{"-llr", "--legacy-local-repository"}, "legacy-local-repository", 0}};

	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
		if (is_option(word, switches[i].names[0]) || is_option(word, switches[i].names[1]))
			return guard(at, text_of(switches[i].guard), word, switches[i].strength, 1);
	return 0;
}

/* "-Dname=value", "-D name=value", "--define name=value" */
static int add_maven_option(const struct option_at *at, struct text word, struct text rest)
{
	struct text define = value_of(word, "-D", rest);

	if (!define.len)
		define = value_of(word, "--define", rest);
	if (define.len)
		return add_define(at, define);
	return add_switch(at, word) < 0 ? -1 : add_named_file(at, word, rest);
}

/* From a line on, words go on over its end: an option's value may stand on the next one. */
static int read_words(
	struct lock *lock, const struct document *document, bool is_java, struct err *err)
{
	struct text rest = document->content, line;

	for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
		const struct option_at at = {lock, number, 1, err};
		struct text word;

		if (text_starts(text_trim(line), "#"))
			continue;
		while (next_word(&line, &word)) {
			struct text behind = {line.ptr,
				(size_t)(document->content.ptr + document->content.len - line.ptr)};

			if ((is_java ? add_java_option(&at, word)
				     : add_maven_option(&at, word, behind)) < 0)
				return -1;
		}
	}
	return 0;
}

static int read_maven(struct lock *lock, const struct document *document, struct err *err)
{
	return read_words(lock, document, false, err);
}

static int read_jvm(struct lock *lock, const struct document *document, struct err *err)
{
	return read_words(lock, document, true, err);
}

static const char *const gradle_globs[] = {"gradle.properties", NULL};
static const char *const daemon_globs[] = {"gradle-daemon-jvm.properties", NULL};
static const char *const maven_globs[] = {"**/.mvn/maven.config", NULL};
static const char *const jvm_globs[] = {"**/.mvn/jvm.config", NULL};

extern const struct format format_gradle_properties, format_gradle_daemon, format_maven_config,
	format_jvm_config;

const struct format format_gradle_properties = {.name = "gradle-properties",
	.ecosystem = "maven",
	.globs = gradle_globs,
	.plain = PLAIN_BYTES,
	.read = read_gradle};
const struct format format_gradle_daemon = {.name = "gradle-daemon-jvm",
	.ecosystem = "jdk",
	.globs = daemon_globs,
	.plain = PLAIN_BYTES,
	.read = read_daemon};
const struct format format_maven_config = {.name = "maven-config",
	.ecosystem = "maven",
	.globs = maven_globs,
	.plain = PLAIN_BYTES,
	.read = read_maven};
const struct format format_jvm_config = {.name = "jvm-config",
	.ecosystem = "maven",
	.globs = jvm_globs,
	.plain = PLAIN_BYTES,
	.read = read_jvm};
