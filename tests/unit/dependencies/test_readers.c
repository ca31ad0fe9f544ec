/* SPDX-License-Identifier: Apache-2.0 */
#include "pins_text.h"
#include "unit.h"

#define COMMIT         "0123456789abcdef0123456789abcdef01234567"
#define HEX            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define REVERSED       "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define UPPER          "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
#define UPPER_REVERSED "FEDCBA9876543210FEDCBA9876543210FEDCBA9876543210FEDCBA9876543210"
#define MD5            "0123456789abcdef0123456789abcdef"
#define B64            "ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8="
#define B512 \
	"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw=="

extern const struct format format_gemfile_lock, format_composer_lock, format_nuget_lock,
	format_mix_lock, format_rebar_lock, format_gleam_manifest, format_swift_resolved,
	format_podfile_lock, format_pubspec_lock, format_renv_lock, format_julia_manifest,
	format_stack_lock, format_dvc, format_lfs_pointer, format_gradle_lockfile,
	format_gradle_verification, format_wrapper_properties, format_maven_lock,
	format_terraform_lock, format_flake_lock, format_bazel_lock, format_conan_lock,
	format_vcpkg, format_helm_lock, format_sums, format_starlark_calls, format_cmake_calls;

struct row {
	const char *name;
	const struct format *format;
	const char *path, *content, *pins;
};

static void check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buffer out = {0};

		pins_text(&out, rows[i].format, rows[i].path, text_of(rows[i].content));
		if (!text_is(buffer_text(&out), rows[i].pins))
			fprintf(stderr, "---- %s\n%.*s----\n", rows[i].name,
				(int)buffer_text(&out).len, buffer_text(&out).ptr);
		CHECK_ROW(rows[i].name, text_is(buffer_text(&out), rows[i].pins));
		buffer_free(&out);
	}
}

#define ROWS(rows) check_rows(rows, sizeof(rows) / sizeof((rows)[0]))

static void ruby(void)
{
	static const struct row rows[] = {
		{"ruby: all sections", &format_gemfile_lock, "Gemfile.lock",
			"GEM\n"
			"  remote: https://registry.example.org/\n"
			"  specs:\n"
			"    left (1.3.0)\n"
			"      middle (~> 1.0)\n"
			"    middle (1.1.0-java)\n"
			"\n"
			"GIT\n"
			"  remote: https://github.com/example/tool.git\n"
			"  revision: " COMMIT "\n"
			"  branch: main\n"
			"  specs:\n"
			"    tool (0.1)\n"
			"\n"
			"PATH\n"
			"  remote: .\n"
			"  specs:\n"
			"    own (1)\n"
			"\n"
			"PLATFORMS\n"
			"  ruby\n"
			"\n"
			"DEPENDENCIES\n"
			"  left\n"
			"  tool!\n"
			"\n"
			"CHECKSUMS\n"
			"  left (1.3.0) sha256=" HEX "\n"
			"  middle (1.1.0-java)\n"
			"\n"
			"BUNDLED WITH\n"
			"   2.6.2\n",
			"28 left 1.3.0 [] =sha256=0 <https://registry.example.org/\n"
			"29 middle 1.1.0 [] <https://registry.example.org/\n"
			"13 tool 0.1 [v] =01234567 <https://github.com/example/tool.git\n"
			"18 own 1 [l] <.\n"},
		{"ruby: CRLF", &format_gemfile_lock, "Gemfile.lock",
			"GEM\r\n"
			"  remote: https://registry.example.org/\r\n"
			"  specs:\r\n"
			"    left (1.3.0)\r\n",
			"4 left 1.3.0 [] <https://registry.example.org/\n"},
		{"ruby: a need of no gem", &format_gemfile_lock, "Gemfile.lock",
			"GEM\n"
			"  specs:\n"
			"      left\n",
			"ERROR Gemfile.lock:3:7: an entry with an indent that is not known\n"},
		{"ruby: conflict marks", &format_gemfile_lock, "Gemfile.lock",
			"<<<<<<< ours\n"
			"GEM\n",
			"ERROR Gemfile.lock:1:1: a section that Gemfile.lock does not have\n"},
		{"ruby: no version", &format_gemfile_lock, "Gemfile.lock",
			"GEM\n"
			"  specs:\n"
			"    left\n",
			"ERROR Gemfile.lock:3:5: a gem that is not \"name (version)\"\n"},
		{"ruby: a section that is none", &format_gemfile_lock, "Gemfile.lock", "GEMS\n",
			"ERROR Gemfile.lock:1:1: a section that Gemfile.lock does not have\n"},
	};

	ROWS(rows);
}

