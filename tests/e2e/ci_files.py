# SPDX-License-Identifier: Apache-2.0
"""Runs the files that users copy as their systems would: the shipped file is parsed, its steps are run one by one in a
checkout and an environment like that system's, with a change that passes and one that brings a key along.

usage: ci_files.py BINARY"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import yaml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ci_shards  # noqa: E402
from runner import Runner  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = sys.argv[1]
EXAMPLES = ROOT + "/ci-examples"
SCHEMAS = os.path.join(ROOT, "../shared/data/schemas")
ZERO = "0" * 40
KEY = "".join(("AKIA", "5QW7XZ2LMN4KTRYF"))  # joined here, so that no key stands here


def sh(command, cwd, env=None, check=True):
    done = subprocess.run(["sh", "-euc", command], cwd=cwd, env=env or ENV, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    text = done.stdout.decode()
    if check and done.returncode:
        sys.exit(f"FAIL: {command}\n{text}")
    return done.returncode, text


def git(command, cwd):
    return sh("git " + command, cwd)[1].strip()


def expect(what, got, wanted, log=""):
    if got != wanted:
        sys.exit(f"FAIL: {what}: {got!r} instead of {wanted!r}\n{log}")
    print(f"ok: {what}: {got}")


def need(what, holds, log=""):
    if not holds:
        sys.exit(f"FAIL: {what}\n{log}")


class Scratch:
    """A server's repository with requests 1 (clean) and 2 (dirty), and what a machine of a CI system has."""

    def __init__(self):
        self.path = tempfile.mkdtemp()
        for folder in ("home", "bin", "project", "stand-ins", "temp"):
            os.mkdir(f"{self.path}/{folder}")
        shutil.copy(BINARY, self.path + "/bin/seamgate")
        self.write("home/.gitconfig", "[user]\nname = Ada Writer\nemail = ada@example.org\n[init]\ndefaultBranch = main\n"
                   "[advice]\ndetachedHead = false\n[protocol \"file\"]\nallow = always\n")
        # Builds are made elsewhere: these put the binary there.
        self.write("stand-ins/cmake", "#!/bin/sh\nexit 0\n", 0o755)
        # Other tests run the binary of these sources meanwhile: it stays as it is.
        self.write("stand-ins/ninja", f'#!/bin/sh\nmkdir -p "$2" && {{ [ -x "$2/seamgate" ] || cp "{self.path}/bin/seamgate" "$2/seamgate"; }}\n', 0o755)

    def write(self, name, text, mode=0o644):
        with open(f"{self.path}/{name}", "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(f"{self.path}/{name}", mode)
        return f"{self.path}/{name}"

    def fill(self):
        project = self.path + "/project"
        git("init -q", project)
        sh("echo 'A shop.' >README; git add -A; git commit -qm start; echo more >>README; git commit -qam more", project)
        for number, name in ((1, "clean"), (2, "dirty")):
            text = "region = eu-west-1" if name == "clean" else f"key = {KEY}"
            sh(f"git checkout -qb {name} main~1; echo '{text}' >settings.conf; git add -A; git commit -qm {name};"
               f"git update-ref refs/pull/{number}/head HEAD; git checkout -q --detach main;"
               f"git merge -q --no-ff -m 'merge {name}' {name}; git update-ref refs/pull/{number}/merge HEAD", project)
        git("checkout -q main", project)
        self.url = "file://" + project
        # The sources that examples clone: what install.sh needs of them.
        sh(f"mkdir source && cp -r '{EXAMPLES}' source/ && cd source && git init -q && git add -A && git commit -qm source", self.path)

    def oid(self, revision):
        return git(f"rev-parse {revision}", self.path + "/project")

    def forget(self, name):
        shutil.rmtree(f"{self.path}/{name}", ignore_errors=True)

    def fresh(self, name="work"):
        self.forget(name)
        os.mkdir(f"{self.path}/{name}")
        return f"{self.path}/{name}"


S = Scratch()
ENV = {"PATH": f"{S.path}/stand-ins:" + os.environ["PATH"], "HOME": S.path + "/home", "LC_ALL": "C.UTF-8",
       "GIT_CONFIG_NOSYSTEM": "1", "TMPDIR": S.path + "/temp"}
S.fill()
NUMBERS = {"clean": 1, "dirty": 2}
CODES = {"clean": 0, "dirty": 1}


# --- GitHub, Gitea, Forgejo ---

def pull_event(name, base="main", commits=1):
    return {"action": "synchronize", "number": NUMBERS[name], "repository": {"default_branch": "main"},
            "pull_request": {"number": NUMBERS[name], "commits": commits, "head": {"sha": S.oid(name), "ref": name, "repo": {"fork": False}},
                             "base": {"sha": S.oid(base), "ref": "main"}}}


def checkout_of(work, ref):
    """actions/checkout: init, fetch, detach; depth 1 unless it is told otherwise."""
    def checkout(given):
        depth = int(given.get("fetch-depth", 1))
        what = f"--depth {depth}" if depth else "'+refs/heads/*:refs/remotes/origin/*'"
        sh(f"git init -q; git remote add origin {S.url}; git fetch -q {what if depth else ''} origin {'' if depth else what} "
           f"'+{ref}:refs/remotes/pull/it'; git checkout -q --detach refs/remotes/pull/it", work)
    return checkout


def runner(event_name, event, ref, sha, extra=None):
    work, temp = S.fresh(), S.fresh("runner")
    env = dict(ENV, CI="true", GITHUB_ACTIONS="true", GITHUB_EVENT_NAME=event_name, GITHUB_SHA=sha, GITHUB_REF=ref,
               GITHUB_EVENT_PATH=S.write("event.json", json.dumps(event)), GITHUB_WORKSPACE=work, RUNNER_TEMP=temp, **(extra or {}))
    return Runner(ROOT, temp, env, event, checkout_of(work, ref), {"SEAMGATE_SOURCE": f"file://{S.path}/source"})


def pull_runner(name, **keys):
    return runner("pull_request", pull_event(name, **keys), f"refs/pull/{NUMBERS[name]}/merge", S.oid(f"refs/pull/{NUMBERS[name]}/merge"))


def no_key(what, *texts):
    for text in texts:
        need(f"{what}: the key is shown", KEY not in text, text)


def with_action():
    path = EXAMPLES + "/github/with-action.yml"
    for name, verdict in (("clean", "pass"), ("dirty", "block")):
        it = pull_runner(name)
        done = it.job(path, "gate")
        outputs = done.outputs["seamgate"]
        expect(f"GitHub action, {name}", (done.code, outputs["verdict"], outputs["exit-code"]), (CODES[name], verdict, str(CODES[name])), done.log)
        sarif = open(it.workspace() + "/" + outputs["sarif"], encoding="utf-8").read()
        need("the SARIF is uploaded", done.used["github/codeql-action/upload-sarif"]["sarif_file"] == "seamgate.sarif", done.log)
        need("the reports are kept", done.used["actions/upload-artifact"]["path"].split() == ["seamgate.sarif", "seamgate.json"])
        need("one run, results as many as findings", len(json.loads(sarif)["runs"][0]["results"]) == CODES[name])
        need("the summary says so", ("seamgate: pass" if name == "clean" else "seamgate: blocked") in done.summary, done.summary)
        said = [line for line in done.log.splitlines() if line.startswith("::")]
        annotations = [line for line in said if "title=examined::" not in line]
        need("one notice of what was examined", len(said) == len(annotations) + 1 and "secrets: " in said[-1], done.log)
        need("annotations", len(annotations) == CODES[name] and all("file=settings.conf,line=1" in line for line in annotations), done.log)
        no_key("GitHub action", done.log, done.summary, sarif)


def action(event_name, event, ref, sha, inputs=None, depth=0, extra=None):
    it = runner(event_name, event, ref, sha, extra)
    it.checkout({"fetch-depth": depth})
    contexts = dict(it.contexts, steps={}, inputs={})
    outcome = type("Outcome", (), {"failed": False, "code": 0, "log": "", "summary": "", "outputs": {}, "used": {}})()
    outcome.result = it.action(inputs, contexts, it.env, outcome)
    return outcome


def action_events():
    main, merge = S.oid("main"), S.oid("refs/pull/2/merge")
    group = {"repository": {"default_branch": "main"},
             "merge_group": {"head_sha": merge, "head_ref": "refs/heads/gh-readonly-queue/main/pr-2", "base_sha": main, "base_ref": "refs/heads/main"}}
    done = action("merge_group", group, "refs/pull/2/merge", merge)
    expect("GitHub action, merge_group", (done.code, done.result["verdict"]), (1, "block"), done.log)
    push = {"ref": "refs/heads/dirty", "before": S.oid("main~1"), "after": S.oid("dirty"), "created": False, "deleted": False,
            "forced": False, "repository": {"default_branch": "main"}}
    done = action("push", push, "refs/heads/dirty", S.oid("dirty"))
    expect("GitHub action, push", (done.code, done.result["verdict"]), (1, "block"), done.log)


def action_depths():
    merge = S.oid("refs/pull/2/merge")
    done = action("pull_request", pull_event("dirty"), "refs/pull/2/merge", merge, depth=1)
    expect("GitHub action, default depth", (done.code, done.result["verdict"], done.result["sarif"]), (3, "incomplete", ""), done.log)
    said = [line for line in done.log.splitlines() if line.startswith("::error")]
    need("the annotation and the summary say what to change", len(said) == 1 and "fetch-depth%3A 0" not in said[0]
         and "fetch-depth: 0" in said[0] and "    " in done.summary and "fetch-depth: 0" in done.summary, done.log + done.summary)
    done = action("pull_request", pull_event("dirty"), "refs/pull/2/merge", merge, depth=2)
    expect("GitHub action, the synthetic merge at depth 2", (done.code, done.result["verdict"]), (1, "block"), done.log)


def action_inputs():
    """Inputs are words, never text of a script; what is wrong is said and never passes."""
    event, ref, sha = pull_event("clean"), "refs/pull/1/merge", S.oid("refs/pull/1/merge")
    rows = [({"base": "$(touch pwned)`touch pwned`'; touch pwned #"}, 3, "incomplete"), ({"checks": "secrets no-such"}, 2, "error"),
            ({"checks": "secrets"}, 0, "pass"), ({"sarif": "a\nverdict=pass"}, 2, "error"), ({"base": "main~1", "head": "HEAD"}, 3, "incomplete"),
            ({"base": "origin/main"}, 0, "pass"), ({"policy-sha256": "0" * 64}, 2, "error"), ({"binary": BINARY}, 0, "pass"),
            ({"binary": "/nowhere"}, 2, "error"), ({"sarif": "", "json": "", "summary": "false", "annotations": "false"}, 0, "pass")]
    for inputs, code, verdict in rows:
        done = action("pull_request", event, ref, sha, inputs)
        expect(f"GitHub action, {inputs}", (done.code, done.result["verdict"]), (code, verdict), done.log)
        need("nothing of an input is run", not os.path.exists(os.path.join(S.path, "work", "pwned")))
    need("nothing was written", done.summary == "" and done.result["sarif"] == "" and "::" not in done.log, done.log)
    done = action("pull_request", event, ref, sha, {"base": "%0A::warning::x\n::error::y"})
    lines = [line for line in done.log.splitlines() if line.startswith("::")]
    need("an error cannot become a command", len(lines) == 1 and lines[0].startswith("::error title=seamgate::"), done.log)


def other_workflows():
    for path, job, extra in (("github/seamgate.yml", "gate", None), ("github/reusable.yml", "gate", None), ("gitea/seamgate.yml", "gate", {"GITEA_ACTIONS": "true"})):
        for name in ("clean", "dirty"):
            ref = f"refs/pull/{NUMBERS[name]}/" + ("head" if extra else "merge")
            it = runner("pull_request", pull_event(name), ref, S.oid(ref), extra)
            done = it.job(f"{EXAMPLES}/{path}", job, {"policy": "", "policy-sha256": ""})
            expect(f"{path}, {name}", done.code, CODES[name], done.log)
            no_key(path, done.log)


# --- systems that run lists of commands ---

def commands_of(path, *keys):
    """The commands below a path of keys; a YAML file may have a header of its own before them."""
    with open(path, encoding="utf-8") as file:
        at = list(yaml.safe_load_all(file))[-1]
    for key in keys:
        at = at[key]
    return at if isinstance(at, list) else [at]


def gitlab_commands(path):
    """before_script and script of the job; $[[ inputs.x ]] are the defaults of the header."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    documents = list(yaml.safe_load_all(text))
    job = documents[-1]["seamgate"]
    inputs = documents[0]["spec"]["inputs"] if len(documents) == 2 else {}

    def filled(value):
        return re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda match: str(inputs[match.group(1)]["default"]), value)

    variables = {name: filled(value) for name, value in job["variables"].items()}
    need("no input inside of a script", not any("$[[" in line for line in job["script"] + job["before_script"]))
    return job["before_script"] + job["script"], variables, job["artifacts"]


def jenkins_commands(path):
    with open(path, encoding="utf-8") as file:
        return re.findall(r"sh '''\n(.*?)'''", file.read(), re.S)


def run_commands(what, commands, work, env):
    code, log = 0, ""
    for command in commands:
        code, said = sh(command, work, {**ENV, "CI": "true", **env}, check=False)
        log += said
        if code:
            break
    expect(what, code, CODES[what.split(", ")[-1]], log)
    if code:
        need(f"{what}: the place is not named", "settings.conf:1" in log, log)
    no_key(what, log)
    return log


def reports(what, work, junit=None, quality=None):
    json.load(open(work + "/seamgate.json", encoding="utf-8"))
    failed = what.endswith("dirty")
    if junit:
        cases = ET.parse(f"{work}/{junit}").getroot().iter("failure")
        need(f"{what}: JUnit", len(list(cases)) == failed)
    if quality:
        entries = [entry["check_name"] for entry in json.load(open(f"{work}/{quality}", encoding="utf-8"))]
        need(f"{what}: Code Quality", len(entries) - entries.count("seamgate/examined") == failed)


def clone(arguments, then=""):
    work = S.fresh()
    sh(f"git clone -q {arguments} {S.url} .; {then}", work)
    return work


def gitlab():
    for path in (EXAMPLES + "/gitlab/.gitlab-ci.yml", ROOT + "/templates/seamgate.yml"):
        commands, variables, artifacts = gitlab_commands(path)
        for name in ("clean", "dirty"):
            # The runner's clone: GIT_DEPTH 0 is the whole of it.
            work = clone("" if variables["GIT_DEPTH"] == "0" else f"--depth {variables['GIT_DEPTH']}", f"git checkout -q --detach origin/{name}")
            env = dict(variables, GITLAB_CI="true", CI_PIPELINE_SOURCE="merge_request_event", CI_MERGE_REQUEST_IID="1", CI_COMMIT_SHA=S.oid(name),
                       CI_COMMIT_REF_NAME=name, CI_MERGE_REQUEST_DIFF_BASE_SHA=S.oid("main~1"), CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
                       CI_DEFAULT_BRANCH="main", CI_COMMIT_BEFORE_SHA=ZERO, CI_PROJECT_DIR=work, CI_BUILDS_DIR=S.fresh("builds"),
                       SEAMGATE_SOURCE=f"file://{S.path}/source", CI_SERVER_URL=f"file://{S.path}")
            if not variables.get("GATE_SOURCE", "x"):
                env["GATE_SOURCE"] = f"file://{S.path}/source"
            what = f"GitLab {os.path.basename(path)}, {name}"
            run_commands(what, ["\n".join(commands)], work, env)
            kept = artifacts["reports"]
            reports(what, work, kept["junit"], kept["codequality"])
            for kind in ("secret_detection", "dependency_scanning"):
                scan = json.load(open(f"{work}/{kept[kind]}", encoding="utf-8"))
                need(f"{what}: {kind}", (len(scan["vulnerabilities"]) == 1) == (what.endswith("dirty") and kind == "secret_detection"))
                need(f"{what}: looked", scan["scan"]["status"] == "success")
            need("artifacts", all(os.path.exists(f"{work}/{path}") for path in artifacts["paths"]))


def gitlab_policy():
    """The component's inputs reach the program."""
    commands, variables, _ = gitlab_commands(ROOT + "/templates/seamgate.yml")
    work = clone("", "git checkout -q --detach origin/clean; echo 'version: 1' >gate.yml")
    env = dict(variables, GITLAB_CI="true", CI_PIPELINE_SOURCE="merge_request_event", CI_MERGE_REQUEST_IID="1", CI_COMMIT_SHA=S.oid("clean"),
               CI_COMMIT_REF_NAME="clean", CI_MERGE_REQUEST_DIFF_BASE_SHA=S.oid("main~1"), CI_DEFAULT_BRANCH="main", CI_PROJECT_DIR=work,
               CI_BUILDS_DIR=S.fresh("builds"), GATE_SOURCE=f"file://{S.path}/source", GATE_POLICY="gate.yml", GATE_POLICY_SHA256="0" * 64)
    code, log = sh("\n".join(commands), work, {**ENV, **env}, check=False)
    expect("GitLab component, a policy with another digest", code, 2, log)


def single(name):
    """What systems do that fetch one ref alone: no other branch, no origin/HEAD."""
    work = S.fresh()
    sh(f"git init -q; git remote add origin {S.url}; git fetch -q origin refs/heads/{name}; git checkout -q --detach FETCH_HEAD", work)
    return work


def buildkite():
    lines = [line.replace("$$", "$") for line in commands_of(EXAMPLES + "/buildkite/pipeline.yml", "steps", 0, "commands")]
    for name in ("clean", "dirty"):
        work = single(name)
        env = {"BUILDKITE": "true", "BUILDKITE_JOB_ID": name, "BUILDKITE_COMMIT": S.oid(name), "BUILDKITE_BRANCH": name, "BUILDKITE_PULL_REQUEST": "1",
               "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main", "BUILDKITE_PIPELINE_DEFAULT_BRANCH": "main", "SEAMGATE_SOURCE": f"file://{S.path}/source"}
        run_commands(f"Buildkite, {name}", ["\n".join(lines)], work, env)
        reports(name, work, "seamgate.xml")


def circleci():
    path = EXAMPLES + "/circleci/config.yml"
    steps = commands_of(path, "jobs", "gate", "steps")
    need("the whole history is cloned", steps[0] == {"checkout": {"method": "full"}})
    commands = [step["run"]["command"] for step in steps if "run" in step]
    value = commands_of(path, "jobs", "gate", "environment", "SEAMGATE_BASE")[0]
    need("the request's base is handed over", value == "<< pipeline.event.github.pull_request.base.sha >>")
    for base in (S.oid("main"), ""):
        for name in ("clean", "dirty"):
            work = clone("", f"git checkout -q -B {name} origin/{name}")
            env = {"CIRCLECI": "true", "CIRCLE_SHA1": S.oid(name), "CIRCLE_BRANCH": name, "SEAMGATE_BASE": base, "SEAMGATE_SOURCE": f"file://{S.path}/source"}
            S.forget("home/seamgate")
            run_commands(f"CircleCI{'' if base else ' without a request'}, {name}", commands, work, env)
            need("a test report", os.path.exists(work + "/reports/seamgate.xml"))


def jenkins():
    commands = jenkins_commands(EXAMPLES + "/jenkins/Jenkinsfile")
    need("two scripts", len(commands) == 2)
    for target in ("main", ""):
        for name in ("clean", "dirty"):
            work = single(name)
            env = {"JENKINS_URL": "https://ci.example.com/", "GIT_COMMIT": S.oid(name), "BRANCH_NAME": name, "CHANGE_TARGET": target,
                   "SEAMGATE_SOURCE": f"file://{S.path}/source"}
            if target:
                env.update(CHANGE_ID="1", CHANGE_BRANCH=name, BRANCH_NAME="PR-1")
            else:
                git("fetch -q origin '+refs/heads/*:refs/remotes/origin/*'", work)
            run_commands(f"Jenkins{'' if target else ' branch'}, {name}", ["set +u\n" + command for command in commands], work, env)
            reports(name, work, "seamgate.xml")


def azure():
    steps = commands_of(EXAMPLES + "/azure/azure-pipelines.yml", "steps")
    need("the whole history is fetched", steps[0]["fetchDepth"] == 0)
    commands = [step["bash"] for step in steps if "bash" in step]
    for name in ("clean", "dirty"):
        work, ref = S.fresh(), f"refs/pull/{NUMBERS[name]}/merge"
        sh(f"git init -q; git remote add origin {S.url}; git fetch -q origin '+refs/heads/*:refs/remotes/origin/*' '+{ref}:refs/remotes/pull/1/merge';"
           f"git checkout -q --detach refs/remotes/pull/1/merge", work)
        env = {"TF_BUILD": "True", "BUILD_REASON": "PullRequest", "BUILD_SOURCEVERSION": S.oid(ref), "BUILD_SOURCEBRANCH": ref,
               "SYSTEM_PULLREQUEST_PULLREQUESTID": "1", "SYSTEM_PULLREQUEST_SOURCECOMMITID": S.oid(name), "SYSTEM_PULLREQUEST_SOURCEBRANCH": f"refs/heads/{name}",
               "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main", "AGENT_TEMPDIRECTORY": S.fresh("runner"), "SEAMGATE_SOURCE": f"file://{S.path}/source"}
        run_commands(f"Azure, {name}", commands, work, env)
        reports(name, work, "seamgate.xml")


def bitbucket():
    path = EXAMPLES + "/bitbucket/bitbucket-pipelines.yml"
    commands = commands_of(path, "pipelines", "pull-requests", "**", 0, "step", "script")
    need("the whole history is cloned", commands_of(path, "clone", "depth") == ["full"])
    for name in ("clean", "dirty"):
        work = clone(f"--single-branch --branch {name}", f"git fetch -q origin main; git merge -q -m merge FETCH_HEAD")
        env = {"BITBUCKET_BUILD_NUMBER": "5", "BITBUCKET_COMMIT": S.oid(name), "BITBUCKET_BRANCH": name, "BITBUCKET_PR_ID": "1", "BITBUCKET_CLONE_DIR": work,
               "BITBUCKET_PR_DESTINATION_BRANCH": "main", "BITBUCKET_PR_DESTINATION_COMMIT": S.oid("main")[:12], "SEAMGATE_SOURCE": f"file://{S.path}/source"}
        S.forget("home/seamgate")
        run_commands(f"Bitbucket, {name}", ["\n".join(commands)], work, env)
        reports(name, work, "test-results/seamgate.xml")


def woodpecker():
    path = EXAMPLES + "/woodpecker/.woodpecker.yml"
    settings = commands_of(path, "clone", "git", "settings")[0]
    need("the whole history is cloned", settings == {"depth": 0, "partial": False})
    commands = commands_of(path, "steps", "gate", "commands")
    for name in ("clean", "dirty"):
        work = single(name)
        env = {"CI": "woodpecker", "CI_PIPELINE_EVENT": "pull_request", "CI_COMMIT_SHA": S.oid(name), "CI_COMMIT_REF": "refs/pull/1/head", "CI_COMMIT_PULL_REQUEST": "1",
               "CI_COMMIT_TARGET_BRANCH": "main", "CI_COMMIT_SOURCE_BRANCH": name, "CI_REPO_DEFAULT_BRANCH": "main", "CI_WORKSPACE": work,
               "SEAMGATE_SOURCE": f"file://{S.path}/source"}
        S.forget("home/seamgate")
        run_commands(f"Woodpecker, {name}", ["\n".join(commands)], work, env)
        reports(name, work)


# --- hooks ---

def local(what, install):
    """A clone with hooks: a commit with a key, without; a push of a branch with a key, without."""
    work = clone("", "git checkout -q -b topic")
    server = S.fresh("server.git")
    git("init -q --bare", server)
    sh(f"git remote rename origin upstream; git remote add origin {server}", work)
    install(work)
    env = {**ENV, "PATH": f"{S.path}/bin:{ENV['PATH']}"}
    rows = [("a commit without a key", "echo x >x && git add x && git commit -qm x", 0), ("a commit with a key", f"echo 'key = {KEY}' >y && git add y && git commit -qm y", 1),
            ("a push without a key", "git reset -q --hard && git push -q origin HEAD:refs/heads/topic", 0),
            ("a push with a key", "git commit --no-verify -qm z --allow-empty && git push -q origin upstream/dirty:refs/heads/dirty", 1)]
    for name, command, code in rows:
        got, log = sh(command, work, env, check=False)
        expect(f"{what}, {name}", min(got, 1), code, log)
        no_key(what, log)
    expect(f"{what}, on the server", git("for-each-ref --format='%(refname)'", server), "refs/heads/topic")


def pre_push():
    def install(work):
        sh(f"sh {EXAMPLES}/pre-push/install-everywhere.sh {work}", S.path, {**ENV, "PATH": f"{S.path}/bin:{ENV['PATH']}"})
        sh("seamgate hook pre-commit install", work, {**ENV, "PATH": f"{S.path}/bin:{ENV['PATH']}"})
    local("pre-push, pre-commit", install)


def husky():
    def install(work):
        # As husky sets it up: hooks in .husky/_ that run the file of their name beside that folder.
        os.makedirs(work + "/.husky/_")
        for name in ("pre-commit", "pre-push"):
            shutil.copy(f"{EXAMPLES}/husky/{name}", f"{work}/.husky/{name}")
            with open(f"{work}/.husky/_/{name}", "w", encoding="utf-8") as file:
                file.write('#!/bin/sh\nexec sh -e "$(dirname "$0")/../$(basename "$0")" "$@"\n')
            os.chmod(f"{work}/.husky/_/{name}", 0o755)
        git("config core.hooksPath .husky/_", work)
    local("husky", install)


def lefthook():
    def install(work):
        with open(EXAMPLES + "/lefthook/lefthook.yml", encoding="utf-8") as file:
            for name, hook in yaml.safe_load(file).items():
                command = hook["commands"]["seamgate"]
                line = re.sub(r"\{(\d)\}", r'"$\1"', command["run"])
                stdin = "" if command.get("use_stdin") else " </dev/null"
                with open(f"{work}/.git/hooks/{name}", "w", encoding="utf-8") as hook_file:
                    hook_file.write(f"#!/bin/sh\n{line}{stdin}\n")
                os.chmod(f"{work}/.git/hooks/{name}", 0o755)
    local("lefthook", install)


def pre_commit():
    """As pre-commit runs an entry: its own standard input, what is pushed in variables."""
    with open(ROOT + "/.pre-commit-hooks.yaml", encoding="utf-8") as file:
        hooks = {hook["id"]: hook for hook in yaml.safe_load(file)}
    with open(EXAMPLES + "/pre-commit/.pre-commit-config.yaml", encoding="utf-8") as file:
        wanted = [hook["id"] for hook in yaml.safe_load(file)["repos"][0]["hooks"]]

    def install(work):
        for name in wanted:
            hook = hooks[name]
            stage = hook["stages"][0]
            need("the hook is not given files", hook["language"] == "system" and hook["pass_filenames"] is False and hook["always_run"])
            with open(f"{work}/.git/hooks/{stage}", "w", encoding="utf-8") as file:
                file.write("#!/bin/sh\nexport PRE_COMMIT=1\n")
                if stage == "pre-push":
                    file.write("read -r local oid remote old || exit 0\n"
                               "case $old in *[!0]*) export PRE_COMMIT_FROM_REF=$old ;; esac\n"
                               "export PRE_COMMIT_TO_REF=$oid PRE_COMMIT_REMOTE_NAME=$1 PRE_COMMIT_LOCAL_BRANCH=$local PRE_COMMIT_REMOTE_BRANCH=$remote\n")
                file.write(f"exec {hook['entry']} </dev/null\n")
            os.chmod(f"{work}/.git/hooks/{stage}", 0o755)
    local("pre-commit", install)


def pre_receive():
    server = S.fresh("server.git")
    git("init -q --bare", server)
    env = {**ENV, "PATH": f"{S.path}/bin:{ENV['PATH']}"}
    work = clone("")
    git(f"push -q {server} origin/main:refs/heads/main", work)
    sh(f"sh {EXAMPLES}/pre-receive/install-on-server.sh {server}", S.path, env)
    for name in ("clean", "dirty"):
        code, log = sh(f"git push -q {server} origin/{name}:refs/heads/{name}", work, env, check=False)
        expect(f"pre-receive, {name}", min(code, 1), CODES[name], log)
        no_key("pre-receive", log)
    expect("pre-receive, on the server", git("for-each-ref --format='%(refname)'", server), "refs/heads/clean\nrefs/heads/main")


# --- the files themselves ---

def documents():
    """Against the schemas where they stand beside the project; and that each example is run above."""
    rows = [("action.yml", "github-action.json"), (".pre-commit-hooks.yaml", "pre-commit-hooks.json"), ("ci-examples/github/with-action.yml", "github-workflow.json"),
            ("ci-examples/github/reusable.yml", "github-workflow.json"), ("ci-examples/github/seamgate.yml", "github-workflow.json"),
            ("ci-examples/github/shards.yml", "github-workflow.json")]
    for path, schema in rows:
        with open(f"{ROOT}/{path}", encoding="utf-8") as file:
            text = file.read()
        if not os.path.exists(f"{SCHEMAS}/{schema}"):
            continue
        import jsonschema
        with open(f"{SCHEMAS}/{schema}", encoding="utf-8") as file:
            # In YAML 1.1 the key "on" is a truth value.
            document = yaml.safe_load(re.sub(r"(?m)^on:", "'on':", text))
            jsonschema.validate(document, json.load(file))
    with open(ROOT + "/action.yml", encoding="utf-8") as file:
        for step in yaml.safe_load(file)["runs"]["steps"]:
            need("nested actions are pinned by their commits", "uses" not in step or re.search("@[0-9a-f]{40}$", step["uses"]))
    print("ok: the files are what their schemas want")


try:
    for test in (documents, with_action, action_events, action_depths, action_inputs, other_workflows, gitlab, gitlab_policy, buildkite, circleci, jenkins, azure,
                 bitbucket, woodpecker, pre_push, husky, lefthook, pre_commit, pre_receive):
        test()
    for test in ci_shards.TESTS:
        test(sys.modules[__name__])
finally:
    shutil.rmtree(S.path)
