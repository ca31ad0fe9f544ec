/* SPDX-License-Identifier: Apache-2.0
 *
 * Models and data sets: a revision that was a commit and is not any more, code of a model that is run from now on, and
 * new ones without a commit.
 */
#include "checks/dependencies/reference.h"
#include "checks/dependencies/references.h"

static const struct pin *fixed_before(const struct pair *pair)
{
	for (size_t i = 0; i < pair->base_count; i++)
		if (is_fixed(pair->base[i]))
			return pair->base[i];
	return NULL;
}

static int report_let_go(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/model-unpinned", subject, pin);

	on.from = fixed_before(pair)->version;
	on.to = pin->version;
	if (pin->version.len == 0)
		return judging_report(judging, &on, err,
			"%.*s is loaded without a revision now; it was fixed before",
			SHOWN(pin->name));
	return judging_report(judging, &on, err,
		"%.*s is loaded at \"%.*s\" now, which can move; it was fixed before",
		SHOWN(pin->name), SHOWN(pin->version));
}

/* Where the base had such a one, the others are what was let go. */
static int judge_let_go(struct judging *judging, const struct subject *subject,
	const struct pair *pair, struct err *err)
{
	size_t skipped = holding_of(pair->base, pair->base_count).moving;

	for (size_t h = 0; h < pair->head_count; h++) {
		if (!is_moving(pair->head[h]))
			continue;
		if (skipped > 0)
			skipped--;
		else if (report_let_go(judging, subject, pair, pair->head[h], err) < 0)
			return -1;
	}
	return 0;
}

static int judge_new(struct judging *judging, const struct subject *subject, const struct pin *pin,
	struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/unpinned-new", subject, pin);

	if (!should_be_fixed(pin))
		return 0;
	on.to = pin->version;
	return judging_report(judging, &on, err,
		"the model or data set %.*s is new, and loaded without a commit id",
		SHOWN(pin->name));
}

static size_t count_remote(const struct pin *const *pins, size_t count)
{
	size_t remote = 0;

	for (size_t i = 0; i < count; i++)
		remote += (pins[i]->flags & PIN_REMOTE_CODE) != 0;
	return remote;
}

/* One more than before: the last one. */
static int judge_remote(struct judging *judging, const struct subject *subject,
	const struct pair *pair, struct err *err)
{
	const struct pin *last = NULL;
	struct verdict_on on;

	if (count_remote(pair->head, pair->head_count) <=
		count_remote(pair->base, pair->base_count))
		return 0;
	for (size_t h = 0; h < pair->head_count; h++)
		if (pair->head[h]->flags & PIN_REMOTE_CODE)
			last = pair->head[h];
	on = verdict_on_pin("dependencies/remote-code", subject, last);
	return judging_report(judging, &on, err, "code that comes with %.*s is run from now on",
		SHOWN(last->name));
}

static int judge_pair(struct judging *judging, const struct subject *subject,
	const struct pair *pair, struct err *err)
{
	struct holding base = holding_of(pair->base, pair->base_count);
	struct holding head = holding_of(pair->head, pair->head_count);
	int done = 0;

	if (base.fixed > head.fixed && head.moving > base.moving)
		done = judge_let_go(judging, subject, pair, err);
	for (size_t h = 0; done == 0 && pair->base_count == 0 && h < pair->head_count; h++)
		done = judge_new(judging, subject, pair->head[h], err);
	return done < 0 ? -1 : judge_remote(judging, subject, pair, err);
}

int judge_models(struct judging *judging, const struct subject *subject, struct err *err)
{
	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		if (pair->head_count && pair->head[0]->flags & PIN_MODEL &&
			judge_pair(judging, subject, pair, err) < 0)
			return -1;
	}
	return 0;
}
