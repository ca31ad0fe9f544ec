/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/verb.h"

static int version(const struct call *call, struct err *err)
{
	struct buffer out = {0};
	int done;

	(void)call;
	buffer_string(&out, "seamgate " SEAMGATE_VERSION "\n");
	done = verb_print(&out, err);
	buffer_free(&out);
	return done;
}

const struct verb verb_version = {"version", "", "print the version", NULL, version};
