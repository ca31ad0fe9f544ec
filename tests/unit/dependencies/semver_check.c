/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines of "range<tab>version" on standard input; prints 1 or 0 for each. For semver_differential.js.
 */
#include <stdio.h>
#include <string.h>

#include "checks/dependencies/semver.h"

int main(void)
{
	char line[4096];

	while (fgets(line, sizeof(line), stdin)) {
		char *tab = strchr(line, '\t');

		if (!tab)
			return 1;
		line[strcspn(line, "\n")] = '\0';
		*tab = '\0';
		puts(semver_satisfies(text_of(line), text_of(tab + 1)) ? "1" : "0");
	}
	return 0;
}
