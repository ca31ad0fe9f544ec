# SPDX-License-Identifier: Apache-2.0
"""The files that cut the gate's work into shards, for ci_files.py, whose module is handed over as `ci`: each shard's job is run, what it
keeps is handed on as its system would, and the job that merges is run. One shard lost is exit 3."""
import glob
import json
import os
import shutil

import yaml

SHARDS = 4


def document(ci, path):
    with open(f"{ci.EXAMPLES}/{path}", encoding="utf-8") as file:
        return yaml.safe_load(file)


def keep(ci, work, pattern):
    """What a system stores of a job's files."""
    files = glob.glob(f"{work}/{pattern}")
    ci.need(f"one result of a shard, {pattern}", len(files) == 1, str(files))
    with open(files[0], encoding="utf-8") as file:
        text = file.read()
    ci.no_key("a shard", text)
    shutil.copy(files[0], f"{ci.S.path}/kept/")
    return json.loads(text)["shard"]


def run(ci, commands, work, env, code, what):
    got, log = ci.sh("\n".join(commands), work, {**ci.ENV, "CI": "true", **env}, check=False)
    ci.expect(what, got, code, log)
    ci.no_key(what, log)
    return log


def check_shards(ci, what, shards):
    ci.expect(f"{what}, shards", sorted((shard["index"], shard["count"]) for shard in shards),
              [(index + 1, SHARDS) for index in range(SHARDS)])


def verdict(ci, what, path):
    with open(path, encoding="utf-8") as file:
        result = json.load(file)
    ci.need(f"{what}: the merged result is a whole one", result["shard"] == {"index": 1, "count": 1})
    ci.need(f"{what}: the finding", len(result["findings"]) == ci.CODES[what.rsplit(", ", 1)[-1]])


def both(ci, what, shard, merge):
    """shard(name, index) runs one and keeps its result; merge(name, code) runs the last job."""
    for name in ("clean", "dirty"):
        ci.S.fresh("kept")
        check_shards(ci, what, [shard(name, index) for index in range(SHARDS)])
        merge(name, ci.CODES[name])
    os.remove(sorted(glob.glob(ci.S.path + "/kept/*"))[1])
    merge("dirty", 3)


def github(ci):
    path = ci.EXAMPLES + "/github/shards.yml"
    jobs = document(ci, "github/shards.yml")["jobs"]
    indices = jobs["shard"]["strategy"]["matrix"]["shard"]
    ci.need("the merge runs whatever became of the shards", jobs["gate"]["if"] == "always()" and jobs["gate"]["needs"] == "shard"
            and jobs["shard"]["strategy"]["fail-fast"] is False)
    # The command of GitHub's own, as far as it is used: run download RUN --pattern P --dir D.
    ci.S.write("stand-ins/gh", f'#!/bin/sh\n[ "$GH_TOKEN" = token ] && [ "$GH_REPO" = acme/shop ] && [ "$*" = "run download 7 --pattern shard-* --dir shards" ] || exit 9\n'
               f'for file in "{ci.S.path}"/kept/*; do name=$(basename "$file" .json); mkdir -p "shards/$name"; cp "$file" "shards/$name/"; done\n', 0o755)

    def shard(name, index):
        it = ci.pull_runner(name)
        it.contexts["matrix"] = {"shard": indices[index]}
        done = it.job(path, "shard")
        ci.expect(f"GitHub shard {index + 1}, {name}", done.code, 0, done.log)
        ci.need("the artifact has the shard's name", done.used["actions/upload-artifact"] == {"name": f"shard-{index + 1}", "path": "shard-*.json"})
        return keep(ci, it.workspace(), "shard-*.json")

    def merge(name, code):
        it = ci.pull_runner(name)
        it.env["GITHUB_RUN_ID"] = "7"
        it.contexts["github"].update(token="token", repository="acme/shop")
        done = it.job(path, "gate")
        ci.expect(f"GitHub merge, {name}", done.code, code, done.log)
        if code < 3:
            verdict(ci, f"GitHub merge, {name}", it.workspace() + "/seamgate.json")
            ci.need("annotations", ("::error" in done.log) == (code == 1), done.log)
    both(ci, "GitHub", shard, merge)


