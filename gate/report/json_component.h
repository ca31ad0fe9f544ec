/* SPDX-License-Identifier: Apache-2.0
 *
 * The inventory in the result file: "components" of a check that has taken one.
 */
#ifndef SEAMGATE_REPORT_JSON_COMPONENT_H
#define SEAMGATE_REPORT_JSON_COMPONENT_H

#include "gate/base/json_write.h"
#include "gate/result.h"

void json_components(struct json_writer *json, const struct outcome *outcome);

/* What a check has looked at: its counters as an object. */
void json_counters(struct json_writer *json, const char *key, const struct outcome *outcome);
/* The same of all checks that have any, by their names, as the object "examined". */
void json_examined(struct json_writer *json, const struct result *result);

#endif
