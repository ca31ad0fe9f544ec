/* SPDX-License-Identifier: Apache-2.0
 *
 * What SciPy 1.17.1 answers to the call that is each row's name; statsmodels 0.15.0 where it says so.
 */
#include <math.h>
#include <stddef.h>

static const struct {
	const char *name;
	double n, lost, gained, confidence, low, high;
} tangos[] = {
	{"score test inverted, n 4096, 130 lost, 75 gained, 0.9", 4096.0, 130.0, 75.0, 0.9,
		0.007730672756480535, 0.019273844639944138},
	{"score test inverted, n 100, 10 lost, 30 gained, 0.95", 100.0, 10.0, 30.0, 0.95,
		-0.3169604890885449, -0.07948443422534611},
	{"score test inverted, n 44, 1 lost, 5 gained, 0.95", 44.0, 1.0, 5.0, 0.95,
		-0.22239615295403156, 0.024006567011790107},
	{"score test inverted, n 50, 12 lost, 2 gained, 0.95", 50.0, 12.0, 2.0, 0.95,
		0.06111240745346095, 0.3447087473642849},
	{"score test inverted, n 1000, 30 lost, 25 gained, 0.9", 1000.0, 30.0, 25.0, 0.9,
		-0.007360048351795912, 0.01755416674455063},
	{"score test inverted, n 200, 0 lost, 7 gained, 0.95", 200.0, 0.0, 7.0, 0.95,
		-0.0704706129554596, -0.015495087061694795},
};

static const struct {
	const char *name;
	double p, want;
} harrell_davis[] = {
	{"mstats.hdquantiles, p 0.25", 0.25, 1.3546533880518332},
	{"mstats.hdquantiles, p 0.5", 0.5, 3.7423283696704717},
	{"mstats.hdquantiles, p 0.75", 0.75, 9.750860257193311},
	{"mstats.hdquantiles, p 0.95", 0.95, 19.923718814767764},
};
