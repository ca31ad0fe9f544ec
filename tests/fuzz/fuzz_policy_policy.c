/* SPDX-License-Identifier: Apache-2.0
 *
 * Whatever policy_read takes must be shown as a policy that it takes too, and that is the same one.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/policy/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int holds)
{
	if (!holds)
		abort();
}

static void read_back(const struct policy *policy, struct arena *arena)
{
	struct policy again;
	struct policy_edits edits = {0};
	struct buffer shown = {0};
	struct err err = {0};

	policy_show(policy, &shown);
	expect(!shown.failed);
	/* Written out, a file can be longer than a policy may be. */
	if (shown.len < 1 << 20) {
		expect(policy_read(&again, buffer_text(&shown), "shown", arena, &err) == 0);
		expect(policy_compare(&edits, policy, &again, arena, &err) == 0);
		expect(edits.count == 0);
	}
	buffer_free(&shown);
}

static void use(const struct policy *policy, struct arena *arena)
{
	const struct finding finding = {.rule = "policy/changed", .fingerprint = "0"};
	struct policy builtin;
	struct policy_edits edits = {0};
	struct err err = {0};

	expect(policy_read(&builtin, (struct text){NULL, 0}, "built-in", arena, &err) == 0);
	expect(policy_compare(&edits, &builtin, policy, arena, &err) == 0);
	expect(policy_check_rules(policy, NULL, &err) == 0 || err.kind == ERR_USAGE);
	expect(policy_waiver(policy, &finding, 20000) == NULL);
	(void)policy_ignores(policy, (struct text){"a/b.c", 5});
	(void)policy_severity(policy, "policy/changed", SEVERITY_NOTE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct err err = {0};
	struct policy policy;
	/* A copy of its own, so that a sanitizer sees an overrun. */
	char *copy = malloc(size + 1);

	if (arena && copy) {
		memcpy(copy, data, size);
		if (policy_read(&policy, (struct text){copy, size}, "policy", arena, &err) == 0) {
			read_back(&policy, arena);
			use(&policy, arena);
		} else {
			expect(err.kind == ERR_USAGE && err.message[0]);
		}
	}
	free(copy);
	arena_free(arena);
	return 0;
}
