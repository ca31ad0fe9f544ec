/* SPDX-License-Identifier: Apache-2.0
 *
 * XML 1.0 with namespaces, through expat, into a tree with positions. Refused, with line and column: what is not
 * well-formed, a DOCTYPE with an internal subset (and with it every entity declaration), an entity
 * that XML itself does not define, nesting over 128, over 64 MiB. Nothing outside the text is ever read. Encodings:
 * UTF-8, UTF-16, ISO-8859-1, US-ASCII; the tree is UTF-8. Comments and processing instructions are left out.
 */
#ifndef SEAMGATE_BASE_XML_H
#define SEAMGATE_BASE_XML_H

#include "gate/base/arena.h"
#include "gate/base/err.h"

struct xml_attribute {
	struct text name;  /* without its prefix */
	struct text space; /* URI of the namespace; empty without a prefix */
	struct text value; /* normalised as XML says */
	const struct xml_attribute *next;
};

struct xml {
	struct text name;      /* without its prefix */
	struct text space;     /* URI of the namespace, or empty */
	uint32_t line, column; /* 1-based, in code points, of the '<' */
	struct text text; /* all character data directly inside, joined, with its white space */
	const struct xml_attribute *attribute; /* the first, in file order; no xmlns declarations */
	const struct xml *child;               /* first element inside */
	const struct xml *next;                /* next sibling, in file order */
	size_t count;                          /* elements directly inside */
};

/* Parses text into a tree that lives in the arena and borrows nothing from text; *out is the root element.
 * `name` is the file's name for the error "name:line:column: what"; errors are ERR_LOOK. */
MUST_CHECK int xml_read(const struct xml **out, struct text text, const char *name,
	struct arena *arena, struct err *err);

/* The first element of this local name inside, whatever its namespace, or NULL (also when xml is NULL). */
const struct xml *xml_get(const struct xml *xml, const char *name);

/* The next sibling of the same local name, or NULL. */
const struct xml *xml_next(const struct xml *xml);

/* The element behind a path of local names, "dependencies/dependency", each the first of its name; or NULL. */
const struct xml *xml_at(const struct xml *xml, const char *path);

/* The text of the first element of this name inside, trimmed; the empty text where there is none. */
struct text xml_text(const struct xml *xml, const char *name);

/* The value of the attribute of this local name without a namespace, or NULL. */
const struct text *xml_value(const struct xml *xml, const char *name);

#endif
