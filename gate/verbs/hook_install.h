/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes a git hook that calls this very program, and takes it away again. A hook that somebody
 * else wrote (its second line is not our marker, or it is a link) is never changed: with `chain` it is
 * kept beside ours as NAME.before-seamgate and runs first, with the same arguments and the same
 * standard input; what it stops is stopped.
 */
#ifndef SEAMGATE_VERBS_HOOK_INSTALL_H
#define SEAMGATE_VERBS_HOOK_INSTALL_H

#include "gate/base/buffer.h"
#include "gate/change/repo.h"

/* Installs into core.hooksPath, else into the hooks folder that all work trees share. Doing it
 * twice is fine. What was done goes to `messages`. ERR_USAGE, with what to do, where a foreign hook
 * stands there and chain is not asked for; ERR_LOOK where the file cannot be written. */
MUST_CHECK int hook_install(const char *hook_name, bool chain, struct repo *repo,
	struct buffer *messages, struct err *err);

/* Removes the hook that hook_install wrote and puts a chained one back; none there is fine.
 * ERR_USAGE for a foreign one. */
MUST_CHECK int hook_uninstall(
	const char *hook_name, struct repo *repo, struct buffer *messages, struct err *err);

#endif
