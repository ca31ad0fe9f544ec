/* SPDX-License-Identifier: Apache-2.0
 *
 * The inventory of a tree: every pin of every dependency file as a component (gate/component.h), every submodule, and what manifests
 * ask for that no lock and no other file of the folder or one above it pins.
 */
#ifndef SEAMGATE_DEPENDENCIES_INVENTORY_H
#define SEAMGATE_DEPENDENCIES_INVENTORY_H

#include "checks/dependencies/judging.h"

struct inventory;

/* In the job's arena; NULL in *out where nobody asked for one: what follows then does nothing. */
MUST_CHECK int inventory_new(struct inventory **out, const struct check_job *job, struct err *err);

/* A subject whose head was read and whose rules have run. Subjects come in the order of their paths. */
MUST_CHECK int inventory_add(
	struct inventory *inventory, const struct subject *subject, struct err *err);

/* Behind the last subject and the last prover; `proving` may be NULL. */
struct proving;
MUST_CHECK int inventory_close(
	struct inventory *inventory, const struct proving *proving, struct err *err);

/* What holds a pin to what it is. */
enum component_held pin_held(const struct pin *pin);

/* A URL without user and password: those are nobody's business in a list that is handed on. Borrows from the arena or the
 * text; ptr NULL when out of memory. */
struct text source_shown(struct text source, struct arena *arena);

#endif
