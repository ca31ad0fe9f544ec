/* SPDX-License-Identifier: Apache-2.0
 *
 * conda-lock.yml, pixi.lock and environment.yml. Flags are hexadecimal, "@" is the line.
 */
#include "python_reading.h"

#define HEX    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define MD5    "0123456789abcdef0123456789abcdef"
#define COMMIT "0123456789012345678901234567890123456789"

extern const struct format format_conda_lock, format_pixi_lock, format_conda_environment;

static void test_conda_lock(void)
{
	static const struct reading_row rows[] = {
		{"both managers",
			"version: 1\npackage:\n- name: _libgcc_mutex\n  version: '0.1'\n  manager: "
			"conda\n"
			"  url: https://c.example.org/linux-64/_libgcc_mutex-0.1-x.tar.bz2\n  "
			"hash:\n    md5: " MD5 "\n    sha256: " HEX
			"\n- name: Foo_bar\n  version: 1.0\n  manager: pip\n"
			"  url: https://f.example.org/foo_bar-1.0-py3-none-any.whl\n  hash: "
			"{sha256: " HEX "}\n",
			"_libgcc_mutex 0.1 _libgcc_mutex-0.1-x.tar.bz2 200@3 sha256 md5;"
			"foo-bar 1.0 foo_bar-1.0-py3-none-any.whl 200@10 sha256;"},
		{"no name", "version: 1\npackage:\n- version: 1\n",
			"error: f:3:3: a package without its name"},
		{"no URL", "version: 1\npackage:\n- name: a\n  version: 1\n",
			"error: f:3:3: a package without its version or URL"},
		{"version 2", "version: 2\npackage: []\n", "error: f:1:1: this is no conda lock"},
		{"cut off", "version: 1\n", "error: f:1:1: there is no list of packages"},
		{"twice",
			"version: 1\npackage:\n- name: a\n  version: 1\n  version: 2\n"
			"  url: https://c.example.org/a-1-0.conda\n",
			"a 1 a-1-0.conda 200@3;=version;"},
	};

	CHECK_ROWS(format_conda_lock, rows);
}

static void test_pixi(void)
{
	static const struct reading_row rows[] = {
		{"version 6",
			"version: 6\nenvironments:\n  default:\n    channels:\n    - url: "
			"https://c.example.org/\n"
			"    indexes:\n    - https://r.example.org/simple\npackages:\n"
			"- conda: https://c.example.org/noarch/a-b-1.0-py_0.conda\n  sha256: " HEX
			"\n  md5: " MD5
			"\n- pypi: https://f.example.org/C_d-2.0-py3-none-any.whl\n  name: c-d\n  "
			"version: '2.0'\n"
			"  sha256: " HEX
			"\n- pypi: ./\n  name: shop\n- pypi: git+https://github.com/x/e#" COMMIT
			"\n  name: e\n  version: '1'\n",
			"a-b 1.0 a-b-1.0-py_0.conda 200@9 sha256 md5;c-d 2.0 "
			"C_d-2.0-py3-none-any.whl 200@12 sha256;"
			"shop  202@16;e 1 e 4@18 "
			"git;!channel=https://c.example.org/;!index=https://r.example.org/simple;"},
		{"version 5",
			"version: 5\npackages:\n- kind: conda\n  name: a\n  version: '1'\n"
			"  url: https://c.example.org/a-1-0.conda\n  sha256: " HEX "\n",
			"a 1 a-1-0.conda 200@3 sha256;"},
		{"version 7", "version: 7\npackages: []\n", "error: f:1:1: this is no pixi lock"},
		{"neither", "version: 6\npackages:\n- name: a\n",
			"error: f:3:3: a package without its name or URL"},
		{"cut off", "version: 6\n", "error: f:1:1: there is no list of packages"},
	};

	CHECK_ROWS(format_pixi_lock, rows);
}

static void test_environment(void)
{
	static const struct reading_row rows[] = {
		{"pins",
			"name: x\nchannels: [forge, 'https://c.example.org/x']\ndependencies:\n- "
			"python=3.11\n"
			"- forge::numpy =1.26=py311_0\n- scipy>=1\n- pip:\n  - requests==2.31\n"
			"  - --extra-index-url https://r.example.org/simple\n",
			"python 3.11 100@4;numpy 1.26=py311_0 100@5;scipy >=1 100@6;requests 2.31 "
			"1@8;"
			"!channel=forge;!channel=https://c.example.org/x;!extra-index-url=https://"
			"r.example.org/simple;"},
		{"bad requirement", "dependencies:\n- pip:\n  - a b\n",
			"error: f:3:1:1: this is no requirement"},
		{"other maps", "dependencies:\n- npm: [a]\n",
			"error: f:2:3: this is no dependency"},
		{"no name", "dependencies:\n- '=1'\n", "error: f:2:3: this is no dependency"},
	};

	CHECK_ROWS(format_conda_environment, rows);
	CU_ASSERT(format_conda_environment.is(text_of("f"), text_of("name: x\ndependencies:\n")));
	CU_ASSERT(!format_conda_environment.is(text_of("f"), text_of("stages: [x]\n")));
}

static void test_urls(void)
{
	static const struct {
		const char *url;
		bool fits;
	} rows[] = {{"https://c.example.org/noarch/a-b-1.0-py_0.conda", true},
		{"https://c.example.org/noarch/a-b-1.1-py_0.conda", false},
		{"https://c.example.org/noarch/evil-1.0-py_0.tar.bz2", false},
		{"https://f.example.org/a_b-1.0-py3-none-any.whl", true},
		{"https://f.example.org/evil-1.0-py3-none-any.whl", false}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pin pin = {.name = text_of("a-b"),
			.version = text_of("1.0"),
			.source = text_of(rows[i].url)};

		CHECK_ROW(rows[i].url, format_pixi_lock.url_fits(&pin) == rows[i].fits);
	}
}

static const struct unit_test tests[] = {
	{"conda-lock.yml", test_conda_lock},
	{"pixi.lock", test_pixi},
	{"environment.yml", test_environment},
	{"URLs", test_urls},
};

UNIT_MAIN(tests)
