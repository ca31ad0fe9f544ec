/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/xml.h"

#include <expat.h>
#include <string.h>
#include <strings.h>

enum { DEEPEST = 128, MOST_BYTES = 64 << 20 };

/* Between namespace and name in what expat hands out. No URI and no name can hold it: it is no XML character. */
static const XML_Char SEPARATOR = '\x01';

/* An element that is still open. */
struct level {
	struct xml *xml, *last;
	char *bytes; /* its text so far */
	size_t len, capacity;
};

struct reader {
	XML_Parser expat;
	const char *name;
	struct text text;
	bool has_outside; /* the DOCTYPE points to another file */
	struct xml *root;
	struct level levels[DEEPEST];
	unsigned depth;
	struct arena *arena;
	struct err *err;
};

/* --- errors --- */

static void stop(struct reader *reader)
{
	XML_StopParser(reader->expat, XML_FALSE);
}

static void stop_nomem(struct reader *reader)
{
	err_nomem(reader->err);
	stop(reader);
}

static int fail(const struct reader *reader, const char *what)
{
	return err_set(reader->err, ERR_LOOK, "%s:%lu:%lu: %s", reader->name,
		(unsigned long)XML_GetCurrentLineNumber(reader->expat),
		(unsigned long)XML_GetCurrentColumnNumber(reader->expat) + 1, what);
}

static void refuse(struct reader *reader, const char *what)
{
	fail(reader, what);
	stop(reader);
}

/* --- names and attributes --- */

/* "space\1name" or "name". The namespace's text is empty where there is none. */
static int split(
	struct reader *reader, const XML_Char *whole, struct text *space, struct text *name)
{
	struct text text = arena_text(reader->arena, text_of(whole));
	size_t at;

	if (!text.ptr)
		return -1;
	at = text_find(text, (struct text){&SEPARATOR, 1});
	*space = text_slice(text, 0, at == text.len ? 0 : at);
	*name = text_slice(text, at == text.len ? 0 : at + 1, text.len);
	return 0;
}

static struct xml_attribute *new_attribute(
	struct reader *reader, const XML_Char *name, const XML_Char *value)
{
	struct xml_attribute *attribute = arena_alloc(reader->arena, sizeof(*attribute));

	if (!attribute || split(reader, name, &attribute->space, &attribute->name) < 0)
		return NULL;
	attribute->value = arena_text(reader->arena, text_of(value));
	return attribute->value.ptr ? attribute : NULL;
}

/* `names`: name, value, name, value, ... NULL. */
static int add_attributes(struct reader *reader, struct xml *xml, const XML_Char **names)
{
	struct xml_attribute *last = NULL;

	for (; *names; names += 2) {
		struct xml_attribute *attribute = new_attribute(reader, names[0], names[1]);

		if (!attribute)
			return -1;
		if (last)
			last->next = attribute;
		else
			xml->attribute = attribute;
		last = attribute;
	}
	return 0;
}

/* With a DOCTYPE that points outside expat leaves an unknown entity out of an attribute, and cannot tell. So we look
 * at the tag as it is written, which in UTF-16 refuses more than it need. */
static bool has_unknown_entity(const struct reader *reader)
{
	static const char *const known[] = {"#", "amp;", "lt;", "gt;", "quot;", "apos;"};
	size_t start = (size_t)XML_GetCurrentByteIndex(reader->expat);
	size_t len = (size_t)XML_GetCurrentByteCount(reader->expat);
	struct text part, rest = text_slice(reader->text, start, start + len);
	bool is_first = true;

	for (; text_next_part(&rest, '&', &part); is_first = false) {
		bool found = is_first;

		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]) && !found; i++)
			found = text_starts(part, known[i]);
		if (!found)
			return true;
	}
	return false;
}

/* --- the tree --- */

static void join(struct reader *reader, struct xml *xml)
{
	struct level *level;

	if (reader->depth == 0) {
		reader->root = xml;
		return;
	}
	level = &reader->levels[reader->depth - 1];
	if (level->last)
		level->last->next = xml;
	else
		level->xml->child = xml;
	level->last = xml;
	level->xml->count++;
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
	struct reader *reader = data;
	struct xml *xml;

	if (reader->depth == DEEPEST) {
		refuse(reader, "nested too deeply, the limit is 128");
		return;
	}
	if (reader->has_outside && has_unknown_entity(reader)) {
		refuse(reader, "entity that is not defined here");
		return;
	}
	xml = arena_alloc(reader->arena, sizeof(*xml));
	if (!xml || split(reader, name, &xml->space, &xml->name) < 0 ||
		add_attributes(reader, xml, attributes) < 0) {
		stop_nomem(reader);
		return;
	}
	xml->line = (uint32_t)XML_GetCurrentLineNumber(reader->expat);
	xml->column = (uint32_t)XML_GetCurrentColumnNumber(reader->expat) + 1;
	xml->text = text_of("");
	join(reader, xml);
	reader->levels[reader->depth++] = (struct level){.xml = xml};
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
	struct reader *reader = data;
	const struct level *level;

	(void)name;
	/* expat may still report the end of an empty element after it was told to stop. */
	if (reader->err->kind != ERR_NONE)
		return;
	level = &reader->levels[--reader->depth];
	if (level->len > 0)
		level->xml->text = (struct text){level->bytes, level->len};
}