static void php_and_dotnet(void)
{
	static const struct row rows[] = {
		{"php_and_dotnet: a commit, and a folder", &format_composer_lock, "composer.lock",
			"{\"packages\": [{\"name\": \"example/left\", \"version\": \"1.3.0\", "
			"\"source\": {\"type\": \"git\", \"url\": "
			"\"https://github.com/example/left.git\", \"reference\": \"" COMMIT
			"\"}, \"dist\": {\"type\": \"zip\", \"url\": "
			"\"https://registry.example.org/left.zip\", \"reference\": \"" COMMIT
			"\", \"shasum\": \"\"}}], \"packages-dev\": [{\"name\": \"example/own\", "
			"\"version\": \"1\", \"dist\": {\"type\": \"path\", \"url\": \"own\", "
			"\"reference\": \"x\"}}]}",
			"1 example/left 1.3.0 [] =01234567 <https://registry.example.org/left.zip\n"
			"1 example/own 1 [l] <own\n"
			"1 example/left 1.3.0 [v] =01234567 "
			"<https://github.com/example/left.git\n"},
		{"php_and_dotnet: no version", &format_composer_lock, "composer.lock",
			"{\"packages\": [{\"name\": \"a/b\"}]}",
			"ERROR composer.lock:1:15: a package without a name or version\n"},
		{"php_and_dotnet: no packages", &format_composer_lock, "composer.lock", "{}",
			"ERROR composer.lock:1:1: packages is missing\n"},
		{"php_and_dotnet: a package and a project", &format_nuget_lock,
			"packages.lock.json",
			"{\"version\": 1, \"dependencies\": {\"net8.0\": {\"Left\": {\"type\": "
			"\"Direct\", \"resolved\": \"1.3.0\", \"contentHash\": \"" B512
			"\"}, \"own\": {\"type\": \"Project\"}}}}",
			"1 Left 1.3.0 [] =AAECAwQF\n"
			"1 own [l]\n"},
		{"php_and_dotnet: no resolved version", &format_nuget_lock, "packages.lock.json",
			"{\"dependencies\": {\"net8.0\": {\"Left\": {\"type\": \"Direct\"}}}}",
			"ERROR packages.lock.json:1:38: a package without a resolved version\n"},
		{"php_and_dotnet: a doubled key", &format_nuget_lock, "packages.lock.json",
			"{\"dependencies\": {\"net8.0\": {\"L\": {\"resolved\": \"1\"}, \"L\": "
			"{\"resolved\": \"2\"}}}}",
			"1 L 1 []\n"
			"1 L 2 []\n"
			"DOUBLED L"},
	};

	ROWS(rows);
}

static void hex(void)
{
	static const struct row rows[] = {
		{"hex: hex and git", &format_mix_lock, "mix.lock",
			"%{\n"
			"  \"left\": {:hex, :left, \"1.3.0\", \"" HEX
			"\", [:mix], [{:right, \"~> 2.0\", [hex: :right]}], \"hexpm\", \"" REVERSED
			"\"},\n"
			"  \"tool\": {:git, \"https://github.com/example/tool.git\", \"" COMMIT
			"\", [branch: \"main\"]}, # c\n"
			"}\n",
			"2 left 1.3.0 [] =01234567\n"
			"2 left 1.3.0 [] =fedcba98\n"
			"3 tool " COMMIT " [v] =01234567 <https://github.com/example/tool.git\n"},
		{"hex: an entry twice", &format_mix_lock, "mix.lock",
			"%{\"a\": {:hex, :a, \"1\", \"\"}, \"a\": {:hex, :a, \"2\", \"\"}}",
			"1 a 1 []\n"
			"1 a 2 []\n"
			"DOUBLED a"},
		{"hex: from elsewhere", &format_mix_lock, "mix.lock", "%{\"a\": {:svn, :a, \"1\"}}",
			"ERROR mix.lock:1:3: an entry from neither hex nor git\n"},
		{"hex: no end", &format_mix_lock, "mix.lock", "%{\"a\": {:hex, :a, \"1\"",
			"ERROR mix.lock:1:22: a comma is missing here\n"},
		{"hex: hashes by the application's name", &format_rebar_lock, "rebar.lock",
			"{\"1.2.0\",\n"
			"[{<<\"app\">>,{pkg,<<\"left\">>,<<\"1.3.0\">>},0},\n"
			" {<<\"tool\">>,{git,\"https://github.com/example/tool.git\",{ref,\"" COMMIT
			"\"}},1},\n"
			" {<<\"part\">>,{git_subdir,\"https://github.com/example/"
			"all.git\",{ref,\"" COMMIT "\"},\"part\"},0}]}.\n"
			"[\n"
			"{pkg_hash,[\n"
			" {<<\"app\">>, <<\"" UPPER "\">>}]},\n"
			"{pkg_hash_ext,[\n"
			" {<<\"app\">>, <<\"" UPPER_REVERSED "\">>}]}\n"
			"].\n",
			"2 left 1.3.0 [] =01234567\n"
			"3 tool " COMMIT " [v] =01234567 <https://github.com/example/tool.git\n"
			"4 part " COMMIT " [v] =01234567 <https://github.com/example/all.git\n"
			"2 left 1.3.0 [] =FEDCBA98\n"},
		{"hex: a hash of nothing", &format_rebar_lock, "rebar.lock",
			"{\"1.2.0\",[]}.\n"
			"[{pkg_hash,[{<<\"a\">>, <<\"00\">>}]}].\n",
			"ERROR rebar.lock:2:13: a hash that no package stands for\n"},
		{"hex: without a version", &format_rebar_lock, "rebar.lock",
			"[{<<\"tool\">>,{git,\"https://github.com/example/tool.git\",{ref,\"" COMMIT
			"\"}},0}].\n",
			"1 tool " COMMIT " [v] =01234567 <https://github.com/example/tool.git\n"},
		{"hex: gleam", &format_gleam_manifest, "manifest.toml",
			"packages = [\n"
			"  { name = \"left\", version = \"1.3.0\", build_tools = [\"gleam\"], "
			"requirements = [], otp_app = \"left\", source = \"hex\", outer_checksum = "
			"\"" UPPER "\" },\n"
			"  { name = \"g\", version = \"1\", build_tools = [\"gleam\"], "
			"requirements = [\"left\"], source = \"git\", repo = "
			"\"https://github.com/example/g\", commit = \"" COMMIT "\" },\n"
			"]\n"
			"\n"
			"[requirements]\n"
			"left = { version = \">= 1.0.0\" }\n",
			"2 left 1.3.0 [] =01234567\n"
			"3 g 1 [v] =01234567 <https://github.com/example/g\n"},
		{"hex: gleam, other blanks", &format_gleam_manifest, "manifest.toml",
			"packages=[{name=\"a\",version=\"1\",build_tools=[\"gleam\"]}]\n",
			"1 a 1 []\n"},
		{"hex: another manifest.toml", &format_gleam_manifest, "manifest.toml",
			"title = \"x\"\n", "OTHER\n"},
	};

	ROWS(rows);
}

