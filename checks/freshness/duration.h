/* SPDX-License-Identifier: Apache-2.0
 *
 * Lengths of time in messages: "420 ms", "3.5 s", "15 min", "3 h", "30 d". Private to the check.
 */
#ifndef SEAMGATE_FRESHNESS_DURATION_H
#define SEAMGATE_FRESHNESS_DURATION_H

struct duration {
	char text[32];
};

struct duration duration_of(double seconds);

#endif
