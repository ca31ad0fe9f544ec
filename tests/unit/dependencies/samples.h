/* SPDX-License-Identifier: Apache-2.0
 *
 * One small file of each format, and what its grammar leaves open. For test_hostile.c.
 */
#ifndef SEAMGATE_TESTS_SAMPLES_H
#define SEAMGATE_TESTS_SAMPLES_H

#define COMMIT "0123456789abcdef0123456789abcdef01234567"
#define HEX    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define SRI    "sha256-ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8="
#define B64    "ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8="

enum grammar {
	GRAMMAR_JSON, /* JSON, and what adds comments and commas to it */
	GRAMMAR_TOML,
	GRAMMAR_YAML,
	GRAMMAR_XML,
	GRAMMAR_TERM,  /* brackets that must be closed: HCL, Erlang's and Elixir's terms */
	GRAMMAR_LINES, /* a line or block of lines for each entry, with a grammar of its own */
	GRAMMAR_CODE,  /* a program, of which calls are read: what is between them is any text */
};

enum leeway {
	OPEN_MARKS = 1,  /* lines of conflict marks are text like any other */
	OPEN_BYTES = 2,  /* bytes that are no UTF-8 are kept as they are */
	OPEN_DOUBLE = 4, /* a key that stands twice is no mistake, or there are no keys */
	OPEN_NAME =
		8, /* words in it tell the format, not its name: without them it is another's file */
	/* A file of anybody's, in which references are looked for: it is nobody's lock. */
	OPEN_GUESS = OPEN_MARKS | OPEN_BYTES | OPEN_DOUBLE | OPEN_NAME,
};

struct sample {
	const char *path;
	enum grammar grammar;
	unsigned leeway;
	const char *text;
};

