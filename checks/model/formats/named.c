/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/formats/named.h"

#include "gate/base/digest.h"

enum { HEX = 64 };

static bool is_sha256(struct text text)
{
	uint32_t digit;

	if (text.len != HEX)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!hex_digit(text.ptr[i], &digit))
			return false;
	return true;
}

static int add(struct evidence *evidence, struct text path, struct text digest, uint32_t line,
	struct err *err)
{
	struct named_model model = {.path = path, .kind = NAMED_SHA256, .line = line};
	char *lower = arena_alloc(evidence->arena, HEX);

	if (!lower)
		return err_nomem(err);
	for (size_t i = 0; i < HEX; i++)
		lower[i] = digest.ptr[i] >= 'A' && digest.ptr[i] <= 'F'
				   ? (char)(digest.ptr[i] + 'a' - 'A')
				   : digest.ptr[i];
	model.digest = (struct text){lower, HEX};
	return evidence_model(evidence, &model, err);
}

int evidence_named_line(
	struct evidence *evidence, struct text line, uint32_t number, struct err *err)
{
	if (line.len < HEX + 3 || line.ptr[HEX] != ' ' ||
		(line.ptr[HEX + 1] != ' ' && line.ptr[HEX + 1] != '*') ||
		!is_sha256(text_slice(line, 0, HEX)))
		return 0;
	return add(evidence, text_slice(line, HEX + 2, line.len), line, number, err);
}

static int add_member(struct evidence *evidence, const struct evidence_file *file, struct text path,
	struct text digest, uint32_t line, struct err *err)
{
	if (is_sha256(digest))
		return add(evidence, path, digest, line, err);
	return evidence_error(file, line, 1, err, "model_sha256 is no SHA-256 in 64 hex digits");
}

int evidence_named_json(struct evidence *evidence, const struct evidence_file *file,
	const struct json *object, struct err *err)
{
	const struct json *said = json_get(object, "model_sha256");

	if (!said || said->type == JSON_NULL)
		return 0;
	if (said->type != JSON_OBJECT)
		return add_member(
			evidence, file, (struct text){"", 0}, said->text, said->line, err);
	for (const struct json *one = said->child; one; one = one->next)
		if (add_member(evidence, file, one->key, one->text, one->line, err) < 0)
			return -1;
	return 0;
}

int evidence_named_setting(struct evidence *evidence, const struct evidence_file *file,
	const struct setting *map, struct err *err)
{
	const struct setting *said = setting_get(map, "model_sha256");

	if (!said || said->kind == SETTING_NULL)
		return 0;
	if (said->kind != SETTING_MAP)
		return add_member(
			evidence, file, (struct text){"", 0}, said->text, said->line, err);
	for (const struct setting *one = said->child; one; one = one->next)
		if (add_member(evidence, file, one->key, one->text, one->line, err) < 0)
			return -1;
	return 0;
}
