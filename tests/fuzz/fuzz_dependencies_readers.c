/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of locks and build files on any bytes: pins with their place, edges between pins that are there, or an error that
 * names the file. The first byte picks the reader.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct format format_gemfile_lock, format_composer_lock, format_nuget_lock,
	format_mix_lock, format_rebar_lock, format_gleam_manifest, format_swift_resolved,
	format_podfile_lock, format_pubspec_lock, format_renv_lock, format_julia_manifest,
	format_stack_lock, format_dvc, format_lfs_pointer, format_gradle_lockfile,
	format_gradle_verification, format_wrapper_properties, format_maven_lock,
	format_terraform_lock, format_flake_lock, format_bazel_lock, format_conan_lock,
	format_vcpkg, format_helm_lock, format_sums, format_starlark_calls, format_cmake_calls,
	format_gemfile, format_gradle_script, format_gradle_properties, format_gradle_daemon,
	format_maven_config, format_jvm_config, format_maven_places, format_version_catalog,
	format_nuget_config, format_msbuild_restore, format_paket_lock, format_paket_dependencies;

static const struct reader {
	char key;
	const struct format *format;
	const char *path;
} readers[] = {{'A', &format_gemfile_lock, "Gemfile.lock"},
	{'B', &format_composer_lock, "composer.lock"},
	{'C', &format_nuget_lock, "packages.lock.json"}, {'D', &format_mix_lock, "mix.lock"},
	{'E', &format_rebar_lock, "rebar.lock"}, {'F', &format_gleam_manifest, "manifest.toml"},
	{'G', &format_swift_resolved, "Package.resolved"},
	{'H', &format_podfile_lock, "Podfile.lock"}, {'I', &format_pubspec_lock, "pubspec.lock"},
	{'J', &format_renv_lock, "renv.lock"}, {'K', &format_julia_manifest, "Manifest.toml"},
	{'L', &format_stack_lock, "stack.yaml.lock"}, {'M', &format_dvc, "d.dvc"},
	{'N', &format_lfs_pointer, "m.bin"}, {'O', &format_gradle_lockfile, "gradle.lockfile"},
	{'P', &format_gradle_verification, "gradle/verification-metadata.xml"},
	{'Q', &format_wrapper_properties, "gradle-wrapper.properties"},
	{'R', &format_maven_lock, "lockfile.json"},
	{'S', &format_terraform_lock, ".terraform.lock.hcl"},
	{'T', &format_flake_lock, "flake.lock"}, {'U', &format_bazel_lock, "MODULE.bazel.lock"},
	{'V', &format_conan_lock, "conan.lock"}, {'W', &format_vcpkg, "vcpkg.json"},
	{'X', &format_helm_lock, "Chart.lock"}, {'Y', &format_sums, "SHA256SUMS"},
	{'Z', &format_starlark_calls, "MODULE.bazel"}, {'0', &format_cmake_calls, "CMakeLists.txt"},
	{'1', &format_gemfile, "Gemfile"}, {'2', &format_gradle_script, "build.gradle"},
	{'3', &format_gradle_properties, "gradle.properties"},
	{'4', &format_gradle_daemon, "gradle-daemon-jvm.properties"},
	{'5', &format_maven_config, ".mvn/maven.config"},
	{'6', &format_jvm_config, ".mvn/jvm.config"}, {'7', &format_maven_places, "pom.xml"},
	{'8', &format_version_catalog, "libs.versions.toml"},
	{'9', &format_nuget_config, "nuget.config"},
	{'a', &format_msbuild_restore, "Directory.Build.props"},
	{'b', &format_paket_lock, "paket.lock"},
	{'c', &format_paket_dependencies, "paket.dependencies"}};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_text(struct text text)
{
	volatile char last;

	if (text.len)
		last = text.ptr[text.len - 1];
	(void)last;
}

static void check_pin(const struct pin *pin)
{
	require(pin->line > 0 && pin->column > 0);
	check_text(pin->name);
	check_text(pin->version);
	check_text(pin->artifact);
	check_text(pin->source);
	for (uint32_t i = 0; i < pin->digest_count; i++)
		require(pin->digests[i].flaw || pin->digests[i].bytes.len > 0);
}

static void check_lock(const struct lock *lock)
{
	for (size_t i = 0; i < lock->pins.count; i++)
		check_pin(&lock->pins.items[i]);
	for (size_t i = 0; i < lock->edges.count; i++) {
		const struct edge *edge = &lock->edges.items[i];

		require(edge->to < lock->pins.count);
		require(edge->from == EDGE_ROOT || edge->from < lock->pins.count);
	}
	for (size_t i = 0; i < lock->settings.count; i++) {
		check_text(lock->settings.items[i].name);
		check_text(lock->settings.items[i].value);
	}
}

static void check(const struct reader *reader, struct text content)
{
	struct arena *arena = arena_new();
	struct document document = {.path = text_of(reader->path),
		.name = reader->path,
		.content = content,
		.arena = arena};
	struct lock lock = {.arena = arena};
	struct err err = {0};

	if (!arena)
		return;
	if (reader->format->is && !reader->format->is(document.path, content)) {
		arena_free(arena);
		return;
	}
	if (format_read(reader->format, &lock, &document, &err) < 0)
		require(err.kind != ERR_LOOK ||
			strncmp(err.message, reader->path, strlen(reader->path)) == 0);
	check_lock(&lock);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t i = 0; size > 0 && i < sizeof(readers) / sizeof(readers[0]); i++)
		if (readers[i].key == (char)data[0])
			check(&readers[i], (struct text){(const char *)data + 1, size - 1});
	return 0;
}
