/* SPDX-License-Identifier: Apache-2.0
 *
 * Terms of Elixir and Erlang as lock files hold them: maps, tuples, lists, atoms, strings and binaries, numbers; no
 * code is run. One tree for both languages: %{"a": …}, {…}, […], :atom, atom, "…", <<"…">>, key: value.
 */
#ifndef SEAMGATE_DEPENDENCIES_ERLANG_TERM_H
#define SEAMGATE_DEPENDENCIES_ERLANG_TERM_H

#include "checks/dependencies/format.h"

enum term_type { TERM_WORD, TERM_STRING, TERM_TUPLE, TERM_LIST, TERM_MAP };

struct term {
	enum term_type type;
	struct text text; /* word: without its colon; string: unescaped */
	struct text key;  /* in a map or keyword list: "name": value, name: value */
	bool has_key;
	uint32_t line, column;
	struct term *child, *next;
};

/* All terms of a file, in a TERM_LIST. Behind each a full stop, which those of Erlang must have. */
MUST_CHECK int terms_read(
	struct term **out, const struct document *document, bool have_stops, struct err *err);

/* The n-th child, or NULL. */
const struct term *term_at(const struct term *term, size_t index);

#endif
