/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes JSON, one member after the other, with commas and indentation of its own accord.
 * Strings pass the masks and escape_json. Numbers that are not finite become null.
 */
#ifndef SEAMGATE_BASE_JSON_WRITE_H
#define SEAMGATE_BASE_JSON_WRITE_H

#include "gate/base/mask.h"

struct json_writer {
	struct buffer *out;
	const struct masks *masks; /* may be NULL */
	unsigned depth;
	unsigned indent; /* spaces a level; 0 writes all on one line */
	bool has_item;   /* the open object or array has one already */
	struct buffer scratch;
};

void json_begin(struct json_writer *json, const char *key,
	char bracket); /* '{' or '['; key NULL inside an array or at the top */
void json_close(struct json_writer *json, char bracket); /* '}' or ']' */
void json_text(struct json_writer *json, const char *key, struct text value);
void json_string(struct json_writer *json, const char *key, const char *value); /* NULL is "" */
/* A name of ours (verdict, rule id, digest): not masked, so that a secret "pass" cannot change what a
 * report says. */
void json_word(struct json_writer *json, const char *key, const char *word);
void json_uint(struct json_writer *json, const char *key, uint64_t value);
void json_real(struct json_writer *json, const char *key,
	double value); /* shortest of %.15g, %.17g that reads back */
void json_bool(struct json_writer *json, const char *key, bool value);
void json_finish(struct json_writer *json); /* frees the scratch buffer */

#endif
