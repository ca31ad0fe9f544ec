/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/result.h"

const char *status_name(enum status status)
{
	static const char *const names[] = {"clean", "findings", "incomplete", "skipped"};

	return names[status];
}

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = {"pass", "block", "incomplete"};

	return names[verdict];
}

const char *state_name(enum finding_state state)
{
	static const char *const names[] = {"new", "known", "waived"};

	return names[state];
}

const char *hop_status_name(enum hop_status status)
{
	static const char *const names[] = {"origin", "downstream", "clean", "unmeasured"};

	return names[status];
}
