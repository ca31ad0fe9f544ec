/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of evidence on any bytes: refused with ERR_LOOK, or an evidence whose parts hold together. The first byte picks the format and
 * whether the rest is a file of results or of samples.
 */
#include <math.h>
#include <stdlib.h>

#include "checks/model/comparable.h"
#include "checks/model/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check(struct evidence *evidence)
{
	struct err err = {0};
	uint32_t line;

	require(evidence_seal(evidence, &err) == 0);
	for (size_t i = 0; i < evidence->scores.count; i++)
		require(isfinite(evidence->scores.items[i].value) ||
			evidence->scores.items[i].flaw);
	for (size_t i = 0; i < evidence->samples.count; i++) {
		const struct sample_set *set = &evidence->samples.items[i];
		const struct score *score = evidence_find(evidence, &set->key);
		const struct sampled *at;

		require(set->count > 0 && samples_differ(set, set, &at) == NULL);
		if (score)
			(void)samples_flaw(set, score, &line);
	}
	require(!evidence_difference(evidence, evidence, (struct text){0}, false).head ||
		evidence->facts.count > 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t formats = 0;
	struct evidence_file file = {.path = text_of("samples_t.jsonl"),
		.name = "samples_t.jsonl",
		.content = {(const char *)data + 1, size - 1}};
	struct arena *arena;
	struct evidence evidence;
	struct err err = {0};
	const struct evidence_format *format;

	if (size == 0)
		return 0;
	while (evidence_formats[formats])
		formats++;
	format = evidence_formats[data[0] % 64 % formats];
	arena = arena_new();
	if (!arena)
		return 0;
	evidence_start(&evidence, arena);
	if ((data[0] >= 128 && format->read_samples ? format->read_samples : format->read)(
		    &evidence, &file, &err) == 0)
		check(&evidence);
	else
		require(err.kind == ERR_LOOK);
	arena_free(arena);
	return 0;
}
