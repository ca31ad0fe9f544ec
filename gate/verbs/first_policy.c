/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/first_policy.h"

#include <errno.h>
#include <sys/random.h>

#include "checks/latency/suggest.h"
#include "gate/verbs/verb.h"

enum { SHOWN = 4, SALT_BYTES = 16, MOST_GLOBS = 12 };

/* Files of a kind, and what the policy says where there are some. Names are only ever put into comments. */
static const struct kind {
	const char *what;
	const char *globs[MOST_GLOBS];
	const char *lines; /* commented out */
	const char *
		measured; /* the format of measurements, of which a flow with budgets is made instead */
} kinds[] = {
	{"dependency files (judged without any setting)",
		{"package-lock.json", "yarn.lock", "pnpm-lock.yaml", "Cargo.lock", "go.sum",
			"poetry.lock", "uv.lock", "requirements*.txt", "Gemfile.lock",
			"composer.lock"},
		"# checks:\n"
		"#   dependencies: {allow_hosts: [\"registry.example.org\"]}   # hosts that "
		"nothing came from yet\n",
		NULL},
	{"models (to hold one to its evaluations)", {"*.gguf", "*.safetensors", "*.onnx"},
		"# checks:\n"
		"#   model:\n"
		"#     models:\n"
		"#       - name: my-model\n"
		"#         files: [\"models/my-model.gguf\"]\n"
		"#         evidence: [{format: lm-eval, results: \"eval/**/results_*.json\", "
		"samples: \"eval/**/samples_*.jsonl\"}]\n"
		"#         metrics: [{task: \"*\", metric: acc, filter: none, margin: 0.01}]\n",
		NULL},
	{"results of evaluations", {"results_*.json"}, "", NULL},
	{"Lighthouse reports (to give a page's phases budgets)", {"lhr-*.json"},
		"# checks:\n"
		"#   latency:\n"
		"#     flows:\n"
		"#       - name: my-page\n"
		"#         budget_ms: 2500\n"
		"#         sources: [{format: lighthouse, path: \"perf/lhr-*.json\"}]\n",
		"lighthouse"},
};

static int add_salt(struct buffer *out, struct err *err)
{
	unsigned char bytes[SALT_BYTES];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return err_set(err, ERR_INTERNAL, "the kernel gives no random bytes");
	for (size_t i = 0; i < sizeof(bytes); i++)
		buffer_printf(out, "%02x", bytes[i]);
	return 0;
}

struct proposing {
	struct buffer *out;
	struct reader *reader;
	struct oid head;
	struct arena *arena;
	bool has_checks; /* "checks:" stands above */
};

/* A repository without commits has none of them yet. */
static int find(struct paths *out, const struct proposing *proposing, const struct kind *kind,
	struct err *err)
{
	struct arena *arena = proposing->arena;

	for (size_t i = 0; i < MOST_GLOBS && kind->globs[i]; i++) {
		struct paths some = {0};

		if (reader_match(proposing->reader, &proposing->head, kind->globs[i], &some, arena,
			    err) < 0)
			return -1;
		for (size_t j = 0; j < some.count; j++) {
			if (arena_reserve(arena, (void **)&out->items, &out->capacity,
				    out->count + 1, sizeof(*out->items)) < 0)
				return err_nomem(err);
			out->items[out->count++] = some.items[j];
		}
	}
	return 0;
}

static int measure(struct suggestion *suggestion, const struct proposing *proposing,
	const struct paths *files, struct err *err)
{
	for (size_t i = 0; i < files->count; i++) {
		const char *path = arena_copy(proposing->arena, files->items[i]);
		struct text content;
		bool found;

		if (!path)
			return err_nomem(err);
		if (reader_file(proposing->reader, &proposing->head, files->items[i], &content,
			    &found, proposing->arena, err) < 0)
			return -1;
		if (!found)
			return err_set(err, ERR_LOOK, "%.200s is no file", path);
		if (suggestion_add(suggestion, path, content, err) < 0)
			return -1;
	}
	return 0;
}

