/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/verb.h"

static int version(const struct call *call, struct err *err)
{
	struct buffer out = {0};
	int done;

	if (call->argv[0] && call->argv[0][0] != '-')
		return err_set(err, ERR_USAGE, "version takes no argument \"%s\"", call->argv[0]);
	buffer_string(&out, "seamgate " SEAMGATE_VERSION "\n");
	done = verb_print(&out, err);
	buffer_free(&out);
	return done;
}

const struct verb verb_version = {"version", "", "print the version", NULL, version, NULL};
