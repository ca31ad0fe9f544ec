/* SPDX-License-Identifier: Apache-2.0
 *
 * `seamgate model`: `bind` writes the sidecar that says on which bytes of a model an evaluation was run; `run` (model_run.h) evaluates one.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gate/base/hash.h"
#include "gate/pointer.h"
#include "gate/sidecar.h"
#include "gate/verbs/mapped.h"
#include "gate/verbs/model_run.h"
#include "gate/verbs/policies.h"
#include "gate/verbs/verb.h"

struct bind_flags {
	struct words models, recipes, evidence;
	const char *harness, *key, *output;
};

#define BIND_FLAGS                                                                              \
	{"model", 'm', FLAG_WORDS, offsetof(struct bind_flags, models), "FILE",                 \
		"a file of the model, or its Git LFS or DVC pointer; may be repeated"},         \
		{"evidence", 'e', FLAG_WORDS, offsetof(struct bind_flags, evidence), "FILE",    \
			"what the harness wrote about it; may be repeated"},                    \
		{"recipe", 'r', FLAG_WORDS, offsetof(struct bind_flags, recipes), "FILE",       \
			"a recipe that the model was made by; may be repeated"},                \
		{"harness", 0, FLAG_WORD, offsetof(struct bind_flags, harness), "NAME VERSION", \
			"\"lm-eval 0.4.9\""},                                                   \
		{"key", 'k', FLAG_WORD, offsetof(struct bind_flags, key), "FILE",               \
			"sign with this Ed25519 key (PEM)"},                                    \
		{"output", 'o', FLAG_WORD, offsetof(struct bind_flags, output), "FILE",         \
			"where to write; evidence.json without it"},

static const struct flag flags[] = {BIND_FLAGS{0}};
static const struct flag all_flags[] = {BIND_FLAGS MODEL_RUN_FLAGS{0}};

/* m.gguf.dvc stands for what is in `outs`: its path beside the pointer, and its md5. */
static int read_dvc(struct sidecar_file *out, struct text content, const char *path,
	struct arena *arena, struct err *err)
{
	struct pointer_dvc pointer;
	size_t folder = 0;

	if (pointer_dvc_read(&pointer, content, path, arena, err) < 0)
		return -1;
	for (size_t i = 0; path[i]; i++)
		if (path[i] == '/')
			folder = i + 1;
	out->path = arena_textf(
		arena, "%.*s%.*s", (int)folder, path, (int)pointer.path.len, pointer.path.ptr);
	out->md5 = arena_text(arena, pointer.md5);
	return out->path.ptr && out->md5.ptr ? 0 : err_nomem(err);
}

static int digest(struct sidecar_file *out, struct text content, const char *path,
	struct arena *arena, struct err *err)
{
	char hex[SHA256_HEX];
	struct text pointed;

	if (text_ends(text_of(path), ".dvc"))
		return read_dvc(out, content, path, arena, err);
	if (!pointer_lfs(content, &pointed)) {
		if (hash_sha256_hex(content, hex, err) < 0)
			return -1;
		pointed = text_of(hex);
	}
	out->sha256 = arena_text(arena, pointed);
	return out->sha256.ptr ? 0 : err_nomem(err);
}

static int add_file(
	struct sidecar_files *files, const char *path, struct arena *arena, struct err *err)
{
	struct sidecar_file file = {0};
	struct text content;
	int done;

	while (strncmp(path, "./", 2) == 0)
		path += 2;
	file.path = text_of(path);
	if (!sidecar_path_is_fit(file.path)) {
		err_set(err, ERR_USAGE, "%s is no path from the repository's root", path);
		return err_remedy(err, "run it in the root, with relative paths");
	}
	if (mapped_open(&content, path, err) < 0)
		return -1;
	done = digest(&file, content, path, arena, err);
	mapped_close(content);
	return done < 0 ? -1 : sidecar_add(files, &file, arena, err);
}

static int add_files(struct sidecar_files *files, const struct words *paths, struct arena *arena,
	struct err *err)
{
	for (size_t i = 0; i < paths->count; i++)
		if (add_file(files, paths->items[i], arena, err) < 0)
			return -1;
	return 0;
}

