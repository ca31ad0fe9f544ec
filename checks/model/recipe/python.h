/* SPDX-License-Identifier: Apache-2.0
 *
 * A Python script as settings, without running it: its calls with their arguments, and the names that are assigned once
 * (docs.python.org, "Expressions"). A literal is its value, a name is what it was assigned where the file binds it exactly
 * once, an f-string of such names is put together; everything else is computed and stays so: it is
 * never guessed. Any bytes are read in linear time; only brackets nested deeper than 64 are an error.
 */
#ifndef SEAMGATE_MODEL_RECIPE_PYTHON_H
#define SEAMGATE_MODEL_RECIPE_PYTHON_H

#include "checks/model/recipe/setting.h"
#include "gate/base/keys.h"

/* `NAME = value`; value NULL where the name is bound in another way too, or twice. */
struct python_binding {
	struct text name;
	const struct setting *value;
};

struct python_module {
	struct arena *arena;
	const struct setting **calls; /* in the order in which they end */
	size_t call_count, call_capacity;
	struct python_binding *bindings;
	size_t binding_count, binding_capacity;
	struct keys names;
};

/* Everything lives in the arena and borrows the source. ERR_LOOK "name:line:column: what". */
MUST_CHECK int python_read(struct python_module *out, struct text source, const char *name,
	struct arena *arena, struct err *err);

/* What a setting comes to: itself, or what its name or f-string stands for. Module may be NULL. The result may still
 * be a SETTING_NAME (of something that is no constant) or SETTING_COMPUTED. */
MUST_CHECK int python_resolve(const struct setting **out, const struct python_module *module,
	const struct setting *value, struct err *err);

/* Both sources have the same tokens: what differs is comments and white space within lines. */
bool python_same(struct text a, struct text b);

#endif
