/* SPDX-License-Identifier: Apache-2.0 */
#include <malloc.h>
#include <unistd.h>

#include "gate/verbs/verb.h"

/* Blobs come and go by the hundred. Memory that glibc hands back to the kernel after each is cleared page by
 * page for the next: a fifth of the time of a large change. Figures are bytes. */
static void keep_memory(void)
{
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, 16 << 20);
	mallopt(M_TRIM_THRESHOLD, 32 << 20);
	mallopt(M_TOP_PAD, 1 << 20);
#endif
}

int main(int argc, char **argv)
{
	(void)argc;
	keep_memory();
	return verbs_main((const char *const *)(argv[0] ? argv + 1 : argv), (const char *const *)environ);
}
