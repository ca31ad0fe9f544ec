/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/first_policy.h"

#include <errno.h>
#include <sys/random.h>

#include "gate/verbs/verb.h"

enum { SHOWN = 4, SALT_BYTES = 16, MOST_GLOBS = 12 };

/* Files of a kind, and what the policy says where there are some. Names are only ever put into comments. */
static const struct kind {
	const char *what;
	const char *globs[MOST_GLOBS];
	const char *lines; /* commented out */
} kinds[] = {
	{"dependency files (judged without any setting)",
		{"package-lock.json", "yarn.lock", "pnpm-lock.yaml", "Cargo.lock", "go.sum",
			"poetry.lock", "uv.lock", "requirements*.txt", "Gemfile.lock",
			"composer.lock"},
		"# checks:\n"
		"#   dependencies: {allow_hosts: [\"registry.example.org\"]}   # hosts that "
		"nothing came from yet\n"},
	{"models (to hold one to its evaluations)", {"*.gguf", "*.safetensors", "*.onnx"},
		"# checks:\n"
		"#   model:\n"
		"#     models:\n"
		"#       - name: my-model\n"
		"#         files: [\"models/my-model.gguf\"]\n"
		"#         evidence: [{format: lm-eval, results: \"eval/results_*.json\", "
		"baseline: base}]\n"
		"#         metrics: [{task: \"*\", metric: acc, filter: none, margin: 0.01}]\n"},
	{"results of evaluations", {"results_*.json"}, ""},
	{"Lighthouse reports (to give a page's phases budgets)", {"lhr-*.json"},
		"# checks:\n"
		"#   latency:\n"
		"#     flows:\n"
		"#       - name: my-page\n"
		"#         budget_ms: 2500\n"
		"#         sources: [{format: lighthouse, path: \"perf/lhr-*.json\"}]\n"},
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

/* A repository without commits has none of them yet. */
static int find(struct paths *out, struct reader *reader, const struct oid *head,
	const struct kind *kind, struct arena *arena, struct err *err)
{
	for (size_t i = 0; i < MOST_GLOBS && kind->globs[i]; i++) {
		struct paths some = {0};

		if (reader_match(reader, head, kind->globs[i], &some, arena, err) < 0)
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

static int add_kind(struct buffer *out, struct reader *reader, const struct oid *head,
	const struct kind *kind, struct arena *arena, struct err *err)
{
	struct paths found = {0};

	if (find(&found, reader, head, kind, arena, err) < 0)
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
	buffer_printf(out, "\n%s", kind->lines);
	return 0;
}

static int add_kinds(struct buffer *out, struct repo *repo, struct arena *arena, struct err *err)
{
	struct reader *reader = NULL;
	struct err own = {0};
	struct oid head;
	int code = 0;

	if (repo_resolve(repo, text_of("HEAD"), &head, NULL, &own) < 0)
		return 0;
	if (reader_open(&reader, repo, NULL, NULL, err) < 0)
		return -1;
	for (size_t i = 0; code == 0 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		code = add_kind(out, reader, &head, &kinds[i], arena, err);
	reader_close(reader);
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