static void apple_and_dart(void)
{
	static const struct row rows[] = {
		{"apple_and_dart: a version, a branch, a registry", &format_swift_resolved,
			"Package.resolved",
			"{\"pins\": [{\"identity\": \"left\", \"kind\": \"remoteSourceControl\", "
			"\"location\": \"https://github.com/example/left\", \"state\": "
			"{\"revision\": \"" COMMIT
			"\", \"version\": \"1.3.0\"}}, {\"identity\": \"b\", \"location\": "
			"\"https://github.com/example/b\", \"state\": {\"revision\": \"" COMMIT
			"\", \"branch\": \"main\"}}, {\"identity\": \"r.r\", \"kind\": "
			"\"registry\", \"location\": \"\", \"state\": {\"version\": \"1\"}}], "
			"\"version\": 2}",
			"1 left 1.3.0 [] =01234567 <https://github.com/example/left\n"
			"1 b main [v] =01234567 <https://github.com/example/b\n"
			"1 r.r 1 [n]\n"},
		{"apple_and_dart: version 1", &format_swift_resolved, "Package.resolved",
			"{\"object\": {\"pins\": [{\"package\": \"Left\", \"repositoryURL\": "
			"\"https://github.com/example/left\", \"state\": {\"branch\": null, "
			"\"revision\": \"" COMMIT "\", \"version\": \"1.3.0\"}}]}, \"version\": 1}",
			"1 Left 1.3.0 [] =01234567 <https://github.com/example/left\n"},
		{"apple_and_dart: no pins", &format_swift_resolved, "Package.resolved",
			"{\"version\": 2}", "ERROR Package.resolved:1:1: pins is missing\n"},
		{"apple_and_dart: pods, a part, a folder", &format_podfile_lock, "Podfile.lock",
			"PODS:\n"
			"  - Left (1.3.0):\n"
			"    - Right/Core\n"
			"  - Own (1.0)\n"
			"  - Right/Core (2.0.0)\n"
			"\n"
			"DEPENDENCIES:\n"
			"  - Left (~> 1.0)\n"
			"  - Own (from `./own`)\n"
			"\n"
			"SPEC REPOS:\n"
			"  trunk:\n"
			"    - Left\n"
			"\n"
			"EXTERNAL SOURCES:\n"
			"  Own:\n"
			"    :path: \"./own\"\n"
			"\n"
			"SPEC CHECKSUMS:\n"
			"  Left: " COMMIT "\n"
			"  Own: " COMMIT "\n"
			"  Right: " COMMIT "\n"
			"\n"
			"PODFILE CHECKSUM: " COMMIT "\n"
			"\n"
			"COCOAPODS: 1.15.2\n",
			"2 Left 1.3.0 [] =01234567\n"
			"4 Own 1.0 [l] =01234567\n"
			"5 Right/Core 2.0.0 [n]\n"
			"22 Right 2.0.0 [] =01234567\n"},
		{"apple_and_dart: a checkout", &format_podfile_lock, "Podfile.lock",
			"PODS:\n"
			"  - A (1.0)\n"
			"CHECKOUT OPTIONS:\n"
			"  A:\n"
			"    :commit: " COMMIT "\n"
			"    :git: https://github.com/example/a.git\n",
			"2 A 1.0 [v] =01234567 <https://github.com/example/a.git\n"},
		{"apple_and_dart: no version", &format_podfile_lock, "Podfile.lock",
			"PODS:\n"
			"  - A\n",
			"ERROR Podfile.lock:2:5: a pod that is not \"Name (version)\"\n"},
		{"apple_and_dart: hosted, sdk, git", &format_pubspec_lock, "pubspec.lock",
			"packages:\n"
			"  left:\n"
			"    dependency: \"direct main\"\n"
			"    description:\n"
			"      name: left\n"
			"      sha256: \"" HEX "\"\n"
			"      url: \"https://registry.example.org\"\n"
			"    source: hosted\n"
			"    version: \"1.3.0\"\n"
			"  flutter:\n"
			"    description: flutter\n"
			"    source: sdk\n"
			"    version: \"0.0.0\"\n"
			"  g:\n"
			"    description: {url: \"https://github.com/example/g\", resolved-ref: "
			"\"" COMMIT "\"}\n"
			"    source: git\n"
			"    version: \"1.0.0\"\n",
			"2 left 1.3.0 [] =01234567 <https://registry.example.org\n"
			"10 flutter 0.0.0 [l]\n"
			"14 g 1.0.0 [v] =01234567 <https://github.com/example/g\n"},
		{"apple_and_dart: a package without a version", &format_pubspec_lock,
			"pubspec.lock",
			"packages:\n"
			"  a: {source: hosted}\n",
			"ERROR pubspec.lock:2:6: a package without a version\n"},
	};

	ROWS(rows);
}

