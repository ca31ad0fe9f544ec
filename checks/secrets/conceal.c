/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/conceal.h"

#include "checks/secrets/report.h"

static int add_hits(struct masks *masks, struct scanner *scanner, struct text text, struct err *err)
{
	const struct scan *scan;

	if (scan_text(scanner, text, &scan, err) < 0)
		return -1;
	for (size_t i = 0; i < scan->hit_count; i++) {
		const struct hit *hit = &scan->hits[i];
		struct text secret = text_slice(scanner_views(scanner)->items[hit->view].bytes,
			hit->secret_from, hit->secret_to);

		if (masks_add(masks, secret, shown_prefix(hit->rule, secret)) < 0)
			return err_nomem(err);
	}
	return 0;
}

static bool is_worth_a_look(const struct text *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (texts[i].len >= SHORTEST_MATCH)
			return true;
	return false;
}

int conceal(struct masks *masks, const struct text *texts, size_t count, struct arena *arena,
	struct err *err)
{
	const struct rules none = {NULL, 0};
	struct scanner *scanner = NULL;
	struct ruleset *rules;
	int done;

	if (!is_worth_a_look(texts, count))
		return 0;
	if (ruleset_open(&rules, true, &none, NULL, arena, err) < 0)
		return -1;
	done = scanner_open(&scanner, rules, err);
	for (size_t i = 0; done == 0 && i < count; i++)
		done = add_hits(masks, scanner, texts[i], err);
	scanner_close(scanner);
	ruleset_close(rules);
	return done;
}
