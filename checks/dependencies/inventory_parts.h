/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of an inventory: inventory.c makes components of pins, inventory_needs.c lists what manifests ask for and nothing
 * pins, inventory_proof.c joins what came of the proofs. For these three files only.
 */
#ifndef SEAMGATE_DEPENDENCIES_INVENTORY_PARTS_H
#define SEAMGATE_DEPENDENCIES_INVENTORY_PARTS_H

#include "checks/dependencies/inventory.h"
#include "checks/dependencies/proof/proof.h"
#include "gate/base/keys.h"

/* Something that a manifest asks for and its lock, if it has one, does not answer for. */
struct asking {
	const struct format *format;
	struct text path, name, range;
	uint32_t line;
};

enum { SEVERAL = UINT32_MAX };

struct inventory {
	const struct check_job *job;
	struct arena *scratch; /* of one component */
	size_t component_count;
	struct keys numbers; /* of the components, plus 1, by all that a proof says of a pin */
	struct keys
		names; /* the same by format, name and version; SEVERAL where several files have it */
	struct keys pinned;  /* "ecosystem\nfolder\nname" of what some file pins */
	struct keys modules; /* folders of submodules: index in addresses, plus 1 */
	struct text *addresses;
	size_t address_count, address_capacity;
	struct asking *asked;
	size_t asked_count, asked_capacity;
};

/* inventory_needs.c: that a file pins a name; what a manifest without a lock asks for, to be looked at in the end; one of those, unless a
 * file of its folder or one above it pins it. */
MUST_CHECK int inventory_note_pinned(struct inventory *inventory, const struct subject *subject,
	const struct pin *pin, struct err *err);
MUST_CHECK int inventory_add_needs(
	struct inventory *inventory, const struct subject *subject, struct err *err);
MUST_CHECK int inventory_add_asked(
	struct inventory *inventory, const struct asking *asking, struct err *err);

/* inventory_proof.c: the number of a component, and the states of all once the provers have answered. */
MUST_CHECK int inventory_note_number(struct inventory *inventory, const struct component *component,
	size_t number, struct err *err);
MUST_CHECK int inventory_join_rows(
	struct inventory *inventory, const struct proof_rows *rows, struct err *err);

#endif