/* Comments of YAML, as lines that can all be uncommented at once: the keys that all have stand once. */
static void add_lines(struct proposing *proposing, struct text yaml)
{
	struct buffer *out = proposing->out;
	struct text line;

	while (text_next_line(&yaml, &line)) {
		struct text bare = text_starts(line, "# ") ? text_slice(line, 2, line.len) : line;

		if (text_is(bare, "version: 1") ||
			(text_is(bare, "checks:") && proposing->has_checks))
			continue;
		proposing->has_checks = proposing->has_checks || text_is(bare, "checks:");
		buffer_string(out, line.len && line.ptr[0] == '#' ? "" : "# ");
		verb_say(out, line);
		buffer_byte(out, '\n');
	}
}

/* A flow with budgets made from these files; the lines of the table where they cannot be read. */
static int add_flow(struct proposing *proposing, const struct kind *kind, const struct paths *files,
	struct err *err)
{
	struct suggestion *suggestion;
	struct buffer yaml = {0};
	struct err own = {0};
	int code = suggestion_start(&suggestion, kind->measured, proposing->arena, &own);

	if (code == 0)
		code = measure(suggestion, proposing, files, &own);
	if (code == 0)
		code = suggestion_print(suggestion, &yaml, &own);
	add_lines(proposing, code == 0 ? buffer_text(&yaml) : text_of(kind->lines));
	proposing->out->failed = proposing->out->failed || yaml.failed;
	buffer_free(&yaml);
	return code < 0 && own.kind == ERR_INTERNAL ? err_nomem(err) : 0;
}

static int add_kind(struct proposing *proposing, const struct kind *kind, struct err *err)
{
	struct buffer *out = proposing->out;
	struct paths found = {0};

	if (find(&found, proposing, kind, err) < 0)
		return -1;
	if (found.count == 0)
		return 0;
	buffer_printf(out, "\n# Found: %s: ", kind->what);
	for (size_t i = 0; i < found.count && i < SHOWN; i++) {
		buffer_string(out, i ? ", " : "");
		verb_say(out, found.items[i]);
	}
	if (found.count > SHOWN)
		buffer_printf(out, " and %zu more", found.count - SHOWN);
	buffer_byte(out, '\n');
	if (kind->measured)
		return add_flow(proposing, kind, &found, err);
	add_lines(proposing, text_of(kind->lines));
	return 0;
}

static int add_kinds(struct buffer *out, struct repo *repo, struct arena *arena, struct err *err)
{
	struct proposing proposing = {.out = out, .arena = arena};
	struct err own = {0};
	int code = 0;

	if (repo_resolve(repo, text_of("HEAD"), &proposing.head, NULL, &own) < 0)
		return 0;
	if (reader_open(&proposing.reader, repo, NULL, NULL, err) < 0)
		return -1;
	for (size_t i = 0; code == 0 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		code = add_kind(&proposing, &kinds[i], err);
	reader_close(proposing.reader);
	return code;
}

int first_policy(struct buffer *out, struct repo *repo, struct arena *arena, struct err *err)
{
	buffer_string(out,
		"# What seamgate asks of a change. Written by \"seamgate init\"; every key but "
		"version is "
		"optional.\n"
		"# All defaults: seamgate policy show. Whether this is valid: seamgate policy "
		"check.\n"
		"version: 1\n"
		"block: error          # this severity and above blocks: error, warning or note\n"
		"salt: \"");
	if (add_salt(out, err) < 0)
		return -1;
	buffer_string(out,
		"\"   # of the fingerprints; changing it makes waivers void\n"
		"\n"
		"# paths: {ignore: [\"third_party/**\"]}                    # what is not judged\n"
		"# rules: {secrets/generic-secret-assignment: warning}   # severities of single "
		"rules\n"
		"# waivers:                                              # a finding let through "
		"for a time\n"
		"#   - {rule: …, fingerprint: \"…\", reason: …, owner: \"@team\", expires: "
		"2027-01-31}\n");
	if (add_kinds(out, repo, arena, err) < 0)
		return -1;
	return out->failed ? err_nomem(err) : 0;
}
