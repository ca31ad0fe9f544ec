/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of a URL (RFC 3986) as package managers write them, and what is deceptive about it. The URL is parsed,
 * never compared by its beginning: "https://registry.example.org@evil.example/" is at evil.example.
 * All parts borrow from the text.
 */
#ifndef SEAMGATE_DEPENDENCIES_ADDRESS_H
#define SEAMGATE_DEPENDENCIES_ADDRESS_H

#include "gate/base/text.h"

struct address {
	struct text
		kind; /* "git", "registry", "sparse" of "git+https:", "registry+https:"; else "" */
	struct text scheme; /* "https"; "ssh" for git@host:path; "" where there is none */
	struct text user;   /* without the password; "" */
	struct text host;   /* as written, without port; "" where there is none */
	struct text port;   /* digits; "" */
	struct text path;   /* with its leading slash */
	struct text query, fragment;
	bool has_password;
};

/* False for what is no URL with an authority: a path, a name, "workspace:…", "file:…". */
bool address_parse(struct address *out, struct text text);

/* Hosts compare without case, a trailing dot and the scheme's usual port. */
bool address_same_host(const struct address *a, const struct address *b);

/* Unencrypted: http, git, ftp. Loopback hosts count as encrypted. */
bool address_is_insecure(const struct address *address);

/* NULL, or what makes a reader take the URL for another: user info that looks like a host, a host that is not plain
 * ASCII or is punycode, a backslash, control or blank, an encoded slash or dot in the path, ".." in the path. */
const char *address_deceives(const struct address *address, struct text text);

#endif
