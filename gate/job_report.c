/* SPDX-License-Identifier: Apache-2.0
 *
 * What a check hands over: findings, what could not be looked at, masks. All of it is copied.
 */
#include "gate/job.h"

#include <string.h>

#include "gate/base/buffer.h"

static bool copy(const struct check_job *job, struct text *text)
{
	if (!text->ptr)
		return true;
	*text = arena_text(job->arena, *text);
	return text->ptr != NULL;
}

static bool copy_details(const struct check_job *job, struct finding *finding)
{
	struct detail *details;

	if (finding->detail_count == 0)
		return true;
	details = arena_array(job->arena, finding->detail_count, sizeof(*details));
	if (!details)
		return false;
	for (size_t i = 0; i < finding->detail_count; i++) {
		details[i] = finding->details[i];
		if (!copy(job, &details[i].text))
			return false;
	}
	finding->details = details;
	return true;
}

static bool is_stray(const struct finding *finding)
{
	return finding->blob && finding->place && finding->place->is_stray;
}

/* What no ref reaches says so itself, in words that every report has. */
static bool add_stray(const struct check_job *job, struct finding *finding)
{
	struct detail *details =
		arena_array(job->arena, finding->detail_count + 1, sizeof(*details));
	char hex[OID_HEX], *message;

	if (!details)
		return false;
	oid_hex(&finding->blob->oid, hex);
	message = arena_printf(job->arena, "%.*s; no ref reaches its object %s",
		(int)finding->message.len, finding->message.ptr, hex);
	if (finding->detail_count)
		memcpy(details, finding->details, finding->detail_count * sizeof(*details));
	details[finding->detail_count] = (struct detail){
		.key = DETAIL_UNREACHABLE, .text = arena_text(job->arena, text_of(hex))};
	finding->message = text_of(message);
	finding->details = details;
	return message && details[finding->detail_count++].text.ptr;
}

static bool copy_mark(const struct check_job *job, struct mark *mark)
{
	return copy(job, &mark->words) && copy(job, &mark->reason) && copy(job, &mark->expires);
}

static bool copy_finding(const struct check_job *job, struct finding *finding)
{
	struct text *const texts[] = {&finding->path, &finding->message, &finding->remedy,
		&finding->excerpt, &finding->evidence};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!copy(job, texts[i]))
			return false;
	return copy_mark(job, &finding->mark) && copy_details(job, finding) &&
	       (!is_stray(finding) || add_stray(job, finding));
}

void check_report(const struct check_job *job, const struct finding *finding)
{
	/* NULL for a job outside of a run: nothing limits it. */
	struct run_clock *clock = job->core ? job->core->clock : NULL;
	struct findings *sink = job->findings;
	struct finding copied = *finding;

	if (clock && atomic_fetch_add(&clock->findings, 1) >= MOST_FINDINGS) {
		sink->overflowed = true;
		return;
	}
	if (arena_reserve(job->arena, (void **)&sink->items, &sink->capacity, sink->count + 1,
		    sizeof(*sink->items)) < 0 ||
		!copy_finding(job, &copied)) {
		sink->failed = true;
		return;
	}
	sink->items[sink->count++] = copied;
}

static void add_incomplete(const struct check_job *job, struct incomplete item)
{
	struct findings *sink = job->findings;

	if (arena_reserve(job->arena, (void **)&sink->incomplete, &sink->incomplete_capacity,
		    sink->incomplete_count + 1, sizeof(*sink->incomplete)) < 0 ||
		!copy(job, &item.path) || !copy(job, &item.reason) || !copy(job, &item.remedy)) {
		sink->failed = true;
		return;
	}
	sink->incomplete[sink->incomplete_count++] = item;
}

void check_incomplete(
	const struct check_job *job, struct text path, const char *reason, const char *remedy)
{
	add_incomplete(job, (struct incomplete){path, text_of(reason), text_of(remedy), NULL});
}

void check_blob_incomplete(const struct check_job *job, const struct blob *blob, const char *reason,
	const char *remedy)
{
	add_incomplete(job, (struct incomplete){blob_places(blob)[0].path->text, text_of(reason),
				    text_of(remedy), blob});
}

/* How a policy gets rid of a file that is gone. */
static void say_accept(const struct check_job *job, struct buffer *remedy)
{
	const struct job_core *core = job->core;

	if (!core->base_asks)
		return;
	if (!core->head_asks && core->head_sha256)
		buffer_printf(remedy,
			"; or, as the head's policy no longer asks for it and only the base's "
			"does, have a maintainer accept "
			"that: seamgate --accept-policy %s, or SEAMGATE_ACCEPT_POLICY=%s",
			core->head_sha256, core->head_sha256);
	else
		buffer_string(remedy, "; the base's policy asks for it too, so that a new policy "
				      "without it has to be accepted: "
				      "seamgate --accept-policy with the digest that seamgate "
				      "policy check prints");
}

void check_missing(const struct check_job *job, enum side side, struct text path, const char *what)
{
	bool is_local = side == SIDE_WORKSPACE;
	struct buffer reason = {0}, remedy = {0};

	buffer_printf(&reason, "the %s is missing %s", what,
		is_local ? "in the checked-out directory" : "at the head");
	buffer_printf(&remedy, "%s, or name where it is in .seamgate.yml",
		is_local ? "make it before the gate runs" : "commit it");
	say_accept(job, &remedy);
	if (reason.failed || remedy.failed)
		job->findings->failed = true;
	else
		check_incomplete(job, path, reason.ptr, remedy.ptr);
	buffer_free(&reason);
	buffer_free(&remedy);
}

void check_mask(const struct check_job *job, struct text secret, size_t shown)
{
	struct findings *sink = job->findings;
	struct mask_note note = {secret, shown};

	if (arena_reserve(job->arena, (void **)&sink->masks, &sink->mask_capacity,
		    sink->mask_count + 1, sizeof(*sink->masks)) < 0 ||
		!copy(job, &note.secret)) {
		sink->failed = true;
		return;
	}
	sink->masks[sink->mask_count++] = note;
}
