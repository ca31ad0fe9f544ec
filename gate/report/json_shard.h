/* SPDX-License-Identifier: Apache-2.0
 *
 * What a shard's result says for `seamgate merge` beside what every result does: "merge" objects that are in no result of
 * a whole run. gate/merge/read.c reads them back.
 */
#ifndef SEAMGATE_REPORT_JSON_SHARD_H
#define SEAMGATE_REPORT_JSON_SHARD_H

#include "gate/base/json_write.h"
#include "gate/result.h"

void json_shard_write(struct json_writer *json, const struct result *result);
/* The last member, over all that is written so far; gate/merge/seal.c holds against it. */
void json_shard_seal(struct json_writer *json, const struct shard *shard);
void json_shard_finding(struct json_writer *json, const struct finding *finding);
void json_shard_outcome(struct json_writer *json, const struct outcome *outcome);

/* Names of enum blob_kind; "none" for a finding about no single blob. */
extern const char *const json_blob_kinds[];
enum { JSON_BLOB_KINDS = 7 };

#endif
