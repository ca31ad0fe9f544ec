/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/environment_settings.h"
#include "reading.h"

static void single_settings(void)
{
	static const struct {
		const char *name, *value;
		int strength, usual; /* -1: a source; -2: no such variable */
	} rows[] = {
		{"GOSUMDB", "off", 0, 1},
		{"GOSUMDB", "sum.example.org", 1, 1},
		{"GOSUMDB", "sum.example.org+abc https://sum.example.org", -1, 0},
		{"GOFLAGS", "-mod=mod -insecure", 0, 1},
		{"GOFLAGS", "-mod=mod", 1, 1},
		{"GOFLAGS", "-tags=-insecured", 1, 1},
		{"GONOSUMCHECK", "1", 0, 1},
		{"GOPROXY", "https://proxy.example.org", -1, 0},
		{"GOINSECURE", "", 1000000, 1000000},
		{"GOINSECURE", "*", 0, 1000000},
		{"GOPRIVATE", "git.example.org/team", 999999, 1000000},
		{"GOPRIVATE", "git.example.org", 999000, 1000000},
		{"GONOSUMDB", "git.example.org/a,git.example.org/b", 999998, 1000000},
		{"PIP_INDEX_URL", "https://pypi.example.org/simple", -1, 0},
		{"PIP_TRUSTED_HOST", "pypi.example.org", 0, 1},
		{"PIP_REQUIRE_HASHES", "1", 1, 0},
		{"PIP_REQUIRE_HASHES", "0", 0, 0},
		{"UV_INDEX_URL", "https://pypi.example.org/simple", -1, 0},
		{"YARN_CHECKSUM_BEHAVIOR", "update", 1, 3},
		{"YARN_CHECKSUM_BEHAVIOR", "throw", 3, 3},
		{"npm_config_registry", "https://npm.example.org", -1, 0},
		{"NPM_CONFIG_REGISTRY", "'https://npm.example.org'", -1, 0},
		{"npm_config_@team:registry", "https://npm.example.org", -1, 0},
		{"npm_config_strict-ssl", "false", 0, 1},
		{"npm_config_ignore_scripts", "true", 1, 0},
		{"npm_config_loglevel", "warn", -2, 0},
		{"CARGO_REGISTRIES_TEAM_INDEX", "sparse+https://index.example.org/", -1, 0},
		{"CARGO_HTTP_CHECK_REVOKE", "false", 0, 1},
		{"NODE_TLS_REJECT_UNAUTHORIZED", "\"0\"", 0, 1},
		{"NODE_TLS_REJECT_UNAUTHORIZED", "1", 1, 1},
		{"goproxy", "https://proxy.example.org", -2, 0},
		{"PATH", "/bin", -2, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct setting setting = {0};
		bool known = environment_setting_of(
			&setting, text_of(rows[i].name), text_of(rows[i].value));

		CHECK_ROW(rows[i].name, known == (rows[i].strength != -2));
		if (!known)
			continue;
		CHECK_ROW(
			rows[i].name, (setting.kind == SETTING_SOURCE) == (rows[i].strength == -1));
		if (setting.kind == SETTING_GUARD)
			CHECK_ROW(rows[i].value, setting.strength == rows[i].strength &&
							 setting.usual == rows[i].usual);
	}
}

static void assignments(void)
{
	static const struct {
		const char *line, *name, *value; /* name NULL: none */
	} rows[] = {
		{"A=b", "A", "b"},
		{"  export A='b c'", "A", "b c"},
		{"A := b", "A", "b"},
		{"export A ?= \"b\"", "A", "b"},
		{"A=", "A", ""},
		{"# A", NULL, NULL},
		{"#A=b", NULL, NULL},
		{"if [ x = y ]", NULL, NULL},
		{"1A=b", NULL, NULL},
		{"=b", NULL, NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text name, value;
		bool is_one = environment_assignment(text_of(rows[i].line), &name, &value);

		CHECK_ROW(rows[i].line, is_one == (rows[i].name != NULL));
		if (is_one)
			CHECK_ROW(rows[i].line,
				text_is(name, rows[i].name) && text_is(value, rows[i].value));
	}
}

static void files(void)
{
	static const struct reading_row rows[] = {
		{"go.env", "go.env",
			"# "
			"x\nGOPROXY=https://a.example.org,https://"
			"b.example.org|direct\nGOSUMDB=off\n",
			"source GOPROXY https://a.example.org;source GOPROXY "
			"https://b.example.org;source GOPROXY direct;guard GOPROXY 1/1;guard "
			"GOSUMDB 0/1;"},
		{"no proxy", "go.env", "GOPROXY=direct,https://a.example.org\n",
			"source GOPROXY direct;source GOPROXY https://a.example.org;guard GOPROXY "
			"0/1;"},
		{"nothing is fetched", "go.env", "GOPROXY=off\n",
			"source GOPROXY off;guard GOPROXY 1/1;"},
		{"shell", "x/.envrc", "layout go\nexport GOFLAGS=-insecure\nif [ -f x ]; then\n",
			"guard GOFLAGS 0/1;"},
	};

	CHECK_ROWS(rows);
}

static const struct unit_test tests[] = {
	{"single settings", single_settings}, {"assignments", assignments}, {"files", files}};

UNIT_MAIN(tests)