static void science(void)
{
	static const struct row rows[] = {
		{"science: renv", &format_renv_lock, "renv.lock",
			"{\"R\": {\"Repositories\": [{\"Name\": \"main\", \"URL\": "
			"\"https://registry.example.org\"}]}, \"Packages\": {\"left\": "
			"{\"Package\": \"left\", \"Version\": \"1.3.0\", \"Hash\": \"" MD5
			"\"}, \"g\": {\"Version\": \"1\", \"RemoteSha\": \"" COMMIT "\"}}}",
			"1 left 1.3.0 [] =01234567\n"
			"1 g 1 [v] =01234567\n"},
		{"science: renv without a version", &format_renv_lock, "renv.lock",
			"{\"Packages\": {\"a\": {}}}",
			"ERROR renv.lock:1:20: a package without a version\n"},
		{"science: julia", &format_julia_manifest, "Manifest.toml",
			"julia_version = \"1.9.0\"\n"
			"manifest_format = \"2.0\"\n"
			"\n"
			"[[deps.Left]]\n"
			"git-tree-sha1 = \"" COMMIT "\"\n"
			"uuid = \"x\"\n"
			"version = \"1.3.0\"\n"
			"\n"
			"[[deps.Dates]]\n"
			"uuid = \"y\"\n"
			"\n"
			"[[deps.Dev]]\n"
			"git-tree-sha1 = \"" COMMIT "\"\n"
			"repo-rev = \"main\"\n"
			"repo-url = \"https://github.com/example/Dev.jl\"\n"
			"version = \"0.1.0\"\n",
			"4 Left 1.3.0 [] =01234567\n"
			"9 Dates [n]\n"
			"12 Dev 0.1.0 [v] =01234567 <https://github.com/example/Dev.jl\n"},
		{"science: julia, format 1", &format_julia_manifest, "Manifest.toml",
			"[[Left]]\n"
			"git-tree-sha1 = \"" COMMIT "\"\n"
			"version = \"1.3.0\"\n",
			"1 Left 1.3.0 [] =01234567\n"},
		{"science: stack", &format_stack_lock, "stack.yaml.lock",
			"packages:\n"
			"- completed:\n"
			"    hackage: left-1.3.0@sha256:" HEX ",1234\n"
			"    pantry-tree:\n"
			"      sha256: " HEX "\n"
			"      size: 100\n"
			"  original:\n"
			"    hackage: left-1.3.0\n"
			"- completed:\n"
			"    name: a\n"
			"    version: \"1\"\n"
			"    url: https://registry.example.org/a.tar.gz\n"
			"    sha256: " HEX "\n"
			"snapshots:\n"
			"- completed: {sha256: " HEX
			", size: 1, url: \"https://registry.example.org/lts.yaml\"}\n",
			"2 left-1.3.0 [] =01234567\n"
			"2 left-1.3.0 [] =sha256:0\n"
			"9 a 1 [] =01234567 <https://registry.example.org/a.tar.gz\n"
			"15 https://registry.example.org/lts.yaml [] =01234567 "
			"<https://registry.example.org/lts.yaml\n"},
		{"science: stack, from nowhere", &format_stack_lock, "stack.yaml.lock",
			"packages:\n"
			"- completed: {name: a}\n",
			"ERROR stack.yaml.lock:2:3: a package without a place that it comes "
			"from\n"},
		{"science: dvc", &format_dvc, "d.dvc",
			"outs:\n"
			"- md5: " MD5 ".dir\n"
			"  size: 1\n"
			"  path: data\n"
			"deps:\n"
			"- path: x\n"
			"  repo:\n"
			"    url: https://github.com/example/data\n"
			"    rev_lock: " COMMIT "\n",
			"2 data [r] =01234567\n"
			"6 x " COMMIT " [vr] =01234567 <https://github.com/example/data\n"},
		{"science: dvc without a path", &format_dvc, "d.dvc",
			"outs:\n"
			"- md5: x\n",
			"ERROR d.dvc:2:3: an entry without a path\n"},
		{"science: lfs", &format_lfs_pointer, "m.bin",
			"version https://git-lfs.github.com/spec/v1\n"
			"oid sha256:" HEX "\n"
			"size 12\n",
			"2 m.bin [r] =sha256:0\n"},
		{"science: lfs without a size", &format_lfs_pointer, "m.bin",
			"version https://git-lfs.github.com/spec/v1\n"
			"oid sha256:" HEX "\n",
			"ERROR m.bin:1:1: a pointer of Git LFS without an oid or size\n"},
		{"science: no pointer", &format_lfs_pointer, "m.bin",
			"\x7f"
			"ELF",
			"OTHER\n"},
	};

	ROWS(rows);
}

