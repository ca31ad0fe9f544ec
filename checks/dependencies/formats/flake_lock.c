/* SPDX-License-Identifier: Apache-2.0
 *
 * flake.lock (Nix, "nix flake", lock files), versions 5 to 7: inputs with the commit and the SHA-256 of the NAR
 * serialisation of the tree; narHash is SRI, in older files base 32, with or without "sha256:".
 */
#include <string.h>

#include "checks/dependencies/json_document.h"
#include "gate/base/digest.h"
#include "gate/base/keys.h"

struct reading {
	struct lock *lock;
	const struct document *document;
	struct err *err;
	struct keys by_name; /* 1 + pin */
};

static int add_old_hash(const struct reading *reading, struct pin *pin, struct text hash)
{
	struct digest digest = {.algorithm = DIGEST_SHA256, .written = hash};

	if (text_starts(hash, "sha256:"))
		hash = text_slice(hash, strlen("sha256:"), hash.len);
	if (nix32_decode(&digest.bytes, hash, reading->lock->arena, reading->err) < 0)
		return -1;
	if (digest.bytes.len != algorithm_bytes(DIGEST_SHA256)) {
		digest.flaw = "is no SHA-256 in base 32";
		digest.bytes = text_of("");
	}
	return pin_digest(reading->lock, pin, &digest, reading->err);
}

/* The forges that flake references have words for. */
static struct text host_of(const struct json *locked)
{
	static const struct {
		const char *type, *host;
	} forges[] = {
		{"github", "github.com"}, {"gitlab", "gitlab.com"}, {"sourcehut", "git.sr.ht"}};
	struct text host = json_text_at(locked, "host");

	for (size_t i = 0; host.len == 0 && i < sizeof(forges) / sizeof(forges[0]); i++)
		if (text_is(json_text_at(locked, "type"), forges[i].type))
			host = text_of(forges[i].host);
	return host;
}

/* What an input is, as one address. */
static int set_source(const struct reading *reading, const struct json *locked, struct pin *pin)
{
	struct text host = host_of(locked), owner = json_text_at(locked, "owner");
	struct text repository = json_text_at(locked, "repo");
	char *url;

	pin->source = json_text_at(locked, "url");
	if (pin->source.len || host.len == 0)
		return 0;
	url = arena_printf(reading->lock->arena, "https://%.*s/%.*s/%.*s", (int)host.len, host.ptr,
		(int)owner.len, owner.ptr, (int)repository.len, repository.ptr);
	if (!url)
		return err_nomem(reading->err);
	pin->source = text_of(url);
	return 0;
}

/* An archive at an address has no commit: what changes with each update is its time. */
static struct text modified_of(const struct json *locked)
{
	const struct json *time = json_get(locked, "lastModified");

	return time && time->type == JSON_NUMBER ? time->text : text_of("");
}

/* SRI has a hyphen behind its algorithm. */
static bool is_base32(struct text hash)
{
	return text_find(hash, text_of("-")) == hash.len;
}

static int read_node(struct reading *reading, const struct json *node)
{
	const struct json *locked = json_get(node, "locked");
	struct text hash = json_text_at(locked, "narHash"), commit = json_text_at(locked, "rev");
	struct pin pin = json_pin(node), *added;
	uint32_t *index;

	pin.name = node->key;
	pin.version = commit.len ? commit : modified_of(locked);
	if (!locked)
		pin.flags = PIN_PROJECT;
	if (text_is(json_text_at(locked, "type"), "path")) {
		pin.flags |= PIN_LOCAL;
		pin.place = json_text_at(locked, "path");
	}
	if (set_source(reading, locked, &pin) < 0 ||
		keys_add(&reading->by_name, pin.name, &index, reading->err) < 0 ||
		lock_pin(reading->lock, &pin, &added, reading->err) < 0)
		return -1;
	*index = (uint32_t)reading->lock->pins.count;
	if (hash.len == 0)
		return 0;
	return is_base32(hash) ? add_old_hash(reading, added, hash)
			       : pin_sri(reading->lock, added, hash, reading->err);
}

/* An input is a node's name, or a path of inputs from the root ("follows"), which another edge has already. */
static int read_inputs(struct reading *reading, const struct json *node, uint32_t from)
{
	const struct json *inputs = json_get(node, "inputs");
	uint32_t *to;

	for (const struct json *one = inputs ? inputs->child : NULL; one; one = one->next) {
		if (one->type != JSON_STRING)
			continue;
		if (keys_add(&reading->by_name, one->text, &to, reading->err) < 0)
			return -1;
		if (!*to)
			return json_error(reading->document, one, reading->err,
				"an input that no node stands for");
		if (lock_edge(reading->lock, from, *to - 1, reading->err) < 0)
			return -1;
	}
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document, .err = err};
	const struct json *root, *nodes;
	uint32_t from = 0;

	keys_start(&reading.by_name, lock->arena);
	if (document_json(&root, lock, document, err) < 0)
		return -1;
	nodes = json_get(root, "nodes");
	if (!nodes || nodes->type != JSON_OBJECT)
		return json_error(document, root, err, "nodes is missing");
	lock->has_edges = true;
	for (const struct json *node = nodes->child; node; node = node->next)
		if (read_node(&reading, node) < 0)
			return -1;
	for (const struct json *node = nodes->child; node; node = node->next)
		if (read_inputs(&reading, node, from++) < 0)
			return -1;
	return 0;
}

static const char *const globs[] = {"flake.lock", NULL};

extern const struct format format_flake_lock;

const struct format format_flake_lock = {.name = "flake-lock",
	.ecosystem = "nix",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.read = read};
