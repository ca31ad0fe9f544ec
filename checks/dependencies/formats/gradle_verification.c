/* SPDX-License-Identifier: Apache-2.0
 *
 * gradle/verification-metadata.xml (Gradle, "Verifying dependencies"; schema dependency-verification 1.0 to 1.3):
 * checksums of every artifact, and what is trusted without one.
 */
#include "checks/dependencies/format.h"
#include "gate/base/xml.h"

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
	return text_is(value_of(trust, "regex"), "true") &&
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

static int read_configuration(struct lock *lock, const struct document *document,
	const struct xml *configuration, struct err *err)
{
	static const struct {
		const char *name;
		int usual;
	} switches[] = {{"verify-metadata", 1}, {"verify-signatures", 0}};

	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
		const struct xml *at = xml_get(configuration, switches[i].name);
		struct text value = xml_text(configuration, switches[i].name);
		struct setting setting = {.kind = SETTING_GUARD,
			.name = text_of(switches[i].name),
			.value = value,
			.strength = text_is(value, "true"),
			.usual = switches[i].usual};

		if (!at)
			continue;
		setting.line = at->line;
		setting.column = at->column;
		if (lock_setting(lock, &setting, err) < 0)
			return -1;
	}
	for (const struct xml *trust = xml_at(configuration, "trusted-artifacts/trust"); trust;
		trust = xml_next(trust))
		if (read_trust(lock, document, trust, err) < 0)
			return -1;
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	const struct xml *root, *configuration, *component;
	bool signatures;

	if (xml_read(&root, document->content, document->name, document->arena, err) < 0)
		return -1;
	if (!text_is(root->name, "verification-metadata"))
		return fail(document, root, err, "this is no verification-metadata");
	configuration = xml_get(root, "configuration");
	if (configuration && read_configuration(lock, document, configuration, err) < 0)
		return -1;
	/* Without this Gradle does not look at signatures: an artifact that has only one has nothing. */
	signatures = configuration && text_is(xml_text(configuration, "verify-signatures"), "true");
	for (component = xml_at(root, "components/component"); component;
		component = xml_next(component))
		if (read_component(lock, document, component, signatures, err) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {
	"**/gradle/verification-metadata.xml", "**/gradle/verification-metadata.dryrun.xml", NULL};

extern const struct format format_gradle_verification;

const struct format format_gradle_verification = {.name = "gradle-verification",
	.ecosystem = "maven",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read};
