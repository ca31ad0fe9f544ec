/* SPDX-License-Identifier: Apache-2.0
 *
 * Other people's YAML for readers of references: all documents, aliases and tags, what stands behind a value on its
 * line, and walks over all maps.
 */
#ifndef SEAMGATE_DEPENDENCIES_YAML_TREE_H
#define SEAMGATE_DEPENDENCIES_YAML_TREE_H

#include "checks/dependencies/reference.h"
#include "gate/base/yaml.h"

struct yaml_tree {
	struct lock *lock;
	const struct document *document;
	const struct yaml *documents; /* a list */
	struct lines lines;
};

/* Reads the document. Doubled keys go to the lock. Errors are ERR_LOOK with their place. */
MUST_CHECK int yaml_tree_read(
	struct yaml_tree *out, struct lock *lock, const struct document *document, struct err *err);

/* The same of a file that may be something else: one that cannot be parsed has no documents. */
MUST_CHECK int yaml_tree_try(
	struct yaml_tree *out, struct lock *lock, const struct document *document, struct err *err);

/* A scalar as a reference, with its comment. */
struct reference yaml_reference(const struct yaml_tree *tree, const struct yaml *scalar);

/* Called for each map in the tree, from the top. */
typedef int yaml_visit(const struct yaml_tree *tree, const struct yaml *map, struct err *err);
MUST_CHECK int yaml_walk(const struct yaml_tree *tree, yaml_visit *visit, struct err *err);

bool is_scalar(const struct yaml *node);

/* The environment variables of a map, or of a list of "NAME=VALUE", as settings; NULL is fine. */
MUST_CHECK int yaml_environment(
	const struct yaml_tree *tree, const struct yaml *variables, struct err *err);

/* The scalar of that key, or the empty text. */
struct text yaml_text(const struct yaml *map, const char *key);

/* True where a line begins with the words (a key at the top of a document). */
bool has_line(struct text content, const char *beginning);

bool contains(struct text content, const char *word);

/* True for what is made into YAML by a template first: {{ }}, {% %}, <% %>. */
bool is_template(struct text content);

#endif
