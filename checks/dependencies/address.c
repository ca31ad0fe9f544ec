/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/address.h"

#include <ctype.h>
#include <string.h>

static const char *const insecure[] = {"http", "git", "ftp", "svn", "rsync", NULL};

static bool is_one_of(struct text text, const char *const *words)
{
	for (; *words; words++)
		if (text_is_nocase(text, *words))
			return true;
	return false;
}

static bool is_scheme(struct text text)
{
	if (text.len == 0 || !isalpha((unsigned char)text.ptr[0]))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!isalnum((unsigned char)text.ptr[i]) && !memchr("+.-", text.ptr[i], 3))
			return false;
	return true;
}

static size_t find_any(struct text text, const char *bytes)
{
	for (size_t i = 0; i < text.len; i++)
		if (strchr(bytes, text.ptr[i]) && text.ptr[i])
			return i;
	return text.len;
}

/* The last of a byte, or text.len. */
static size_t find_last(struct text text, char byte)
{
	for (size_t i = text.len; i-- > 0;)
		if (text.ptr[i] == byte)
			return i;
	return text.len;
}

/* "user:password@host:port". The last '@' counts, as in browsers and curl. */
static void split_authority(struct address *out, struct text authority)
{
	size_t at = find_last(authority, '@'), colon;
	struct text host = authority;

	if (at < authority.len) {
		struct text user = text_slice(authority, 0, at);

		colon = text_find(user, text_of(":"));
		out->user = text_slice(user, 0, colon);
		out->has_password = colon < user.len;
		host = text_slice(authority, at + 1, authority.len);
	}
	colon = host.len && host.ptr[0] == '[' ? find_last(host, ']') + 1
					       : text_find(host, text_of(":"));
	if (colon > host.len)
		colon = host.len;
	out->host = text_slice(host, 0, colon);
	out->port = text_slice(host, colon + 1, host.len);
	while (out->host.len && out->host.ptr[out->host.len - 1] == '.')
		out->host.len--;
}

static void split_path(struct address *out, struct text rest)
{
	size_t fragment = text_find(rest, text_of("#")), query;

	out->fragment = text_slice(rest, fragment + 1, rest.len);
	rest = text_slice(rest, 0, fragment);
	query = text_find(rest, text_of("?"));
	out->query = text_slice(rest, query + 1, rest.len);
	out->path = text_slice(rest, 0, query);
}

/* git@host:owner/name, as ssh has it. */
static bool parse_scp(struct address *out, struct text text)
{
	size_t at = text_find(text, text_of("@")), colon = text_find(text, text_of(":"));

	if (at >= colon || colon == text.len || text_find(text, text_of("/")) < colon)
		return false;
	out->scheme = text_of("ssh");
	split_authority(out, text_slice(text, 0, colon));
	split_path(out, text_slice(text, colon + 1, text.len));
	return out->host.len > 0;
}

bool address_parse(struct address *out, struct text text)
{
	size_t mark = text_find(text, text_of("://")), plus, end;
	struct text scheme = text_slice(text, 0, mark), rest;

	*out = (struct address){0};
	if (mark == text.len || !is_scheme(scheme))
		return parse_scp(out, text);
	plus = text_find(scheme, text_of("+"));
	out->scheme = scheme;
	if (plus < scheme.len) {
		out->kind = text_slice(scheme, 0, plus);
		out->scheme = text_slice(scheme, plus + 1, scheme.len);
	}
	rest = text_slice(text, mark + strlen("://"), text.len);
	end = find_any(rest, "/?#\\");
	split_authority(out, text_slice(rest, 0, end));
	split_path(out, text_slice(rest, end, rest.len));
	return out->host.len > 0;
}

static struct text usual_port(struct text scheme)
{
	if (text_equal_nocase(scheme, text_of("https")))
		return text_of("443");
	if (text_equal_nocase(scheme, text_of("http")))
		return text_of("80");
	return text_equal_nocase(scheme, text_of("ssh")) ? text_of("22") : text_of("");
}

static struct text port_of(const struct address *address)
{
	return text_equal(address->port, usual_port(address->scheme)) ? text_of("") : address->port;
}

bool address_same_host(const struct address *a, const struct address *b)
{
	return text_equal_nocase(a->host, b->host) && text_equal(port_of(a), port_of(b));
}

static bool is_loopback(struct text host)
{
	static const char *const names[] = {"localhost", "127.0.0.1", "[::1]", NULL};

	return is_one_of(host, names);
}

bool address_is_insecure(const struct address *address)
{
	return is_one_of(address->scheme, insecure) && !is_loopback(address->host);
}

static bool is_punycode(struct text host)
{
	return text_contains_nocase(host, text_of("xn--"));
}

static const char *path_deceives(struct text path)
{
	if (text_contains_nocase(path, text_of("%2e%2e")) ||
		text_find(path, text_of("/../")) < path.len || text_ends(path, "/.."))
		return "has .. in its path";
	return NULL;
}

/* A login name is usual before '@'; one with a dot or a slash reads like a host. */
static bool user_deceives(const struct address *address)
{
	return find_any(address->user, ".%") < address->user.len;
}

const char *address_deceives(const struct address *address, struct text text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.ptr[i];

		if (byte <= ' ' || byte == 0x7f || byte == '\\')
			return "has a blank, control character or backslash in it";
	}
	for (size_t i = 0; i < address->host.len; i++)
		if ((unsigned char)address->host.ptr[i] >= 0x80)
			return "has a host name that is not plain ASCII";
	if (user_deceives(address))
		return "has what looks like a host before its host";
	if (is_punycode(address->host))
		return "has a host name in punycode";
	if (find_any(address->host, "%") < address->host.len)
		return "has an encoded host name";
	return path_deceives(address->path);
}
