/* SPDX-License-Identifier: Apache-2.0
 *
 * Ranges of Python's versions: the examples of PEP 440 ("Version specifiers") and of Poetry's manual ("Dependency
 * specification"), and what hostile ones do.
 */
#include "unit.h"

#include "checks/dependencies/pep440.h"

struct row {
	const char *range, *version;
	bool excludes;
};

static const struct row rows[] = {
	/* PEP 440, "Compatible release" */
	{"~=2.2", "2.2", false},
	{"~=2.2", "2.9", false},
	{"~=2.2", "3.0", true},
	{"~=2.2", "2.1", true},
	{"~=1.4.5", "1.4.9", false},
	{"~=1.4.5", "1.5", true},
	{"~=2.2.post3", "2.2", true},
	{"~=2.2.post3", "2.3", false},
	{"~=1.4.5a4", "1.4.5", false},
	{"~=1.4.5a4", "1.4.5a3", true},
	{"~=2.2.0", "2.3", true},
	{"~=1.4.5.0", "1.4.6", true},
	{"~=1", "7", false}, /* not allowed: says nothing */
	/* "Version matching" */
	{"==1.1", "1.1.post1", true},
	{"==1.1.post1", "1.1.post1", false},
	{"==1.1.*", "1.1.post1", false},
	{"==1.1", "1.1a1", true},
	{"==1.1a1", "1.1a1", false},
	{"==1.1.*", "1.1a1", false},
	{"==1.1", "1.1.0", false},
	{"==1.1", "1.1+local.7", false},
	{"==1.1+local.7", "1.1+LOCAL-7", false},
	{"==1.1+local.7", "1.1", true},
	{"==1.1.*", "1.2", true},
	{"==1.0.0.*", "1", false},
	{"==1!1.0", "1.0", true},
	{"==1!1.0", "1!1.0", false},
	{"==1.*", "1!1.0", true},
	{"==v1.0-RC.1", "1.0rc1", false},
	{"==1.0-1", "1.0.post1", false},
	{"==1.0.c1", "1.0rc1", false},
	/* "Version exclusion" */
	{"!=1.1", "1.1.post1", false},
	{"!=1.1.post1", "1.1.post1", true},
	{"!=1.1.*", "1.1.post1", true},
	/* "Inclusive" and "Exclusive ordered comparison" */
	{">=1.7", "1.7.0", false},
	{">=1.7", "1.6.99", true},
	{">=1.7", "1.7rc1", true},
	{"<=1.7", "1.7.1", true},
	{"<=1.7", "1.7+x", false},
	{">1.7", "1.7.1", false},
	{">1.7", "1.7.0.post1", true},
	{">1.7.post2", "1.7.post3", false},
	{">1.7.post2", "1.7.0", true},
	{"<2", "2rc1", true},
	{"<2rc1", "2b9", false},
	{"<2", "2.dev0", true},
	{"<2", "1.99", false},
	{"<2", "2", true},
	{">1.9", "1.10", false},
	{">=1.0.dev2", "1.0.dev1", true},
	{">=1.0.dev2", "1.0a1", false},
	{">=1.0a1", "1.0.dev9", true},
	{">=1.0a1.dev1", "1.0a1", false},
	{">=1.0", "1.0.post1.dev1", false},
	/* "Arbitrary equality" */
	{"===1.0", "1.0", false},
	{"===1.0", "1.0.0", true},
	/* lists */
	{">=1,<2", "1.5", false},
	{">=1,<2", "2.5", true},
	{" >= 1 , < 2 ", "0.5", true},
	{">=1,<2,", "1.5", false},
	{"(>=1,<2)", "2", true},
	{"~=0.9,>=1.0,!=1.3.4.*,<2.0", "1.3.4.1", true},
	{"", "1", false},
	{"*", "1", false},
	/* Poetry */
	{"^1.2.3", "1.9", false},
	{"^1.2.3", "2.0.0", true},
	{"^1.2", "1.1", true},
	{"^0.2.3", "0.2.9", false},
	{"^0.2.3", "0.3.0", true},
	{"^0.0.3", "0.0.4", true},
	{"^0.0", "0.0.9", false},
	{"^0.0", "0.1", true},
	{"^0", "0.9", false},
	{"^0", "1.0", true},
	{"~1.2.3", "1.2.9", false},
	{"~1.2.3", "1.3", true},
	{"~1.2", "1.3.0", true},
	{"~1", "1.9", false},
	{"~1", "2.0", true},
	{"1.2.*", "1.2.9", false},
	{"1.*", "2.0", true},
	{"1.2.3", "1.2.3", false},
	{"1.2.3", "1.2.4", true},
	{">=1.2 <1.5", "1.6", true},
	{">=1.2 <1.5", "1.3", false},
	{"^1.0 || ^3.0", "3.1", false},
	{"^1.0 || ^3.0", "2.1", true},
	{"^1.0|^3.0", "1.1", false},
	/* numbers of any length; what is no version or range says nothing */
	{"<99999999999999999999", "99999999999999999998", false},
	{"<99999999999999999999", "100000000000000000000", true},
	{"==007", "7", false},
	{">=1", "2004d", false},
	{">=1", "", false},
	{"latest", "1.0", false},
	{"@", "1.0", false},
	{"==", "1.0", false},
	{">=1,@,<2", "3", true},
	{">=1,latest", "1", false},
	{"||||", "1", false},
	{">=1.2.x", "1.2", false},
	{"==1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1", "2", true},
	{">=1,<2", "2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0", true},
	{"==2.0", "2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0", false},
	{"==0!1", "1", false},
	{"=1.0", "1.0", false},
	{"==1!", "1", false},
};

static void excludes_as_it_says(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char name[128];

		snprintf(name, sizeof(name), "%s and %s", rows[i].range, rows[i].version);
		CHECK_ROW(name, pep440_excludes(text_of(rows[i].range), text_of(rows[i].version)) ==
					rows[i].excludes);
	}
}

static const struct unit_test tests[] = {
	{"ranges of Python's versions", excludes_as_it_says},
};

UNIT_MAIN(tests)
