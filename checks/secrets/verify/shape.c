/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/verify/shape.h"

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool contains_any(struct text value, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (text_contains_nocase(value, text_of(words[i])))
			return true;
	return false;
}

static bool starts_any(struct text value, const char *const *prefixes)
{
	for (size_t i = 0; prefixes[i]; i++)
		if (text_starts(value, prefixes[i]))
			return true;
	return false;
}

/* ---- the shapes ---- */

static bool is_placeholder(struct text value)
{
	static const char *const words[] = {"example", "placeholder", "changeme", "change_me",
		"change-me", "redacted", "xxxx", "todo", "insert", "replace", "undefined", "....",
		"dummy", "fake", "mock", "sample", "test", "foobar", "invalid", "default", "your-",
		"your_", "password", "passwd", "secret", "token", "bearer", "qwerty", "abc123",
		"123abc", "1234", "abcd", "lorem", "****", "----", "____", "hunter2", "pwd",
		"s3cr3t", "p@ssw", "passw0rd", "letmein", "pass_word", "pass-word", "pass.word",
		"pa55w", "p455w", "deadbeef", "c0ffee", "notasecret", "some", NULL};

	return contains_any(value, words);
}

static bool is_plain_name(struct text value)
{
	for (size_t i = 0; i < value.len; i++)
		if (!is_letter(value.ptr[i]) && !strchr("_./:-%", value.ptr[i]))
			return false;
	return true;
}

static bool is_reference(struct text value)
{
	static const char *const starts[] = {"$", "<", "{", "[", "(", "#{", "vault:", "ENC",
		"AQICA", "AgA", "secret://", "op://", "ref+", "env:", "ssm:", "arn:", NULL};
	static const char *const inside[] = {"${", "$(", "{{", "}}", "%(", "#{", "<%", NULL};

	return starts_any(value, starts) || contains_any(value, inside) ||
	       (value.len > 1 && strchr("!*&@%:", value.ptr[0]) &&
		       is_plain_name(text_slice(value, 1, value.len)));
}

static bool is_number(struct text value)
{
	for (size_t i = 0; i < value.len; i++)
		if (!is_digit(value.ptr[i]) && !strchr(".,:_-+TZ/ ", value.ptr[i]))
			return false;
	return true;
}

static bool all_hex(struct text value)
{
	for (size_t i = 0; i < value.len; i++)
		if (!is_hex(value.ptr[i]))
			return false;
	return true;
}

static bool is_colour(struct text value)
{
	return (value.len == 7 || value.len == 9) && value.ptr[0] == '#' &&
	       all_hex(text_slice(value, 1, value.len));
}

static bool is_uuid(struct text value)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	if (value.len != sizeof(form) - 1)
		return false;
	for (size_t i = 0; i < value.len; i++)
		if (form[i] == '-' ? value.ptr[i] != '-' : !is_hex(value.ptr[i]))
			return false;
	return true;
}

static bool is_hash(struct text value)
{
	static const char *const starts[] = {"sha1-", "sha1:", "sha256-", "sha256:", "sha384-",
		"sha512-", "sha512:", "md5:", "md5-", "{SHA}", "{SSHA}", "pbkdf2",
		"scrypt:", "bcrypt", "argon2", "0x", NULL};

	return starts_any(value, starts);
}

static bool has_extension(struct text value)
{
	static const char *const extensions[] = {".com", ".org", ".net", ".io", ".dev", ".json",
		".yml", ".yaml", ".txt", ".pem", ".key", ".crt", ".js", ".ts", ".py", ".go", ".rb",
		".java", ".md", ".html", ".xml", ".env", ".cfg", ".conf", ".php", ".local", NULL};

	for (size_t i = 0; extensions[i]; i++)
		if (text_ends(value, extensions[i]))
			return true;
	return false;
}

/* One slash is in base64 too; a path has more of them, words between them, or a beginning that says so. */
static bool is_path(struct text value)
{
	static const char *const starts[] = {"/", "./", "../", "~/",
		"http:", "https:", "file:", "s3:", "gs:", "ssh:", "urn:", "data:", "projects/",
		"secret/", "secrets/", NULL};

	if (has_extension(value) || text_find(value, text_of("://")) < value.len)
		return true;
	return (value.len > 2 && is_letter(value.ptr[0]) && value.ptr[1] == ':' &&
		       (value.ptr[2] == '\\' || value.ptr[2] == '/')) ||
	       starts_any(value, starts);
}

/* "==" at the end is base64's. */
static bool compares(struct text value)
{
	return text_find(value, text_of("==")) + 2 < value.len;
}

static bool is_code(struct text value)
{
	static const char *const inside[] = {"::", "->", "=>", "..", "&&", "||", "();", ")", "(",
		"[", "]", "{", "}", "<", ">", "|", ";", "\\", "%s", "%d", "%v", "?.", NULL};

	return contains_any(value, inside) || compares(value);
}

/* Whether a character follows another one in a sequence: "ab", "aa", "90". */
static bool is_step(char before, char after)
{
	return after == before || after == before + 1 || (before == '9' && after == '0');
}

/* Two sequences in one, as of letters and digits in turn: A1B2C3D4. */
static bool is_interleaved(struct text value)
{
	size_t steps = 0;

	for (size_t i = 2; i < value.len; i++)
		steps += is_step(value.ptr[i - 2], value.ptr[i]);
	return value.len >= 8 && steps * 4 >= (value.len - 2) * 3;
}

/* Of few different characters, or each one step from the one before. */
static bool is_sequence(struct text value)
{
	bool seen[256] = {false};
	size_t distinct = 0, steps = 0;

	if (is_interleaved(value))
		return true;

	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.ptr[i];

		distinct += !seen[c];
		seen[c] = true;
		if (i > 0 &&
			(value.ptr[i] == value.ptr[i - 1] || value.ptr[i] == value.ptr[i - 1] + 1))
			steps++;
	}
	return distinct <= 4 || (distinct <= 6 && value.len > 12) || steps * 2 > value.len;
}

static const struct {
	enum shape shape;
	const char *name;
	bool (*is)(struct text value);
} shapes[] = {
	{SHAPE_UUID, "a UUID", is_uuid},
	{SHAPE_COLOUR, "a colour", is_colour},
	{SHAPE_HASH, "a hash", is_hash},
	{SHAPE_NUMBER, "a number", is_number},
	{SHAPE_REFERENCE, "a reference", is_reference},
	{SHAPE_PLACEHOLDER, "a placeholder", is_placeholder},
	{SHAPE_PATH, "a path", is_path},
	{SHAPE_CODE, "code", is_code},
	{SHAPE_SEQUENCE, "a sequence", is_sequence},
};

enum { SHAPES = sizeof(shapes) / sizeof(shapes[0]) };

enum shape shape_of(struct text value)
{
	for (size_t i = 0; i < SHAPES; i++)
		if (shapes[i].is(value))
			return shapes[i].shape;
	return SHAPE_NONE;
}

const char *shape_name(enum shape shape)
{
	for (size_t i = 0; i < SHAPES; i++)
		if (shapes[i].shape == shape)
			return shapes[i].name;
	return "nothing known";
}
