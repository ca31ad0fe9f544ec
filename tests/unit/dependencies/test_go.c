/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#define H1 "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

static void sums(void)
{
	static const struct reading_row rows[] = {
		{"nothing", "go.sum", "", ""},
		{"sorted, blank lines, CR", "x/go.sum",
			"b.example/b v1.0.0 " H1
			"\r\n\n  a.example/a v2.0.0+incompatible/go.mod\t" H1 "\n",
			"pin a.example/a v2.0.0+incompatible/go.mod h1 @3;pin b.example/b v1.0.0 "
			"h1 @1;"},
		{"twice", "go.work.sum", "a v1.0.0 " H1 "\na v1.0.0 " H1 "\n",
			"pin a v1.0.0 h1 @1;pin a v1.0.0 h1 @2;"},
		{"another kind", "go.sum", "a v1.0.0 h2:AAAA\n",
			"pin a v1.0.0 has an algorithm that is not known @1;"},
		{"cut off", "go.sum", "a v1.0.0 h1:AAAA\n", "pin a v1.0.0 is cut off @1;"},
		{"two words", "go.sum", "a v1.0.0\n",
			"go.sum:1:1: a line that is not \"module version hash\""},
		{"four words", "go.sum", "a v1.0.0 " H1 " x\n",
			"go.sum:1:1: a line that is not \"module version hash\""},
		{"no version", "go.sum", "a 1.0.0 " H1 "\n",
			"go.sum:1:1: a version that does not begin with v"},
		{"a conflict marker", "go.sum", "<<<<<<< HEAD\n",
			"go.sum:1:1: a line that is not \"module version hash\""},
	};

	CHECK_ROWS(rows);
}

static void modules(void)
{
	static const struct reading_row rows[] = {
		{"blocks, strings, comments", "go.mod",
			"module m // x\ngo 1.22\ntoolchain go1.22.1\nrequire (\n\t\"a.example/a\" "
			"v1.0.0\n\t`b.example/b` v2.0.0 // indirect\n)\nrequire c.example/c "
			"v0.0.0\n"
			"exclude d v1.0.0\nretract [v1.0.0, v1.1.0] // bad\ntool x/cmd/y\nrequire "
			"()\n",
			"need a.example/a v1.0.0;need b.example/b v2.0.0 optional;need c.example/c "
			"v0.0.0 local;"},
		{"a replacement above its requirement", "go.mod",
			"replace a => b.example/b v1.1.0\nrequire a v1.0.0\n",
			"need b.example/b v1.1.0;source replace a https://b.example/b;"},
		{"of one version only", "go.mod",
			"require a v1.0.0\nrequire b v1.0.0\nreplace (\n\ta v1.0.1 => x "
			"v1.0.0\n\tb v1.0.0 => y v1.0.0\n)\n",
			"need a v1.0.0;need y v1.0.0;source replace a v1.0.1 https://x;source "
			"replace b v1.0.0 https://y;"},
		{"by a folder inside", "x/go.mod", "require a v1.0.0\nreplace a => ../y\n",
			"need a v1.0.0 local;guard replace a 1/1;"},
		{"by a folder outside", "x/go.mod", "replace a => ../../y\n",
			"guard replace a 0/1;"},
		{"outside in a roundabout way", "x/go.mod", "replace a => ./z/../../.././x\n",
			"guard replace a 0/1;"},
		{"out and in again", "go.mod", "replace a => ../this/x\n", "guard replace a 0/1;"},
		{"an absolute folder", "go.mod", "replace a => /a\n", "guard replace a 0/1;"},
		{"of another system", "go.mod", "replace a => C:\\a\n", "guard replace a 0/1;"},
		{"a workspace", "go.work", "go 1.22\nuse (\n\t./a\n\t./b\n)\nuse ./c\n",
			"member ./a;member ./b;member ./c;"},
		{"no version", "go.mod", "require a\n",
			"go.mod:1:1: a requirement that is not \"module version\""},
		{"a third word", "go.mod", "require a v1 v2\n",
			"go.mod:1:1: a requirement that is not \"module version\""},
		{"a folder with a version", "go.mod", "replace a => ./b v1.0.0\n",
			"go.mod:1:1: a replacement that is not \"old => new version\""},
		{"a module without", "go.mod", "replace a => b\n",
			"go.mod:1:1: a replacement that is not \"old => new version\""},
		{"an escape", "go.mod", "require \"\\x61\" v1.0.0\n",
			"go.mod:1:9: a string with an escape"},
		{"no end of a string", "go.mod", "require \"a v1.0.0\n",
			"go.mod:1:9: a string without an end"},
		{"no end of a block", "go.mod", "require (\n\ta v1.0.0\n",
			"go.mod:3:1: a block without an end"},
		{"an unknown directive", "go.mod", "requires a v1.0.0\n",
			"go.mod:1:1: a directive that is not known"},
		{"a conflict marker", "go.mod", "require (\n<<<<<<< HEAD\n)\n",
			"go.mod:2:1: a version that does not begin with v"},
	};

	CHECK_ROWS(rows);
}

static const struct unit_test tests[] = {{"sums", sums}, {"modules", modules}};

UNIT_MAIN(tests)
