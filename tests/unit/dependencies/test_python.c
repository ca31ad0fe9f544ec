/* SPDX-License-Identifier: Apache-2.0
 *
 * Names by PEP 503, versions and specifiers by PEP 440, file names by PEP 427 and 625, requirements by PEP 508.
 */
#include "checks/dependencies/formats/python.h"
#include "checks/dependencies/formats/requirement.h"
#include "unit.h"

static void test_names(void)
{
	static const struct {
		const char *written, *normal;
	} rows[] = {{"requests", "requests"}, {"Jinja2", "jinja2"},
		{"zope.interface", "zope-interface"}, {"ruamel_yaml-.clib", "ruamel-yaml-clib"},
		{"a", "a"}, {"", NULL}, {"-a", NULL}, {"a.", NULL}, {"a b", NULL},
		{"caf\xc3\xa9", NULL}};
	struct arena *arena = arena_new();
	struct err err = {0};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text out;

		CHECK_ROW(rows[i].written,
			python_name(&out, text_of(rows[i].written), arena, &err) == 0);
		CHECK_ROW(rows[i].written,
			rows[i].normal ? text_is(out, rows[i].normal) : out.ptr == NULL);
		if (rows[i].normal)
			CHECK_ROW(rows[i].written, python_same_name(text_of(rows[i].written), out));
	}
	arena_free(arena);
}

static void test_versions(void)
{
	static const struct {
		const char *a, *b;
		bool same;
	} rows[] = {{"1.0", "1.0", true}, {"1.0", "1", true}, {"1.0.0", "1", true},
		{"1.0", "1.0.1", false}, {"1.1", "1.0.1", false}, {"v1.0", "1.0", true},
		{"1.0-RC.1", "1.0rc1", true}, {"1.0c1", "1.0rc1", true}, {"1.0alpha1", "1a1", true},
		{"1.0a", "1.0a0", true}, {"1.0-1", "1.0.post1", true}, {"1.0_1", "1.0.post1", true},
		{"1.0.dev3", "1.0dev3", true}, {"2023.03", "2023.3", true},
		{"1.0+cu118", "1.0+cu118", true}, {"1.0+cu118", "1.0", false},
		{"1.0+ubuntu-1", "1.0+ubuntu.1", true}, {"10", "1", false},
		{"1.0rc1", "1.0", false}, {"1.0.post1", "1.0.1", false}, {"", "0", true},
		{"1.2", "12", false}, {"0.1", "0.01", true}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK_ROW(rows[i].a, python_same_version(text_of(rows[i].a), text_of(rows[i].b)) ==
					     rows[i].same);
		CHECK_ROW(rows[i].a, python_same_version(text_of(rows[i].b), text_of(rows[i].a)) ==
					     rows[i].same);
	}
}

static void test_specifiers(void)
{
	static const struct {
		const char *written, *normal;
	} rows[] = {{">=5,<6", "<6,>=5"}, {" < 6 , >= 5 ", "<6,>=5"}, {"==1.0.*", "==1.0.*"},
		{"~=2.0", "~=2.0"}, {">=1.0.0-rc.1", ">=1.0.0rc1"}, {"===1.0-x", "===1.0-x"},
		{"", ""}, {"^1.2", "^1.2"}, {">=1.0-1", ">=1.0.post1"},
		{"==1.0+CPU.1", "==1.0+cpu.1"}, {">=01.02", ">=1.2"}, {">=1.0,", ">=1.0"},
		{">r", ">.post"}};
	struct arena *arena = arena_new();
	struct err err = {0};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text out;

		CHECK_ROW(rows[i].written,
			python_specifier(&out, text_of(rows[i].written), arena, &err) == 0);
		CHECK_ROW(rows[i].written, text_is(out, rows[i].normal));
	}
	arena_free(arena);
}