static const struct sample samples[] = {
	/* ---- JavaScript ---- */
	{"package-lock.json", GRAMMAR_JSON, 0,
		"{\"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {\"a\": "
		"\"^1\"}}, \"node_modules/a\": {\"version\": "
		"\"1.0.0\", \"resolved\": \"https://r.example.org/a/-/a-1.0.0.tgz\", "
		"\"integrity\": \"" SRI "\"}}}"},
	{"package.json", GRAMMAR_JSON, 0,
		"{\"dependencies\": {\"a\": \"^1\"}, \"workspaces\": [\"p/*\"], "
		"\"packageManager\": \"pnpm@9.0.0\"}"},
	{".npmrc", GRAMMAR_LINES, OPEN_BYTES | OPEN_DOUBLE,
		"registry=https://r.example.org\nstrict-ssl=false\n"},
	{"yarn.lock", GRAMMAR_LINES, 0,
		"# yarn lockfile v1\n\n\na@^1:\n  version \"1.0.0\"\n  resolved "
		"\"https://r.example.org/a/-/a-1.0.0.tgz\"\n  integrity " SRI
		"\n  dependencies:\n    b \"^2\"\n\nb@^2:\n  version \"2.0.0\"\n"},
	{".yarnrc", GRAMMAR_LINES, OPEN_DOUBLE,
		"registry \"https://r.example.org\"\n--install.frozen-lockfile true\n"},
	{"berry/yarn.lock", GRAMMAR_YAML, 0,
		"__metadata:\n  version: 8\n  cacheKey: 10c0\n\n\"a@npm:^1\":\n  version: 1.0.0\n  "
		"resolution: \"a@npm:1.0.0\"\n  "
		"checksum: 10c0/" HEX HEX "\n  languageName: node\n  linkType: hard\n"},
	{".yarnrc.yml", GRAMMAR_YAML, 0,
		"checksumBehavior: throw\nnpmScopes: {s: {npmRegistryServer: "
		"\"https://s.example.org\"}}\n"},
	{"pnpm-lock.yaml", GRAMMAR_YAML, 0,
		"lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a:\n        "
		"specifier: ^1\n        version: "
		"1.0.0\npackages:\n  a@1.0.0:\n    resolution: {integrity: " SRI
		"}\nsnapshots:\n  a@1.0.0: {}\n"},
	{"pnpm-workspace.yaml", GRAMMAR_YAML, 0, "packages: [a]\nallowBuilds: {a: true}\n"},
	{".pnpmfile.cjs", GRAMMAR_CODE, OPEN_BYTES | OPEN_DOUBLE, "module.exports = {}\n"},
	{"bun.lock", GRAMMAR_JSON, 0,
		"{\"lockfileVersion\": 1, \"workspaces\": {\"\": {\"dependencies\": {\"a\": "
		"\"^1\"}}}, \"packages\": {\"a\": [\"a@1.0.0\", "
		"\"\", {}, \"" SRI "\"],}}"},
	{"bunfig.toml", GRAMMAR_TOML, 0, "[install]\nregistry = \"https://r.example.org\"\n"},
	{"poetry.toml", GRAMMAR_TOML, 0, "[certificates.main]\ncert = false\n"},
	{".bundle/config", GRAMMAR_YAML, 0,
		"---\nBUNDLE_PATH: \"vendor/bundle\"\nBUNDLE_MIRROR__ALL: "
		"\"https://r.example.org\"\n"},
	{"deno.lock", GRAMMAR_JSON, 0,
		"{\"version\": \"5\", \"specifiers\": {\"npm:a@1\": \"1.0.0\"}, \"npm\": "
		"{\"a@1.0.0\": {\"integrity\": \"" SRI "\"}}}"},
	/* ---- Python ---- */
	{"requirements.txt", GRAMMAR_LINES, OPEN_DOUBLE,
		"a==1.0 --hash=sha256:" HEX "\nb==2.0 \\\n  --hash=sha256:" HEX "\n"},
	{"pip.conf", GRAMMAR_LINES, 0, "[global]\nindex-url = https://r.example.org/simple\n"},
	{"uv.lock", GRAMMAR_TOML, 0,
		"version = 1\n\n[[package]]\nname = \"a\"\nversion = \"1.0\"\nsource = { registry "
		"= \"https://r.example.org/simple\" "
		"}\nsdist = { url = \"https://f.example.org/a-1.0.tar.gz\", hash = \"sha256:" HEX
		"\" }\n"},
	{"x.py.lock", GRAMMAR_TOML, 0,
		"version = 1\n\n[[package]]\nname = \"a\"\nversion = \"1.0\"\nsource = { registry "
		"= \"https://r.example.org/simple\" }\n"},
	{"uv.toml", GRAMMAR_TOML, 0, "index-url = \"https://r.example.org/simple\"\n"},
	{"pyproject.toml", GRAMMAR_TOML, 0, "[project]\nname = \"p\"\ndependencies = [\"a>=1\"]\n"},
	{"poetry.lock", GRAMMAR_TOML, 0,
		"[[package]]\nname = \"a\"\nversion = \"1\"\nfiles = [{file = \"a-1.zip\", hash = "
		"\"sha256:" HEX "\"}]\n\n[metadata]\nlock-version = \"2.1\"\n"},
	{"pdm.lock", GRAMMAR_TOML, 0,
		"[metadata]\nlock_version = \"4.5\"\n\n[[package]]\nname = \"a\"\nversion = "
		"\"1\"\nfiles = [{file = \"a-1.zip\", hash = "
		"\"sha256:" HEX "\"}]\n"},
	{"pylock.toml", GRAMMAR_TOML, 0,
		"lock-version = \"1.0\"\n\n[[packages]]\nname = \"a\"\nversion = \"1\"\nsdist = "
		"{name = \"a-1.zip\", hashes = {sha256 = \"" HEX "\"}}\n"},
	{"Pipfile", GRAMMAR_TOML, 0,
		"[[source]]\nname = \"r\"\nurl = \"https://r.example.org/simple\"\n\n[packages]\na "
		"= \"*\"\n"},
	{"Pipfile.lock", GRAMMAR_JSON, 0,
		"{\"_meta\": {\"pipfile-spec\": 6, \"sources\": [{\"name\": \"r\", \"url\": "
		"\"https://r.example.org/simple\"}]}, \"default\": "
		"{\"a\": {\"version\": \"==1\", \"hashes\": [\"sha256:" HEX "\"]}}}"},
	{"conda-lock.yml", GRAMMAR_YAML, 0,
		"version: 1\npackage:\n- name: a\n  version: '0.1'\n  manager: conda\n  platform: "
		"linux-64\n  url: "
		"https://c.example.org/linux-64/a-0.1-x.tar.bz2\n  hash:\n    sha256: " HEX "\n"},
	{"pixi.lock", GRAMMAR_YAML, 0,
		"version: 6\nenvironments:\n  default:\n    channels:\n    - url: "
		"https://c.example.org/\n    packages: {}\npackages:\n- conda: "
		"https://c.example.org/noarch/a-b-1.0-py_0.conda\n  sha256: " HEX "\n"},
	{"environment.yml", GRAMMAR_YAML, OPEN_NAME,
		"channels: [forge]\ndependencies:\n- python=3.11\n- pip:\n  - a==1\n"},
	/* ---- Rust and Go ---- */
	{"Cargo.lock", GRAMMAR_TOML, 0,
		"version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = "
		"\"registry+https://i.example.org/\"\nchecksum = \"" HEX "\"\n"},
	{"Cargo.toml", GRAMMAR_TOML, 0,
		"[package]\nname = \"p\"\n\n[dependencies]\na = {version = \"1\"}\n"},
	{".cargo/config.toml", GRAMMAR_TOML, 0,
		"[source.x]\nregistry = \"https://i.example.org/\"\n"},
	{"go.sum", GRAMMAR_LINES, OPEN_DOUBLE,
		"a.example/a v1.0.0 h1:" B64 "\na.example/a v1.0.0/go.mod h1:" B64 "\n"},
	{"go.work.sum", GRAMMAR_LINES, OPEN_DOUBLE, "a.example/a v1.0.0 h1:" B64 "\n"},
	{"go.mod", GRAMMAR_LINES, OPEN_DOUBLE,
		"module m\n\nrequire (\n\ta.example/a v1.0.0\n)\nreplace b.example/b => ./b\n"},
	{"go.work", GRAMMAR_LINES, OPEN_DOUBLE, "go 1.22\n\nuse (\n\t./a\n)\n"},
	{"go.env", GRAMMAR_LINES, OPEN_BYTES | OPEN_DOUBLE,
		"GOPROXY=https://p.example.org,direct\nGOFLAGS=-insecure\n"},
	{".envrc", GRAMMAR_CODE, OPEN_BYTES | OPEN_DOUBLE,
		"export PIP_INDEX_URL=\"https://a.example.org\"\n"},
	/* ---- Ruby, PHP, .NET ---- */
	{"Gemfile.lock", GRAMMAR_LINES, OPEN_DOUBLE,
		"GEM\n  remote: https://r.example.org/\n  specs:\n    a (1.0)\n      b (~> 1)\n    "
		"b (1.0)\n\nPLATFORMS\n  "
		"ruby\n\nDEPENDENCIES\n  a\n\nCHECKSUMS\n  a (1.0) sha256=" HEX "\n"},
	{"Gemfile", GRAMMAR_CODE, OPEN_BYTES | OPEN_DOUBLE,
		"source \"https://r.example.org\"\ngem \"a\", \"~> 1.0\"\n"},
	{"composer.lock", GRAMMAR_JSON, 0,
		"{\"packages\": [{\"name\": \"e/a\", \"version\": \"1.0\", \"dist\": {\"type\": "
		"\"zip\", \"url\": \"https://r.example.org/a.zip\", "
		"\"reference\": \"" COMMIT "\", \"shasum\": \"\"}}], \"packages-dev\": []}"},
	{"composer.json", GRAMMAR_JSON, 0, "{\"require\": {\"e/a\": \"^1\"}}"},
	{"paket.lock", GRAMMAR_LINES, OPEN_DOUBLE,
		"NUGET\n  remote: https://r.example.org\n    A (1.0)\n      B (>= 1.0)\n    B "
		"(1.0)\nGITHUB\n  remote: o/r\n  "
		"  a.fs (" COMMIT ")\n"},
	{"paket.dependencies", GRAMMAR_LINES, OPEN_BYTES | OPEN_DOUBLE,
		"source https://r.example.org\nnuget A\n"},
	{"global.json", GRAMMAR_JSON, OPEN_NAME,
		"{\"sdk\": {\"version\": \"10.0.100\", \"paths\": [\".dotnet\", \"$host$\"]}}"},
	{"nuget.config", GRAMMAR_XML, OPEN_DOUBLE,
		"<configuration>\n<packageSources>\n<add key=\"a\" "
		"value=\"https://r.example.org\"/>\n</"
		"packageSources>\n</configuration>\n"},
	{"Directory.Build.props", GRAMMAR_XML, OPEN_GUESS,
		"<Project>\n<PropertyGroup>\n<RestoreLockedMode>true</RestoreLockedMode>\n</"
		"PropertyGroup>\n</Project>\n"},
	{"packages.lock.json", GRAMMAR_JSON, 0,
		"{\"version\": 1, \"dependencies\": {\"net8.0\": {\"A\": {\"type\": \"Direct\", "
		"\"resolved\": \"1.0\", \"contentHash\": \"" B64 "\"}}}}"},
	{"packages.config", GRAMMAR_XML, OPEN_NAME,
		"<?xml version=\"1.0\"?>\n<packages>\n  <package id=\"A\" version=\"1.0\" "
		"/>\n</packages>\n"},
	{".config/dotnet-tools.json", GRAMMAR_JSON, 0,
		"{\"version\": 1, \"tools\": {\"a\": {\"version\": \"1.0\", \"commands\": "
		"[\"a\"]}}}"},
	{"x/shop.fsproj", GRAMMAR_XML, OPEN_GUESS,
		"<Project>\n  <ItemGroup>\n    <PackageReference Include=\"A\" Version=\"1.0\" "
		"/>\n  </ItemGroup>\n</Project>\n"},
	/* ---- Elixir, Erlang, Gleam, Dart, Swift, Objective-C ---- */
	{"mix.lock", GRAMMAR_TERM, 0,
		"%{\n  \"a\": {:hex, :a, \"1.0\", \"" HEX "\", [:mix], [], \"hexpm\", \"" HEX
		"\"},\n}\n"},
	{"rebar.lock", GRAMMAR_TERM, OPEN_DOUBLE,
		"{\"1.2.0\",\n[{<<\"a\">>,{pkg,<<\"a\">>,<<\"1.0\">>},0}]}.\n[\n{pkg_hash,[\n "
		"{<<\"a\">>, <<\"" HEX "\">>}]}\n].\n"},
	{"manifest.toml", GRAMMAR_TOML, OPEN_NAME,
		"packages = [\n  { name = \"a\", version = \"1.0\", build_tools = [\"gleam\"], "
		"requirements = [], otp_app = \"a\", source = \"hex\", "
		"outer_checksum = \"" HEX
		"\" },\n]\n\n[requirements]\na = { version = \"~> 1.0\" }\n"},
	{"Package.resolved", GRAMMAR_JSON, 0,
		"{\"pins\": [{\"identity\": \"a\", \"kind\": \"remoteSourceControl\", "
		"\"location\": \"https://g.example.org/a\", \"state\": "
		"{\"revision\": \"" COMMIT "\", \"version\": \"1.0\"}}], \"version\": 2}"},
	{"pubspec.lock", GRAMMAR_YAML, 0,
		"packages:\n  a:\n    dependency: \"direct main\"\n    description:\n      name: "
		"a\n      sha256: \"" HEX "\"\n      url: \"https://r.example.org\"\n    source: "
		"hosted\n    version: \"1.0\"\n"},
	{"Podfile.lock", GRAMMAR_YAML, 0,
		"PODS:\n  - A (1.0):\n    - B\n  - B (2.0)\n\nDEPENDENCIES:\n  - A\n\nSPEC "
		"CHECKSUMS:\n  A: " COMMIT "\n  B: " COMMIT "\n\nCOCOAPODS: 1.15.2\n"},
	/* ---- R, Julia, Haskell ---- */
	{"renv.lock", GRAMMAR_JSON, 0,
		"{\"R\": {\"Repositories\": [{\"Name\": \"m\", \"URL\": "
		"\"https://r.example.org\"}]}, \"Packages\": {\"a\": {\"Package\": \"a\", "
		"\"Version\": \"1.0\", \"Hash\": \"0123456789abcdef0123456789abcdef\"}}}"},
	{"Manifest.toml", GRAMMAR_TOML, 0,
		"julia_version = \"1.9.0\"\nmanifest_format = \"2.0\"\n\n[[deps.A]]\ngit-tree-sha1 "
		"= \"" COMMIT "\"\nuuid = \"x\"\nversion = \"1.0\"\n"},
	{"stack.yaml.lock", GRAMMAR_YAML, 0,
		"packages:\n- completed:\n    hackage: a-1.0@sha256:" HEX
		",12\n  original:\n    hackage: a-1.0\nsnapshots: []\n"},
	/* ---- the JVM ---- */
	{"gradle/verification-metadata.xml", GRAMMAR_XML, OPEN_DOUBLE,
		"<?xml "
		"version=\"1.0\"?>\n<verification-metadata>\n<configuration><verify-metadata>true</"
		"verify-metadata></configuration>\n"
		"<components>\n<component group=\"g\" name=\"a\" version=\"1\">\n<artifact "
		"name=\"a-1.jar\"><sha256 value=\"" HEX
		"\"/></artifact>\n</component>\n</components>\n</verification-metadata>\n"},
	{"gradle.lockfile", GRAMMAR_LINES, OPEN_DOUBLE, "# x\ng:a:1.0=compileClasspath\nempty=\n"},
	{"gradle/wrapper/gradle-wrapper.properties", GRAMMAR_LINES, OPEN_BYTES,
		"distributionUrl=https\\://s.example.org/"
		"gradle-8.5-bin.zip\ndistributionSha256Sum=" HEX "\n"},
	{"lockfile.json", GRAMMAR_JSON, OPEN_NAME,
		"{\"lockFileVersion\": 1, \"dependencies\": [{\"groupId\": \"g\", \"artifactId\": "
		"\"a\", \"version\": \"1\", \"checksumAlgorithm\": "
		"\"SHA-256\", \"checksum\": \"" HEX "\"}]}"},
	{"pom.xml", GRAMMAR_XML, OPEN_DOUBLE,
		"<project>\n<repositories><repository><id>r</id><url>https://r.example.org</url></"
		"repository></repositories>\n</project>\n"},
	{"build.gradle", GRAMMAR_CODE, OPEN_BYTES | OPEN_DOUBLE,
		"repositories {\n  mavenCentral()\n  maven { url 'https://r.example.org' }\n}\n"},
	{"gradle/libs.versions.toml", GRAMMAR_TOML, 0,
		"[versions]\na = \"1.0\"\n\n[libraries]\nb = { module = \"g:b\", version.ref = "
		"\"a\" }\n"},
	{"build/parent.xml", GRAMMAR_XML, OPEN_GUESS,
		"<project>\n<modelVersion>4.0.0</modelVersion>\n<repositories><repository><id>r</"
		"id><url>https://"
		"r.example.org</url></repository></repositories>\n</project>\n"},
	{"gradle.properties", GRAMMAR_LINES, OPEN_BYTES | OPEN_DOUBLE,
		"systemProp.https.proxyHost=p.example.org\norg.gradle.jvmargs=-Xmx1g\n"},
	{"gradle/gradle-daemon-jvm.properties", GRAMMAR_LINES, OPEN_BYTES | OPEN_DOUBLE,
		"toolchainUrl.LINUX.X86_64=https\\://r.example.org/21\n"},
	{".mvn/maven.config", GRAMMAR_LINES, OPEN_BYTES | OPEN_DOUBLE,
		"-C\n-Dmaven.repo.local=x\n"},
	{".mvn/jvm.config", GRAMMAR_LINES, OPEN_BYTES | OPEN_DOUBLE, "-Xmx1g\n-javaagent:a.jar\n"},
	/* ---- build systems and infrastructure ---- */
	{".terraform.lock.hcl", GRAMMAR_TERM, OPEN_DOUBLE,
		"provider \"r.example.org/n/a\" {\n  version = \"1.0.0\"\n  hashes = [\n    "
		"\"h1:" B64 "\",\n  ]\n}\n"},
	{"flake.lock", GRAMMAR_JSON, 0,
		"{\"nodes\": {\"a\": {\"locked\": {\"narHash\": \"" SRI
		"\", \"owner\": \"o\", \"repo\": \"r\", \"rev\": \"" COMMIT
		"\", \"type\": \"github\"}}, \"root\": {\"inputs\": {\"a\": \"a\"}}}, \"root\": "
		"\"root\", \"version\": 7}"},
	{"MODULE.bazel.lock", GRAMMAR_JSON, 0,
		"{\"lockFileVersion\": 16, \"registryFileHashes\": "
		"{\"https://r.example.org/a/MODULE.bazel\": \"" HEX "\"}}"},
	{"MODULE.bazel", GRAMMAR_CODE, OPEN_BYTES | OPEN_DOUBLE,
		"module(name = \"x\")\nhttp_archive(\n    name = \"a\",\n    sha256 = \"" HEX
		"\",\n    urls = [\"https://r.example.org/a.zip\"],\n)\n"},
	{"CMakeLists.txt", GRAMMAR_CODE, OPEN_BYTES | OPEN_DOUBLE,
		"FetchContent_Declare(a\n  URL https://r.example.org/a.zip\n  URL_HASH SHA256=" HEX
		")\n"},
	{"conan.lock", GRAMMAR_JSON, 0,
		"{\"version\": \"0.5\", \"requires\": "
		"[\"a/1.0#0123456789abcdef0123456789abcdef%1.0\"]}"},
	{"vcpkg.json", GRAMMAR_JSON, 0,
		"{\"name\": \"x\", \"builtin-baseline\": \"" COMMIT
		"\", \"dependencies\": [\"a\"]}"},
	{"Chart.lock", GRAMMAR_YAML, 0,
		"dependencies:\n- name: a\n  repository: https://r.example.org\n  version: "
		"1.0\ndigest: sha256:" HEX "\n"},
	{"SHA256SUMS", GRAMMAR_LINES, OPEN_BYTES | OPEN_DOUBLE, HEX "  a\n" HEX "  b\n"},
	/* ---- CI, containers, hooks ---- */
	{".github/workflows/x.yml", GRAMMAR_YAML, 0,
		"on: push\njobs:\n  a:\n    steps:\n      - uses: o/r@" COMMIT " # v1\n"},
	{"action.yml", GRAMMAR_YAML, OPEN_NAME,
		"name: x\nruns:\n  using: composite\n  steps:\n    - uses: o/r@v1\n"},
	{".gitlab-ci.yml", GRAMMAR_YAML, 0,
		"include:\n  - remote: https://x.example.org/a\nimage: a:1\nj:\n  image: b:1\n"},
	{".gitlab/ci/x.yml", GRAMMAR_YAML, OPEN_GUESS,
		"include:\n  - remote: https://x.example.org/a\nj:\n  image: b:1\n  script: "
		"[make]\n"},
	{"Dockerfile", GRAMMAR_CODE, OPEN_BYTES | OPEN_DOUBLE,
		"FROM a:1@sha256:" HEX "\nRUN make\nCOPY --from=b:1 /x /y\n"},
	{"compose.yaml", GRAMMAR_YAML, 0, "services:\n  a:\n    image: y:1\n"},
	{"k8s/pod.yaml", GRAMMAR_YAML, OPEN_GUESS,
		"apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: x:1\n"},
	{"chart/values.yaml", GRAMMAR_YAML, OPEN_GUESS,
		"a:\n  image: {registry: r, repository: x, tag: \"1\"}\n"},
	{"kustomization.yaml", GRAMMAR_YAML, 0, "images:\n- {name: a, newTag: b}\n"},
	{".circleci/config.yml", GRAMMAR_YAML, 0,
		"orbs: {a: o/a@1.2.3}\njobs: {x: {docker: [{image: \"y:1\"}]}}\n"},
	{"bitbucket-pipelines.yml", GRAMMAR_YAML, 0,
		"image: a:1\npipelines:\n  default:\n    - step:\n        script: [make]\n"},
	{"azure-pipelines.yml", GRAMMAR_YAML, 0, "jobs:\n- job: a\n  container: \"x:1\"\n"},
	{".drone.yml", GRAMMAR_YAML, 0, "kind: pipeline\nsteps:\n- name: a\n  image: x:1\n"},
	{".woodpecker.yml", GRAMMAR_YAML, 0, "steps:\n- name: a\n  image: x:1\n"},
	{"devcontainer.json", GRAMMAR_JSON, OPEN_BYTES,
		"{\"image\": \"x:1\", /* c */ \"features\": {\"r/f:1\": {}}}"},
	{"devcontainer-lock.json", GRAMMAR_JSON, 0,
		"{\"features\": {\"r.example.org/f:1\": {\"version\": \"1.0.0\", \"resolved\": "
		"\"r.example.org/f@sha256:" HEX "\", \"integrity\": \"sha256:" HEX "\"}}}"},
	{".pre-commit-config.yaml", GRAMMAR_YAML, 0,
		"repos:\n- repo: https://x.example.org/a\n  rev: " COMMIT "\n  hooks: []\n"},
	{".gitmodules", GRAMMAR_LINES, OPEN_BYTES | OPEN_DOUBLE,
		"[submodule \"a\"]\n\tpath = a\n\turl = https://g.example.org/a\n"},
	/* ---- data and models ---- */
	{"x.py", GRAMMAR_CODE, OPEN_GUESS, "M.from_pretrained(\"o/r\", revision=\"" COMMIT "\")\n"},
	{"model.yaml", GRAMMAR_YAML, OPEN_GUESS,
		"a: {model: o/m, revision: " COMMIT ", trust_remote_code: yes}\n"},
	{"model.json", GRAMMAR_JSON, OPEN_GUESS,
		"{\"model\": \"o/m\", \"revision\": \"x\", \"trust_remote_code\": true}"},
	{"run.sh", GRAMMAR_CODE, OPEN_GUESS, "vllm serve \"o/m\" --revision " COMMIT "\n"},
	{"d.dvc", GRAMMAR_YAML, 0,
		"outs:\n- md5: 0123456789abcdef0123456789abcdef\n  size: 1\n  path: data\n"},
	{"m.bin", GRAMMAR_LINES, OPEN_GUESS,
		"version https://git-lfs.github.com/spec/v1\noid sha256:" HEX "\nsize 12\n"},
};

#endif
