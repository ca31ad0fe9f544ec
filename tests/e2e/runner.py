# SPDX-License-Identifier: Apache-2.0
"""As much of GitHub's runner as workflows and composite actions of this repository need: expressions, steps one by one
with their environment, outputs, summary and PATH files, nested actions. What it does not know is an error, so that a
changed file is noticed."""
import os
import re
import subprocess

import yaml

PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|(\|\||&&|==|!=|[()])|([\w.-]+))")


class Expression:
    """The little of GitHub's expressions that is used: look-ups, strings, ||, &&, ==, !=, always()."""

    def __init__(self, text, contexts):
        self.contexts = contexts
        self.tokens = []
        at = 0
        while at < len(text.rstrip()):
            match = TOKEN.match(text, at)
            assert match, f"an expression that this test does not know: {text}"
            self.tokens.append(match.groups())
            at = match.end()
        self.at = 0

    def peek(self, *operators):
        return self.at < len(self.tokens) and self.tokens[self.at][1] in operators

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def value(self):
        result = self.conjunction()
        while self.peek("||"):
            self.take()
            right = self.conjunction()
            result = result or right
        return result

    def conjunction(self):
        result = self.comparison()
        while self.peek("&&"):
            self.take()
            right = self.comparison()
            result = result and right
        return result

    def comparison(self):
        left = self.atom()
        if not self.peek("==", "!="):
            return left
        operator = self.take()[1]
        right = self.atom()
        return (left == right) == (operator == "==")

    def atom(self):
        string, operator, name = self.take()
        if string is not None:
            return string.replace("''", "'")
        if operator == "(":
            result = self.value()
            assert self.take()[1] == ")"
            return result
        if self.peek("("):
            self.take()
            assert self.take()[1] == ")" and name == "always", name
            return True
        return self.look_up(name)

    def look_up(self, name):
        if name in ("true", "false"):
            return name == "true"
        at = self.contexts
        for part in name.split("."):
            at = at.get(part) if isinstance(at, dict) else None
        return "" if at is None else at


def text_of(value):
    return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else str(value)


def expand(template, contexts):
    return re.sub(r"\$\{\{(.*?)\}\}", lambda match: text_of(Expression(match.group(1), contexts).value()), str(template))


class Outcome:
    def __init__(self):
        self.failed, self.code = False, 0
        self.log, self.summary, self.outputs, self.used = "", "", {}, {}


class Runner:
    """Runs the steps of a job. `checkout` is called with the inputs of actions/checkout."""

    def __init__(self, root, temp, env, event, checkout, variables=None):
        self.root, self.temp, self.env, self.checkout = root, temp, dict(env), checkout
        self.contexts = {"github": {"event": event}, "vars": variables or {}, "runner": {"temp": temp}}
        self.number = 0

    def job(self, path, name, inputs=None):
        with open(path, encoding="utf-8") as file:
            workflow = yaml.safe_load(file)
        outcome = Outcome()
        contexts = dict(self.contexts, inputs=inputs or {}, steps={})
        self.steps(workflow["jobs"][name]["steps"], contexts, self.env, outcome)
        return outcome

    def action(self, inputs, contexts, env, outcome):
        with open(self.root + "/action.yml", encoding="utf-8") as file:
            action = yaml.safe_load(file)
        given = {name: str(spec.get("default", "")) for name, spec in action["inputs"].items()}
        for name, value in (inputs or {}).items():
            assert name in given, f"action.yml has no input {name}"
            given[name] = expand(value, contexts)
        inner = dict(self.contexts, inputs=given, steps={})
        self.steps(action["runs"]["steps"], inner, dict(env, GITHUB_ACTION_PATH=self.root), outcome, composite=True)
        return {name: expand(spec["value"], inner) for name, spec in action["outputs"].items()}

    def steps(self, steps, contexts, env, outcome, composite=False):
        for step in steps:
            condition = str(step.get("if", "true"))
            wanted = Expression(condition, contexts).value()
            if not wanted or (outcome.failed and "always()" not in condition):
                continue
            if "run" in step:
                outputs = self.run(step, contexts, env, outcome, composite)
            else:
                outputs = self.use(step, contexts, env, outcome)
            if "id" in step:
                contexts["steps"][step["id"]] = {"outputs": outputs}
                outcome.outputs[step["id"]] = outputs

    def run(self, step, contexts, env, outcome, composite):
        assert "${{" not in step["run"], "an expression inside of a script"
        assert not composite or step["shell"] == "bash"
        self.number += 1
        files = {name: f"{self.temp}/{name}{self.number}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
        for name in files.values():
            open(name, "w", encoding="utf-8").close()
        own = {name: expand(value, contexts) for name, value in step.get("env", {}).items()}
        folder = os.path.join(self.workspace(), expand(step.get("working-directory", "."), contexts))
        done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=folder,
                              env={**env, **files, **own}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        outcome.log += done.stdout.decode()
        if done.returncode:
            outcome.failed, outcome.code = True, done.returncode
        with open(files["GITHUB_STEP_SUMMARY"], encoding="utf-8") as file:
            outcome.summary += file.read()
        with open(files["GITHUB_PATH"], encoding="utf-8") as file:
            for line in file.read().splitlines():
                env["PATH"] = line + ":" + env["PATH"]
        with open(files["GITHUB_OUTPUT"], encoding="utf-8") as file:
            return dict(line.split("=", 1) for line in file.read().splitlines())

    def workspace(self):
        return self.env["GITHUB_WORKSPACE"]

    def use(self, step, contexts, env, outcome):
        assert PINNED.fullmatch(step["uses"]), f"not pinned by its commit: {step['uses']}"
        name = step["uses"].split("@")[0]
        given = {key: expand(value, contexts) for key, value in step.get("with", {}).items()}
        if name == "actions/checkout":
            self.checkout(given)
            return {}
        if name == "acme/seamgate":
            return self.action(step.get("with"), contexts, env, outcome)
        assert name in ("actions/upload-artifact", "github/codeql-action/upload-sarif"), name
        outcome.used[name] = given
        return {}
