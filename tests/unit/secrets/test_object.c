/* SPDX-License-Identifier: Apache-2.0 */
#include "scanning.h"

#include "checks/secrets/object.h"

#define OID    "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
#define BASE64 "iQIzBAABCAAdFiEEabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKL"

static const char commit[] = "tree " OID "\n"
			     "parent " OID "\n"
			     "author A. Uthor <a@example.org> 1 +0000\n"
			     "committer C. Ommitter <c@example.org> 1 +0000\n"
			     "gpgsig -----BEGIN PGP SIGNATURE-----\n"
			     " Comment: in the signature\n"
			     " \n"
			     " " BASE64 "\n"
			     " SHORTLINE\n"
			     " -----END PGP SIGNATURE-----\n"
			     "encoding ISO-8859-1\n"
			     "tree WORDS\n"
			     "object WORDS\n"
			     "parent " OID " WORDS\n"
			     " MORE\n"
			     "\n"
			     "the subject\n"
			     "\n"
			     "the body\n"
			     "" BASE64 "\n";

static const char tag[] = "object " OID "\n"
			  "type commit\n"
			  "tag v1\n"
			  "tagger T. Agger <t@example.org> 1 +0000\n"
			  "\n"
			  "release\n"
			  "-----BEGIN PGP SIGNATURE-----\n"
			  "\n" BASE64 "\n"
			  "SHORTLINE\n"
			  "-----END PGP SIGNATURE-----\n";

static void test_parts(void)
{
	static const struct {
		const char *name, *object, *what, *field;
		bool is_noise;
	} rows[] = {
		{"tree", commit, OID, "tree", true},
		{"parent", commit, "parent " OID, "parent", true},
		{"author", commit, "A. Uthor", "author", false},
		{"committer", commit, "Ommitter", "committer", false},
		{"a comment in a signature", commit, "in the signature", "gpgsig", false},
		{"a signature's line", commit, BASE64, "gpgsig", false},
		{"a short line in a signature", commit, "SHORTLINE", "gpgsig", false},
		{"behind a signature", commit, "ISO-8859", "encoding", false},
		{"subject", commit, "the subject", "", false},
		{"body", commit, "the body", "", false},
		{"object", tag, OID, "object", true},
		{"tagger", tag, "Agger", "tagger", false},
		{"tag message", tag, "release", "", false},
		{"a tag's signature", tag, BASE64, "", false},
		{"a short line there", tag, "SHORTLINE", "", false},
		{"no object at all", "\nmessage", "message", "", false},
		{"a second tree", commit, "tree WORDS", "tree", false},
		{"a header of that name", commit, "object WORDS", "object", false},
		{"behind an id", commit, OID " WORDS", "parent", false},
		{"a tree's continuation", commit, "MORE", "parent", false},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct text bytes = text_of(rows[i].object);
		struct object object;
		struct object_part part;

		object_read(&object, bytes);
		part = object_part(&object, text_find(bytes, text_of(rows[i].what)));
		CHECK_ROW(rows[i].name, text_is(part.field, rows[i].field));
		CHECK_ROW(rows[i].name, part.is_noise == rows[i].is_noise);
	}
}

static void test_order(void)
{
	struct text bytes = text_of(commit), body = TEXT("the body\n");
	struct object object;
	size_t last = text_find(bytes, body) + body.len;

	object_read(&object, bytes);
	CU_ASSERT(object.first_line == 17);
	CU_ASSERT(!object_part(&object, last).is_noise);
	/* Asked in any order, the answers are the same. */
	CU_ASSERT(text_is(object_part(&object, object.message - 3).field, "parent"));
	CU_ASSERT(text_is(object_part(&object, 3).field, "tree"));
	CU_ASSERT(text_is(object_part(&object, object.message - 3).field, "parent"));
}

static void test_cut(void)
{
	struct text bytes = text_of(commit);

	for (size_t len = 0; len <= bytes.len; len++) {
		struct object object;

		object_read(&object, text_slice(bytes, 0, len));
		CU_ASSERT(object.message <= len);
		for (size_t at = 0; at < len; at++)
			CU_ASSERT(object_part(&object, at).field.len <= len);
	}
}

static const struct unit_test tests[] = {
	{"parts", test_parts},
	{"order", test_order},
	{"cut", test_cut},
};

UNIT_MAIN(tests)
