/* SPDX-License-Identifier: Apache-2.0
 *
 * YAML as the import writes it: block mappings and lists, every string in quotes (single where it has no controls, else double with escapes).
 * Empty texts and lists are not written.
 */
#ifndef SEAMGATE_SECRETS_IMPORT_WRITE_H
#define SEAMGATE_SECRETS_IMPORT_WRITE_H

#include "checks/secrets/import/draft.h"

void write_quoted(struct buffer *out, struct text text);
void write_key(struct buffer *out, const char *key, struct text value, unsigned indent);
void write_list(struct buffer *out, const char *key, const struct texts *list, unsigned indent);

/* "# text", controls as spaces, at most 200 bytes of it. */
void write_comment(struct buffer *out, struct text text, unsigned indent);

/* An example as a template (gate/template.h) that expands to it, and in which no scanner finds a key. */
void write_template(struct buffer *out, struct text example);

#endif