def gitlab(ci):
    jobs = document(ci, "gitlab/shards.gitlab-ci.yml")
    before = jobs[".seamgate"]["before_script"]
    ci.need("the clone is whole, and as many shards as are expected", jobs["seamgate-shard"]["variables"] == {"GIT_DEPTH": "0"}
            and jobs["seamgate-shard"]["parallel"] == SHARDS and jobs["seamgate"]["needs"] == ["seamgate-shard"])

    def env(work, name):
        return dict(GITLAB_CI="true", CI_PIPELINE_SOURCE="merge_request_event", CI_MERGE_REQUEST_IID="1", CI_COMMIT_SHA=ci.S.oid(name), CI_COMMIT_REF_NAME=name,
                    CI_MERGE_REQUEST_DIFF_BASE_SHA=ci.S.oid("main~1"), CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main", CI_DEFAULT_BRANCH="main",
                    CI_PROJECT_DIR=work, CI_BUILDS_DIR=ci.S.fresh("builds"), SEAMGATE_SOURCE=f"file://{ci.S.path}/source")

    def shard(name, index):
        work = ci.clone("", f"git checkout -q --detach origin/{name}")
        run(ci, before + jobs["seamgate-shard"]["script"], work,
            dict(env(work, name), CI_NODE_INDEX=str(index + 1), CI_NODE_TOTAL=str(SHARDS)), 0, f"GitLab shard {index + 1}, {name}")
        return keep(ci, work, jobs["seamgate-shard"]["artifacts"]["paths"][0])

    def merge(name, code):
        work = ci.S.fresh()
        for file in glob.glob(ci.S.path + "/kept/*"):
            shutil.copy(file, work)
        run(ci, before + jobs["seamgate"]["script"], work, env(work, name), code, f"GitLab merge, {name}")
        if code < 3:
            verdict(ci, f"GitLab merge, {name}", work + "/seamgate.json")
            ci.need("its reports", all(os.path.exists(f"{work}/{path}") for path in jobs["seamgate"]["artifacts"]["reports"].values()))
    both(ci, "GitLab", shard, merge)


def buildkite(ci):
    steps = document(ci, "buildkite/pipeline.shards.yml")["steps"]
    ci.need("the last step runs whatever became of the shards", steps[0]["parallelism"] == SHARDS and "wait" in steps[1] and steps[1]["continue_on_failure"])
    ci.S.write("stand-ins/buildkite-agent", f'#!/bin/sh\n[ "$*" = "artifact download shard-*.json shards --step seamgate-shard" ] || exit 9\ncp "{ci.S.path}"/kept/* shards/\n', 0o755)

    def env(name, job):
        return {"BUILDKITE": "true", "BUILDKITE_JOB_ID": job, "BUILDKITE_COMMIT": ci.S.oid(name), "BUILDKITE_BRANCH": name, "BUILDKITE_PULL_REQUEST": "1",
                "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main", "BUILDKITE_PIPELINE_DEFAULT_BRANCH": "main", "SEAMGATE_SOURCE": f"file://{ci.S.path}/source"}

    def commands(step):
        ci.S.forget("home/seamgate-job")
        return [line.replace("$$", "$") for line in step["commands"]]

    def shard(name, index):
        work = ci.single(name)
        run(ci, commands(steps[0]), work, dict(env(name, "job"), BUILDKITE_PARALLEL_JOB=str(index), BUILDKITE_PARALLEL_JOB_COUNT=str(SHARDS)),
            0, f"Buildkite shard {index + 1}, {name}")
        return keep(ci, work, steps[0]["artifact_paths"][0])

    def merge(name, code):
        work = ci.single(name)
        run(ci, commands(steps[2]), work, env(name, "job"), code, f"Buildkite merge, {name}")
        if code < 3:
            verdict(ci, f"Buildkite merge, {name}", work + "/seamgate.json")
    both(ci, "Buildkite", shard, merge)


