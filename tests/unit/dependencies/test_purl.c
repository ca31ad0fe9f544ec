/* SPDX-License-Identifier: Apache-2.0
 *
 * Package URLs, against the examples that the type definitions of package-url/purl-spec print, and against what they rule out.
 */
#include "../unit.h"
#include "checks/dependencies/inventory.h"
#include "checks/dependencies/purl.h"

static const char commit[] = "244fd47e07d1014f0aed9c0123456789abcdef01";
static const char image[] = "sha256:244fd47e07d1004f0aed9c";

static const struct row {
	const char *row, *ecosystem, *name, *version, *artifact, *source, *digest, *purl;
	uint32_t flags;
} rows[] = {
	{"npm", "npm", "foobar", "12.3.1", "", "", "", "pkg:npm/foobar@12.3.1", 0},
	{"npm, scope", "npm", "@angular/animation", "12.3.1", "", "", "",
		"pkg:npm/%40angular/animation@12.3.1", 0},
	{"npm, case", "npm", "JSONStream", "1", "", "", "", "pkg:npm/jsonstream@1", 0},
	{"npm, build", "npm", "a", "1.0.0+b c", "", "", "", "pkg:npm/a@1.0.0%2Bb%20c", 0},
	{"jsr is no npm", "npm", "@std/x", "1.0.0", "jsr", "", "", "", 0},
	{"inside the project", "npm", "a", "1.0.0", "", "", "", "", PIN_LOCAL},
	{"pypi", "pypi", "django-allauth", "12.23", "", "", "", "pkg:pypi/django-allauth@12.23", 0},
	{"pypi, as written", "pypi", "Django_AllAuth", "12.23", "a.whl", "", "",
		"pkg:pypi/django-allauth@12.23", 0},
	{"cargo", "cargo", "rand", "0.7.2", "", "", "", "pkg:cargo/rand@0.7.2", 0},
	{"golang", "golang", "github.com/Gorilla/context", "v1.1.1", "", "", "",
		"pkg:golang/github.com/gorilla/context@v1.1.1", 0},
	{"golang, one segment", "golang", "example.org", "v1", "", "", "",
		"pkg:golang/example.org@v1", 0},
	{"gem", "gem", "ruby-advisory-db-check", "0.12.4", "", "", "",
		"pkg:gem/ruby-advisory-db-check@0.12.4", 0},
	{"gem, platform", "gem", "jruby-launcher", "1.1.2", "java", "", "",
		"pkg:gem/jruby-launcher@1.1.2?platform=java", 0},
	{"composer", "composer", "Laravel/Laravel", "5.5.0", "", "", "",
		"pkg:composer/laravel/laravel@5.5.0", 0},
	{"nuget", "nuget", "EnterpriseLibrary.Common", "6.0.1304", "", "", "",
		"pkg:nuget/EnterpriseLibrary.Common@6.0.1304", 0},
	{"maven", "maven", "org.apache.xmlgraphics:batik-anim", "1.9.1", "", "", "",
		"pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1", 0},
	{"maven, classifier", "maven", "org.apache.xmlgraphics:batik-anim", "1.9.1", "sources", "",
		"", "pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?classifier=sources", 0},
	{"maven, a file", "maven", "a:b", "1", "b-1.jar", "", "", "pkg:maven/a/b@1", 0},
	{"maven without a group", "maven", "b", "1", "", "", "", "", 0},
	{"hex", "hex", "Jason", "1.1.2", "outer", "", "", "pkg:hex/jason@1.1.2", 0},
	{"pub", "pub", "characters", "1.2.0", "", "", "", "pkg:pub/characters@1.2.0", 0},
	{"swift", "swift", "alamofire", "5.4.3", "", "https://github.com/Alamofire/Alamofire.git",
		"", "pkg:swift/github.com/Alamofire/Alamofire@5.4.3", 0},
	{"swift without an address", "swift", "alamofire", "5.4.3", "", "", "", "", 0},
	{"cocoapods", "cocoapods", "AFNetworking", "4.0.1", "", "", "",
		"pkg:cocoapods/AFNetworking@4.0.1", 0},
	{"cocoapods, part", "cocoapods", "GoogleUtilities/NSData+zlib", "7.5.2", "", "", "",
		"pkg:cocoapods/GoogleUtilities@7.5.2#NSData%2Bzlib", 0},
	{"conan", "conan", "openssl", "3.0.3", "", "", "", "pkg:conan/openssl@3.0.3", 0},
	{"conan, user", "conan", "openssl", "3.0.3@bincrafters/stable", "", "", "",
		"pkg:conan/openssl@3.0.3?channel=stable&user=bincrafters", 0},
	{"cran", "cran", "rJava", "1.0-4", "", "", "", "pkg:cran/rJava@1.0-4", 0},
	{"hackage", "hackage", "AC-HalfInteger", "1.2.1", "", "", "",
		"pkg:hackage/AC-HalfInteger@1.2.1", 0},
	{"conda", "conda", "absl-py", "0.4.1", "", "", "", "pkg:conda/absl-py@0.4.1", 0},
	{"docker, tag", "docker", "cassandra", "latest", "", "", "", "pkg:docker/cassandra@latest",
		PIN_IMAGE | PIN_REFERENCE},
	{"docker, digest and registry", "docker", "gcr.io/customer/dockerimage", "1", "", "", image,
		"pkg:docker/customer/"
		"dockerimage@sha256:244fd47e07d1004f0aed9c?repository_url=gcr.io",
		PIN_IMAGE | PIN_REFERENCE},
	{"docker, port", "docker", "localhost:5000/a", "1", "", "", "",
		"pkg:docker/a@1?repository_url=localhost:5000", PIN_IMAGE | PIN_REFERENCE},
	{"an image in a workflow", "github", "python", "3", "", "", "", "pkg:docker/python@3",
		PIN_IMAGE | PIN_REFERENCE},
	{"github, commit", "github", "Package-URL/purl-spec", "v1", "", "", commit,
		"pkg:github/package-url/purl-spec@244fd47e07d1014f0aed9c0123456789abcdef01",
		PIN_REFERENCE},
	{"github, path", "github", "package-url/purl-spec/everybody/./../loves//dogs", "v1", "", "",
		"", "pkg:github/package-url/purl-spec@v1#everybody/loves/dogs", PIN_REFERENCE},
	{"an action elsewhere", "github", "https://forge.example.org/a/b", "v1", "", "", "", "",
		PIN_REFERENCE},
	{"a hook", "pre-commit", "https://github.com/A/b.git", "v1", "", "", "",
		"pkg:github/a/b@v1", PIN_REFERENCE},
	{"a hook by another name of its host", "pre-commit", "https://github.com.example.org/a/b",
		"v1", "", "", "", "", PIN_REFERENCE},
	{"a submodule", "git", "libs/b", "v1", "", "https://github.com/a/b/", commit,
		"pkg:github/a/b@244fd47e07d1014f0aed9c0123456789abcdef01", PIN_VCS},
	{"huggingface", "huggingface", "microsoft/deberta-v3-base", "main", "", "", commit,
		"pkg:huggingface/microsoft/"
		"deberta-v3-base@244fd47e07d1014f0aed9c0123456789abcdef01",
		PIN_MODEL | PIN_REFERENCE},
	{"a kind without a type", "terraform", "registry.example.org/a/b", "1", "", "", "", "", 0},
	{"signs", "cargo", "a?b#c@d", "1/2", "", "", "", "pkg:cargo/a%3Fb%23c%40d@1%2F2", 0},
};