static void jvm(void)
{
	static const struct row rows[] = {
		{"jvm: gradle.lockfile", &format_gradle_lockfile, "gradle.lockfile",
			"# This is a Gradle generated file for dependency locking.\n"
			"org.example:left:1.3.0=compileClasspath,runtimeClasspath\n"
			"empty=annotationProcessor\n",
			"2 org.example:left 1.3.0 [n]\n"},
		{"jvm: no module", &format_gradle_lockfile, "gradle.lockfile", "org.example:left\n",
			"ERROR gradle.lockfile:1:1: a line that is not "
			"\"group:name:version=configurations\"\n"},
		{"jvm: hashes, and a signature that counts", &format_gradle_verification,
			"gradle/verification-metadata.xml",
			"<?xml version=\"1.0\"?>\n"
			"<verification-metadata "
			"xmlns=\"https://schema.gradle.org/dependency-verification\">\n"
			"<configuration><verify-metadata>true</"
			"verify-metadata><verify-signatures>true</verify-signatures></"
			"configuration>\n"
			"<components>\n"
			"<component group=\"org.example\" name=\"left\" version=\"1.3.0\">\n"
			"<artifact name=\"left-1.3.0.jar\"><sha256 value=\"" HEX
			"\"><also-trust value=\"" REVERSED "\"/></sha256></artifact>\n"
			"<artifact name=\"left-1.3.0.pom\"><pgp value=\"ABCD\"/></artifact>\n"
			"</component>\n"
			"</components>\n"
			"</verification-metadata>\n",
			"6 org.example:left 1.3.0 [] =01234567 =fedcba98\n"
			"7 org.example:left 1.3.0 [n]\n"},
		{"jvm: a signature that does not count", &format_gradle_verification,
			"gradle/verification-metadata.xml",
			"<?xml version=\"1.0\"?>\n"
			"<verification-metadata "
			"xmlns=\"https://schema.gradle.org/dependency-verification\">\n"
			"<configuration><verify-metadata>true</"
			"verify-metadata><verify-signatures>false</verify-signatures></"
			"configuration>\n"
			"<components>\n"
			"<component group=\"org.example\" name=\"left\" version=\"1.3.0\">\n"
			"<artifact name=\"left-1.3.0.jar\"><sha256 value=\"" HEX
			"\"><also-trust value=\"" REVERSED "\"/></sha256></artifact>\n"
			"<artifact name=\"left-1.3.0.pom\"><pgp value=\"ABCD\"/></artifact>\n"
			"</component>\n"
			"</components>\n"
			"</verification-metadata>\n",
			"6 org.example:left 1.3.0 [] =01234567 =fedcba98\n"
			"7 org.example:left 1.3.0 []\n"},
		{"jvm: a component without a version", &format_gradle_verification,
			"gradle/verification-metadata.xml",
			"<verification-metadata><components><component group=\"a\" "
			"name=\"b\"/></components></verification-metadata>",
			"ERROR gradle/verification-metadata.xml:1:36: a component without group, "
			"name or version\n"},
		{"jvm: a wrapper", &format_wrapper_properties, "gradle-wrapper.properties",
			"distributionUrl=https\\://services.example.org/gradle-8.5-bin.zip\n"
			"distributionSha256Sum=" HEX "\n"
			"wrapperUrl: https://repo.example.org/maven-wrapper-3.2.0.jar\n",
			"1 gradle 8.5-bin [] =01234567 "
			"<https://services.example.org/gradle-8.5-bin.zip\n"
			"3 maven-wrapper 3.2.0.jar [] "
			"<https://repo.example.org/maven-wrapper-3.2.0.jar\n"},
		{"jvm: a key twice", &format_wrapper_properties, "gradle-wrapper.properties",
			"distributionUrl=a\n"
			"distributionUr\\\n"
			"  l=b\n",
			"2 distributionUrl [] <b\n"
			"DOUBLED distributionUrl"},
		{"jvm: \\u without digits", &format_wrapper_properties, "gradle-wrapper.properties",
			"distributionUrl=\\u12\n",
			"ERROR gradle-wrapper.properties:1:1: a \\u without four digits\n"},
		{"jvm: maven-lockfile", &format_maven_lock, "lockfile.json",
			"{\"lockFileVersion\": 1, \"dependencies\": [{\"groupId\": "
			"\"org.example\", \"artifactId\": \"left\", \"version\": \"1.3.0\", "
			"\"checksumAlgorithm\": \"SHA-256\", \"checksum\": \"" HEX
			"\", \"resolved\": \"https://registry.example.org/left.jar\", "
			"\"children\": [{\"groupId\": \"o\", \"artifactId\": \"c\", \"version\": "
			"\"1\", \"checksumAlgorithm\": \"SHA-256\", \"checksum\": \"" HEX
			"\"}]}], \"mavenPlugins\": [{\"groupId\": \"o\", \"artifactId\": \"p\", "
			"\"version\": \"2\", \"checksumAlgorithm\": \"SHA-256\", \"checksum\": "
			"\"" HEX "\", \"dependencies\": [{\"groupId\": \"o\", \"artifactId\": "
			"\"d\", \"version\": \"3\"}]}]}",
			"1 org.example:left 1.3.0 [] =01234567 "
			"<https://registry.example.org/left.jar\n"
			"1 o:c 1 [] =01234567\n"
			"1 o:p 2 [] =01234567\n"
			"1 o:d 3 []\n"},
		{"jvm: no version", &format_maven_lock, "lockfile.json",
			"{\"dependencies\": [{\"groupId\": \"a\", \"artifactId\": \"b\"}]}",
			"ERROR lockfile.json:1:19: a dependency without groupId, artifactId or "
			"version\n"},
		{"jvm: another lockfile.json", &format_maven_lock, "lockfile.json", "{}",
			"OTHER\n"},
	};

	ROWS(rows);
}

