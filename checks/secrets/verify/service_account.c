/* SPDX-License-Identifier: Apache-2.0
 *
 * The key file of a Google service account (IAM documentation, "Create and delete service account keys"): one
 * flat JSON object. What is looked at begins at the brace before the key, at most 4 KiB before it.
 */
#include "checks/secrets/verify/verifiers.h"

#include "gate/base/json.h"

enum { MOST_BEFORE = 4096, MOST_AFTER = 16 * 1024, KEY_ID = 40 };

static bool find_object(const struct exhibit *exhibit, struct text *out)
{
	size_t at = exhibit->match_from, to = exhibit->text.len;
	size_t least = at > MOST_BEFORE ? at - MOST_BEFORE : 0;

	if (to - exhibit->to > MOST_AFTER)
		to = exhibit->to + MOST_AFTER;
	while (at > least && exhibit->text.ptr[at - 1] != '{')
		at--;
	if (at == least)
		return false;
	*out = text_slice(exhibit->text, at - 1, to);
	return true;
}

static const struct json *read_object(
	const struct exhibit *exhibit, struct arena *arena, struct err *fault)
{
	const struct json *object = NULL;
	struct json_cursor cursor;
	struct text text;

	if (!find_object(exhibit, &text))
		return NULL;
	json_open(&cursor, text, "key file", NULL, arena);
	return json_value(&cursor, &object, arena, fault) == 0 ? object : NULL;
}

static void judge(struct ruling *out, const struct json *object)
{
	struct text account = json_text_at(object, "client_email");
	bool is_complete = text_is(json_text_at(object, "type"), "service_account") &&
			   json_text_at(object, "private_key_id").len == KEY_ID &&
			   text_ends(account, ".iam.gserviceaccount.com");

	if (!is_complete) {
		ruling_set(out, CERTAINTY_AS_IS, NULL);
		return;
	}
	ruling_set(out, CERTAINTY_RAISED, "the key file is complete and the key in it can be read");
	ruling_fact(out, "account", account);
}

int verify_service_account(struct ruling *out, const struct exhibit *exhibit, struct err *err)
{
	struct arena *arena = arena_new();
	struct err fault = {0};
	const struct json *object;

	if (!arena)
		return err_nomem(err);
	if (verify_private_key(out, exhibit, err) < 0) {
		arena_free(arena);
		return -1;
	}
	object = read_object(exhibit, arena, &fault);
	if (object && out->certainty == CERTAINTY_RAISED)
		judge(out, object);
	arena_free(arena);
	return fault.kind == ERR_INTERNAL ? err_nomem(err) : 0;
}
