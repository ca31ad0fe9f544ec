/* SPDX-License-Identifier: Apache-2.0
 *
 * The files of ci-examples that `init` writes, as read-only bytes between two symbols each.
 */
	.section .rodata.seamgate_ci_files, "a", %progbits

	.macro file symbol, path
	.globl \symbol
	.type \symbol, %object
\symbol:
	.incbin "\path"
	.globl \symbol\()_end
	.type \symbol\()_end, %object
\symbol\()_end:
	.size \symbol, . - \symbol
	.byte 0
	.endm

	file ci_file_github, "ci-examples/github/seamgate.yml"
	file ci_file_gitea, "ci-examples/gitea/seamgate.yml"
	file ci_file_gitlab, "ci-examples/gitlab/.gitlab-ci.yml"
	file ci_file_buildkite, "ci-examples/buildkite/pipeline.yml"
	file ci_file_circleci, "ci-examples/circleci/config.yml"
	file ci_file_jenkins, "ci-examples/jenkins/Jenkinsfile"
	file ci_file_azure, "ci-examples/azure/azure-pipelines.yml"
	file ci_file_bitbucket, "ci-examples/bitbucket/bitbucket-pipelines.yml"
	file ci_file_woodpecker, "ci-examples/woodpecker/.woodpecker.yml"

	.section .note.GNU-stack, "", %progbits
