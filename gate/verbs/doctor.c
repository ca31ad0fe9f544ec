/* SPDX-License-Identifier: Apache-2.0
 *
 * Says what the gate finds where it is called: repository, policy, base and head, libraries. Exits 0
 * unless the gate cannot run here.
 */
#include <stdio.h>
#include <string.h>

#include "gate/base/pool.h"
#include "gate/rule.h"
#include "gate/verbs/policies.h"

struct ward {
	const struct call *call;
	struct repo *repo;
	struct buffer out;
	bool cannot_run;
};

static void say(struct ward *ward, const char *mark, const char *what, const char *text)
{
	buffer_printf(&ward->out, "%-5s %-12s ", mark, what);
	verb_say(&ward->out, text_of(text));
	buffer_byte(&ward->out, '\n');
}

static void say_error(struct ward *ward, const char *what, const struct err *err)
{
	say(ward, "bad", what, err->message);
	if (err->remedy[0])
		say(ward, "", "", err->remedy);
	ward->cannot_run = true;
}

static void look_binary(struct ward *ward)
{
	char line[256];

	snprintf(line, sizeof(line), "seamgate %s, %zu built-in rules, %u threads",
		SEAMGATE_VERSION, builtin_rules.count, pool_threads());
	say(ward, "ok", "binary", line);
	repo_library_version(line, sizeof(line));
	say(ward, "ok", "libgit2", line);
}

static void look_repository(struct ward *ward)
{
	struct err err = {0};

	if (repo_open(&ward->repo, NULL, &err) < 0) {
		say_error(ward, "repository", &err);
		return;
	}
	say(ward, "ok", "repository", repo_git_dir(ward->repo));
	if (repo_is_shallow(ward->repo))
		say(ward, "warn", "",
			"a shallow clone: a change that reaches beyond it is exit 3 "
			"(git fetch --unshallow)");
}

static void look_range(struct ward *ward)
{
	struct request request = {NULL, NULL, &ward->call->env};
	struct origin origin = {0};
	struct range range = {0};
	struct change change = {0};
	struct err err = {0};
	char line[1024], base[OID_HEX], head[OID_HEX];

	if (request_range(&range, &origin, &request, ward->repo, ward->call->arena, &err) < 0) {
		say(ward, "warn", "change", err.message);
		say(ward, "", "", err.remedy);
		return;
	}
	oid_hex(&range.base, base);
	oid_hex(&range.head, head);
	snprintf(line, sizeof(line), "%.10s..%.10s (%.*s..%.*s), from %s", base, head,
		text_quote(range.base_name), range.base_name.ptr, text_quote(range.head_name),
		range.head_name.ptr, origin.source ? origin.source : "nowhere");
	say(ward, "ok", "change", line);
	if (!origin.nothing &&
		change_read(&change, ward->repo, &range, ward->call->arena, &err) < 0)
		say_error(ward, "history", &err);
}

static void look_policy(struct ward *ward)
{
	struct judging judging = {0};
	struct policies *policies = arena_alloc(ward->call->arena, sizeof(*policies));
	struct change change = {0};
	struct err err = {0};

	if (!policies || repo_resolve(ward->repo, text_of("HEAD"), &change.head, NULL, &err) < 0) {
		say(ward, "warn", "policy", policies ? err.message : "out of memory");
		return;
	}
	if (policies_read(policies, ward->call, &judging, ward->repo, &change, &err) < 0)
		say_error(ward, "policy", &err);
	else
		say(ward, "ok", "policy",
			policies->head.builtin ? "built-in (no " POLICY_PATH " at HEAD)"
					       : POLICY_PATH " at HEAD");
}

static int doctor(const struct call *call, struct err *err)
{
	struct ward ward = {.call = call};
	int done;

	if (call->argv[0])
		return err_set(err, ERR_USAGE, "doctor takes no argument \"%s\"", call->argv[0]);
	look_binary(&ward);
	look_repository(&ward);
	if (ward.repo) {
		look_range(&ward);
		look_policy(&ward);
	}
	repo_close(ward.repo);
	done = verb_print(&ward.out, err);
	buffer_free(&ward.out);
	return done < 0 ? -1 : ward.cannot_run ? ERR_LOOK : 0;
}

const struct verb verb_doctor = {
	"doctor", "", "say whether the gate can run here, and what it finds", NULL, doctor, NULL};
