/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/reference.h"
#include "pins_text.h"
#include "unit.h"

#define COMMIT "0123456789abcdef0123456789abcdef01234567"
#define HEX    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

extern const struct format format_workflow, format_action, format_gitlab_ci, format_gitlab_ci_part,
	format_dockerfile, format_compose, format_kubernetes, format_helm_values,
	format_kustomization, format_circleci, format_bitbucket, format_azure, format_drone,
	format_devcontainer, format_devcontainer_lock, format_pre_commit, format_gitmodules;

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
		if (!out.ptr)
			buffer_string(&out, "");
		if (!text_is(buffer_text(&out), rows[i].pins))
			fprintf(stderr, "---- %s\n%s----\n", rows[i].name, out.ptr ? out.ptr : "");
		CHECK_ROW(rows[i].name, text_is(buffer_text(&out), rows[i].pins));
		buffer_free(&out);
	}
}

#define ROWS(rows) check_rows(rows, sizeof(rows) / sizeof((rows)[0]))

static void workflows(void)
{
	static const struct row rows[] = {
		{"a commit, its comment", &format_workflow, "w",
			"jobs:\n  a:\n    steps:\n      - uses: Owner/Action@" COMMIT " # v4.1.1\n",
			"4 owner/action " COMMIT " [r] =01234567 #v4.1.1\n"},
		{"a tag, a folder in the repository", &format_workflow, "w",
			"jobs:\n  a:\n    steps:\n      - uses: owner/action/Sub@v4\n",
			"4 owner/action/Sub v4 [r]\n"},
		{"quotes, with # inside", &format_workflow, "w",
			"jobs:\n  a:\n    steps:\n      - uses: 'owner/action@a #b' # tag=v3\n",
			"4 owner/action a #b [r] #v3\n"},
		{"a short commit id is no commit", &format_workflow, "w",
			"jobs:\n  a:\n    steps:\n      - uses: owner/action@0123456\n",
			"4 owner/action 0123456 [r]\n"},
		{"no ref", &format_workflow, "w",
			"jobs:\n  a:\n    steps:\n      - uses: owner/action\n",
			"4 owner/action [r]\n"},
		{"local", &format_workflow, "w", "jobs:\n  a:\n    steps:\n      - uses: ./here\n",
			"4 ./here [lr]\n"},
		{"an image as a step", &format_workflow, "w",
			"jobs:\n  a:\n    steps:\n      - uses: docker://tool:1@sha256:" HEX "\n",
			"4 tool 1 [ri] =sha256:0\n"},
		{"a reusable workflow", &format_workflow, "w",
			"jobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@main\n",
			"3 o/r/.github/workflows/x.yml main [r]\n"},
		{"another forge", &format_workflow, "w",
			"jobs:\n  a:\n    steps:\n      - uses: https://forge.example.org/O/a@v1\n",
			"4 https://forge.example.org/O/a v1 [r] <https://forge.example.org/O/a\n"},
		{"container and services", &format_workflow, "w",
			"jobs:\n  a:\n    container: one:1\n    services:\n      x: {image: two}\n "
			" b:\n    container:\n      image: ${{ matrix.x }}\n",
			"3 one 1 [ri]\n5 two [ri]\n8 ${{ matrix.x }} [rin]\n"},
		{"uses elsewhere is none", &format_workflow, "w",
			"env: {uses: o/r@v1}\njobs:\n  a:\n    with: {uses: o/r@v1}\n", ""},
		{"an alias", &format_workflow, "w",
			"jobs:\n  a:\n    steps: &s\n      - uses: o/r@v1\n  b:\n    steps: *s\n",
			"4 o/r v1 [r]\n4 o/r v1 [r]\n"},
		{"a doubled key", &format_workflow, "w",
			"jobs:\n  a: {uses: o/r@v1}\n  a: {uses: o/s@v1}\n",
			"2 o/r v1 [r]\n3 o/s v1 [r]\nDOUBLED a"},
		{"a list for a text", &format_workflow, "w", "jobs:\n  a:\n    uses: [o/r@v1]\n",
			"ERROR w:3:11: \"uses\" is no text\n"},
		{"no YAML", &format_workflow, "w", "jobs:\n  a: [\n",
			"ERROR w:3:1: did not find expected node content\n"},
		{"an action", &format_action, "action.yml",
			"runs:\n  using: composite\n  steps:\n    - uses: o/r@v1\n",
			"4 o/r v1 [r]\n"},
		{"an action out of an image", &format_action, "action.yml",
			"runs:\n  using: docker\n  image: docker://x:2\n", "3 x 2 [ri]\n"},
		{"an action out of a Dockerfile", &format_action, "action.yml",
			"runs:\n  using: docker\n  image: Dockerfile\n", ""},
		{"another action.yml", &format_action, "action.yml", "- name: x\n  uses: y\n",
			"OTHER\n"},
	};

	ROWS(rows);
}

