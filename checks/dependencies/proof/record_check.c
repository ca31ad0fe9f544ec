/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/record_check.h"

#include <string.h>

/* A wheel under way: once to find its RECORD, once to hold the members to it. */
struct wheel {
	struct proving *proving;
	struct arena *arena;
	struct text record_path, record_bytes;
	struct record record;
	size_t matched; /* rows with a digest whose member was seen */
	struct text bad_path, expected, computed;
	const char *what; /* NULL: nothing wrong */
};

static int find_record(void *context, const struct archived *member, struct err *err)
{
	struct wheel *wheel = context;

	if (!text_ends(member->path, ".dist-info/RECORD"))
		return 0;
	if (wheel->record_bytes.ptr)
		return err_set(err, ERR_LOOK, "a wheel with two RECORDs");
	wheel->record_path = arena_text(wheel->arena, member->path);
	wheel->record_bytes = arena_text(wheel->arena, member->content);
	return wheel->record_path.ptr && wheel->record_bytes.ptr ? 0 : err_nomem(err);
}

static int refute(
	struct wheel *wheel, const struct archived *member, const char *what, struct err *err)
{
	wheel->what = what;
	wheel->bad_path = arena_text(wheel->arena, member->path);
	return wheel->bad_path.ptr ? 0 : err_nomem(err);
}

static int refute_digest(struct wheel *wheel, const struct archived *member,
	const struct record_row *row, const unsigned char *made, size_t len, struct err *err)
{
	wheel->expected =
		proof_hex(wheel->arena, (const unsigned char *)row->digest.ptr, row->digest.len);
	wheel->computed = proof_hex(wheel->arena, made, len);
	if (!wheel->expected.ptr || !wheel->computed.ptr)
		return err_nomem(err);
	return refute(wheel, member, "a member of the wheel is not what its RECORD lists", err);
}

static int hold_member(void *context, const struct archived *member, struct err *err)
{
	struct wheel *wheel = context;
	const struct record_row *row = record_find(&wheel->record, member->path);
	unsigned char made[LONGEST_DIGEST];
	size_t len;

	if (wheel->what)
		return 0;
	if (!row)
		return record_is_itself(member->path)
			       ? 0
			       : refute(wheel, member,
					 "a member of the wheel is not listed in its RECORD", err);
	if (!row->digest.ptr)
		return record_is_itself(member->path)
			       ? 0
			       : refute(wheel, member,
					 "a member of the wheel has no digest in its RECORD", err);
	wheel->matched++;
	if (proof_digest(made, &len, row->algorithm, member->content, err) < 0)
		return -1;
	if (len && (len != row->digest.len || memcmp(made, row->digest.ptr, len) != 0))
		return refute_digest(wheel, member, row, made, len, err);
	return 0;
}

static size_t count_digests(const struct record *record)
{
	size_t count = 0;

	for (size_t i = 0; i < record->count; i++)
		count += record->rows[i].digest.ptr != NULL;
	return count;
}

static int look(struct wheel *wheel, struct text path, struct text bytes, struct err *err)
{
	if (proving_unpack(wheel->proving, path, bytes, find_record, wheel, err) < 0)
		return -1;
	if (!wheel->record_bytes.ptr)
		return err_set(err, ERR_LOOK, "a wheel without RECORD");
	if (record_parse(&wheel->record, wheel->record_bytes, wheel->record_path, wheel->arena,
		    err) < 0 ||
		proving_unpack(wheel->proving, path, bytes, hold_member, wheel, err) < 0)
		return -1;
	if (!wheel->what && wheel->matched != count_digests(&wheel->record))
		wheel->what = "its RECORD lists a file that the wheel does not have";
	return 0;
}

int record_check_wheel(
	struct proving *proving, struct proof *proof, struct text bytes, struct err *err)
{
	struct wheel wheel = {.proving = proving, .arena = proving->arena};
	struct err own = {0};

	proof->reason = PROOF_LIST_ONLY;
	if (look(&wheel, proof->path, bytes, &own) < 0 &&
		proving_broken(proof, proving, proof->path, false, &own, err) < 0)
		return -1;
	if (wheel.what) {
		proof->state = PROOF_REFUTED;
		proof->what = wheel.what;
		proof->artifact = wheel.bad_path;
		proof->expected = wheel.expected;
		proof->computed = wheel.computed;
	}
	if (proving_replaced(proving, proof, err) < 0)
		return -1;
	return proving_add(proving, proof, err);
}
