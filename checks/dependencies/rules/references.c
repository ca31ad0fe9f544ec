/* SPDX-License-Identifier: Apache-2.0
 *
 * Actions, images, hooks and includes: what was fixed by a commit or digest and is not any more, new ones that can move, and
 * images whose tag has another digest. Models are rules/models.c's.
 */
#include "checks/dependencies/references.h"

#include "checks/dependencies/reference.h"
#include "checks/dependencies/subjects.h"

int judging_references(struct references **out, struct judging *judging, struct err *err)
{
	if (!judging->references)
		judging->references =
			arena_alloc(judging->job->arena, sizeof(*judging->references));
	*out = judging->references;
	return *out ? 0 : err_nomem(err);
}

bool is_fixed(const struct pin *pin)
{
	return pin->digest_count > 0;
}

bool is_moving(const struct pin *pin)
{
	return pin->flags & PIN_REFERENCE && !(pin->flags & (PIN_LOCAL | PIN_UNKNOWN)) &&
	       !is_fixed(pin);
}

bool should_be_fixed(const struct pin *pin)
{
	return is_moving(pin) && !(pin->flags & PIN_NO_DIGEST);
}

struct holding holding_of(const struct pin *const *pins, size_t count)
{
	struct holding holding = {0};

	for (size_t i = 0; i < count; i++) {
		holding.fixed += is_fixed(pins[i]);
		holding.moving += is_moving(pins[i]);
	}
	return holding;
}

/* ---- let go ---- */

static bool base_has_moving(const struct pair *pair, const struct pin *pin)
{
	for (size_t i = 0; i < pair->base_count; i++)
		if (!is_fixed(pair->base[i]) && text_equal(pair->base[i]->version, pin->version))
			return true;
	return false;
}

static const struct pin *fixed_before(const struct pair *pair)
{
	for (size_t i = 0; i < pair->base_count; i++)
		if (is_fixed(pair->base[i]))
			return pair->base[i];
	return NULL;
}

static const char *kind_of(const struct pin *pin)
{
	return pin->flags & PIN_IMAGE ? "the image" : "";
}

static const char *what_moves(const struct pin *pin)
{
	if (pin->version.len == 0)
		return "without a version";
	for (size_t i = 0; i < pin->version.len; i++)
		if (!((pin->version.ptr[i] >= '0' && pin->version.ptr[i] <= '9') ||
			    (pin->version.ptr[i] >= 'a' && pin->version.ptr[i] <= 'f')))
			return "by a tag or branch";
	return pin->version.len >= 7 ? "by an abbreviated commit id" : "by a tag or branch";
}

static int report_let_go(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/unpinned", subject, pin);
	const struct pin *before = fixed_before(pair);

	on.from = before->digests[0].written;
	on.to = pin->version;
	return judging_report(judging, &on, err,
		"%s%s%.*s is named %s%s%.*s%s now; it was fixed before", kind_of(pin),
		kind_of(pin)[0] ? " " : "", SHOWN(pin->name), what_moves(pin),
		pin->version.len ? " (" : "", SHOWN(pin->version), pin->version.len ? ")" : "");
}

/* More of them move and fewer are fixed: those that are new among them, or where none is, the last. */
static int judge_let_go(struct judging *judging, const struct subject *subject,
	const struct pair *pair, struct err *err)
{
	const struct pin *last = NULL;
	bool reported = false;

	for (size_t h = 0; h < pair->head_count; h++) {
		const struct pin *pin = pair->head[h];

		if (!is_moving(pin))
			continue;
		last = pin;
		if (base_has_moving(pair, pin))
			continue;
		reported = true;
		if (report_let_go(judging, subject, pair, pin, err) < 0)
			return -1;
	}
	return reported || !last ? 0 : report_let_go(judging, subject, pair, last, err);
}

/* ---- new ones ---- */