static void images(void)
{
	static const struct row rows[] = {
		{"the usual registry", &format_compose, "c",
			"services:\n  a:\n    image: docker.io/library/python:3\n",
			"3 python 3 [ri]\n"},
		{"a port is no tag", &format_compose, "c",
			"services: {a: {image: 'host:5000/x'}}\n", "1 host:5000/x [ri]\n"},
		{"a port and a tag", &format_compose, "c",
			"services: {a: {image: 'host:5000/x:1'}}\n", "1 host:5000/x 1 [ri]\n"},
		{"a digest alone", &format_compose, "c",
			"services: {a: {image: 'x@sha256:" HEX "'}}\n", "1 x [ri] =sha256:0\n"},
		{"a digest that is cut off", &format_compose, "c",
			"services: {a: {image: 'x@sha256:0123'}}\n", "1 x [ri] =!\n"},
		{"a tag that is a variable", &format_compose, "c",
			"services: {a: {image: 'x:${TAG:-1}'}}\n", "1 x ${TAG:-1} [riu]\n"},
		{"a registry that is one", &format_compose, "c",
			"services: {a: {image: '${R:-a:1}/x:1'}}\n", "1 ${R:-a:1}/x 1 [rin]\n"},
		{"a variable before a digest", &format_compose, "c",
			"services: {a: {image: '${R}/x@sha256:" HEX "'}}\n",
			"1 ${R}/x [ri] =sha256:0\n"},
		{"a digest that is one", &format_compose, "c", "services: {a: {image: 'x@${D}'}}\n",
			"1 x [riu]\n"},
		{"Kubernetes", &format_kubernetes, "k",
			"apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: x:1\n---\n"
			"apiVersion: v1\nkind: Pod\nspec: {initContainers: [{image: y}]}\n",
			"5 x 1 [ri]\n9 y [ri]\n"},
		{"no manifest", &format_kubernetes, "k", "kind: Pod\nimage: x:1\n", "OTHER\n"},
		{"a template that is no YAML", &format_kubernetes, "k",
			"apiVersion: v1\nkind: Pod\n{{ if x }}\nimage: x\n", ""},
		{"a template that is", &format_kubernetes, "k",
			"apiVersion: v1\nkind: Pod\nimage: 'x:{{ y }}'\n", "3 x {{ y }} [riu]\n"},
		{"values", &format_helm_values, "values.yaml",
			"a:\n  image:\n    registry: r.example.org\n    repository: x\n    tag: "
			"\"1.10\"\n    digest: sha256:" HEX "\n",
			"6 r.example.org/x 1.10 [ri] =sha256:0\n"},
		{"values, no digest yet", &format_helm_values, "values.yaml",
			"a:\n  repository: x\n  tag: ''\n  digest: ''\n", "2 x [ri]\n"},
		{"kustomization", &format_kustomization, "kustomization.yaml",
			"images:\n- {name: a, newName: b, newTag: v2}\n- {name: c, digest: "
			"'sha256:" HEX "'}\n"
			"resources:\n- ./x\n- https://forge.example.org/o/r//d?ref=" COMMIT
			"\n- forge.example.org/o/s?ref=main&x=y\n",
			"2 b v2 [ri]\n3 c [ri] =sha256:0\n"
			"6 https://forge.example.org/o/r//d " COMMIT
			" [r] =01234567 <https://forge.example.org/o/r//d\n"
			"7 forge.example.org/o/s main [r] <forge.example.org/o/s\n"},
		{"CircleCI", &format_circleci, "c",
			"orbs:\n  a: o/a@1.2.3\n  b: o/b@volatile\njobs: {x: {docker: [{image: "
			"'y:1'}]}}\n",
			"2 o/a 1.2.3 [n]\n3 o/b volatile [r]\n4 y 1 [ri]\n"},
		{"Bitbucket", &format_bitbucket, "b",
			"image: {name: 'x:1'}\npipelines: {default: [{step: {script: [{pipe: "
			"'o/p:2.0'}, {pipe: 'docker://q:3'}]}}]}\n",
			"1 x 1 [ri]\n2 o/p 2.0 [ri]\n2 q 3 [ri]\n"},
		{"Azure", &format_azure, "a",
			"resources:\n  repositories:\n  - {repository: t, name: o/t, ref: "
			"refs/tags/v1}\n  - {repository: u, name: o/u}\n"
			"  containers: [{container: c, image: 'x:1'}]\njobs: [{container: c}, "
			"{container: 'y:2'}]\n",
			"3 o/t refs/tags/v1 [r]\n4 o/u [r]\n5 x 1 [ri]\n6 y 2 [ri]\n"},
		{"Drone, two documents", &format_drone, "d",
			"steps: [{image: 'x:1'}]\n---\nsteps: [{image: y}]\n",
			"1 x 1 [ri]\n3 y [ri]\n"},
		{"a development container", &format_devcontainer, "d",
			"{\n\t// here\n\t\"image\": \"x:1\",\n\t\"features\": "
			"{\"r.example.org/f/go:1\": {}, \"./own\": {}},\n}\n",
			"4 r.example.org/f/go 1 [ri]\n4 ./own [lr]\n3 x 1 [ri]\n"},
		{"its lock", &format_devcontainer_lock, "d",
			"{\"features\": {\"r.example.org/f/go:1\": {\"version\": \"1.2.3\", "
			"\"integrity\": \"sha256:" HEX "\"}}}",
			"1 r.example.org/f/go:1 1.2.3 [] =sha256:0\n"},
	};

	ROWS(rows);
}