static void infrastructure(void)
{
	static const struct row rows[] = {
		{"infrastructure: terraform", &format_terraform_lock, ".terraform.lock.hcl",
			"# c\n"
			"provider \"registry.example.org/hashicorp/aws\" {\n"
			"  version     = \"5.0.0\"\n"
			"  constraints = \"~> 5.0\"\n"
			"  hashes = [\n"
			"    \"h1:" B64 "\",\n"
			"    \"zh:" HEX "\",\n"
			"  ]\n"
			"}\n",
			"2 registry.example.org/hashicorp/aws 5.0.0 [] =h1:ASNFZ =zh:01234 "
			"<https://registry.example.org/\n"},
		{"infrastructure: no version", &format_terraform_lock, ".terraform.lock.hcl",
			"provider \"a/b/c\" {\n"
			"}\n",
			"ERROR .terraform.lock.hcl:2:1: a provider without a version\n"},
		{"infrastructure: no end", &format_terraform_lock, ".terraform.lock.hcl",
			"provider \"a/b/c\" {\n"
			"  version = \"1\"\n",
			"ERROR .terraform.lock.hcl:3:1: a name is missing here\n"},
		{"infrastructure: a template", &format_terraform_lock, ".terraform.lock.hcl",
			"provider \"a/${b}\" {\n"
			"}\n",
			"ERROR .terraform.lock.hcl:1:13: a string that the lock file does not "
			"have\n"},
		{"infrastructure: flake", &format_flake_lock, "flake.lock",
			"{\"nodes\": {\"nixpkgs\": {\"locked\": {\"lastModified\": 1, \"narHash\": "
			"\"sha256-" B64
			"\", \"owner\": \"NixOS\", \"repo\": \"nixpkgs\", \"rev\": \"" COMMIT
			"\", \"type\": \"github\"}}, \"tar\": {\"locked\": {\"lastModified\": 17, "
			"\"narHash\": \"sha256-" B64 "\", \"type\": \"tarball\", \"url\": "
			"\"https://registry.example.org/x.tar.gz\"}}, \"root\": {\"inputs\": "
			"{\"nixpkgs\": \"nixpkgs\", \"tar\": \"tar\"}}}, \"root\": \"root\", "
			"\"version\": 7}",
			"1 nixpkgs " COMMIT " [] =sha256-A <https://github.com/NixOS/nixpkgs\n"
			"1 tar 17 [] =sha256-A <https://registry.example.org/x.tar.gz\n"
			"1 root []\n"},
		{"infrastructure: an input of no node", &format_flake_lock, "flake.lock",
			"{\"nodes\": {\"root\": {\"inputs\": {\"a\": \"b\"}}}}",
			"ERROR flake.lock:1:37: an input that no node stands for\n"
			"1 root []\n"},
		{"infrastructure: bazel", &format_bazel_lock, "MODULE.bazel.lock",
			"{\"lockFileVersion\": 16, \"registryFileHashes\": "
			"{\"https://registry.example.org/left/MODULE.bazel\": \"" HEX
			"\", \"https://registry.example.org/none\": null}, \"moduleExtensions\": "
			"{\"//:e\": {\"general\": {\"generatedRepoSpecs\": {\"z\": "
			"{\"attributes\": {\"urls\": [\"https://registry.example.org/z.zip\"], "
			"\"integrity\": \"sha256-" B64 "\"}}, \"g\": {\"attributes\": {\"remote\": "
			"\"https://github.com/example/g\", \"commit\": \"" COMMIT
			"\"}}, \"l\": {\"attributes\": {}}}}}}}",
			"1 https://registry.example.org/left/MODULE.bazel [] =01234567 "
			"<https://registry.example.org/left/MODULE.bazel\n"
			"1 https://registry.example.org/none [n] "
			"<https://registry.example.org/none\n"
			"1 z https://registry.example.org/z.zip [] =sha256-A "
			"<https://registry.example.org/z.zip\n"
			"1 g " COMMIT " [v] =01234567 <https://github.com/example/g\n"
			"1 l [l]\n"},
		{"infrastructure: conan 0.5", &format_conan_lock, "conan.lock",
			"{\"version\": \"0.5\", \"requires\": [\"left/1.3.0#" MD5
			"%1.0\", \"own/1@u/c\"], \"build_requires\": [[\"b/2#" COMMIT
			"%1.0\", {\"x\": [\"y\"]}]]}",
			"1 left 1.3.0 [] =01234567\n"
			"1 own 1@u/c [n]\n"
			"1 b 2 [] =01234567\n"},
		{"infrastructure: conan 0.4", &format_conan_lock, "conan.lock",
			"{\"version\": \"0.4\", \"graph_lock\": {\"nodes\": {\"0\": {\"path\": "
			"\".\", \"ref\": \"own/1\"}, \"1\": {\"ref\": \"left/1.3.0#" MD5 "\"}}}}",
			"1 left 1.3.0 [] =01234567\n"},
		{"infrastructure: conan, no reference", &format_conan_lock, "conan.lock",
			"{\"version\": \"0.5\", \"requires\": [1]}",
			"ERROR conan.lock:1:33: an entry that is no reference\n"},
		{"infrastructure: vcpkg", &format_vcpkg, "vcpkg.json",
			"{\"builtin-baseline\": \"" COMMIT
			"\", \"default-registry\": {\"kind\": \"git\", \"repository\": "
			"\"https://github.com/example/r\", \"baseline\": \"main\"}, "
			"\"registries\": [{\"kind\": \"filesystem\", \"path\": \"x\", "
			"\"baseline\": \"default\"}], \"overrides\": [{\"name\": \"left\", "
			"\"version\": \"1.3.0\"}]}",
			"1 builtin-baseline " COMMIT " [vr] =01234567\n"
			"1 https://github.com/example/r main [vr] <https://github.com/example/r\n"
			"1 left 1.3.0 [n]\n"},
		{"infrastructure: helm", &format_helm_lock, "Chart.lock",
			"dependencies:\n"
			"- name: left\n"
			"  repository: https://registry.example.org/charts\n"
			"  version: 1.3.0\n"
			"- name: own\n"
			"  repository: file://../own\n"
			"  version: 1.0.0\n"
			"digest: sha256:" HEX "\n",
			"2 left 1.3.0 [n] <https://registry.example.org/charts\n"
			"5 own 1.0.0 [ln] <file://../own\n"},
		{"infrastructure: helm without a version", &format_helm_lock, "Chart.lock",
			"dependencies:\n"
			"- name: a\n",
			"ERROR Chart.lock:2:3: a dependency without a name or version\n"},
		{"infrastructure: sums", &format_sums, "SHA256SUMS",
			"" HEX "  left.tar.gz\n"
			"" COMMIT " *right\n"
			"\\" HEX "  back\\\\slash\n"
			"SHA256 (bsd) = " HEX "\n",
			"1 left.tar.gz [] =01234567\n"
			"2 right [] =01234567\n"
			"3 back\\\\slash [] =01234567\n"
			"4 bsd [] =01234567\n"},
		{"infrastructure: sums, cut off", &format_sums, "SHA256SUMS",
			"" COMMIT "89abcdef01  a\n",
			"ERROR SHA256SUMS:1:1: a line that is no checksum of a file\n"},
		{"infrastructure: a bare sum", &format_sums, "d/left.sha256", "" HEX "\n",
			"1 left [] =01234567\n"},
	};

	ROWS(rows);
}

