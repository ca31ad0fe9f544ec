/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/component.h"

const char *component_kind_name(enum component_kind kind)
{
	static const char *const names[] = {
		[COMPONENT_LIBRARY] = "library",
		[COMPONENT_CONTAINER] = "container",
		[COMPONENT_MODEL] = "machine-learning-model",
		[COMPONENT_DATA] = "data",
		[COMPONENT_FILE] = "file",
	};

	return names[kind];
}

const char *held_name(enum component_held held)
{
	static const char *const names[] = {
		[HELD_BY_HASH] = "hash",
		[HELD_BY_COMMIT] = "commit",
		[HELD_BY_VERSION] = "version",
		[HELD_BY_NOTHING] = "nothing",
		[HELD_INSIDE] = "inside",
	};

	return names[held];
}

const char *component_proof_name(enum component_proof proof)
{
	static const char *const names[] = {
		[COMPONENT_OPEN] = "open",
		[COMPONENT_PROVED] = "proved",
		[COMPONENT_REFUTED] = "refuted",
	};

	return names[proof];
}
