/* SPDX-License-Identifier: Apache-2.0
 *
 * Which formats a path is of: the index of many paths gives what asking every pattern gives.
 */
#include "unit.h"

#include <string.h>

#include "checks/dependencies/formats_parts.h"
#include "gate/base/buffer.h"

static const struct {
	const char *path, *want;
} rows[] = {
	{"Cargo.lock", "cargo-lock "},
	{"a/b/Cargo.lock", "cargo-lock "},
	{"a/Cargo.lock.rs", ""},
	{"package-lock.json", "npm-lock "},
	{"vendor/x/src/0001.rs", ""},
	{".github/workflows/ci.yml", "workflow kubernetes model-yaml "},
	{"model.gguf", "lfs-pointer "},
	{"a.tar.gz", "lfs-pointer "},
	{"gz", ""},
	{".gz", "lfs-pointer "},
	{"a/Dockerfile", "dockerfile model-command "},
	{"a/Dockerfile.dev", "dockerfile model-command "},
	{"x_SHA256SUMS", "sums "},
	{"", ""},
	{"a/", ""},
	{"a.", ""},
	{".", ""},
};

/* Names and endings that are put together in every way, so that what is by name, by ending and by neither meet. */
static const char *const names[] = {"x", "Dockerfile", "Dockerfile-a", "requirements",
	"constraints-x", "compose", "docker-compose.a", "values", "prod-values",
	"azure-pipelines-x", "environment_a", "Manifest-v1", "pylock.a", "packages.a.lock",
	"a.conda-lock", "conda-lock", ".gitlab-ci", "a_checksums", "settings", "maven-settings",
	"package-lock", "Cargo", "go", "MODULE", "a.MODULE", "x.py", ".circleci/config",
	".github/workflows/a", ".cargo/config", "requirements/a", "a/requirements/b", ".gitlab/a",
	".azure-pipelines/a/b", ".woodpecker/a", ".mvn/checksums/checksums",
	"gradle/verification-metadata", "SHA256SUMS", "a_SHA256SUMS", "Containerfile"};
static const char *const endings[] = {"", ".", ".yml", ".yaml", ".json", ".toml", ".lock", ".txt",
	".in", ".py", ".pyi", ".sh", ".bash", ".sha256", ".sha512", ".sha256sum", ".bzl", ".bazel",
	".cmake", ".dvc", ".gguf", ".zip", ".png", ".a", ".so", ".7z", ".Dockerfile", ".dockerfile",
	".Containerfile", ".lockfile", ".xml", ".rs", ".mod", ".sum", ".txt.in", ".py.lock",
	".tar.gz", "\n", ".yml/x"};

static void name_all(struct buffer *out, const struct format *const *found, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_printf(out, "%s ", found[i]->name);
}

static void check_same(const struct format_index *index, const char *path)
{
	const struct format *one[MOST_FORMATS_OF_A_PATH], *all[MOST_FORMATS_OF_A_PATH];
	size_t count = formats_of_path(one, text_of(path));
	bool same = format_index_find(index, all, text_of(path)) == count;

	for (size_t i = 0; same && i < count; i++)
		same = one[i] == all[i];
	CHECK_ROW(path, same);
}

static void test_same(void)
{
	struct arena *arena = arena_new();
	struct format_index *index;
	struct err err = {0};

	CU_ASSERT_FATAL(format_index_new(&index, arena, &err) == 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		for (size_t j = 0; j < sizeof(endings) / sizeof(endings[0]); j++) {
			check_same(index, arena_printf(arena, "%s%s", names[i], endings[j]));
			check_same(index, arena_printf(arena, "a/%s%s", names[i], endings[j]));
		}
	for (size_t i = 0; i < formats.count; i++)
		for (const char *const *glob = formats.items[i]->globs; *glob; glob++) {
			check_same(index, *glob);
			check_same(index, arena_printf(arena, "a/b/%s", *glob));
		}
	arena_free(arena);
}

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct format *found[MOST_FORMATS_OF_A_PATH];
		struct buffer made = {0};

		name_all(&made, found, formats_of_path(found, text_of(rows[i].path)));
		CHECK_ROW(rows[i].path, text_is(buffer_text(&made), rows[i].want));
		buffer_free(&made);
	}
}

static const struct unit_test tests[] = {
	{"rows", test_rows},
	{"the index gives the same", test_same},
};

UNIT_MAIN(tests)