static void XMLCALL on_text(void *data, const XML_Char *bytes, int len)
{
	struct reader *reader = data;
	struct level *level;

	if (reader->err->kind != ERR_NONE)
		return;
	level = &reader->levels[reader->depth - 1];
	if (arena_reserve(reader->arena, (void **)&level->bytes, &level->capacity,
		    level->len + (size_t)len, 1) < 0) {
		stop_nomem(reader);
		return;
	}
	memcpy(level->bytes + level->len, bytes, (size_t)len);
	level->len += (size_t)len;
}

/* Declarations of entities are only possible here, or in a file outside, which is never read. */
static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system,
	const XML_Char *public, int has_internal_subset)
{
	struct reader *reader = data;

	(void)name;
	reader->has_outside = system || public;
	if (has_internal_subset)
		refuse(reader, "DOCTYPE with declarations of its own");
}

/* A DOCTYPE that points outside makes an unknown entity well-formed, so expat only tells. */
static void XMLCALL on_skipped(void *data, const XML_Char *name, int is_parameter)
{
	(void)name;
	(void)is_parameter;
	refuse(data, "entity that is not defined here");
}

/* Visual Studio and old tools write windows-1252, which is Latin 1 but for these (the Encoding Standard's index). */
static int XMLCALL on_encoding(void *data, const XML_Char *name, XML_Encoding *encoding)
{
	static const unsigned short from_80[] = {0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026,
		0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90,
		0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161,
		0x203a, 0x153, 0x9d, 0x17e, 0x178};

	(void)data;
	if (strcasecmp(name, "windows-1252") != 0)
		return XML_STATUS_ERROR;
	for (int byte = 0; byte < 256; byte++)
		encoding->map[byte] = byte;
	for (size_t i = 0; i < sizeof(from_80) / sizeof(from_80[0]); i++)
		encoding->map[0x80 + i] = from_80[i];
	return XML_STATUS_OK;
}

/* --- reading --- */

static void set_handlers(struct reader *reader)
{
	XML_SetUserData(reader->expat, reader);
	XML_SetElementHandler(reader->expat, on_start, on_end);
	XML_SetCharacterDataHandler(reader->expat, on_text);
	XML_SetStartDoctypeDeclHandler(reader->expat, on_doctype);
	XML_SetSkippedEntityHandler(reader->expat, on_skipped);
	XML_SetUnknownEncodingHandler(reader->expat, on_encoding, NULL);
	XML_SetParamEntityParsing(reader->expat, XML_PARAM_ENTITY_PARSING_NEVER);
}

static int parse(struct reader *reader, struct text text)
{
	enum XML_Error code;

	set_handlers(reader);
	if (XML_Parse(reader->expat, text.len ? text.ptr : "", (int)text.len, XML_TRUE) ==
		XML_STATUS_OK)
		return reader->err->kind == ERR_NONE ? 0 : -1;
	code = XML_GetErrorCode(reader->expat);
	if (code == XML_ERROR_NO_MEMORY)
		return err_nomem(reader->err);
	return fail(reader, XML_ErrorString(code));
}

int xml_read(const struct xml **out, struct text text, const char *name, struct arena *arena,
	struct err *err)
{
	struct reader reader = {.name = name, .text = text, .arena = arena, .err = err};
	int result;

	if (text.len > MOST_BYTES)
		return err_set(err, ERR_LOOK, "%s:1:1: over 64 MiB", name);
	reader.expat = XML_ParserCreateNS(NULL, SEPARATOR);
	if (!reader.expat)
		return err_nomem(err);
	result = parse(&reader, text);
	XML_ParserFree(reader.expat);
	if (result == 0)
		*out = reader.root;
	return result;
}

/* --- access --- */

static const struct xml *first_of(const struct xml *xml, struct text name)
{
	while (xml && !text_equal(xml->name, name))
		xml = xml->next;
	return xml;
}

const struct xml *xml_get(const struct xml *xml, const char *name)
{
	return xml ? first_of(xml->child, text_of(name)) : NULL;
}

const struct xml *xml_next(const struct xml *xml)
{
	return xml ? first_of(xml->next, xml->name) : NULL;
}

const struct xml *xml_at(const struct xml *xml, const char *path)
{
	struct text rest = text_of(path), name;

	while (xml && text_next_part(&rest, '/', &name))
		xml = first_of(xml->child, name);
	return xml;
}

struct text xml_text(const struct xml *xml, const char *name)
{
	const struct xml *found = xml_get(xml, name);

	return found ? text_trim(found->text) : text_of("");
}

const struct text *xml_value(const struct xml *xml, const char *name)
{
	const struct xml_attribute *at = xml ? xml->attribute : NULL;

	while (at && (at->space.len > 0 || !text_is(at->name, name)))
		at = at->next;
	return at ? &at->value : NULL;
}
