/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages that are made from the tables when the program is built: the manual page, and a page for each check. A program of its own, so
 * that seamgate itself does not carry them.
 */
#ifndef SEAMGATE_DOCS_MADE_H
#define SEAMGATE_DOCS_MADE_H

#include "gate/base/buffer.h"
#include "gate/check.h"

/* seamgate(1), in the macros of man(7). */
void made_man(struct buffer *out);

/* docs/checks/NAME.md. */
void made_check(struct buffer *out, const struct check *check);

#endif
