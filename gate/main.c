/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "gate/base/memory.h"
#include "gate/verbs/verb.h"

int main(int argc, char **argv)
{
	(void)argc;
	memory_start();
	return verbs_main(
		(const char *const *)(argv[0] ? argv + 1 : argv), (const char *const *)environ);
}