def circleci(ci):
    jobs = document(ci, "circleci/config.shards.yml")["jobs"]
    ci.need("as many shards as are expected", jobs["shard"]["parallelism"] == SHARDS)

    def commands(job):
        ci.S.forget("home/seamgate")
        return [step["run"]["command"] for step in jobs[job]["steps"] if "run" in step]

    def shard(name, index):
        work = ci.clone("", f"git checkout -q -B {name} origin/{name}")
        run(ci, commands("shard"), work, {"CIRCLECI": "true", "CIRCLE_SHA1": ci.S.oid(name), "CIRCLE_BRANCH": name, "SEAMGATE_BASE": ci.S.oid("main"),
            "CIRCLE_NODE_INDEX": str(index), "CIRCLE_NODE_TOTAL": str(SHARDS), "SEAMGATE_SOURCE": f"file://{ci.S.path}/source"}, 0, f"CircleCI shard {index + 1}, {name}")
        kept = next(step["persist_to_workspace"] for step in jobs["shard"]["steps"] if "persist_to_workspace" in step)
        return keep(ci, work, f"{kept['root']}/{kept['paths'][0]}")

    def merge(name, code):
        work = ci.S.fresh()
        shutil.copytree(ci.S.path + "/kept", f"{work}/{jobs['gate']['steps'][0]['attach_workspace']['at']}")
        run(ci, commands("gate"), work, {"CIRCLECI": "true", "SEAMGATE_SOURCE": f"file://{ci.S.path}/source"}, code, f"CircleCI merge, {name}")
        if code < 3:
            verdict(ci, f"CircleCI merge, {name}", work + "/reports/seamgate.json")
    both(ci, "CircleCI", shard, merge)


def kubernetes(ci):
    job = document(ci, "kubernetes/job.yml")["spec"]
    container = job["template"]["spec"]["containers"][0]
    ci.need("an indexed job that tells of how many", job["completionMode"] == "Indexed" and container["env"] == [{"name": "SEAMGATE_SHARDS", "value": str(job["completions"])}])
    ci.S.fresh("kept")
    work, found = ci.clone("", "git checkout -q --detach origin/dirty"), []
    for index in range(job["completions"]):
        script = container["args"][0].replace("/results/", "results/")
        os.makedirs(work + "/results")
        env = {"JOB_COMPLETION_INDEX": str(index), "PATH": f"{ci.S.path}/bin:{ci.ENV['PATH']}", **{row["name"]: row["value"] for row in container["env"]}}
        run(ci, [script], work, env, 0, f"Kubernetes pod {index}")
        found.append(keep(ci, work, "results/*.json"))
        shutil.rmtree(work + "/results")
    check_shards(ci, "Kubernetes", found)
    run(ci, [f"seamgate merge {ci.S.path}/kept/*.json --expect-shards {SHARDS}"], work, {"PATH": f"{ci.S.path}/bin:{ci.ENV['PATH']}"}, 1, "Kubernetes merge")


def bazel(ci):
    for name in ("clean", "dirty"):
        ci.S.fresh("kept")
        work, codes, found = ci.clone("", f"git checkout -q --detach origin/{name}"), [], []
        for index in range(SHARDS):
            outputs = ci.S.fresh("outputs")
            env = {**ci.ENV, "PATH": f"{ci.S.path}/bin:{ci.ENV['PATH']}", "SEAMGATE_REPOSITORY": work, "SEAMGATE_BASE": "origin/main", "TEST_SHARD_INDEX": str(index),
                   "TEST_TOTAL_SHARDS": str(SHARDS), "TEST_SHARD_STATUS_FILE": outputs + "/status", "TEST_UNDECLARED_OUTPUTS_DIR": outputs}
            codes.append(ci.sh(f"sh {ci.EXAMPLES}/bazel/gate.sh", ci.S.path, env, check=False)[0])
            ci.need("Bazel is told that its sharding is understood", os.path.exists(outputs + "/status"))
            found.append(keep(ci, outputs, "*.json"))
        check_shards(ci, f"Bazel, {name}", found)
        ci.expect(f"Bazel, {name}", max(codes), ci.CODES[name], str(codes))


TESTS = (github, gitlab, buildkite, circleci, kubernetes, bazel)
