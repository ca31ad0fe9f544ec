/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the bill of materials: cyclonedx.c lays out the whole, cyclonedx_reference.c says by which hashes an artifact is known and
 * where it comes from.
 */
#ifndef SEAMGATE_REPORT_CYCLONEDX_H
#define SEAMGATE_REPORT_CYCLONEDX_H

#include "gate/base/json_write.h"
#include "gate/report/formats.h"

struct bill {
	struct json_writer json;
	const struct result *result;
	const struct report_style *style;
	struct buffer masked, visible;
};

/* Components of one file, name and version stand beside each other. */
struct group {
	const struct component *items;
	size_t count;
};

/* The sink: masked, and made visible as for people. */
void bill_text(struct bill *bill, const char *key, struct text text);
void bill_property(struct bill *bill, const char *name, struct text value);

/* "hashes": those of an artifact's bytes; nothing where there are none. */
void bill_hashes(struct bill *bill, const struct component *component);

/* A property for each digest that is no hash of an artifact's bytes. */
void bill_digests(struct bill *bill, const struct component *component);

/* "externalReferences": one for each artifact that has an address, or a name and hashes. */
void bill_references(struct bill *bill, const struct group *group);

/* The address is the artifact's own, and none of an index or a registry. */
bool bill_is_distribution(const struct component *component);

#endif
