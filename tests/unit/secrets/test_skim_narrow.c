/* SPDX-License-Identifier: Apache-2.0
 *
 * The same without AVX2, as on other processors.
 */
#define WITHOUT_WIDE
#include "checks/secrets/decode/skim.c" // NOLINT(bugprone-suspicious-include)
#include "test_skim.c"                  // NOLINT(bugprone-suspicious-include)
