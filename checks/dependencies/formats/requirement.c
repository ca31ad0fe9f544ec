/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/requirement.h"

#include <ctype.h>
#include <string.h>

static void skip_blanks(struct text *rest)
{
	while (rest->len && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t'))
		*rest = text_slice(*rest, 1, rest->len);
}

static bool is_name_byte(char byte)
{
	return isalnum((unsigned char)byte) || byte == '-' || byte == '_' || byte == '.';
}

static struct text take_name(struct text *rest)
{
	size_t end = 0;
	struct text name;

	while (end < rest->len && is_name_byte(rest->ptr[end]))
		end++;
	while (end && !isalnum((unsigned char)rest->ptr[end - 1]))
		end--;
	name = text_slice(*rest, 0, end);
	if (end && !isalnum((unsigned char)rest->ptr[0]))
		return text_slice(name, 0, 0);
	*rest = text_slice(*rest, end, rest->len);
	return name;
}

static const char *take_extras(struct requirement *out, struct text *rest)
{
	size_t end = text_find(*rest, text_of("]"));
	struct text list, item;

	if (end == rest->len)
		return "a list of extras has no end";
	out->extras = list = text_slice(*rest, 1, end);
	while (text_next_part(&list, ',', &item)) {
		item = text_trim(item);
		(void)take_name(&item);
		if (item.len)
			return "this is no name of an extra";
	}
	*rest = text_slice(*rest, end + 1, rest->len);
	return NULL;
}

static bool is_operator(struct text *item)
{
	static const char *const operators[] = {"===", "==", "~=", "!=", "<=", ">=", "<", ">"};

	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (text_starts(*item, operators[i])) {
			*item = text_trim(text_slice(*item, strlen(operators[i]), item->len));
			return true;
		}
	return false;
}

static bool is_version(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_name_byte(text.ptr[i]) && !memchr("+!*", text.ptr[i], 3))
			return false;
	return text.len > 0;
}

static const char *check_specifier(struct text list)
{
	struct text item;

	while (text_next_part(&list, ',', &item)) {
		item = text_trim(item);
		if (item.len == 0 && list.len == 0)
			break; /* packaging takes a comma at the end */
		if (!is_operator(&item))
			return "this is no requirement";
		if (!is_version(item))
			return "this is no version";
	}
	return NULL;
}

static const char *take_specifier(struct requirement *out, struct text rest)
{
	size_t marker = text_find(rest, text_of(";"));
	struct text list = text_trim(text_slice(rest, 0, marker));

	out->marker = text_trim(text_slice(rest, marker + 1, rest.len));
	if (marker < rest.len && out->marker.len == 0)
		return "a marker is empty";
	if (list.len && list.ptr[0] == '(') {
		if (list.ptr[list.len - 1] != ')')
			return "a bracket is not closed";
		list = text_trim(text_slice(list, 1, list.len - 1));
	}
	out->specifier = list;
	return check_specifier(list);
}

/* Behind a URL a marker needs a blank before it: ";" may be part of a URL. */
static const char *take_url(struct requirement *out, struct text rest)
{
	size_t end = 0;

	rest = text_trim(text_slice(rest, 1, rest.len));
	while (end < rest.len && rest.ptr[end] != ' ' && rest.ptr[end] != '\t')
		end++;
	out->url = text_slice(rest, 0, end);
	rest = text_slice(rest, end, rest.len);
	skip_blanks(&rest);
	if (out->url.len == 0)
		return "there is no URL behind the @";
	if (rest.len && rest.ptr[0] != ';')
		return "there is something behind the URL";
	out->marker = text_trim(text_slice(rest, 1, rest.len));
	return NULL;
}

const char *requirement_read(struct requirement *out, struct text text)
{
	struct text rest = text_trim(text);
	const char *wrong;

	*out = (struct requirement){.specifier = text_of(""),
		.url = text_of(""),
		.extras = text_of(""),
		.marker = text_of("")};
	out->name = take_name(&rest);
	if (out->name.len == 0)
		return "this is no requirement";
	skip_blanks(&rest);
	if (rest.len && rest.ptr[0] == '[') {
		wrong = take_extras(out, &rest);
		if (wrong)
			return wrong;
		skip_blanks(&rest);
	}
	return rest.len && rest.ptr[0] == '@' ? take_url(out, rest) : take_specifier(out, rest);
}

struct text requirement_version(struct text specifier)
{
	struct text none = text_of("");

	specifier = text_trim(specifier);
	if (!text_starts(specifier, "=="))
		return none;
	specifier = text_slice(specifier, text_starts(specifier, "===") ? 3 : 2, specifier.len);
	specifier = text_trim(specifier);
	if (specifier.len && specifier.ptr[specifier.len - 1] == ',')
		specifier = text_trim(text_slice(specifier, 0, specifier.len - 1));
	for (size_t i = 0; i < specifier.len; i++)
		if (specifier.ptr[i] == ',' || specifier.ptr[i] == '*')
			return none;
	return specifier;
}
