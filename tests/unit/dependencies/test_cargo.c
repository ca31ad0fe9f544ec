/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#define HEX      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define COMMIT   "0123456789abcdef0123456789abcdef01234567"
#define A        "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n"
#define REGISTRY "source = \"registry+https://index.example.org/x\"\n"
#define SUM      "checksum = \"" HEX "\"\n"
#define B        "[[package]]\nname = \"b\"\nversion = \"0.1.0\"\n"

static void locks(void)
{
	static const struct reading_row rows[] = {
		{"nothing", "Cargo.lock", "version = 4\n", ""},
		{"a crate and who needs it", "x/Cargo.lock",
			"version = 3\n" B "dependencies = [\n \"a\",\n]\n" A REGISTRY SUM,
			"pin a 1.0.0 sha256 @9;pin b 0.1.0 local @3;edge 1>0;"},
		{"the checksum of version 1", "Cargo.lock",
			A REGISTRY "[metadata]\n\"checksum a 1.0.0 "
				   "(registry+https://index.example.org/x)\" = \"" HEX "\"\n",
			"pin a 1.0.0 sha256 @6;"},
		{"no checksum of version 1", "Cargo.lock",
			A REGISTRY "[metadata]\n\"checksum a 1.0.0 "
				   "(registry+https://index.example.org/x)\" = \"<none>\"\n",
			"pin a 1.0.0 @2;"},
		{"a commit", "Cargo.lock",
			A "source = \"git+https://git.example.org/a?branch=x%2Fy#" COMMIT "\"\n",
			"pin a 1.0.0 git vcs @2;"},
		{"no commit", "Cargo.lock", A "source = \"git+https://git.example.org/a\"\n",
			"pin a 1.0.0 is no whole commit id vcs @2;"},
		{"two sources of one version", "Cargo.lock",
			B
			"dependencies = [\"a 1.0.0 (git+https://git.example.org/a)\"]\n" A REGISTRY
				SUM A "source = \"git+https://git.example.org/a#" COMMIT "\"\n",
			"pin a 1.0.0 git vcs @11;pin a 1.0.0 sha256 @6;pin b 0.1.0 local @2;edge "
			"2>0;"},
		{"replaced", "Cargo.lock",
			A REGISTRY SUM "replace = \"a 1.0.0 (git+https://git.example.org/a)\"\n" A
				       "source = \"git+https://git.example.org/a#" COMMIT "\"\n",
			"pin a 1.0.0 git vcs @8;pin a 1.0.0 sha256 @2;edge 1>0;"},
		{"an unused patch", "Cargo.lock",
			"[[patch.unused]]\nname = \"a\"\nversion = \"1.0.0\"\n",
			"pin a 1.0.0 local @2;edge -1>0;"},
		{"twice", "Cargo.lock", A REGISTRY SUM A REGISTRY SUM,
			"pin a 1.0.0 sha256 @2;pin a 1.0.0 sha256 @7;doubled a;"},
		{"the root of old", "Cargo.lock",
			"[root]\nname = \"b\"\nversion = \"0.1.0\"\ndependencies = [\"a "
			"1.0.0\"]\n" A,
			"pin a 1.0.0 local @6;pin b 0.1.0 local @2;edge 1>0;"},
		{"version 5", "Cargo.lock", "version = 5\n",
			"Cargo.lock:1:11: a version of Cargo.lock that is not known"},
		{"no version", "Cargo.lock", "[[package]]\nname = \"a\"\n",
			"Cargo.lock:1:1: a package whose version is no text"},
		{"a source that is a number", "Cargo.lock", A "source = 1\n",
			"Cargo.lock:4:10: a package whose source is no text"},
		{"a checksum that is empty", "Cargo.lock", A REGISTRY "checksum = \"\"\n",
			"Cargo.lock:5:12: a package whose checksum is no text"},
		{"a dependency that is not there", "Cargo.lock", A "dependencies = [\"c\"]\n",
			"pin a 1.0.0 local @2;"},
		{"a checksum of nothing", "Cargo.lock",
			A "[metadata]\n\"checksum c 1.0.0 (x)\" = \"" HEX "\"\n",
			"pin a 1.0.0 local @2;"},
		{"packages that are a table", "Cargo.lock", "[package]\nname = \"a\"\n",
			"Cargo.lock:1:1: package is no array of tables"},
	};

	CHECK_ROWS(rows);
}

static void manifests(void)
{
	static const struct reading_row rows[] = {
		{"all kinds", "Cargo.toml",
			"[dependencies]\na = \"1\"\nb = {version = \"2\", package = \"c\", "
			"optional = true}\nd = {path = \"d\"}\n"
			"[target.'cfg(unix)'.dev-dependencies]\ne = \"3\"\n[workspace]\nmembers = "
			"[\"x/*\"]\n",
			"need a 1;need c 2 optional;need d  local;need e 3;member x/*;"},
		{"patches", "Cargo.toml",
			"[patch.crates-io]\na = {git = "
			"\"https://git.example.org/a\"}\n[replace]\n\"b:1.0.0\" = {git = "
			"\"https://git.example.org/b\"}\n",
			"source crates-io a https://git.example.org/a;source replace b:1.0.0 "
			"https://git.example.org/b;"},
		{"the config", ".cargo/config.toml",
			"[source.x]\nregistry = "
			"\"sparse+https://i.example.org/\"\n[registries.y]\nindex = "
			"\"https://j.example.org/\"\n"
			"[http]\ncheck-revoke = false\nproxy = "
			"\"p.example.org:80\"\n[env]\nCARGO_HTTP_CHECK_REVOKE = {value = "
			"\"false\"}\n",
			"source x.registry sparse+https://i.example.org/;source y.index "
			"https://j.example.org/;"
			"source http.proxy p.example.org:80;guard CARGO_HTTP_CHECK_REVOKE "
			"0/1;guard http.check-revoke 0/1;"},
		{"the old name of the config", "a/.cargo/config", "[http]\ncheck-revoke = true\n",
			"guard http.check-revoke 1/1;"},
		{"another file called config", "a/config", "", "no format"},
	};

	CHECK_ROWS(rows);
}

static void asked_commits(void)
{
	static const struct {
		const char *source;
		bool fits;
	} rows[] = {
		{"git+https://git.example.org/a?rev=" COMMIT "#" COMMIT, true},
		{"git+https://git.example.org/"
		 "a?rev=ffff456789abcdef0123456789abcdef01234567#" COMMIT,
			false},
		{"git+https://git.example.org/a?rev=v1#" COMMIT, true},
		{"git+https://git.example.org/a#" COMMIT, true},
	};
	const struct format *found[MOST_FORMATS_OF_A_PATH];

	CU_ASSERT_FATAL(formats_of_path(found, text_of("Cargo.lock")) == 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct pin pin = {.source = text_of(rows[i].source), .flags = PIN_VCS};

		CHECK_ROW(rows[i].source, found[0]->url_fits(&pin) == rows[i].fits);
	}
}

static const struct unit_test tests[] = {
	{"locks", locks}, {"manifests", manifests}, {"asked commits", asked_commits}};

UNIT_MAIN(tests)
