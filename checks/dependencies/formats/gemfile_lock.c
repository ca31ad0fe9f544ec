/* SPDX-License-Identifier: Apache-2.0
 *
 * Gemfile.lock and gems.locked (bundler, lib/bundler/lockfile_parser.rb): sections in capitals at the margin; two
 * blanks before their entries; in `specs:` four before a gem, six before what it needs. CHECKSUMS has the SHA-256
 * of the .gem, where bundler was asked for it.
 */
#include <string.h>

#include "checks/dependencies/formats/asks.h"
#include "gate/base/keys.h"

enum { MOST_REMOTES = 1000 };

enum section {
	SECTION_OTHER,
	SECTION_GEM,
	SECTION_GIT,
	SECTION_PATH,
	SECTION_PLUGIN,
	SECTION_DEPENDENCIES,
	SECTION_CHECKSUMS
};

struct reading {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	enum section section;
	struct text remote, revision;
	bool in_specs, has_gem; /* behind `specs:`; behind a gem in it */
	uint32_t pin;           /* the gem that needs what follows */
	struct asks asks;
	struct keys by_name; /* name -> 1 + first pin; further pins of a name are chained */
	uint32_t *next;      /* by pin: 1 + the next of its name */
	size_t next_capacity;
	bool resolving; /* the second pass: edges and checksums */
};

struct line {
	struct text text; /* without the indent */
	size_t indent;
	uint32_t number;
};

static int fail(const struct reading *reading, const struct line *line, const char *what)
{
	return document_error(reading->document, line->number, (uint32_t)line->indent + 1,
		reading->err, "%s", what);
}

static const struct {
	const char *name;
	enum section section;
} sections[] = {{"GEM", SECTION_GEM}, {"GIT", SECTION_GIT}, {"PATH", SECTION_PATH},
	{"PLUGIN SOURCE", SECTION_PLUGIN}, {"DEPENDENCIES", SECTION_DEPENDENCIES},
	{"CHECKSUMS", SECTION_CHECKSUMS}, {"PLATFORMS", SECTION_OTHER},
	{"RUBY VERSION", SECTION_OTHER}, {"BUNDLED WITH", SECTION_OTHER}};

static int enter_section(struct reading *reading, const struct line *line)
{
	reading->remote = reading->revision = text_of("");
	reading->in_specs = reading->has_gem = false;
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		if (text_is(line->text, sections[i].name)) {
			reading->section = sections[i].section;
			return 0;
		}
	return fail(reading, line, "a section that Gemfile.lock does not have");
}

/* "name (version)" or "name (version-platform)"; the platform begins behind the first dash. */
static bool split_gem(struct text text, struct text *name, struct text *version,
	struct text *platform, struct text *rest)
{
	size_t open = text_find(text, text_of(" (")), close = text_find(text, text_of(")")), dash;
	struct text inside = text_slice(text, open + 2, close);

	if (close == text.len || open >= close)
		return false;
	*name = text_slice(text, 0, open);
	*rest = text_trim(text_slice(text, close + 1, text.len));
	dash = text_find(inside, text_of("-"));
	*version = text_slice(inside, 0, dash);
	*platform = text_slice(inside, dash + 1, inside.len);
	return name->len && version->len;
}

static int chain(struct reading *reading, uint32_t pin)
{
	uint32_t *first;

	if (arena_reserve(reading->lock->arena, (void **)&reading->next, &reading->next_capacity,
		    (size_t)pin + 1, sizeof(*reading->next)) < 0)
		return err_nomem(reading->err);
	if (keys_add(&reading->by_name, reading->lock->pins.items[pin].name, &first, reading->err) <
		0)
		return -1;
	reading->next[pin] = *first;
	*first = pin + 1;
	return 0;
}

static int add_gem(struct reading *reading, const struct line *line)
{
	struct pin pin = {.source = reading->remote,
		.line = line->number,
		.column = (uint32_t)line->indent + 1};
	struct pin *added;
	struct text rest;

	if (!split_gem(line->text, &pin.name, &pin.version, &pin.artifact, &rest))
		return fail(reading, line, "a gem that is not \"name (version)\"");
	if (reading->section == SECTION_PATH)
		pin.flags = PIN_LOCAL;
	if (reading->section == SECTION_GIT)
		pin.flags = PIN_VCS;
	if (lock_pin(reading->lock, &pin, &added, reading->err) < 0)
		return -1;
	if (reading->section == SECTION_GIT &&
		pin_git(reading->lock, added, reading->revision, reading->err) < 0)
		return -1;
	if (asks_also(&reading->asks, pin.name, (uint32_t)reading->lock->pins.count - 1,
		    reading->err) < 0)
		return -1;
	return chain(reading, (uint32_t)reading->lock->pins.count - 1);
}

/* To every platform's gem of that name. Bundler itself is needed and has no entry; what only other platforms need may have none. */
static int add_edges(struct reading *reading, uint32_t from, struct text wanted)
{
	struct text name = text_slice(wanted, 0, text_find(wanted, text_of(" (")));
	struct ask ask = {.from = from, .key = text_of("")};

	if (name.len && name.ptr[name.len - 1] == '!')
		name.len--;
	ask.name = name;
	if (!keys_find(&reading->by_name, name))
		return asks_offer(&reading->asks, &ask, reading->err);
	return asks_add(&reading->asks, &ask, reading->err);
}