static void test_files(void)
{
	static const struct {
		const char *file, *name, *version;
		bool fits;
	} rows[] = {
		{"idna-3.6-py3-none-any.whl", "idna", "3.6", true},
		{"idna-3.6-py3-none-any.whl", "idna", "3.7", false},
		{"idna-3.6-py3-none-any.whl", "evil", "3.6", false},
		{"zope_interface-8.7-cp311-cp311-win_amd64.whl", "zope-interface", "8.7", true},
		{"zope.interface-4.0.5.tar.gz", "zope-interface", "4.0.5", true},
		{"backports.ssl-match-hostname-3.5.0.1.tar.gz", "backports-ssl-match-hostname",
			"3.5.0.1", true},
		{"torch-2.0.0%2Bcu118-cp310-cp310-linux_x86_64.whl", "torch", "2.0.0+cu118", true},
		{"foo-1.0.0-rc1.tar.gz", "foo", "1.0.0rc1", true},
		{"foo-1.0.zip", "foo", "1.0", true},
		{"foo-1.0.zip", "foo", "2.0", false},
		{"foo-1.0.zip", "foo", "", true},
		{"main.zip", "foo", "1.0", true},
		{"foo-1.0.exe", "bar", "1.0", true},
		{"foo.whl", "foo", "1.0", false},
		{"foo-1.0-1-py3-none-any.whl", "foo", "1.0", true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(
			rows[i].file, python_file_fits(text_of(rows[i].file), text_of(rows[i].name),
					      text_of(rows[i].version)) == rows[i].fits);
}

#define COMMIT "0123456789012345678901234567890123456789"
#define OTHER  "9876543210987654321098765432109876543210"

static void test_urls(void)
{
	static const struct {
		const char *source;
		uint32_t flags;
		bool fits;
	} rows[] = {
		{"https://files.example.org/a/b/idna-3.6.tar.gz#sha256=00", 0, true},
		{"https://files.example.org/a/b/evil-3.6.tar.gz", 0, false},
		{"https://registry.example.org/simple", 0, true},
		{"https://github.com/a/b/archive/refs/tags/release-9.zip", 0, true},
		{"wheels/evil-1.0-py3-none-any.whl", PIN_LOCAL, true},
		{"git+https://github.com/a/b?rev=" COMMIT "#" COMMIT, PIN_VCS, true},
		{"git+https://github.com/a/b?rev=" COMMIT "#" OTHER, PIN_VCS, false},
		{"git+https://github.com/a/b?rev=main#" OTHER, PIN_VCS, true},
		{"git+https://github.com/a/b#rev=" COMMIT, PIN_VCS, true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pin pin = {.name = text_of("idna"),
			.version = text_of("3.6"),
			.source = text_of(rows[i].source),
			.flags = rows[i].flags};

		CHECK_ROW(rows[i].source, python_url_fits(&pin) == rows[i].fits);
	}
}

static void test_plain_urls(void)
{
	static const struct {
		const char *url, *plain;
	} rows[] = {{"git+https://github.com/a/b.git@main#egg=b", "https://github.com/a/b"},
		{"https://github.com/a/b?rev=main#" COMMIT, "https://github.com/a/b"},
		{"git+ssh://git@github.com/a/b.git", "ssh://git@github.com/a/b"}, {"", ""}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].url,
			text_is(python_plain_url(text_of(rows[i].url)), rows[i].plain));
}

static void test_requirements(void)
{
	static const struct {
		const char *text, *name, *specifier, *url, *marker;
	} rows[] = {
		{"requests", "requests", "", "", ""},
		{"requests[security, tests] >= 2.8.1, == 2.8.* ; python_version < \"2.7\"",
			"requests", ">= 2.8.1, == 2.8.*", "", "python_version < \"2.7\""},
		{"name (>=1,<2)", "name", ">=1,<2", "", ""},
		{"pip @ https://repo.example.com/pip-1.3.1.zip;x ; os_name=='a'", "pip", "",
			"https://repo.example.com/pip-1.3.1.zip;x", "os_name=='a'"},
		{"a.b_c-d==1.0", "a.b_c-d", "==1.0", "", ""},
		{"a==1.0,", "a", "==1.0,", "", ""},
	};
	static const char *const wrong[] = {"", "two words", "a=1", "a==", "a[", "a[x y]", "a ;",
		"a @", "a @ u v", "==1", "a (>=1", "a>=1,,<2", "./a"};
	struct requirement out;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK_ROW(rows[i].text, requirement_read(&out, text_of(rows[i].text)) == NULL);
		CHECK_ROW(rows[i].text, text_is(out.name, rows[i].name) &&
						text_is(out.specifier, rows[i].specifier));
		CHECK_ROW(rows[i].text,
			text_is(out.url, rows[i].url) && text_is(out.marker, rows[i].marker));
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		CHECK_ROW(wrong[i], requirement_read(&out, text_of(wrong[i])) != NULL);
	CHECK_ROW("==", text_is(requirement_version(text_of("== 1.0")), "1.0"));
	CHECK_ROW("===", text_is(requirement_version(text_of("===1.0-x")), "1.0-x"));
	CHECK_ROW("wildcard", requirement_version(text_of("==1.*")).len == 0);
	CHECK_ROW("two", requirement_version(text_of("==1,<2")).len == 0);
}

static const struct unit_test tests[] = {
	{"names", test_names},
	{"versions", test_versions},
	{"specifiers", test_specifiers},
	{"file names", test_files},
	{"URLs", test_urls},
	{"plain URLs", test_plain_urls},
	{"requirements", test_requirements},
};

UNIT_MAIN(tests)