static void gitlab(void)
{
	static const struct row rows[] = {
		{"a project", &format_gitlab_ci, "g",
			"include:\n  - project: o/p\n    ref: " COMMIT
			" # v1.2.0\n    file: [a.yml]\n",
			"3 o/p " COMMIT " [r] =01234567 #v1.2.0\n"},
		{"without a ref", &format_gitlab_ci, "g", "include: {project: o/p, file: a.yml}\n",
			"1 o/p [r]\n"},
		{"a remote file with its digest", &format_gitlab_ci, "g",
			"include:\n  - remote: https://x.example.org/a.yml\n"
			"    integrity: sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
			"2 https://x.example.org/a.yml [r] =sha256-4 "
			"<https://x.example.org/a.yml\n"},
		{"texts", &format_gitlab_ci, "g",
			"include: [a.yml, 'https://x.example.org/a.yml']\n",
			"1 a.yml [lr]\n1 https://x.example.org/a.yml [r] "
			"<https://x.example.org/a.yml\n"},
		{"component, template, local", &format_gitlab_ci, "g",
			"include:\n- component: x.example.org/o/c@1.0\n- template: T.yml\n- local: "
			"/l.yml\n",
			"2 x.example.org/o/c 1.0 [r]\n3 T.yml [lr]\n4 /l.yml [lr]\n"},
		{"images", &format_gitlab_ci, "g",
			"default: {image: 'a:1'}\nimage: {name: 'b:2'}\nservices: [c:3, {name: "
			"'d:4'}]\njob:\n  image: $X\n"
			"  services: !reference [other, services]\n  trigger: {include: [{project: "
			"o/p, ref: v1}]}\n",
			"2 b 2 [ri]\n3 c 3 [ri]\n3 d 4 [ri]\n1 a 1 [ri]\n5 $X [rin]\n7 o/p v1 "
			"[r]\n"},
		{"what is no image", &format_gitlab_ci, "g",
			"variables: {image: x:1}\njob: {script: [echo]}\n", ""},
		{"inputs first", &format_gitlab_ci, "g",
			"spec: {inputs: {}}\n---\nj: {image: 'x:$[[ inputs.v ]]'}\n",
			"3 x $[[ inputs.v ]] [riu]\n"},
		{"an unknown include", &format_gitlab_ci, "g", "include: [{elsewhere: x}]\n",
			"ERROR g:1:11: an include of a kind that is not known\n"},
		{"a part", &format_gitlab_ci_part, ".gitlab/a.yml",
			"job: {image: 'x:1', script: [echo]}\n", "1 x 1 [ri]\n"},
		{"another file", &format_gitlab_ci_part, ".gitlab/a.yml", "colour: red\n",
			"OTHER\n"},
		{"a part that is no YAML", &format_gitlab_ci_part, ".gitlab/a.yml", "script: [\n",
			""},
	};

	ROWS(rows);
}

