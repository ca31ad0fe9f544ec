/* SPDX-License-Identifier: Apache-2.0
 *
 * pip's requirements files and configuration: flags are hexadecimal, "@" is the line.
 */
#include "python_reading.h"

#define SHA    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define COMMIT "0123456789012345678901234567890123456789"

extern const struct format format_requirements, format_pip_conf;

static void test_requirements(void)
{
	static const struct reading_row rows[] = {
		{"empty", "", ""},
		{"pinned", "Foo.Bar[x]==1.0 ; python_version > '3' --hash=" SHA "\n",
			"foo-bar 1.0 1@1 sha256;"},
		{"continued", "\n# c\nfoo==1.0 \\\n  --hash=" SHA " \\\n  --hash=" SHA "\nbar==2\n",
			"foo 1.0 1@3 sha256 sha256;bar 2 1@6;"},
		{"comment inside", "foo==1.0 \\\n  # why\nbar==2", "foo 1.0 1@1;bar 2 1@3;"},
		{"comment ends a backslash", "foo==1.0 # x \\\n  --hash=" SHA "\n", "foo 1.0 1@1;"},
		{"hash sign in a URL",
			"foo @ https://repo.example.com/foo-1.0.zip#"
			"sha256=00\n",
			"foo 1.0 1@1 sha256(is cut off);"},
		{"carriage returns", "foo==1\rbar==2\r\nbaz==3", "foo 1 1@1;bar 2 1@2;baz 3 1@3;"},
		{"open", "foo>=2, <1\nbar\n", "foo <1,>=2 1@1;bar  1@2;"},
		{"repository",
			"-e git+https://github.com/a/b.git@" COMMIT "#egg=Foo_Bar&subdirectory=x\n",
			"foo-bar " COMMIT " c@1 git;"},
		{"branch", "foo @ git+https://github.com/a/b@main\n", "foo main c@1;"},
		{"user in ssh", "foo @ git+ssh://git@github.com/a/b\n", "foo  c@1;"},
		{"wheel by URL",
			"https://repo.example.com/baz-2.0-py3-none-any.whl ; python_version < "
			"'3'\n",
			"baz 2.0 1@1;"},
		{"folders", "./a\n-e .\nb/c\n", "a  3@1;.  3@2;c  3@3;"},
		{"archive here", "foo_bar-1.0-py3-none-any.whl\n", "foo-bar 1.0 3@1;"},
		{"settings",
			"-i https://repo.example.com/simple\n--extra-i 'https://b.example.com/x "
			"y'\n"
			"--trusted-host=b.example.com "
			"--require-hashes\n-fhttps://c.example.com\n--pre\n",
			"!index-url=https://repo.example.com/simple;!extra-index-url=https://"
			"b.example.com/x y;"
			"!trusted-host b.example.com=b.example.com;!require-hashes=true;"
			"!find-links=https://c.example.com;"},
		{"included", "-r other.txt\n-c https://c.example.com/c.txt\n",
			"!requirement=other.txt;!requirement=https://c.example.com/c.txt;"},
		{"unknown option", "--evil\n",
			"error: f:1:1: an option that pip does not have here"},
		{"ambiguous option", "--no-b=a --no=b\n",
			"error: f:1:1: an option that pip does not have here"},
		{"no value", "-i\n", "error: f:1:1: an option without its value"},
		{"open quote", "-i 'x\n", "error: f:1:1: a quote is not closed"},
		{"lonely hash", "--hash=" SHA "\n", "error: f:1:1: a hash without its requirement"},
		{"prose", "  these are words\n", "error: f:1:3: this is no requirement"},
		{"conflict mark", "<<<<<<< ours\n", "error: f:1:1: this is no requirement"},
		{"hidden line end", "# a \x0b--pre\n",
			"error: f:1:5: a control character or an invisible line end"},
		{"hidden line end, U+2028", "\n# a \xe2\x80\xa8--pre\n",
			"error: f:2:5: a control character or an invisible line end"},
		{"other coding", "# -*- coding: utf-7 -*-\n",
			"error: f:1:1: the file is in a coding that is not read here"},
		{"usual coding", "# vim: set fileencoding=utf-8 :\n", ""},
		{"byte order mark",
			"\xef\xbb\xbf"
			"foo==1\n",
			"foo 1 1@1;"},
	};

	CHECK_ROWS(format_requirements, rows);
}

static void test_is(void)
{
	static const struct {
		const char *path, *text;
		bool is;
	} rows[] = {{"requirements.txt", "any words at all", true},
		{"dev-requirements.txt", "any words", true},
		{"requirements/base.txt", "# c\n\nfoo==1 # x\n", true},
		{"requirements/readme.txt", "Some words here.\n", false},
		{"docs/my_requirements_notes.txt", "The system must run.\n", false},
		{"requirements/x.txt", "", true},
		{"requirements/pinned.txt", "foo==1.0 \\\n    --hash=" SHA "\n", true},
		{"requirements/pinned.txt", "foo==1.0 --hash=" SHA "\n", true},
		{"requirements/x.txt", "-r base.txt\n", true},
		{"requirements/x.in", "git+https://github.com/a/b\n", true}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].path, format_requirements.is(text_of(rows[i].path),
						text_of(rows[i].text)) == rows[i].is);
}

static void test_names(void)
{
	static const struct {
		const char *path;
		bool taken;
	} rows[] = {{"requirements.txt", true}, {"a/requirements-dev.txt", true},
		{"dev-requirements.txt", true}, {"requirements/base.txt", true},
		{"a/requirements/base.in", true}, {"constraints.txt", true},
		{"requirements.in", true}, {"requirements.md", false}, {"notes.txt", false}};
	const struct format *found[MOST_FORMATS_OF_A_PATH];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t count = formats_of_path(found, text_of(rows[i].path));

		CHECK_ROW(rows[i].path,
			(count > 0 && found[0] == &format_requirements) == rows[i].taken);
	}
}

static void test_configuration(void)
{
	static const struct reading_row rows[] = {
		{"empty", "", ""},
		{"indexes",
			"[global]\nindex_url = https://repo.example.com/simple\nextra-index-url:\n"
			"    https://a.example.com\n    # c\n    https://b.example.com "
			"https://c.example.com\n",
			"!index-url=https://repo.example.com/simple;!extra-index-url=https://"
			"a.example.com;"
			"!extra-index-url=https://b.example.com;!extra-index-url=https://"
			"c.example.com;"},
		{"guards",
			"[install]\n; c\nTRUSTED-HOST = a.example.com "
			"b.example.com\nrequire-hashes = no\nno-index=1\n"
			"timeout = 5\n",
			"!trusted-host a.example.com=a.example.com;!trusted-host "
			"b.example.com=b.example.com;"
			"!require-hashes=no;!no-index=1;"},
		{"twice", "[a]\nx=1\n[a]\nX=2\n[b]\nx=1\n", "=X;"},
		{"no section", "x=1\n", "error: f:1:1: there is no section yet"},
		{"open section", "[a\n", "error: f:1:1: the name of a section has no end"},
		{"no key", "[a]\nwords\n", "error: f:2:1: this is no \"key = value\""},
	};

	CHECK_ROWS(format_pip_conf, rows);
}

static const struct unit_test tests[] = {
	{"requirements", test_requirements},
	{"prose is none", test_is},
	{"names", test_names},
	{"pip.conf", test_configuration},
};

UNIT_MAIN(tests)