static int count_images(struct references *references, struct judging *judging,
	const struct format *format, struct text path, struct err *err)
{
	struct arena *arena = arena_new();
	struct check_job reading = *judging->job;
	struct err own = {0};
	struct lock lock;
	bool found;
	int done = 0;

	if (!arena)
		return err_nomem(err);
	reading.arena = arena;
	if (lock_read(&lock, &found, format, &reading, SIDE_BASE, path, &own) < 0)
		done = own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	else
		for (size_t i = 0; i < lock.pins.count; i++)
			if (lock.pins.items[i].flags & PIN_IMAGE) {
				references->fixed_images += is_fixed(&lock.pins.items[i]);
				references->moving_images += should_be_fixed(&lock.pins.items[i]);
			}
	arena_free(arena);
	return done;
}

/* "*.yaml" would mean the whole repository. */
static int count_format(struct references *references, struct judging *judging,
	const struct format *format, struct err *err)
{
	for (const char *const *glob = format->globs; *glob; glob++) {
		struct paths paths = {0};

		if (**glob == '*')
			continue;
		if (job_match(judging->job, SIDE_BASE, *glob, &paths, err) < 0)
			return -1;
		for (size_t i = 0; i < paths.count && !job_stopped(judging->job); i++)
			if (count_images(references, judging, format, paths.items[i], err) < 0)
				return -1;
	}
	return 0;
}

static int repository_fixes_images(bool *out, struct judging *judging, struct err *err)
{
	struct references *references;

	if (judging_references(&references, judging, err) < 0)
		return -1;
	for (size_t i = 0; !references->images_are_counted && i < formats.count; i++)
		if (formats.items[i]->domain == DOMAIN_IMAGE &&
			count_format(references, judging, formats.items[i], err) < 0)
			return -1;
	references->images_are_counted = true;
	*out = references->fixed_images > 0 && references->moving_images == 0;
	return 0;
}

/* All of that kind were fixed in this file, or, of images in a file that had none, in the repository. */
static int others_are_fixed(bool *out, struct judging *judging, const struct subject *subject,
	const struct pin *pin, struct err *err)
{
	const struct pins *pins = &subject->base.lock.pins;
	uint32_t kind = PIN_IMAGE | PIN_BY_TAG;
	size_t fixed = 0, moving = 0;

	for (size_t i = 0; i < pins->count; i++)
		if ((pins->items[i].flags & kind) == (pin->flags & kind)) {
			fixed += is_fixed(&pins->items[i]);
			moving += should_be_fixed(&pins->items[i]);
		}
	*out = fixed > 0 && moving == 0;
	if (fixed + moving > 0 || !(pin->flags & PIN_IMAGE))
		return 0;
	return repository_fixes_images(out, judging, err);
}

static bool is_first_party(const struct pin *pin)
{
	return !(pin->flags & PIN_IMAGE) &&
	       (text_starts(pin->name, "actions/") || text_starts(pin->name, "github/"));
}

static int judge_new(struct judging *judging, const struct subject *subject, const struct pin *pin,
	struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/unpinned-new", subject, pin);
	bool strict = true;

	if (is_first_party(pin))
		strict = false;
	else if (pin->flags & PIN_BY_TAG &&
		 others_are_fixed(&strict, judging, subject, pin, err) < 0)
		return -1;
	if (!strict)
		on.rule = "dependencies/tag-new";
	on.to = pin->version;
	return judging_report(judging, &on, err, "%s%s%.*s is new, and named %s%s%.*s%s",
		kind_of(pin), kind_of(pin)[0] ? " " : "", SHOWN(pin->name), what_moves(pin),
		pin->version.len ? " (" : "", SHOWN(pin->version), pin->version.len ? ")" : "");
}

static int judge_all_new(struct judging *judging, const struct subject *subject,
	const struct pair *pair, struct err *err)
{
	for (size_t h = 0; h < pair->head_count; h++)
		if (should_be_fixed(pair->head[h]) && !base_has_moving(pair, pair->head[h]) &&
			judge_new(judging, subject, pair->head[h], err) < 0)
			return -1;
	return 0;
}

/* ---- digests ---- */