static void test_rows(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];
		const struct format format = {.name = "x", .ecosystem = row->ecosystem};
		struct digest digest = {
			.algorithm = row->flags & PIN_IMAGE ? DIGEST_SHA256 : DIGEST_GIT,
			.written = text_of(row->digest)};
		const struct pin pin = {.name = text_of(row->name),
			.version = text_of(row->version),
			.artifact = text_of(row->artifact),
			.source = text_of(row->source),
			.digests = &digest,
			.digest_count = row->digest[0] != '\0',
			.flags = row->flags};
		struct err err = {0};
		struct text purl;

		CHECK_ROW(row->row, pin_purl(&purl, &format, &pin, arena, &err) == 0);
		CHECK_ROW(row->row, text_is(purl, row->purl));
	}
	arena_free(arena);
}

static const struct {
	const char *source, *shown;
} sources[] = {
	{"https://registry.example.org/a.tgz", "https://registry.example.org/a.tgz"},
	{"https://user:word@registry.example.org/a.tgz", "https://registry.example.org/a.tgz"},
	{"https://a@b@registry.example.org", "https://registry.example.org"},
	{"git+ssh://git@git.example.org/a.git", "git+ssh://git.example.org/a.git"},
	{"https://registry.example.org/@scope/a", "https://registry.example.org/@scope/a"},
	{"https://registry.example.org?a=@b", "https://registry.example.org?a=@b"},
	{"git@git.example.org:a/b", "git@git.example.org:a/b"},
	{"", ""},
};

static void test_sources(void)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		CHECK_ROW(sources[i].source,
			text_is(source_shown(text_of(sources[i].source), arena), sources[i].shown));
	arena_free(arena);
}

static const struct {
	const char *row;
	enum digest_algorithm algorithm;
	const char *flaw, *version;
	uint32_t flags;
	enum component_held held;
} helds[] = {
	{"a hash", DIGEST_SHA512, NULL, "1", 0, HELD_BY_HASH},
	{"a hash that is cut off", DIGEST_SHA512, "is cut off", "1", 0, HELD_BY_VERSION},
	{"a commit", DIGEST_GIT, NULL, "1", PIN_VCS, HELD_BY_COMMIT},
	{"a version", DIGEST_UNKNOWN, "no", "1", 0, HELD_BY_VERSION},
	{"no version", DIGEST_UNKNOWN, "no", "", 0, HELD_BY_NOTHING},
	{"a tag", DIGEST_UNKNOWN, "no", "v1", PIN_REFERENCE, HELD_BY_NOTHING},
	{"a branch", DIGEST_UNKNOWN, "no", "main", PIN_VCS, HELD_BY_NOTHING},
	{"a folder", DIGEST_UNKNOWN, "no", "1", PIN_LOCAL, HELD_INSIDE},
};

static void test_held(void)
{
	for (size_t i = 0; i < sizeof(helds) / sizeof(helds[0]); i++) {
		struct digest digest = {.algorithm = helds[i].algorithm, .flaw = helds[i].flaw};
		const struct pin pin = {.version = text_of(helds[i].version),
			.digests = &digest,
			.digest_count = 1,
			.flags = helds[i].flags};

		CHECK_ROW(helds[i].row, pin_held(&pin) == helds[i].held);
	}
}

static const struct unit_test tests[] = {
	{"rows", test_rows},
	{"sources", test_sources},
	{"held", test_held},
};

UNIT_MAIN(tests)
