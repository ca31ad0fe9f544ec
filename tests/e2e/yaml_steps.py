# SPDX-License-Identifier: Apache-2.0
"""Prints the commands of a job in a CI file of ci-examples, so that a test runs what users copy.

usage: yaml_steps.py FILE STEP      STEP: a GitHub step's name, or a GitLab key (script, before_script)

Reads only the YAML that those files are written in: block lists and literal blocks.
"""
import sys


def indent(line):
    return len(line) - len(line.lstrip(" "))


def block_under(lines, at):
    """The lines below lines[at] that are indented deeper."""
    depth = indent(lines[at])
    for line in lines[at + 1:]:
        if line.strip() and indent(line) <= depth:
            return
        yield line


def github_step(lines, name):
    at = next(i for i, line in enumerate(lines) if line.strip() == f"- name: {name}")
    step = list(block_under(lines, at))
    run = next(i for i, line in enumerate(step) if line.strip() == "run: |")
    return [line.strip() for line in block_under(step, run)]


def gitlab_script(lines, key):
    at = next(i for i, line in enumerate(lines) if line.strip() == f"{key}:")
    return [line.strip()[2:] for line in block_under(lines, at)]


if __name__ == "__main__":
    path, wanted = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        all_lines = file.read().split("\n")
    read = gitlab_script if path.endswith("gitlab-ci.yml") else github_step
    commands = [line for line in read(all_lines, wanted) if line]
    if not commands:
        sys.exit(f"{path}: no commands in {wanted}")
    print("\n".join(commands))