static void bazel(void)
{
	static const struct row rows[] = {
		{"bazel: all calls", &format_starlark_calls, "MODULE.bazel",
			"module(name = \"x\", version = \"1\")\n"
			"bazel_dep(name = \"rules_cc\", version = \"0.1\")\n"
			"http_archive = "
			"use_repo_rule(\"@bazel_tools//tools/build_defs/repo:http.bzl\", "
			"\"http_archive\")\n"
			"V = \"1.3\"\n"
			"SHA = \"" HEX "\"\n"
			"http_archive(\n"
			"    name = \"left\",  # c\n"
			"    sha256 = SHA,\n"
			"    urls = [\n"
			"        # mirror, first\n"
			"        \"https://mirror.example.org/left-%s.tar.gz\" % V,\n"
			"        \"https://repo.example.org/left-1.3.tar.gz\",\n"
			"        \"https://repo.example.org/\" + OTHER,\n"
			"    ],\n"
			")\n"
			"git_override(module_name = \"tool\", remote = "
			"\"https://github.com/example/tool\", commit = \"" COMMIT "\")\n"
			"archive_override(module_name = \"arc\", urls = "
			"\"https://repo.example.org/a.zip\", integrity = \"sha256-" B64 "\")\n"
			"single_version_override(module_name = \"q\", registry = "
			"\"https://evil.example\")\n"
			"def f():\n"
			"    maybe(http_file, name = \"z\", url = "
			"r'''https://repo.example.org/z''')\n"
			"    native.new_git_repository(name = \"g\", remote = "
			"\"https://github.com/example/g\", tag = \"v1\")\n"
			"    ctx.download_and_extract(url = ctx.attr.url, sha256 = "
			"ctx.attr.sha256, output = \"x\")\n"
			"repository_rule(attrs = {\"url\": attr.string()})\n",
			"7 left \"https://mirror.example.org/left-%s.tar.gz\" % V 1.3 [] =01234567 "
			"<https://mirror.example.org/left-%s.tar.gz\n"
			"7 left https://repo.example.org/left-1.3.tar.gz [] =01234567 "
			"<https://repo.example.org/left-1.3.tar.gz\n"
			"7 left \"https://repo.example.org/\" + OTHER [rn] =01234567 "
			"<https://repo.example.org/\n"
			"16 tool " COMMIT " [r] =01234567 <https://github.com/example/tool\n"
			"17 arc https://repo.example.org/a.zip [] =sha256-A "
			"<https://repo.example.org/a.zip\n"
			"20 z https://repo.example.org/z [] <https://repo.example.org/z\n"
			"21 g v1 [r] <https://github.com/example/g\n"
			"22 x ctx.attr.url [rn]\n"},
		{"bazel: strings in all forms, comments", &format_starlark_calls, "x.bzl",
			"http_file(name = r\"\"\"a\"\"\", # ) \"\n"
			"  url = (\"https://repo.example.org/\" +\n"
			"  \"a.zip\"), sha256 = '" HEX "')\n",
			"1 a (\"https://repo.example.org/\" +\n"
			"  \"a.zip\") [] =01234567 <https://repo.example.org/\n"},
		{"bazel: a string without an end", &format_starlark_calls, "x.bzl",
			"http_file(name = \"a, url = \"b\n", ""},
		{"bazel: no commit, no ref", &format_starlark_calls, "x.bzl",
			"git_repository(name = \"a\", remote = \"https://github.com/example/a\")\n",
			"1 a [r] <https://github.com/example/a\n"},
		{"bazel: a commit that is cut off", &format_starlark_calls, "x.bzl",
			"git_repository(name = \"a\", remote = \"https://github.com/example/a\", "
			"commit = \"0123456\")\n",
			"1 a 0123456 [r] <https://github.com/example/a\n"},
		{"bazel: a constant below its use", &format_starlark_calls, "x.bzl",
			"def f():\n"
			"    http_file(name = \"a\", url = URL, sha256 = SUM)\n"
			"URL = \"https://repo.example.org/a\"\n"
			"SUM = \"" HEX "\"\n",
			"2 a https://repo.example.org/a [] =01234567 "
			"<https://repo.example.org/a\n"},
		{"bazel: what is no call", &format_starlark_calls, "x.bzl",
			"A = {\"url\": \"https://repo.example.org/a\"}\n"
			"def http_file(name, url = \"x\"):\n"
			"    pass\n",
			""},
		{"bazel: attributes of a rule", &format_starlark_calls, "x.bzl",
			"r = rule(attrs = dict(url = attr.string(), urls = attr.string_list()))\n",
			""},
	};

	ROWS(rows);
}