/* Of several remotes of one section bundler takes whichever has the gem: the last is the gems' source, those before it
 * are settings. */
static int set_remote(struct reading *reading, const struct line *line)
{
	struct setting setting = {.kind = SETTING_SOURCE,
		.name = text_of("remote"),
		.value = reading->remote,
		.line = line->number,
		.column = (uint32_t)line->indent + 1};

	reading->remote = text_slice(line->text, strlen("remote: "), line->text.len);
	if (setting.value.len == 0 || reading->resolving)
		return 0;
	if (reading->lock->settings.count == MOST_REMOTES)
		return fail(reading, line, "more remotes than anyone has");
	return lock_setting(reading->lock, &setting, reading->err);
}

static int read_source_key(struct reading *reading, const struct line *line)
{
	reading->in_specs = text_is(line->text, "specs:");
	if (text_starts(line->text, "remote: "))
		return set_remote(reading, line);
	if (text_starts(line->text, "revision: "))
		reading->revision = text_slice(line->text, strlen("revision: "), line->text.len);
	return 0;
}

static int read_source_line(struct reading *reading, const struct line *line)
{
	if (line->indent == 2)
		return read_source_key(reading, line);
	if (!reading->in_specs)
		return fail(reading, line, "an entry outside of specs");
	if (line->indent == 4) {
		reading->has_gem = true;
		if (reading->resolving)
			reading->pin++;
		return reading->resolving ? 0 : add_gem(reading, line);
	}
	if (line->indent != 6 || !reading->has_gem)
		return fail(reading, line, "an entry with an indent that is not known");
	return reading->resolving ? add_edges(reading, reading->pin - 1, line->text) : 0;
}

static struct pin *find_gem(struct reading *reading, const struct pin *wanted, uint32_t *first)
{
	for (uint32_t at = *first; at; at = reading->next[at - 1]) {
		struct pin *pin = &reading->lock->pins.items[at - 1];

		if (text_equal(pin->version, wanted->version) &&
			text_equal(pin->artifact, wanted->artifact))
			return pin;
	}
	return NULL;
}

/* "name (version) sha256=<hex>,sha512=<hex>"; a gem without one has only the name. */
static int read_checksum(struct reading *reading, const struct line *line)
{
	struct pin wanted = {
		.line = line->number, .column = (uint32_t)line->indent + 1, .flags = PIN_PROJECT};
	struct pin *pin;
	struct text rest, part;
	uint32_t *first;

	if (!split_gem(line->text, &wanted.name, &wanted.version, &wanted.artifact, &rest))
		return fail(reading, line, "a checksum that is not \"name (version) sha256=…\"");
	if (keys_add(&reading->by_name, wanted.name, &first, reading->err) < 0)
		return -1;
	pin = find_gem(reading, &wanted, first);
	if (!pin && lock_pin(reading->lock, &wanted, &pin, reading->err) < 0)
		return -1;
	pin->line = wanted.line;
	pin->column = wanted.column;
	while (text_next_part(&rest, ',', &part))
		if (part.len && pin_tagged(reading->lock, pin, part, reading->err) < 0)
			return -1;
	return 0;
}

static int read_line(struct reading *reading, const struct line *line)
{
	if (line->text.len == 0)
		return 0;
	if (line->indent == 0)
		return enter_section(reading, line);
	switch (reading->section) {
	case SECTION_GEM:
	case SECTION_GIT:
	case SECTION_PATH:
	case SECTION_PLUGIN:
		return read_source_line(reading, line);
	case SECTION_DEPENDENCIES:
		return reading->resolving ? add_edges(reading, EDGE_ROOT, line->text) : 0;
	case SECTION_CHECKSUMS:
		return reading->resolving ? read_checksum(reading, line) : 0;
	case SECTION_OTHER:
		break;
	}
	return 0;
}

static int read_pass(struct reading *reading)
{
	struct text rest = reading->document->content;
	struct line line;

	reading->section = SECTION_OTHER;
	for (line.number = 1; text_next_line(&rest, &line.text); line.number++) {
		for (line.indent = 0;
			line.indent < line.text.len && line.text.ptr[line.indent] == ' ';)
			line.indent++;
		line.text = text_trim(line.text);
		if (read_line(reading, &line) < 0)
			return -1;
	}
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document, .err = err};

	keys_start(&reading.by_name, lock->arena);
	if (asks_start(&reading.asks, lock, document->arena, err) < 0 || read_pass(&reading) < 0)
		return -1;
	reading.resolving = true;
	lock->has_edges = true;
	return read_pass(&reading) < 0 ? -1 : asks_resolve(&reading.asks, err);
}

static const char *const globs[] = {"Gemfile.lock", "gems.locked", NULL};

static const char *const manifests[] = {"Gemfile", "gems.rb", NULL};

extern const struct format format_gemfile_lock;

const struct format format_gemfile_lock = {.name = "gemfile-lock",
	.ecosystem = "gem",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.plain = PLAIN_UTF8,
	.read = read,
	.manifests = manifests,
	.shadow = asks_shadow};
