/* SPDX-License-Identifier: Apache-2.0
 *
 * Registries, and protections that were switched off.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/hosts.h"
#include "checks/dependencies/inherited.h"
#include "checks/dependencies/judging.h"
#include "checks/dependencies/let_through.h"
#include "checks/dependencies/newcomers.h"
#include "checks/dependencies/returned.h"

/* Settings of one file, sorted: of equal ones the first in the file is found. */
struct sorted {
	const struct setting **items;
	size_t count;
};

/* A registry is its value, a protection its name. */
static int compare(const struct setting *a, const struct setting *b)
{
	int order = (a->kind > b->kind) - (a->kind < b->kind);

	if (order == 0)
		order = text_compare(a->name, b->name);
	return order || a->kind == SETTING_GUARD ? order : text_compare(a->value, b->value);
}

static int compare_settings(const void *left, const void *right)
{
	const struct setting *a = *(const struct setting *const *)left,
			     *b = *(const struct setting *const *)right;
	int order = compare(a, b);

	return order ? order : (a > b) - (a < b);
}

static int sort(struct sorted *out, const struct lock *lock, struct arena *arena, struct err *err)
{
	out->count = lock->settings.count;
	out->items = arena_array(arena, out->count + 1, sizeof(*out->items));
	if (!out->items)
		return err_nomem(err);
	for (size_t i = 0; i < out->count; i++)
		out->items[i] = &lock->settings.items[i];
	qsort(out->items, out->count, sizeof(*out->items), compare_settings);
	return 0;
}

