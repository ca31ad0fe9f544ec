/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/sidecar.h"

#include <string.h>

#include "gate/base/digest.h"
#include "gate/base/ed25519.h"
#include "gate/base/json.h"
#include "gate/base/json_write.h"

#define SCHEMA "seamgate.evidence/1"

enum { MOST_BYTES = 4 * 1024 * 1024 };

bool sidecar_path_is_fit(struct text path)
{
	struct text rest = path, part;

	if (path.len == 0 || path.ptr[0] == '/')
		return false;
	for (size_t i = 0; i < path.len; i++)
		if ((unsigned char)path.ptr[i] < 0x20 || path.ptr[i] == 0x7f)
			return false;
	while (text_next_part(&rest, '/', &part))
		if (text_is(part, "..") || text_is(part, ".") || part.len == 0)
			return false;
	return true;
}

static bool is_hex(struct text text, size_t length)
{
	if (text.len != length)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!(text.ptr[i] >= '0' && text.ptr[i] <= '9') &&
			!(text.ptr[i] >= 'a' && text.ptr[i] <= 'f'))
			return false;
	return true;
}

/* DVC's digest of a folder has ".dir" behind it. */
static bool is_md5(struct text text)
{
	return is_hex(text_ends(text, ".dir") ? text_slice(text, 0, text.len - 4) : text, 32);
}

int sidecar_add(struct sidecar_files *files, const struct sidecar_file *file, struct arena *arena,
	struct err *err)
{
	if (arena_reserve(arena, (void **)&files->items, &files->capacity, files->count + 1,
		    sizeof(*files->items)) < 0)
		return err_nomem(err);
	files->items[files->count++] = *file;
	return 0;
}

const struct sidecar_file *sidecar_find(const struct sidecar_files *files, struct text path)
{
	for (size_t i = 0; i < files->count; i++)
		if (text_equal(files->items[i].path, path))
			return &files->items[i];
	return NULL;
}

/* ---- reading ---- */

struct reading {
	struct sidecar *out;
	const char *name;
	struct arena *arena;
	struct err *err;
};

static int wrong(const struct reading *reading, const struct json *at, const char *what)
{
	return err_set(
		reading->err, ERR_LOOK, "%s:%u:%u: %s", reading->name, at->line, at->column, what);
}

/* A member that we do not know would not be covered by the signature. */
static int refuse_unknown(
	const struct reading *reading, const struct json *json, const char *const *known)
{
	for (const struct json *child = json->child; child; child = child->next) {
		bool is_known = false;

		for (size_t i = 0; known[i]; i++)
			is_known = is_known || text_is(child->key, known[i]);
		if (!is_known)
			return wrong(reading, child, "a sidecar has no such member");
	}
	return 0;
}

static const char *const members[] = {
	"schema", "harness", "models", "recipes", "evidence", "signature", NULL};
static const char *const harness_members[] = {"name", "version", NULL};
static const char *const file_members[] = {"path", "sha256", "md5", NULL};
static const char *const signature_members[] = {"algorithm", "key", "value", NULL};

static int read_file(
	const struct reading *reading, struct sidecar_files *files, const struct json *json)
{
	struct sidecar_file file = {.path = json_text_at(json, "path"),
		.sha256 = json_text_at(json, "sha256"),
		.md5 = json_text_at(json, "md5"),
		.line = json->line};

	if (refuse_unknown(reading, json, file_members) < 0)
		return -1;
	if (!sidecar_path_is_fit(file.path))
		return wrong(reading, json, "a file needs a \"path\" from the repository's root");
	if (sidecar_find(files, file.path))
		return wrong(reading, json, "this path is named twice");
	if (file.sha256.len && file.md5.len)
		return wrong(reading, json,
			"a file has either its \"sha256\" or, of DVC, its \"md5\": only one is "
			"signed");
	if (file.sha256.len ? !is_hex(file.sha256, 64) : !is_md5(file.md5))
		return wrong(reading, json,
			"a file needs its \"sha256\" (64 lower-case hex digits) or, of DVC, its "
			"\"md5\"");
	return sidecar_add(files, &file, reading->arena, reading->err);
}

static int read_files(
	const struct reading *reading, struct sidecar_files *files, const struct json *json)
{
	if (!json)
		return 0;
	if (json->type != JSON_ARRAY)
		return wrong(reading, json, "expected a list of files");
	for (const struct json *child = json->child; child; child = child->next)
		if (read_file(reading, files, child) < 0)
			return -1;
	return 0;
}

static int read_signature(const struct reading *reading, const struct json *json)
{
	if (!json)
		return 0;
	if (refuse_unknown(reading, json, signature_members) < 0)
		return -1;
	reading->out->key = json_text_at(json, "key");
	reading->out->signature = json_text_at(json, "value");
	if (!text_is(json_text_at(json, "algorithm"), "ed25519") ||
		!is_hex(reading->out->signature, 128) || !is_hex(reading->out->key, 64))
		return wrong(reading, json, "this is no Ed25519 signature");
	return 0;
}

