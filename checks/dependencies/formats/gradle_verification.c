/* SPDX-License-Identifier: Apache-2.0
 *
 * gradle/verification-metadata.xml (Gradle, "Verifying dependencies"; schema dependency-verification 1.0 to 1.3):
 * checksums of every artifact, keys that sign in their place, and what is trusted without either.
 */
#include "checks/dependencies/format.h"
#include "gate/base/xml.h"

#include <string.h>

static struct text value_of(const struct xml *element, const char *name)
{
	const struct text *value = xml_value(element, name);

	return value ? *value : text_of("");
}

static int fail(
	const struct document *document, const struct xml *at, struct err *err, const char *what)
{
	return document_error(document, at->line, at->column, err, "%s", what);
}

/* <sha256 value="…"><also-trust value="…"/></sha256>: also-trust is one more hash for the same file. */
static int read_checksum(
	struct lock *lock, struct pin *pin, const struct xml *checksum, struct err *err)
{
	enum digest_algorithm algorithm = algorithm_named(checksum->name);

	if (algorithm == DIGEST_UNKNOWN)
		return 0; /* pgp: a key, not a hash of the bytes */
	if (pin_hex(lock, pin, algorithm, value_of(checksum, "value"), err) < 0)
		return -1;
	for (const struct xml *also = xml_get(checksum, "also-trust"); also; also = xml_next(also))
		if (pin_hex(lock, pin, algorithm, value_of(also, "value"), err) < 0)
			return -1;
	return 0;
}

/* As Java takes the word: in any case, and with nothing around it. */
static bool is_true(struct text value)
{
	return text_is_nocase(value, "true");
}

/* Where the text comes in pieces the last may be that word. */
static bool ends_in_true(struct text value)
{
	value = text_trim(value);
	return value.len >= 4 && is_true(text_slice(value, value.len - 4, value.len));
}

/* ---- signatures ---- */

/* What a key is trusted for: a group, a name, a version, a file; "" stands for any. */
struct scope {
	struct text group, name, version, file;
	bool is_regex;
};

static bool is_any_or(struct text wanted, struct text is)
{
	return wanted.len == 0 || text_equal(wanted, is);
}

static bool scope_has(const struct scope *scope, const struct pin *pin)
{
	size_t colon = text_find(pin->name, text_of(":"));

	return scope->is_regex ||
	       (is_any_or(scope->group, text_slice(pin->name, 0, colon)) &&
		       is_any_or(scope->name, text_slice(pin->name, colon + 1, pin->name.len)) &&
		       is_any_or(scope->version, pin->version) &&
		       is_any_or(scope->file, pin->artifact));
}

/* A signature that is trusted stands for the checksum (Gradle, "Verifying signatures"). One of what the base does not have yet lets through no more than a
 * new checksum does. */
static bool is_of_newcomers(
	const struct lock *lock, const struct document *document, const struct scope *scope)
{
	enum { MOST_SETTINGS = 10000 }; /* each is held to all pins of the base */

	if (!document->base || lock->settings.count > MOST_SETTINGS)
		return false;
	for (size_t i = 0; i < document->base->pins.count; i++)
		if (scope_has(scope, &document->base->pins.items[i]))
			return false;
	return true;
}

static int add_key(struct lock *lock, const struct document *document, const struct xml *at,
	struct text key, const struct scope *scope, struct err *err)
{
	struct setting setting = {.kind = SETTING_GUARD,
		.value = text_of("trusted in the place of a hash"),
		.strength = is_of_newcomers(lock, document, scope),
		.usual = 1,
		.line = at->line,
		.column = at->column};

	setting.name = arena_textf(document->arena, "key %.*s of %.*s:%.*s:%.*s:%.*s", (int)key.len,
		key.ptr, (int)scope->group.len, scope->group.ptr, (int)scope->name.len,
		scope->name.ptr, (int)scope->version.len, scope->version.ptr, (int)scope->file.len,
		scope->file.ptr);
	return setting.name.ptr ? lock_setting(lock, &setting, err) : err_nomem(err);
}

/* <trusted-key id=… group=…/>, or with <trusting group=…/> inside. */
static int read_key(struct lock *lock, const struct document *document, const struct xml *at,
	struct text key, struct err *err)
{
	const struct scope scope = {.group = value_of(at, "group"),
		.name = value_of(at, "name"),
		.version = value_of(at, "version"),
		.file = value_of(at, "file"),
		.is_regex = is_true(value_of(at, "regex"))};
	const struct xml *trusting = xml_get(at, "trusting");