static void dockerfiles(void)
{
	static const struct row rows[] = {
		{"stages", &format_dockerfile, "Dockerfile",
			"FROM --platform=linux/amd64 golang:1.22@sha256:" HEX
			" AS Build\nFROM scratch\n"
			"COPY --from=build /a /b\nCOPY --chown=1 --from=0 /a /b\nCOPY "
			"--from=other:1 /a /b\nFROM build\n",
			"1 golang 1.22 [ri] =sha256:0\n5 other 1 [ri]\n"},
		{"variables", &format_dockerfile, "Dockerfile",
			"ARG TAG=1.2\nARG BASE=\"img:${TAG}\"\nARG NONE\nFROM ${BASE}\nFROM "
			"$NONE\nFROM x:${UNSET:-7}\nFROM y:$NONE\n",
			"4 img 1.2 [ri]\n5 $NONE [rin]\n6 x 7 [ri]\n7 y $NONE [riu]\n"},
		{"an ARG of a stage is not for FROM", &format_dockerfile, "Dockerfile",
			"FROM a\nARG T=1\nFROM b:$T\n", "1 a [ri]\n3 b $T [riu]\n"},
		{"directives", &format_dockerfile, "Dockerfile",
			"# syntax=docker/dockerfile:1\n# escape=`\nFROM a `\n  AS x\nRUN dir "
			"C:\\\nFROM b\n",
			"1 docker/dockerfile 1 [ri]\n3 a [ri]\n6 b [ri]\n"},
		{"a directive behind a comment is none", &format_dockerfile, "Dockerfile",
			"# hello\n# escape=`\nFROM a \\\n AS x\nFROM x\n", "3 a [ri]\n"},
		{"continued over comments and empty lines", &format_dockerfile, "Dockerfile",
			"FROM \\\n# c\n\n  a:1 \\  \n# d\n  AS \\\n x\nFROM x\n", "1 a 1 [ri]\n"},
		{"here-documents", &format_dockerfile, "Dockerfile",
			"FROM a\nRUN <<EOF cat <<-'B' >x\nFROM no\nEOF\nFROM no\n\tB\nCOPY <<\"C\" "
			"/x\nFROM no\nC\nFROM b\n",
			"1 a [ri]\n10 b [ri]\n"},
		{"what is none", &format_dockerfile, "Dockerfile",
			"FROM a\nRUN x <<<y \"<<EOF\" $((1<<2))\nFROM b\n", "1 a [ri]\n3 b [ri]\n"},
		{"one without an end", &format_dockerfile, "Dockerfile", "FROM a\nRUN <<EOF\nx\n",
			"ERROR Dockerfile:2:1: the here-document \"EOF\" has no end\n1 a [ri]\n"},
		{"mounts", &format_dockerfile, "Dockerfile",
			"FROM a AS s\nRUN --network=none --mount=type=bind,from=tool:2,source=/x "
			"--mount=from=s cmd --mount=from=no\n",
			"1 a [ri]\n2 tool 2 [ri]\n"},
		{"ADD", &format_dockerfile, "Dockerfile",
			"FROM a\nADD --checksum=sha256:" HEX
			" https://x.example.org/t.tgz /\nADD https://x.example.org/u /\n"
			"ADD https://x.example.org/o/r.git#v1:dir /\nADD "
			"[\"https://x.example.org/v\", \"/\"]\nADD local /\n",
			"1 a [ri]\n2 https://x.example.org/t.tgz [] =sha256:0 "
			"<https://x.example.org/t.tgz\n"
			"3 https://x.example.org/u [] <https://x.example.org/u\n"
			"4 https://x.example.org/o/r.git v1 [r] <https://x.example.org/o/r.git\n"
			"5 https://x.example.org/v [] <https://x.example.org/v\n"},
		{"ONBUILD", &format_dockerfile, "Dockerfile",
			"FROM a\nONBUILD COPY --from=b:1 / /\n", "1 a [ri]\n2 b 1 [ri]\n"},
		{"small letters", &format_dockerfile, "Dockerfile", "from a as b\nfrom B\n",
			"1 a [ri]\n"},
		{"line ends", &format_dockerfile, "Dockerfile", "FROM a \\\r\n AS b\r\nFROM b\r\n",
			"1 a [ri]\n"},
		{"no instruction", &format_dockerfile, "Dockerfile", "FROM a\nFETCH b\n",
			"ERROR Dockerfile:2:1: no instruction: \"FETCH\"\n1 a [ri]\n"},
		{"no instruction, in what may be another file", &format_dockerfile, "Dockerfile.in",
			"FROM a\nFETCH b\n", "1 a [ri]\n"},
		{"FROM without an image", &format_dockerfile, "Dockerfile", "FROM\n",
			"ERROR Dockerfile:1:1: FROM without an image\n"},
		{"values that grow", &format_dockerfile, "Dockerfile",
			"ARG "
			"A=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nARG "
			"B=$A$A$A$A$A$A$A$A$A\n"
			"ARG C=$B$B$B$B$B$B$B$B$B\nFROM $C\n",
			"ERROR Dockerfile:3:1: a value that is too long\n"},
		{"a list of files to leave out", &format_dockerfile, "Dockerfile.dockerignore",
			"FROM a\n", "OTHER\n"},
	};

	ROWS(rows);
}