static int refuse_unknown_members(const struct reading *reading, const struct json *json)
{
	const struct json *harness = json_get(json, "harness");

	if (refuse_unknown(reading, json, members) < 0)
		return -1;
	return harness ? refuse_unknown(reading, harness, harness_members) : 0;
}

static int read_all(const struct reading *reading, const struct json *json)
{
	struct sidecar *out = reading->out;

	if (json->type != JSON_OBJECT || !text_is(json_text_at(json, "schema"), SCHEMA))
		return wrong(reading, json, "this is no sidecar: its \"schema\" is not " SCHEMA);
	out->harness = json_text_at(json, "harness.name");
	out->harness_version = json_text_at(json, "harness.version");
	if (refuse_unknown_members(reading, json) < 0 ||
		read_files(reading, &out->models, json_get(json, "models")) < 0 ||
		read_files(reading, &out->recipes, json_get(json, "recipes")) < 0 ||
		read_files(reading, &out->evidence, json_get(json, "evidence")) < 0 ||
		read_signature(reading, json_get(json, "signature")) < 0)
		return -1;
	if (out->models.count == 0 || out->evidence.count == 0)
		return wrong(reading, json,
			"a sidecar binds at least one model to at least one file of evidence");
	return 0;
}

int sidecar_read(struct sidecar *out, struct text text, const char *name, struct arena *arena,
	struct err *err)
{
	const struct reading reading = {out, name, arena, err};
	const struct json *json;

	*out = (struct sidecar){0};
	if (text.len > MOST_BYTES)
		return err_set(err, ERR_LOOK, "%s: larger than 4 MiB", name);
	if (json_read(&json, text, name, arena, err) < 0)
		return -1;
	return read_all(&reading, json);
}

/* ---- writing ---- */

static void write_files(
	struct json_writer *json, const char *key, const struct sidecar_files *files)
{
	json_begin(json, key, '[');
	for (size_t i = 0; i < files->count; i++) {
		json_begin(json, NULL, '{');
		json_text(json, "path", files->items[i].path);
		if (files->items[i].sha256.len)
			json_text(json, "sha256", files->items[i].sha256);
		else
			json_text(json, "md5", files->items[i].md5);
		json_close(json, '}');
	}
	json_close(json, ']');
}

void sidecar_write(const struct sidecar *sidecar, struct buffer *out)
{
	struct json_writer json = {.out = out, .indent = 2};

	json_begin(&json, NULL, '{');
	json_word(&json, "schema", SCHEMA);
	json_begin(&json, "harness", '{');
	json_text(&json, "name", sidecar->harness);
	json_text(&json, "version", sidecar->harness_version);
	json_close(&json, '}');
	write_files(&json, "models", &sidecar->models);
	write_files(&json, "recipes", &sidecar->recipes);
	write_files(&json, "evidence", &sidecar->evidence);
	if (sidecar->signature.len) {
		json_begin(&json, "signature", '{');
		json_word(&json, "algorithm", "ed25519");
		json_text(&json, "key", sidecar->key);
		json_text(&json, "value", sidecar->signature);
		json_close(&json, '}');
	}
	json_close(&json, '}');
	json_finish(&json);
	buffer_byte(out, '\n');
}

/* Each text with its length before it, so that no two sidecars have the same statement. */
static void say(struct buffer *out, const char *what, struct text text)
{
	buffer_printf(out, "%s %zu ", what, text.len);
	buffer_add(out, text);
	buffer_byte(out, '\n');
}

static void say_files(struct buffer *out, const char *what, const struct sidecar_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		say(out, what, files->items[i].path);
		if (files->items[i].sha256.len)
			say(out, "sha256", files->items[i].sha256);
		else
			say(out, "md5", files->items[i].md5);
	}
}

void sidecar_statement(const struct sidecar *sidecar, struct buffer *out)
{
	buffer_string(out, SCHEMA "\n");
	say(out, "harness", sidecar->harness);
	say(out, "version", sidecar->harness_version);
	say_files(out, "model", &sidecar->models);
	say_files(out, "recipe", &sidecar->recipes);
	say_files(out, "evidence", &sidecar->evidence);
}

int sidecar_sign(
	struct sidecar *sidecar, struct text private_pem, struct arena *arena, struct err *err)
{
	struct buffer statement = {0};
	char signature[ED25519_HEX], key[SHA256_HEX];
	int done;

	sidecar_statement(sidecar, &statement);
	done = statement.failed
		       ? err_nomem(err)
		       : ed25519_sign(buffer_text(&statement), private_pem, signature, key, err);
	buffer_free(&statement);
	if (done < 0)
		return -1;
	sidecar->signature = arena_text(arena, text_of(signature));
	sidecar->key = arena_text(arena, text_of(key));
	return sidecar->signature.ptr && sidecar->key.ptr ? 0 : err_nomem(err);
}

int sidecar_verify(
	bool *valid, const struct sidecar *sidecar, struct text public_pem, struct err *err)
{
	struct buffer statement = {0};
	int done;

	*valid = false;
	sidecar_statement(sidecar, &statement);
	done = statement.failed ? err_nomem(err)
				: ed25519_verify(valid, buffer_text(&statement), sidecar->signature,
					  public_pem, err);
	buffer_free(&statement);
	return done;
}