	if (!trusting)
		return add_key(lock, document, at, key, &scope, err);
	for (; trusting; trusting = xml_next(trusting))
		if (read_key(lock, document, trusting, key, err) < 0)
			return -1;
	return 0;
}

/* <pgp value="…"><also-trust value="…"/></pgp>: keys of one artifact. */
static int read_keys_of(struct lock *lock, const struct document *document, const struct pin *pin,
	const struct xml *artifact, struct err *err)
{
	size_t colon = text_find(pin->name, text_of(":"));
	const struct scope scope = {.group = text_slice(pin->name, 0, colon),
		.name = text_slice(pin->name, colon + 1, pin->name.len),
		.version = pin->version,
		.file = value_of(artifact, "name")};

	for (const struct xml *pgp = xml_get(artifact, "pgp"); pgp; pgp = xml_next(pgp)) {
		if (add_key(lock, document, pgp, value_of(pgp, "value"), &scope, err) < 0)
			return -1;
		for (const struct xml *also = xml_get(pgp, "also-trust"); also;
			also = xml_next(also))
			if (add_key(lock, document, also, value_of(also, "value"), &scope, err) < 0)
				return -1;
	}
	return 0;
}

static int read_artifact(struct lock *lock, const struct document *document,
	const struct pin *component, const struct xml *artifact, bool signatures, struct err *err)
{
	struct pin pin = *component, *added;

	pin.artifact = value_of(artifact, "name");
	pin.line = artifact->line;
	pin.column = artifact->column;
	if (pin.artifact.len == 0)
		return fail(document, artifact, err, "an artifact without a name");
	if (signatures && xml_get(artifact, "pgp"))
		pin.flags |= PIN_NO_DIGEST; /* held to a signature instead */
	if (signatures && read_keys_of(lock, document, component, artifact, err) < 0)
		return -1;
	if (lock_pin(lock, &pin, &added, err) < 0)
		return -1;
	for (const struct xml *checksum = artifact->child; checksum; checksum = checksum->next)
		if (read_checksum(lock, added, checksum, err) < 0)
			return -1;
	return 0;
}

static int read_component(struct lock *lock, const struct document *document,
	const struct xml *component, bool signatures, struct err *err)
{
	struct text group = value_of(component, "group"), name = value_of(component, "name");
	struct pin pin = {.version = value_of(component, "version"), .flags = PIN_MIXED};
	char *whole = arena_printf(
		document->arena, "%.*s:%.*s", (int)group.len, group.ptr, (int)name.len, name.ptr);

	if (!whole)
		return err_nomem(err);
	if (group.len == 0 || name.len == 0 || pin.version.len == 0)
		return fail(document, component, err, "a component without group, name or version");
	pin.name = text_of(whole);
	for (const struct xml *artifact = xml_get(component, "artifact"); artifact;
		artifact = xml_next(artifact))
		if (read_artifact(lock, document, &pin, artifact, signatures, err) < 0)
			return -1;
	return 0;
}

/* The two patterns of Gradle's manual ("Trusting all javadocs and sources"), letter by letter: anything wider may be code. */
static bool is_for_people(const struct xml *trust, struct text file)
{
	return is_true(value_of(trust, "regex")) &&
	       (text_is(file, ".*-javadoc[.]jar") || text_is(file, ".*-sources[.]jar"));
}

/* <trust group=… name=… version=… file=… regex=…/>: whatever it covers is held to nothing. */
static int read_trust(struct lock *lock, const struct document *document, const struct xml *trust,
	struct err *err)
{
	static const char *const keys[] = {"group", "name", "version", "file"};
	struct text values[4];
	struct setting setting = {.kind = SETTING_GUARD,
		.value = text_of("trusted without a hash"),
		.usual = 1,
		.line = trust->line,
		.column = trust->column};