static void cmake(void)
{
	static const struct row rows[] = {
		{"cmake: all calls", &format_cmake_calls, "CMakeLists.txt",
			"cmake_minimum_required(VERSION 3.20)\n"
			"#[==[ FetchContent_Declare(no URL x) ]==]\n"
			"set(V 1.3)\n"
			"FetchContent_Declare(left\n"
			"  URL https://repo.example.org/left-${V}.tar.gz\n"
			"      \"https://mirror.example.org/left-${V}.tar.gz\"\n"
			"  URL_HASH SHA256=" HEX ")\n"
			"fetchcontent_declare(tool GIT_REPOSITORY "
			"https://github.com/example/tool.git GIT_TAG v1.0 # 3\n"
			"  GIT_SHALLOW ON)\n"
			"ExternalProject_Add(x URL ${CMAKE_SOURCE_DIR}/x.tgz URL_MD5 " MD5
			" CMAKE_ARGS -Da=\"b c\" $(MAKE))\n"
			"ExternalProject_Add(loc URL /here/x.tgz)\n"
			"CPMAddPackage(\"gh:example/cpm@1.2\")\n"
			"CPMAddPackage(NAME n VERSION 3 GITHUB_REPOSITORY example/n)\n"
			"file(DOWNLOAD https://repo.example.org/f ${CMAKE_BINARY_DIR}/f "
			"EXPECTED_HASH SHA1=" COMMIT " TLS_VERIFY OFF)\n"
			"vcpkg_from_github(OUT_SOURCE_PATH S REPO example/v REF \"v${VERSION}\" "
			"SHA512 0 HEAD_REF main)\n"
			"if(NOT (A AND (B)))\n"
			"message([[ ) ]] \"unter)\")\n",
			"4 left https://repo.example.org/left-1.3.tar.gz [] =SHA256=0 "
			"<https://repo.example.org/left-1.3.tar.gz\n"
			"4 left https://mirror.example.org/left-1.3.tar.gz [] =SHA256=0 "
			"<https://mirror.example.org/left-1.3.tar.gz\n"
			"8 tool v1.0 [r] <https://github.com/example/tool.git\n"
			"10 x ${CMAKE_SOURCE_DIR}/x.tgz [rn] =01234567 <${CMAKE_SOURCE_DIR}/x.tgz\n"
			"11 loc /here/x.tgz [l] </here/x.tgz\n"
			"12 example/cpm v1.2 [r] <https://github.com/example/cpm\n"
			"13 n v3 [r] <https://github.com/example/n\n"
			"14 ${CMAKE_BINARY_DIR}/f https://repo.example.org/f [] =SHA1=012 "
			"<https://repo.example.org/f\n"
			"15 example/v v${VERSION} [rn] =!\n"},
		{"cmake: brackets", &format_cmake_calls, "x.cmake",
			"ExternalProject_Add(x URL [=[https://repo.example.org/${a}]=] URL_HASH "
			"[[SHA256=" HEX "]])\n",
			"1 x https://repo.example.org/${a} [] =SHA256=0 "
			"<https://repo.example.org/${a}\n"},
		{"cmake: escapes, joined lines", &format_cmake_calls, "x.cmake",
			"ExternalProject_Add(x URL \"https://repo.\\\n"
			"example.org/a\\\"b\" URL_MD5 " MD5 ")\n",
			"1 x https://repo.example.org/a\"b [] =01234567 "
			"<https://repo.example.org/a\"b\n"},
		{"cmake: a variable that is set again", &format_cmake_calls, "x.cmake",
			"set(V 1)\n"
			"set(V 2 CACHE STRING \"v\")\n"
			"set(W \"${V}.0\" PARENT_SCOPE)\n"
			"ExternalProject_Add(x GIT_REPOSITORY https://github.com/example/x GIT_TAG "
			"v${W})\n",
			"4 x v2.0 [r] <https://github.com/example/x\n"},
		{"cmake: a variable that is a list", &format_cmake_calls, "x.cmake",
			"set(V 1 2)\n"
			"ExternalProject_Add(x GIT_REPOSITORY https://github.com/example/x GIT_TAG "
			"${V})\n",
			"2 x ${V} [ru] <https://github.com/example/x\n"},
		{"cmake: a list of URLs", &format_cmake_calls, "x.cmake",
			"FetchContent_Declare(x URL "
			"https://a.example.org/x;https://b.example.org/x URL_HASH SHA256=" HEX
			")\n",
			"1 x https://a.example.org/x [] =SHA256=0 <https://a.example.org/x\n"
			"1 x https://b.example.org/x [] =SHA256=0 <https://b.example.org/x\n"},
		{"cmake: hashes out of variables", &format_cmake_calls, "x.cmake",
			"set(H SHA256=" HEX ")\n"
			"FetchContent_Declare(x URL https://a.example.org/x URL_HASH ${H})\n"
			"FetchContent_Declare(y URL https://a.example.org/y URL_HASH ${NONE})\n",
			"2 x https://a.example.org/x [] =SHA256=0 <https://a.example.org/x\n"
			"3 y https://a.example.org/y [] <https://a.example.org/y\n"},
		{"cmake: other commands, stray text", &format_cmake_calls, "x.cmake",
			"message(\"URL https://repo.example.org\")\n"
			") } & stray\n"
			"if(A AND (B OR (C)))\n"
			"endif()\n",
			""},
		{"cmake: a keyword in quotes", &format_cmake_calls, "x.cmake",
			"ExternalProject_Add(x \"URL\" https://repo.example.org/x)\n",
			"1 x https://repo.example.org/x [] <https://repo.example.org/x\n"},
		{"cmake: a string without an end", &format_cmake_calls, "x.cmake", "message(\"a\n",
			"ERROR x.cmake:1:9: a quoted argument without an end\n"},
		{"cmake: a bracket without an end", &format_cmake_calls, "x.cmake",
			"\n"
			"  message([==[ ]=]\n",
			"ERROR x.cmake:2:11: a bracket without an end\n"},
		{"cmake: a comment without an end", &format_cmake_calls, "x.cmake", "#[[ a\n",
			"ERROR x.cmake:1:2: a bracket without an end\n"},
		{"cmake: a command without an end", &format_cmake_calls, "x.cmake", "project(x\n",
			"ERROR x.cmake:1:1: a command without an end\n"},
		{"cmake: CPM by keyword and in short", &format_cmake_calls, "x.cmake",
			"CPMAddPackage(NAME n GIT_TAG " COMMIT " GITHUB_REPOSITORY example/n)\n"
			"CPMAddPackage(\"gl:example/m#v1\")\n"
			"CPMAddPackage(URI \"https://github.com/example/o.git@2.0\")\n",
			"1 n " COMMIT " [r] =01234567 <https://github.com/example/n\n"
			"2 example/m v1 [r] <https://gitlab.com/example/m\n"
			"3 https://github.com/example/o.git v2.0 [r] "
			"<https://github.com/example/o.git\n"},
		{"cmake: vcpkg", &format_cmake_calls, "portfile.cmake",
			"vcpkg_from_git(OUT_SOURCE_PATH S URL https://github.com/example/g "
			"REF " COMMIT ")\n"
			"vcpkg_download_distfile(A URLS https://repo.example.org/a "
			"https://mirror.example.org/a FILENAME a.zip SHA512 " HEX HEX ")\n",
			"1 https://github.com/example/g " COMMIT
			" [r] =01234567 <https://github.com/example/g\n"
			"2 a.zip https://repo.example.org/a [] =01234567 "
			"<https://repo.example.org/a\n"
			"2 a.zip https://mirror.example.org/a [] =01234567 "
			"<https://mirror.example.org/a\n"},
	};

	ROWS(rows);
}

static const struct unit_test tests[] = {{"ruby", ruby}, {"php_and_dotnet", php_and_dotnet},
	{"hex", hex}, {"apple_and_dart", apple_and_dart}, {"science", science}, {"jvm", jvm},
	{"infrastructure", infrastructure}, {"bazel", bazel}, {"cmake", cmake}};

UNIT_MAIN(tests)
