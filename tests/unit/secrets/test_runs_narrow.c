/* SPDX-License-Identifier: Apache-2.0
 *
 * The same without SSE2, as on other processors.
 */
#undef __SSE2__
#include "test_runs.c" // NOLINT(bugprone-suspicious-include)
