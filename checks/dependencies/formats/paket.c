/* SPDX-License-Identifier: Apache-2.0
 *
 * paket.lock and paket.dependencies (Paket, "The paket.lock file", "The paket.dependencies file"): packages by the source that they come from,
 * which have no hash, and files out of repositories by their commit.
 */
#include <string.h>

#include "checks/dependencies/format.h"

struct reading {
	struct lock *lock;
	struct text section, remote; /* of paket.lock: "NUGET", "GITHUB"; its last "remote:" */
	uint32_t line;
	struct err *err;
};

static int add_source(struct reading *reading, const char *name, struct text url)
{
	return lock_setting(reading->lock,
		&(struct setting){.kind = SETTING_SOURCE,
			.name = text_of(name),
			.value = url,
			.line = reading->line,
			.column = 1},
		reading->err);
}

/* ---- paket.lock ---- */

/* "src/file.fs (0123…)" of a repository: fixed by a whole commit alone. */
static int add_file(struct reading *reading, struct text name, struct text version)
{
	struct pin pin = {.flags = PIN_REFERENCE | PIN_VCS,
			   .version = version,
			   .line = reading->line,
			   .column = 1},
		   *added;

	pin.name = arena_textf(reading->lock->arena, "%.*s%s%.*s", (int)reading->remote.len,
		reading->remote.ptr, name.len ? "/" : "", (int)name.len, name.ptr);
	if (!pin.name.ptr)
		return err_nomem(reading->err);
	if (lock_pin(reading->lock, &pin, &added, reading->err) < 0)
		return -1;
	return is_commit_id(version) ? pin_git(reading->lock, added, version, reading->err) : 0;
}

/* "    Name (1.0) - restriction" */
static int add_entry(struct reading *reading, struct text line)
{
	size_t open = text_find(line, text_of("(")), close = text_find(line, text_of(")"));
	struct text name = text_trim(text_slice(line, 0, open)),
		    version = text_trim(text_slice(line, open + 1, close));
	struct pin *added;

	if (open >= close || close == line.len)
		return 0;
	if (!text_is(reading->section, "NUGET"))
		return text_is(reading->section, "HTTP") ? 0 : add_file(reading, name, version);
	return lock_pin(reading->lock,
		&(struct pin){.name = name,
			.version = version,
			.source = reading->remote,
			.flags = PIN_NO_DIGEST,
			.line = reading->line,
			.column = 1},
		&added, reading->err);
}

static size_t indent_of(struct text line)
{
	size_t indent = 0;

	while (indent < line.len && line.ptr[indent] == ' ')
		indent++;
	return indent;
}

/* What an entry needs stands two deeper than it. */
static int read_lock_line(struct reading *reading, struct text line)
{
	enum { OF_ENTRY = 4 };
	static const char remote[] = "remote:";
	size_t indent = indent_of(line);
	struct text words = text_trim(line);

	if (indent == 0) {
		reading->section = words;
		return 0;
	}
	if (text_starts(words, remote)) {
		reading->remote = text_trim(text_slice(words, strlen(remote), words.len));
		return add_source(reading, "remote", reading->remote);
	}
	return indent == OF_ENTRY || (indent == OF_ENTRY + 1 && text_starts(words, "("))
		       ? add_entry(reading, line)
		       : 0;
}

/* ---- paket.dependencies ---- */

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

/* "source URL", "git URL ref", "http URL file" */
static int read_dependencies_line(struct reading *reading, struct text line)
{
	static const char *const words[] = {"source", "git", "http"};
	struct text words_of = text_trim(line), url;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t len = strlen(words[i]);

		if (!text_starts(words_of, words[i]) || len == words_of.len ||
			!is_blank(words_of.ptr[len]))
			continue;
		url = text_trim(text_slice(words_of, len, words_of.len));
		for (len = 0; len < url.len && !is_blank(url.ptr[len]);)
			len++;
		url = text_slice(url, 0, len);
		if (text_starts(url, "\"") && text_ends(url, "\"") && url.len > 1)
			url = text_slice(url, 1, url.len - 1);
		return add_source(reading, "source", url);
	}
	return 0;
}

static int read_lines(struct lock *lock, const struct document *document,
	int (*read)(struct reading *reading, struct text line), struct err *err)
{
	struct reading reading = {.lock = lock, .err = err};
	struct text rest = document->content, line;

	if (text_starts(rest, "\xef\xbb\xbf"))
		rest = text_slice(rest, 3, rest.len);
	while (text_next_line(&rest, &line)) {
		reading.line++;
		if (text_trim(line).len && read(&reading, line) < 0)
			return -1;
	}
	return 0;
}

static int read_lock(struct lock *lock, const struct document *document, struct err *err)
{
	return read_lines(lock, document, read_lock_line, err);
}

static int read_dependencies(struct lock *lock, const struct document *document, struct err *err)
{
	return read_lines(lock, document, read_dependencies_line, err);
}

static const char *const lock_globs[] = {"paket.lock", NULL};
static const char *const manifests[] = {"paket.dependencies", NULL};

extern const struct format format_paket_lock, format_paket_dependencies;

const struct format format_paket_lock = {.name = "paket-lock",
	.ecosystem = "nuget",
	.globs = lock_globs,
	.manifests = manifests,
	.plain = PLAIN_UTF8,
	.read = read_lock};
const struct format format_paket_dependencies = {.name = "paket-dependencies",
	.ecosystem = "nuget",
	.globs = manifests,
	.plain = PLAIN_BYTES,
	.read = read_dependencies};