static void submodules(void)
{
	static const struct row rows[] = {
		{"one", &format_gitmodules, ".gitmodules",
			"[submodule \"a\"]\n\tpath = lib/a\n\turl = https://x.example.org/a.git\n",
			"3 a [vn] <https://x.example.org/a.git in lib/a\n"},
		{"quotes, comments, escapes", &format_gitmodules, ".gitmodules",
			"# c\n; d\n[submodule \"a\\\"b]\"] ; e\n path=\"x # y\" # z\n url = "
			"one\\\\ \\\n two   ; f\n",
			"5 a\"b] [vn] <one\\  two in x # y\n"},
		{"any case, a branch, the last counts", &format_gitmodules, ".gitmodules",
			"[SubModule \"a\"]\nURL = u\nPath = p\nbranch = b\nurl = v\n",
			"5 a [vn] #b <v in p\n"},
		{"two sections of one name", &format_gitmodules, ".gitmodules",
			"[submodule \"a\"]\nurl = u\n[submodule \"b\"]\nurl = w\n[submodule "
			"\"a\"]\npath = p\n",
			"2 a [vn] <u in p\n4 b [vn] <w\n"},
		{"on one line", &format_gitmodules, ".gitmodules", "[submodule \"a\"] url = u\n",
			"1 a [vn] <u\n"},
		{"other sections", &format_gitmodules, ".gitmodules",
			"[core]\nurl = x\nbare\n[submodule]\nurl = y\n", ""},
		{"line ends", &format_gitmodules, ".gitmodules",
			"[submodule \"a\"]\r\nurl = u\\\r\nv\r\npath = p\r\n",
			"2 a [vn] <uv in p\n"},
		{"comments in such lines", &format_gitmodules, ".gitmodules",
			"[submodule \"a\"] # c\r\nurl = u # d\r\n; e\r\npath = p\r\n",
			"2 a [vn] <u in p\n"},
		{"keys before any section, a backslash at the end", &format_gitmodules,
			".gitmodules", "url = u\n[submodule \"a\"]\nurl = v\\", "3 a [vn] <v\n"},
		{"a name behind a dot", &format_gitmodules, ".gitmodules",
			"[Submodule.Foo]\nurl = u\n", "2 foo [vn] <u\n"},
		{"a section that is open", &format_gitmodules, ".gitmodules",
			"[submodule \"a\"\nurl = u\n",
			"ERROR .gitmodules:1:1: a section that is not closed\n"},
		{"a quote that is open", &format_gitmodules, ".gitmodules",
			"[submodule \"a\"]\nurl = \"u\n",
			"ERROR .gitmodules:2:1: a quote that is not closed\n1 a [vn]\n"},
		{"a name that is open", &format_gitmodules, ".gitmodules",
			"[submodule \"a\nurl = u\n",
			"ERROR .gitmodules:1:1: a section name without its closing quote\n"},
		{"conflict marks", &format_gitmodules, ".gitmodules", "<<<<<<< a\n",
			"ERROR .gitmodules:1:1: neither a section nor a key of one\n"},
		{"an unknown escape", &format_gitmodules, ".gitmodules",
			"[submodule \"a\"]\nurl = \\x\n",
			"ERROR .gitmodules:2:1: an escape that git does not know\n1 a [vn]\n"},
	};

	ROWS(rows);
}