static const struct pin *same_version(const struct pair *pair, const struct pin *pin)
{
	for (size_t i = 0; i < pair->base_count; i++)
		if (is_fixed(pair->base[i]) && text_equal(pair->base[i]->version, pin->version))
			return pair->base[i];
	return NULL;
}

/* Of a commit the version is the commit: another one is another version. */
static int judge_moved(struct judging *judging, const struct subject *subject,
	const struct pair *pair, const struct pin *pin, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/digest-moved", subject, pin);
	const struct pin *before = same_version(pair, pin);

	if (!is_fixed(pin) || is_whole_commit(pin->version) || !before ||
		pin_is_unchanged(pair, pin))
		return 0;
	on.from = before->digests[0].written;
	on.to = pin->digests[0].written;
	return judging_report(judging, &on, err, "%s%s%.*s%s%.*s has another digest than before",
		kind_of(pin), kind_of(pin)[0] ? " " : "", SHOWN(pin->name),
		pin->version.len ? ":" : "", SHOWN(pin->version));
}

static int note_claims(struct judging *judging, const struct subject *subject,
	const struct pair *pair, struct err *err)
{
	struct references *references;

	if (judging_references(&references, judging, err) < 0)
		return -1;
	for (size_t h = 0; h < pair->head_count && references->touched.count < MOST_TOUCHED; h++) {
		const struct pin *pin = pair->head[h];
		bool was_there = false;

		for (size_t b = 0; b < pair->base_count; b++)
			was_there = was_there ||
				    (text_equal(pair->base[b]->version, pin->version) &&
					    text_equal(pair->base[b]->comment, pin->comment));
		if (!was_there && claims_add(&references->touched, subject, pin,
					  judging->job->arena, err) < 0)
			return -1;
	}
	return 0;
}

static int judge_pair(struct judging *judging, const struct subject *subject,
	const struct pair *pair, struct err *err)
{
	struct holding base = holding_of(pair->base, pair->base_count);
	struct holding head = holding_of(pair->head, pair->head_count);
	bool let_go = base.fixed > head.fixed && head.moving > base.moving;
	int done;

	if (let_go)
		done = judge_let_go(judging, subject, pair, err);
	else if (pair->base_count == 0 || head.moving > base.moving)
		done = judge_all_new(judging, subject, pair, err);
	else
		done = 0;
	for (size_t h = 0; done == 0 && h < pair->head_count; h++) {
		done = judge_moved(judging, subject, pair, pair->head[h], err);
		if (done == 0)
			done = judge_exchanged(judging, subject, pair, pair->head[h], err);
	}
	return done < 0 ? -1 : note_claims(judging, subject, pair, err);
}

/* What judge_version_comments would read again otherwise. */
static int note_seen(struct judging *judging, const struct subject *subject, struct err *err)
{
	const struct pins *pins = &subject->head.lock.pins;
	struct arena *arena = judging->job->arena;
	struct references *all;
	struct text path = arena_text(arena, subject->head.path);

	if (judging_references(&all, judging, err) < 0)
		return -1;
	if (!path.ptr || arena_reserve(arena, (void **)&all->seen_files, &all->seen_capacity,
				 all->seen_count + 1, sizeof(*all->seen_files)) < 0)
		return err_nomem(err);
	all->seen_files[all->seen_count++] = (struct seen_file){subject->format, path};
	for (size_t i = 0; i < pins->count; i++)
		if (claims_add(&all->seen, subject, &pins->items[i], arena, err) < 0)
			return -1;
	return 0;
}

int judge_references(struct judging *judging, const struct subject *subject, struct err *err)
{
	bool has_references = false;

	for (size_t i = 0; i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		if (pair->head_count == 0 || !(pair->head[0]->flags & PIN_REFERENCE) ||
			pair->head[0]->flags & PIN_MODEL)
			continue;
		if (judge_pair(judging, subject, pair, err) < 0)
			return -1;
		has_references = true;
	}
	return has_references ? note_seen(judging, subject, err) : 0;
}
