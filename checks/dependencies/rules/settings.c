/* SPDX-License-Identifier: Apache-2.0
 *
 * Registries, and protections that were switched off.
 */
#include "checks/dependencies/hosts.h"
#include "checks/dependencies/judging.h"
#include "checks/dependencies/newcomers.h"

static const struct setting *find(const struct lock *lock, const struct setting *wanted)
{
	for (size_t i = 0; i < lock->settings.count; i++) {
		const struct setting *setting = &lock->settings.items[i];

		if (setting->kind == wanted->kind && text_equal(setting->name, wanted->name) &&
			(setting->kind == SETTING_GUARD || text_equal(setting->value, wanted->value)))
			return setting;
	}
	return NULL;
}

static struct verdict_on verdict(const struct subject *subject, const struct setting *setting, const char *rule)
{
	return (struct verdict_on){.rule = rule, .subject = subject, .name = setting->name,
		.to = setting->value, .line = setting->line, .column = setting->column};
}

/* One package, or those of one owner: "@scope/…*". */
static bool is_of_one_owner(struct text about)
{
	size_t star = text_find(about, text_of("*"));

	return about.len && (star == about.len || (about.ptr[0] == '@' && text_find(about, text_of("/")) < star));
}

/* Of a list of packages the list. */
static struct text list_of(const struct setting *setting)
{
	size_t end = text_find(setting->name, text_of(" "));

	return end < setting->name.len ? text_slice(setting->name, 0, end) : text_of("");
}

static const char *guard_rule(struct judging *judging, const struct subject *subject, const struct setting *setting,
	struct newcomers *newcomers)
{
	if (setting->is_mild && is_of_one_owner(setting->about))
		return "dependencies/exception-age";
	return setting->about.len && newcomers_have(newcomers, judging, subject, setting->about)
		       ? "dependencies/exception-new"
		       : "dependencies/protection-weakened";
}

static int judge_guard(struct judging *judging, const struct subject *subject, const struct setting *setting,
	struct newcomers *newcomers, struct err *err)
{
	const struct setting *old = find(&subject->base.lock, setting);
	int before = old ? old->strength : setting->usual;
	struct verdict_on on = verdict(subject, setting, "dependencies/protection-weakened");

	if (setting->strength >= before)
		return 0;
	if (!old)
		on.rule = guard_rule(judging, subject, setting, newcomers);
	on.group = list_of(setting);
	on.from = old ? old->value : text_of("");
	return judging_report(judging, &on, err, "%.*s is set to \"%.*s\", which protects less than %s",
		SHOWN(setting->name), SHOWN(setting->value), old ? "before" : "is usual");
}

/* A protection that was stricter than usual and is gone. */
static int judge_lost(struct judging *judging, const struct subject *subject, const struct setting *old,
	struct err *err)
{
	struct verdict_on on = verdict(subject, old, "dependencies/protection-weakened");

	if (old->strength <= old->usual || find(&subject->head.lock, old))
		return 0;
	on.from = old->value;
	on.to = text_of("");
	on.line = on.column = 0;
	return judging_report(judging, &on, err, "%.*s was set to \"%.*s\" and is gone", SHOWN(old->name),
		SHOWN(old->value));
}

/* What is known at the base, or there was nothing of this ecosystem to compare with. */
static int is_known(bool *known, struct judging *judging, const struct subject *subject,
	const struct address *address, struct err *err)
{
	const char *ecosystem = subject->format->ecosystem;

	*known = !judging->job->change->has_base || hosts_know(judging->hosts, ecosystem, address);
	if (*known)
		return 0;
	if (judging_widen(judging, ecosystem, err) < 0)
		return -1;
	*known = !hosts_have_seen(judging->hosts, ecosystem) ||
		hosts_know(judging->hosts, ecosystem, address);
	return 0;
}

static int judge_source(struct judging *judging, const struct subject *subject, const struct setting *setting,
	struct err *err)
{
	struct verdict_on on = verdict(subject, setting, "dependencies/registry-changed");
	struct address address;
	const char *trick;
	bool known;

	if (find(&subject->base.lock, setting) || !address_parse(&address, setting->value))
		return 0;
	trick = address_deceives(&address, setting->value);
	if (trick) {
		on.rule = "dependencies/source-deceptive";
		return judging_report(judging, &on, err, "the URL of %.*s %s", SHOWN(setting->name), trick);
	}
	if (address_is_insecure(&address)) {
		on.rule = "dependencies/source-insecure";
		return judging_report(judging, &on, err, "%.*s is used without encryption, over %.*s",
			SHOWN(setting->name), SHOWN(address.scheme));
	}
	if (is_known(&known, judging, subject, &address, err) < 0)
		return -1;
	return known ? 0
		     : judging_report(judging, &on, err, "%.*s points to %.*s, a host that nothing came from before",
			       SHOWN(setting->name), SHOWN(address.host));
}

int judge_settings(struct judging *judging, const struct subject *subject, struct err *err)
{
	const struct settings *base = &subject->base.lock.settings, *head = &subject->head.lock.settings;
	struct newcomers newcomers = {0};

	for (size_t i = 0; i < head->count; i++) {
		const struct setting *setting = &head->items[i];

		if (setting->kind == SETTING_GUARD && judge_guard(judging, subject, setting, &newcomers, err) < 0)
			return -1;
		if (setting->kind == SETTING_SOURCE && judge_source(judging, subject, setting, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < base->count; i++)
		if (base->items[i].kind == SETTING_GUARD &&
			judge_lost(judging, subject, &base->items[i], err) < 0)
			return -1;
	return 0;
}
