/* SPDX-License-Identifier: Apache-2.0
 *
 * Flags that decide whether a package's code runs when it is installed.
 */
#include "checks/dependencies/judging.h"

static bool had_script(const struct pair *pair)
{
	for (size_t i = 0; i < pair->base_count; i++)
		if (pair->base[i]->flags & PIN_INSTALL_SCRIPT)
			return true;
	return false;
}

int judge_flags(struct judging *judging, const struct subject *subject, struct err *err)
{
	if (subject->base.lock.lacks_scripts)
		return 0;
	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		for (size_t h = 0; pair->base_count && h < pair->head_count; h++) {
			const struct pin *pin = pair->head[h];
			struct verdict_on on = verdict_on_pin("dependencies/install-script", subject, pin);

			if (!(pin->flags & PIN_INSTALL_SCRIPT) || had_script(pair))
				continue;
			if (judging_report(judging, &on, err,
				    "%.*s %.*s may run an install script now; it is the same version as before",
				    SHOWN(pin->name), SHOWN(pin->version)) < 0)
				return -1;
		}
	}
	return 0;
}
