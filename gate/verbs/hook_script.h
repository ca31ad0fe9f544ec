/* SPDX-License-Identifier: Apache-2.0
 *
 * The script that stands as a git hook: it calls the program that wrote it, or the one on the PATH where that is
 * gone. Its second line is a marker.
 */
#ifndef SEAMGATE_VERBS_HOOK_SCRIPT_H
#define SEAMGATE_VERBS_HOOK_SCRIPT_H

#include "gate/base/buffer.h"

/* With has_before the hook NAME.before-seamgate beside it runs first, with the same arguments and standard input. */
void hook_script(struct buffer *out, const char *hook_name, bool has_before);

/* Whether a hook's text was written by hook_script. */
bool hook_script_is_ours(struct text content);

/* The line that calls this hook from another one. */
void hook_script_line(struct buffer *out, const char *hook_name, size_t longest);

#endif