static const struct setting *find(const struct sorted *sorted, const struct setting *wanted)
{
	size_t low = 0, high = sorted->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(sorted->items[middle], wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sorted->count && compare(sorted->items[low], wanted) == 0 ? sorted->items[low]
									       : NULL;
}

/* What is judged, and what helps with it. */
struct settings_of {
	struct judging *judging;
	const struct subject *subject;
	struct sorted base, head;
	struct newcomers newcomers;
	struct let_through let_through;
	size_t told; /* sources that a finding was reported of */
};

static struct verdict_on verdict(
	const struct subject *subject, const struct setting *setting, const char *rule)
{
	return (struct verdict_on){.rule = rule,
		.subject = subject,
		.name = setting->name,
		.to = setting->value,
		.line = setting->line,
		.column = setting->column};
}

/* One package, or those of one owner: "@scope/…*". Other signs of patterns stand for several names. */
static bool is_of_one_owner(struct text about)
{
	size_t star = text_find(about, text_of("*"));

	for (size_t i = 0; i < about.len; i++)
		if (about.ptr[i] != '\0' && strchr("?!+|()[]{}\\", about.ptr[i]))
			return false;

	return about.len && (star == about.len ||
				    (about.ptr[0] == '@' && text_find(about, text_of("/")) < star));
}

/* Of a list of packages the list. */
static struct text list_of(const struct setting *setting)
{
	size_t end = text_find(setting->name, text_of(" "));

	return end < setting->name.len ? text_slice(setting->name, 0, end) : text_of("");
}

static const char *guard_rule(struct settings_of *of, const struct setting *setting)
{
	if (setting->is_unread)
		return "dependencies/exception-unread";
	if (setting->is_mild && is_of_one_owner(setting->about))
		return "dependencies/exception-age";
	return setting->about.len && newcomers_have(&of->newcomers, of->judging, of->subject,
					     setting->about)
		       ? "dependencies/exception-new"
		       : "dependencies/protection-weakened";
}

static int judge_guard(struct settings_of *of, const struct setting *setting, struct err *err)
{
	const struct setting *old = find(&of->base, setting);
	int before = old ? old->strength : setting->usual;
	struct verdict_on on = verdict(of->subject, setting, "dependencies/protection-weakened");

	if (setting->strength >= before ||
		(!old && let_through_before(&of->let_through, of->judging, of->subject, setting)))
		return 0;
	if (!old)
		on.rule = guard_rule(of, setting);
	else if (setting->is_snapshot)
		on.rule = "dependencies/version-snapshot";
	on.group = list_of(setting);
	on.from = old ? old->value : text_of("");
	return judging_report(of->judging, &on, err,
		"%.*s is set to \"%.*s\", which protects less than %s", SHOWN(setting->name),
		SHOWN(setting->value), old ? "before" : "is usual");
}

/* A protection that was stricter than usual and is gone. */
static int judge_lost(struct settings_of *of, const struct setting *old, struct err *err)
{
	struct verdict_on on = verdict(of->subject, old, "dependencies/protection-weakened");
	bool holds;

	if (old->strength <= old->usual || find(&of->head, old))
		return 0;
	if (inherited_holds(
		    &holds, of->judging, of->subject->format, of->subject->head.path, old, err) < 0)
		return -1;
	if (holds)
		return 0;
	on.from = old->value;
	on.to = text_of("");
	on.line = on.column = 0;
	return judging_report(of->judging, &on, err, "%.*s was set to \"%.*s\" and is gone",
		SHOWN(old->name), SHOWN(old->value));
}

/* Whose registry it is: in a workflow or a Dockerfile a variable may be any package manager's. */
static const char *ecosystem_of(const struct subject *subject, struct text name)
{
	static const struct {
		const char *prefix, *ecosystem;
	} all[] = {{"npm_config_", "npm"}, {"NPM_CONFIG_", "npm"}, {"YARN_", "npm"},
		{"PIP_", "pypi"}, {"UV_", "pypi"}, {"CARGO_", "cargo"}, {"GOPROXY", "golang"}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (text_starts(name, all[i].prefix))
			return all[i].ecosystem;
	return subject->format->ecosystem;
}

/* What is known at the base, or there was nothing of this ecosystem to compare with. */
static int is_known(bool *known, struct settings_of *of, struct text name,
	const struct address *address, struct err *err)
{
	const char *ecosystem = ecosystem_of(of->subject, name);
	struct hosts *hosts = of->judging->hosts;

	*known = !of->judging->job->change->has_base || hosts_know(hosts, ecosystem, address) ||
		 (ecosystem != of->subject->format->ecosystem &&
			 hosts_know(hosts, of->subject->format->ecosystem, address));
	if (*known)
		return 0;
	if (judging_widen(of->judging, ecosystem, err) < 0)
		return -1;
	*known = (!hosts_have_seen(hosts, ecosystem) &&
			 !hosts_have_seen(hosts, of->subject->format->ecosystem)) ||
		 hosts_know(hosts, ecosystem, address);
	return 0;
}

static int report_unknown(struct settings_of *of, const struct setting *setting,
	struct verdict_on *on, const struct address *address, struct err *err)
{
	bool returned;

	if (returned_setting(&returned, of->judging, of->subject, setting, err) < 0)
		return -1;
	if (returned)
		on->rule = "dependencies/returned";
	return judging_report(of->judging, on, err, "%.*s points to %.*s, %s", SHOWN(setting->name),
		SHOWN(address->host),
		text_find(address->host, text_of("$")) < address->host.len
			? "a host that is put in elsewhere: write it out"
			: "a host that nothing came from before");
}

static int judge_source(struct settings_of *of, const struct setting *setting, struct err *err)
{
	struct verdict_on on = verdict(of->subject, setting, "dependencies/registry-changed");
	struct address address;
	const char *trick;
	bool known;

	if (find(&of->base, setting) || !address_parse(&address, setting->value))
		return 0;
	trick = address_deceives(&address, setting->value);
	if (!trick && !address_is_insecure(&address)) {
		if (is_known(&known, of, setting->name, &address, err) < 0)
			return -1;
		if (known)
			return 0;
	}
	of->told++;
	if (trick) {
		on.rule = "dependencies/source-deceptive";
		return judging_report(
			of->judging, &on, err, "the URL of %.*s %s", SHOWN(setting->name), trick);
	}
	if (address_is_insecure(&address)) {
		on.rule = "dependencies/source-insecure";
		return judging_report(of->judging, &on, err,
			"%.*s is used without encryption, over %.*s", SHOWN(setting->name),
			SHOWN(address.scheme));
	}
	return report_unknown(of, setting, &on, &address, err);
}

static int judge_unresolved(struct settings_of *of, const struct setting *setting, struct err *err)
{
	struct verdict_on on = verdict(of->subject, setting, "dependencies/source-unresolved");

	if (find(&of->base, setting) || !of->judging->job->change->has_base)
		return 0;
	return judging_report(of->judging, &on, err,
		"%.*s points to what this file does not say: %.*s", SHOWN(setting->name),
		SHOWN(setting->value));
}

static int judge_code(struct settings_of *of, const struct setting *setting, struct err *err)
{
	struct verdict_on on = verdict(of->subject, setting, "dependencies/install-code");

	if (find(&of->base, setting) || !of->judging->job->change->has_base)
		return 0;
	return judging_report(of->judging, &on, err,
		"%.*s runs code while packages are installed: %.*s", SHOWN(setting->name),
		SHOWN(setting->value));
}

static bool is_part(const struct setting *part, const struct setting *whole)
{
	return part->kind == SETTING_SOURCE &&
	       text_find(whole->value, part->value) < whole->value.len;
}

/* What cannot be told, and behind it the addresses that stand in it: what is reported of one of them stands for all of it. */
static int judge_whole(
	struct settings_of *of, const struct settings *head, size_t *at, struct err *err)
{
	const struct setting *whole = &head->items[*at];
	size_t before = of->told;

	while (*at + 1 < head->count && is_part(&head->items[*at + 1], whole))
		if (judge_source(of, &head->items[++*at], err) < 0)
			return -1;
	return of->told > before ? 0 : judge_unresolved(of, whole, err);
}

static int judge_setting(
	struct settings_of *of, const struct settings *head, size_t *at, struct err *err)
{
	const struct setting *setting = &head->items[*at];

	switch (setting->kind) {
	case SETTING_GUARD:
		return judge_guard(of, setting, err);
	case SETTING_SOURCE:
		return judge_source(of, setting, err);
	case SETTING_UNRESOLVED:
		return judge_whole(of, head, at, err);
	case SETTING_CODE:
		return judge_code(of, setting, err);
	case SETTING_HOST:
		return 0;
	}
	return 0;
}

static int judge_all_gone(struct settings_of *of, const struct settings *base, struct err *err)
{
	for (size_t i = 0; i < base->count; i++)
		if (base->items[i].kind == SETTING_GUARD &&
			judge_lost(of, &base->items[i], err) < 0)
			return -1;
	return 0;
}

int judge_settings(struct judging *judging, const struct subject *subject, struct err *err)
{
	const struct settings *head = &subject->head.lock.settings;
	struct settings_of of = {.judging = judging, .subject = subject};

	if (sort(&of.base, &subject->base.lock, subject->arena, err) < 0 ||
		sort(&of.head, &subject->head.lock, subject->arena, err) < 0)
		return -1;
	for (size_t i = 0; i < head->count; i++)
		if (judge_setting(&of, head, &i, err) < 0)
			return -1;
	return judge_all_gone(&of, &subject->base.lock.settings, err);
}