	for (size_t i = 0; i < 4; i++)
		values[i] = value_of(trust, keys[i]);
	setting.is_unread = is_for_people(trust, values[3]);
	setting.name = arena_textf(document->arena, "trust %.*s:%.*s:%.*s:%.*s", (int)values[0].len,
		values[0].ptr, (int)values[1].len, values[1].ptr, (int)values[2].len, values[2].ptr,
		(int)values[3].len, values[3].ptr);
	return setting.name.ptr ? lock_setting(lock, &setting, err) : err_nomem(err);
}

/* ---- the whole file ---- */

enum { SWITCHES = 2 };

static const struct {
	const char *name;
	int usual;
} switches[SWITCHES] = {{"verify-metadata", 1}, {"verify-signatures", 0}};

struct reading {
	struct lock *lock;
	const struct document *document;
	const struct xml *switches[SWITCHES]; /* Gradle sets them as it comes by: the last counts */
	bool signatures;
	struct err *err;
};

/* NOLINTNEXTLINE(misc-no-recursion): xml_read bounds the depth */
static void find_switches(struct reading *reading, const struct xml *element)
{
	for (size_t i = 0; i < SWITCHES; i++)
		if (text_is(element->name, switches[i].name))
			reading->switches[i] = element;
	for (const struct xml *child = element->child; child; child = child->next)
		find_switches(reading, child);
}

/* Whether each element of that name has one text and nothing else in it. Gradle takes the text in the pieces in which it comes, each in the place of
 * the one before: "<verify-metadata>true<!-- --> </verify-metadata>" is false. */
static bool is_in_one_piece(struct text rest, const char *name)
{
	size_t len = strlen(name), at;
	bool found = false;

	while ((at = text_find(rest, text_of(name))) < rest.len) {
		bool is_opened = at > 0 && rest.ptr[at - 1] == '<';

		rest = text_slice(rest, at + len, rest.len);
		if (!is_opened)
			continue;
		found = true;
		rest = text_slice(rest, text_find(rest, text_of(">")) + 1, rest.len);
		at = text_find(rest, text_of("<"));
		if (text_find(text_slice(rest, 0, at), text_of("&")) < at ||
			!text_starts(text_slice(rest, at, rest.len), "</"))
			return false;
	}
	return found;
}

static int read_switches(struct reading *reading)
{
	for (size_t i = 0; i < SWITCHES; i++) {
		const struct xml *at = reading->switches[i];
		struct setting setting = {.kind = SETTING_GUARD,
			.name = text_of(switches[i].name),
			.usual = switches[i].usual};

		if (!at)
			continue;
		setting.value = text_trim(at->text);
		setting.strength = is_true(at->text) &&
				   is_in_one_piece(reading->document->content, switches[i].name);
		setting.line = at->line;
		setting.column = at->column;
		if (lock_setting(reading->lock, &setting, reading->err) < 0)
			return -1;
	}
	return 0;
}

static int read_element(struct reading *reading, const struct xml *element)
{
	if (text_is(element->name, "component"))
		return read_component(reading->lock, reading->document, element,
			reading->signatures, reading->err);
	if (text_is(element->name, "trust"))
		return read_trust(reading->lock, reading->document, element, reading->err);
	if (text_is(element->name, "trusted-key") && reading->signatures)
		return read_key(reading->lock, reading->document, element, value_of(element, "id"),
			reading->err);
	return 0;
}

/* Gradle reads elements as they come, however many lists of them there are: so does this.
 * NOLINTNEXTLINE(misc-no-recursion): xml_read bounds the depth */
static int read_inside(struct reading *reading, const struct xml *element)
{
	for (const struct xml *child = element->child; child; child = child->next)
		if (read_element(reading, child) < 0 || read_inside(reading, child) < 0)
			return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document, .err = err};
	const struct xml *root;

	if (xml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	if (!text_is(root->name, "verification-metadata"))
		return fail(document, root, err, "this is no verification-metadata");
	find_switches(&reading, root);
	/* Without this Gradle does not look at signatures: an artifact that has only one has nothing. */
	reading.signatures = reading.switches[1] && ends_in_true(reading.switches[1]->text);
	return read_switches(&reading) < 0 ? -1 : read_inside(&reading, root);
}

static const char *const globs[] = {
	"**/gradle/verification-metadata.xml", "**/gradle/verification-metadata.dryrun.xml", NULL};

extern const struct format format_gradle_verification;

const struct format format_gradle_verification = {.name = "gradle-verification",
	.ecosystem = "maven",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.is_protection = true,
	.read = read};