static void hooks(void)
{
	static const struct row rows[] = {
		{"revisions", &format_pre_commit, "p",
			"repos:\n- repo: https://x.example.org/a\n  rev: " COMMIT
			"  # frozen: v1.2.3\n  hooks: []\n"
			"- repo: https://x.example.org/b\n  rev: v2\n- repo: local\n  hooks: [{id: "
			"x, additional_dependencies: ['y==1', z, '@s/t@2']}]\n",
			"3 https://x.example.org/a " COMMIT
			" [r] =01234567 #v1.2.3 <https://x.example.org/a\n"
			"6 https://x.example.org/b v2 [r] <https://x.example.org/b\n8 y 1 [n]\n8 z "
			"[n]\n8 @s/t 2 [n]\n"},
		{"no rev", &format_pre_commit, "p", "repos:\n- repo: https://x.example.org/a\n",
			"ERROR p:2:9: a repo without rev\n"},
		{"no repo", &format_pre_commit, "p", "repos:\n- rev: a\n",
			"ERROR p:2:3: an entry of repos without repo\n"},
		{"the old layout", &format_pre_commit, "p",
			"- repo: https://x.example.org/a\n  rev: v1\n",
			"2 https://x.example.org/a v1 [r] <https://x.example.org/a\n"},
	};

	ROWS(rows);
}

static void comments(void)
{
	static const struct {
		const char *name, *comment, *version;
	} rows[] = {
		{"nothing", "", ""},
		{"words", "keep this one", ""},
		{"plain", "v4.1.1", "v4.1.1"},
		{"no v", "4.1", "4.1"},
		{"tag=", "tag=v3", "v3"},
		{"frozen", "frozen: v1.2.3-rc1", "v1.2.3-rc1"},
		{"pin@", "pin@v2", "v2"},
		{"with an end", "v2.", "v2"},
		{"behind words", "ratchet:owner/action@v7 and more", "v7"},
		{"a tag of one of many", "tool/v1.2.3", ""},
		{"a branch", "release/v1", ""},
		{"a commit is no version", COMMIT, ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_ROW(rows[i].name,
			text_is(claimed_version(text_of(rows[i].comment)), rows[i].version));
}

static const struct unit_test tests[] = {{"workflows", workflows}, {"images", images},
	{"gitlab", gitlab}, {"dockerfiles", dockerfiles}, {"submodules", submodules},
	{"hooks", hooks}, {"comments", comments}};

UNIT_MAIN(tests)
