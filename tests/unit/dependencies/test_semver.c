/* SPDX-License-Identifier: Apache-2.0
 *
 * Ranges as node-semver judges them. semver_differential.js asks node-semver itself about many more.
 */
#include "unit.h"

#include "checks/dependencies/semver.h"

struct row {
	const char *range, *version;
	bool satisfied;
};

static const struct row rows[] = {
	{"1.2.3", "1.2.3", true},
	{"=1.2.3", "1.2.3", true},
	{"v1.2.3", "1.2.3", true},
	{"1.2.3", "1.2.4", false},
	{"^1.2.3", "1.9.0", true},
	{"^1.2.3", "1.2.2", false},
	{"^1.2.3", "2.0.0", false},
	{"^0.2.3", "0.2.9", true},
	{"^0.2.3", "0.3.0", false},
	{"^0.0.3", "0.0.3", true},
	{"^0.0.3", "0.0.4", false},
	{"^0.0", "0.0.9", true},
	{"^0.0", "0.1.0", false},
	{"^0", "0.9.0", true},
	{"^0", "1.0.0", false},
	{"^1.x", "1.9.9", true},
	{"~1.2.3", "1.2.9", true},
	{"~1.2.3", "1.3.0", false},
	{"~1", "1.9.0", true},
	{"~1", "2.0.0", false},
	{"~>1.2", "1.2.7", true},
	{"1.2", "1.2.9", true},
	{"1.2.x", "1.2.0", true},
	{"1.*", "2.0.0", false},
	{"*", "9.9.9", true},
	{"", "1.0.0", true},
	{"x", "1.0.0", true},
	{">=1.2 <2", "1.9.9", true},
	{">=1.2 <2", "2.0.0", false},
	{">1.2", "1.2.9", false},
	{">1.2", "1.3.0", true},
	{"<=1.2", "1.2.9", true},
	{"<=1.2", "1.3.0", false},
	{"< 1.2", "1.1.9", true},
	{">= 1.0.0", "1.0.0", true},
	{"<*", "1.0.0", false},
	{">=*", "1.0.0", true},
	{"1.2.3 - 2.3.4", "2.3.4", true},
	{"1.2.3 - 2.3.4", "2.3.5", false},
	{"1.2 - 2.3", "2.3.9", true},
	{"1.2 - 2", "2.9.9", true},
	{"1.2 - 2", "3.0.0", false},
	{"^1 || ^3", "3.1.0", true},
	{"^1 || ^3", "2.1.0", false},
	{"^1||^3", "1.1.0", true},
	{"|| 1.0.0", "5.0.0", true},
	{"^1.2.3-beta.2", "1.2.3-beta.4", true},
	{"^1.2.3-beta.2", "1.2.3-beta.1", false},
	{"^1.2.3-beta.2", "1.2.4-beta.2", false},
	{"^1.2.3", "1.3.0-rc.1", false},
	{"~1.2.3-rc.1", "1.2.3", true},
	{">1.2.3-alpha.3", "1.2.3-alpha.7", true},
	{">1.2.3-alpha.3", "3.4.5-alpha.9", false},
	{"1.2.3-beta", "1.2.3-beta", true},
	{"*", "1.0.0-rc.1", false},
	{"<2.0.0", "2.0.0-rc.1", false},
	{"^1", "2.0.0-0", false},
	{"1.2.3+build", "1.2.3", true},
	{"1.2.3", "1.2.3+other", true},
	{"1.0.0-rc.10", "1.0.0-rc.9", false},
	{">=1.0.0-rc.9", "1.0.0-rc.10", true},
	{">=1.0.0-9", "1.0.0-alpha", true},
	{"latest", "1.0.0", false},
	{"^1.2.3 nonsense", "1.2.3", false},
	{"01.2.3", "1.2.3", false},
	{"1.2.3", "1.2", false},
	{"1.2.3", "", false},
	{"1.2.3", "1.2.03", false},
	{"^1.2.3 ||", "1.2.3", true},
	{"^99999999999999999999", "1.0.0", false},
};

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool got = semver_satisfies(text_of(rows[i].range), text_of(rows[i].version));

		CHECK_ROW(rows[i].range, got == rows[i].satisfied);
	}
}

/* As semver.validRange of node-semver 7.6 has it, but for blanks and tags that never are ranges. */
static const struct {
	const char *text;
	bool is_range;
} texts[] = {
	{"11.10", true},
	{"11.10.", false},
	{"1.x", true},
	{"1..2", false},
	{"", true},
	{"*", true},
	{"^1 || 2.x", true},
	{"^1 || 2.x.", false},
	{"01.2", false},
	{"latest", false},
};

static void test_ranges(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		CHECK_ROW(texts[i].text,
			semver_is_range(text_of(texts[i].text)) == texts[i].is_range);
}

static const struct unit_test tests[] = {
	{"rows", test_rows},
	{"ranges", test_ranges},
};

UNIT_MAIN(tests)
