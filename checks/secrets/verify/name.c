/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/verify/name.h"

#include <string.h>

enum { MOST_WORDS = 16, LONGEST_NAME = 120 };

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name_byte(char c)
{
	return is_lower(c) || is_upper(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
}

static struct text last_name(struct text before)
{
	size_t to = before.len, from, least;

	while (to && !is_name_byte(before.ptr[to - 1]))
		to--;
	from = to;
	least = to > LONGEST_NAME ? to - LONGEST_NAME : 0;
	while (from > least && is_name_byte(before.ptr[from - 1]))
		from--;
	return text_slice(before, from, to);
}

/* In <add key="ServiceToken" value="…"/> and its like the name stands before "value". */
struct text name_before(struct text before)
{
	struct text name;

	while (before.len && !strchr("=:", before.ptr[before.len - 1]))
		before.len--;
	name = last_name(before);
	if (name.len != 5 || !text_contains_nocase(name, text_of("value")))
		return name;
	return last_name((struct text){before.ptr, (size_t)(name.ptr - before.ptr)});
}

/* ---- its words ---- */

struct words {
	struct text items[MOST_WORDS]; /* the last ones */
	size_t count;
};

/* "clientID" has two words, "HTTPToken" too. */
static bool begins_word(struct text name, size_t at)
{
	char c = name.ptr[at], before = name.ptr[at - 1];

	if (is_upper(c))
		return !is_upper(before) || (at + 1 < name.len && is_lower(name.ptr[at + 1]));
	return is_digit(before) != is_digit(c);
}

static void add_word(struct words *words, struct text word)
{
	if (word.len == 0)
		return;
	if (words->count == MOST_WORDS)
		memmove(words->items, words->items + 1, --words->count * sizeof(words->items[0]));
	words->items[words->count++] = word;
}

static void split(struct words *words, struct text name)
{
	size_t from = 0;

	for (size_t i = 0; i < name.len; i++) {
		if (strchr("_-.", name.ptr[i])) {
			add_word(words, text_slice(name, from, i));
			from = i + 1;
		} else if (i > from && begins_word(name, i)) {
			add_word(words, text_slice(name, from, i));
			from = i;
		}
	}
	add_word(words, text_slice(name, from, name.len));
}

/* ---- what they say ---- */

static bool is_one_of(struct text word, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		if (word.len == strlen(list[i]) && text_contains_nocase(word, text_of(list[i])))
			return true;
	return false;
}

/* Where one of them is in a name, its value is made to be seen or goes with something public. */
static const char *const public_words[] = {"public", "pub", "csrf", "xsrf", "nonce", "checksum",
	"authenticity", "salted", "integrity", "digest", "hash", "hashed", "sha", "md", "etag",
	"fingerprint", "cursor", "page", "next", "continuation", "sync", "placeholder", "example",
	"dummy", "fake", "mock", "expected", "encrypted", "sealed", "test", "invalid", "wrong",
	"regex", "pattern", "sitekey", NULL};

/* At the end: not the secret but something about it. */
static const char *const about_words[] = {"id", "ids", "arn", "name", "names", "url", "uri", "type",
	"date", "used", "expires", "expiry", "expiration", "time", "file", "path", "dir", "version",
	"status", "count", "length", "size", "format", "header", "field", "prefix", "suffix",
	"policy", "provider", "class", "algorithm", "scope", "endpoint", "issuer", "label", "title",
	"text", "message", "error", "help", "hint", "description", "env", "var", "variable", "ref",
	"store", "manager", "service", "selector", "index", "locator", "address", "contract",
	"symbol", "kind", "mode", "strength", "reset", "host", "port", "user", "username", "column",
	"table", "attribute", "property", "info", "metadata", "verifier", "salt", "iv", "location",
	"regexp", "owner", "source", "input", "enabled", "required", "identifier", "language",
	"list", "param", "parameter", "extension", NULL};

static const char *const secret_words[] = {"password", "passwd", "passphrase", "passcode", "pass",
	"pwd", "pw", "secret", "secrets", "token", "tokens", "apikey", "credential", "credentials",
	"passwords", "authkey", "secretkey", "accesskey", "privatekey", NULL};

/* Before "key". */
static const char *const key_words[] = {"api", "access", "auth", "private", "secret", "signing",
	"encryption", "master", "account", "service", "admin", "client", "app", "shared", "session",
	"license", "storage", "write", "ingest", "webhook", NULL};

static bool ends_in_secret(const struct words *words, size_t count)
{
	if (count && is_digit(words->items[count - 1].ptr[0]))
		count--;
	if (count == 0)
		return false;
	if (is_one_of(words->items[count - 1], secret_words))
		return true;
	return count > 1 &&
	       is_one_of(words->items[count - 1], (const char *const[]){"key", "keys", NULL}) &&
	       is_one_of(words->items[count - 2], key_words);
}

static bool is_key_alone(const struct words *words)
{
	return words->count == 2 && is_one_of(words->items[1], (const char *const[]){"key", NULL});
}

enum name_kind name_kind(struct text name)
{
	struct words words = {.count = 0};

	split(&words, name);
	for (size_t i = 0; i < words.count; i++)
		if (is_one_of(words.items[i], public_words))
			return NAME_OTHER;
	if (words.count && is_one_of(words.items[words.count - 1], about_words))
		return NAME_OTHER;
	return ends_in_secret(&words, words.count) || is_key_alone(&words) ? NAME_SECRET
									   : NAME_NEIGHBOUR;
}
