/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of references on any bytes: a pin or an error, both with their place; what may be any file is never an error. The
 * first byte picks the reader.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct format format_workflow, format_action, format_gitlab_ci, format_dockerfile,
	format_compose, format_kubernetes, format_helm_values, format_kustomization,
	format_circleci, format_azure, format_devcontainer, format_pre_commit, format_gitmodules,
	format_model_python, format_model_yaml, format_model_json, format_model_command;

static const struct reader {
	char key;
	const struct format *format;
	const char *path;
	bool may_refuse;
} readers[] = {{'w', &format_workflow, "w.yml", true}, {'a', &format_action, "action.yml", true},
	{'l', &format_gitlab_ci, ".gitlab-ci.yml", true},
	{'D', &format_dockerfile, "Dockerfile", true},
	{'d', &format_dockerfile, "Dockerfile.in", false},
	{'c', &format_compose, "compose.yml", true}, {'k', &format_kubernetes, "k.yml", true},
	{'h', &format_helm_values, "values.yaml", false},
	{'K', &format_kustomization, "kustomization.yaml", true},
	{'C', &format_circleci, "config.yml", true},
	{'z', &format_azure, "azure-pipelines.yml", true},
	{'v', &format_devcontainer, "devcontainer.json", true},
	{'p', &format_pre_commit, ".pre-commit-config.yaml", true},
	{'g', &format_gitmodules, ".gitmodules", true}, {'P', &format_model_python, "m.py", false},
	{'y', &format_model_yaml, "m.yml", false}, {'j', &format_model_json, "m.json", false},
	{'s', &format_model_command, "m.sh", false}};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_pin(const struct pin *pin)
{
	require(pin->line > 0 && pin->column > 0);
	require(!(pin->flags & PIN_IMAGE) || pin->flags & PIN_REFERENCE);
	require(!(pin->flags & PIN_UNKNOWN) || pin->digest_count == 0);
	for (uint32_t i = 0; i < pin->digest_count; i++)
		require(pin->digests[i].flaw || pin->digests[i].bytes.len > 0);
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
	if (format_read(reader->format, &lock, &document, &err) < 0) {
		require(err.kind == ERR_INTERNAL || reader->may_refuse);
		require(err.kind != ERR_LOOK ||
			strncmp(err.message, reader->path, strlen(reader->path)) == 0);
	}
	for (size_t i = 0; i < lock.pins.count; i++)
		check_pin(&lock.pins.items[i]);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t i = 0; size > 0 && i < sizeof(readers) / sizeof(readers[0]); i++)
		if (readers[i].key == (char)data[0])
			check(&readers[i], (struct text){(const char *)data + 1, size - 1});
	return 0;
}