static int fill(
	struct sidecar *out, const struct bind_flags *chosen, struct arena *arena, struct err *err)
{
	struct text harness = text_of(chosen->harness), key;
	size_t space = text_find(harness, text_of(" "));

	out->harness = text_slice(harness, 0, space);
	out->harness_version = text_trim(text_slice(harness, space, harness.len));
	if (add_files(&out->models, &chosen->models, arena, err) < 0 ||
		add_files(&out->recipes, &chosen->recipes, arena, err) < 0 ||
		add_files(&out->evidence, &chosen->evidence, arena, err) < 0)
		return -1;
	if (!chosen->key)
		return 0;
	if (read_small_file(chosen->key, &key, arena, err) < 0)
		return -1;
	return sidecar_sign(out, key, arena, err);
}

/* Beside it first, so that a half-written sidecar never stands there. */
static int save(const char *path, struct text text, struct arena *arena, struct err *err)
{
	const char *beside = arena_printf(arena, "%s.part", path);
	FILE *file = beside ? fopen(beside, "we") : NULL;
	bool whole;

	if (!beside)
		return err_nomem(err);
	whole = file && fwrite(text.ptr, 1, text.len, file) == text.len;
	if (file)
		whole = fclose(file) == 0 && whole;
	if (whole && rename(beside, path) == 0)
		return 0;
	err_set(err, ERR_LOOK, "cannot write %s: %s", path, strerror(errno));
	unlink(beside);
	return -1;
}

static int write_out(
	const struct sidecar *sidecar, const char *path, struct arena *arena, struct err *err)
{
	struct buffer text = {0}, said = {0};
	int done;

	sidecar_write(sidecar, &text);
	done = text.failed ? err_nomem(err) : save(path, buffer_text(&text), arena, err);
	buffer_free(&text);
	if (done < 0)
		return -1;
	buffer_string(&said, "wrote ");
	verb_say(&said, text_of(path));
	buffer_printf(&said, ": %zu model file%s, %zu recipe%s, %zu file%s of evidence, %s\n",
		sidecar->models.count, sidecar->models.count == 1 ? "" : "s",
		sidecar->recipes.count, sidecar->recipes.count == 1 ? "" : "s",
		sidecar->evidence.count, sidecar->evidence.count == 1 ? "" : "s",
		sidecar->signature.len ? "signed" : "not signed");
	done = verb_print(&said, err);
	buffer_free(&said);
	return done;
}

static int bind(const struct call *call, struct err *err)
{
	struct bind_flags chosen = {.output = "evidence.json"};
	struct sidecar sidecar = {0};
	struct words rest = {0};

	if (flags_read(flags, &chosen, &rest, call->argv + 1, call->arena, err) < 0)
		return -1;
	if (rest.count)
		return err_set(err, ERR_USAGE, "model bind takes no \"%s\"", rest.items[0]);
	if (chosen.models.count == 0 || chosen.evidence.count == 0) {
		err_set(err, ERR_USAGE, "model bind needs a --model and an --evidence");
		return err_remedy(
			err, "seamgate model bind --model m.gguf --evidence results.json");
	}
	if (fill(&sidecar, &chosen, call->arena, err) < 0)
		return -1;
	return write_out(&sidecar, chosen.output, call->arena, err);
}

static int run(const struct call *call, struct err *err)
{
	static const char *const words[] = {"bind", "run"};
	struct call behind = *call;

	if (!call->argv[0])
		return err_set(err, ERR_USAGE,
			"model what? seamgate model bind --model FILE --evidence FILE, or seamgate "
			"model run --set FILE MODEL");
	behind.argv++;
	if (strcmp(call->argv[0], words[1]) == 0)
		return model_run(&behind, err);
	if (strcmp(call->argv[0], words[0]) != 0)
		return verb_unknown_word("model verb", call->argv[0], words, 2, err);
	return bind(call, err);
}

const struct verb verb_model = {"model", "bind -m FILE... -e FILE... | run -s FILE MODEL [flags]",
	"bind an evaluation to the bytes of its model; run a model", all_flags, run, "bind|run"};
