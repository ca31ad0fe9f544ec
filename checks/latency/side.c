/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/side.h"

#include <math.h>
#include <string.h>

#include "checks/latency/columns.h"
#include "gate/base/buffer.h"
#include "gate/base/hash.h"

/* Where the base's files are: DESIGN section 5. A path is taken from the workspace where the source is, else from the
 * base's tree, so that a change cannot move its own measure; only where the base has none, from the head's. */
struct origin {
	enum side sides[2];
	size_t count;
	struct text pattern;
};

static struct origin find_origin(
	const struct flow *flow, const struct flow_source *source, bool base)
{
	if (!base)
		return (struct origin){
			{source->workspace ? SIDE_WORKSPACE : SIDE_HEAD}, 1, source->path};
	if (text_is(flow->baseline, "base"))
		return (struct origin){{SIDE_BASE}, 1, source->path};
	if (source->workspace)
		return (struct origin){{SIDE_WORKSPACE, SIDE_BASE}, 2, flow->baseline};
	return (struct origin){{SIDE_BASE, SIDE_HEAD}, 2, flow->baseline};
}

static int note(const struct check_job *job, struct flow_side *side, struct text path,
	const struct err *fault, struct err *err)
{
	if (fault->kind == ERR_INTERNAL)
		return err_set(err, fault->kind, "%s", fault->message);
	side->usable = false;
	check_incomplete(job, path, fault->message,
		fault->remedy[0] ? fault->remedy
				 : "measure again, and keep the report as the tool wrote it");
	return 0;
}

static struct series *main_series(const struct side_run *run, const struct flow *flow)
{
	if (run->samples.count == 1)
		return run->samples.series[0];
	for (size_t i = 0; i < run->samples.count; i++)
		if (run->samples.series[i]->is_main)
			return run->samples.series[i];
	return samples_find(&run->samples, flow->name);
}

/* At most eight names, for a message. */
static const char *list_series(const struct side_run *run, struct arena *arena)
{
	const char *words = "";

	for (size_t i = 0; words && i < run->samples.count && i < 8; i++) {
		struct text name = run->samples.series[i]->name;

		words = arena_printf(
			arena, "%s%s\"%.*s\"", words, i ? ", " : "", text_quote(name), name.ptr);
	}
	return words ? words : "";
}

static int choose_series(
	struct side_run *run, const struct flow *flow, struct arena *arena, struct err *err)
{
	struct text select = run->select;

	run->series = select.len ? samples_find(&run->samples, select) : main_series(run, flow);
	if (run->series && (run->series->rows || run->series->summary_count))
		return 0;
	if (run->samples.count == 0)
		return err_set(err, ERR_LOOK, "%.200s: there is no measurement in it", run->name);
	if (select.len)
		err_set(err, ERR_LOOK, "%.200s: there is no \"%.*s\" in it; there are %s",
			run->name, text_quote(select), select.ptr, list_series(run, arena));
	else
		err_set(err, ERR_LOOK, "%.200s: it holds several series: %s", run->name,
			list_series(run, arena));
	return err_remedy(err, "name one of them in the source's `select`");
}

/* The names that a reader of many columns wants. */
static int policy_phases(
	struct text_list *out, const struct flow *flow, struct arena *arena, struct err *err)
{
	const struct flow_phase *phases = flow->phases.items;

	out->count = 0;
	out->items = arena_array(arena, flow->phases.count, sizeof(*out->items));
	if (!out->items)
		return err_nomem(err);
	for (size_t i = 0; i < flow->phases.count; i++)
		if (!text_is(phases[i].name, "unaccounted"))
			out->items[out->count++] = phases[i].name;
	return 0;
}

static int read_samples(struct samples *out, const struct side_run *run, struct text select,
	const struct flow *flow, struct arena *arena, struct err *err)
{
	struct measured_file file = {.path = run->path,
		.name = run->name,
		.content = run->content,
		.select = select,
		.columns = &run->source->columns,
		.scratch = arena_new()};
	int done;

	if (!file.scratch)
		return err_nomem(err);
	samples_start(out, run->name, arena);
	done = policy_phases(&file.phases, flow, arena, err);
	if (done == 0)
		done = run->format->read(out, &file, err);
	arena_free(file.scratch);
	return done;
}

static void add_name(struct buffer *out, struct text name)
{
	buffer_printf(out, "%zu:", name.len);
	buffer_add(out, name);
}

/* All that a reader goes by but `select`. */
static void name_reading(struct buffer *out, const struct side_run *run, const struct flow *flow)
{
	const struct columns *columns = &run->source->columns;
	const struct flow_phase *phases = flow->phases.items;

	buffer_printf(out, "%p %p ", (const void *)run->format, (const void *)run->content.ptr);
	add_name(out, columns->total);
	add_name(out, columns->flow);
	add_name(out, columns->unit);
	buffer_printf(out, "%zu ", columns->phases.count);
	for (size_t i = 0; i < columns->phases.count; i++)
		add_name(out, columns->phases.items[i]);
	for (size_t i = 0; i < flow->phases.count; i++)
		add_name(out, phases[i].name);
}

static int find_memo(struct memo **out, const struct side_run *run, const struct flow *flow,
	const struct check_job *job, struct err *err)
{
	struct buffer name = {0};
	int done;

	name_reading(&name, run, flow);
	done = name.failed ? err_nomem(err) : job_memo(out, job, buffer_text(&name), err);
	buffer_free(&name);
	return done;
}

/* A file that cannot be read without a select is read for each. */
static int make_shared(struct memo *memo, const struct side_run *run, const struct flow *flow,
	struct arena *arena, struct err *err)
{
	struct samples *samples = arena_alloc(arena, sizeof(*samples));
	struct err fault = {0};

	if (!samples)
		return err_nomem(err);
	if (read_samples(samples, run, text_of(""), flow, arena, &fault) == 0)
		memo->made = samples;
	else if (fault.kind != ERR_LOOK)
		return err_set(err, fault.kind, "%s", fault.message);
	return 0;
}

/* What other flows of the same file have it read for; *found false: it is to be read for this one. */
static int find_shared(bool *found, struct side_run *run, const struct flow *flow,
	const struct check_job *job, struct err *err)
{
	struct memo *memo;

	*found = false;
	if (!run->format->select_is_a_series || run->select.len == 0)
		return 0;
	if (find_memo(&memo, run, flow, job, err) < 0)
		return -1;
	if (!memo)
		return 0;
	if (memo_is_due(job, memo, run->content.len) &&
		make_shared(memo, run, flow, job->arena, err) < 0)
		return -1;
	if (!memo->made || !samples_find(memo->made, run->select))
		return 0;
	run->samples = *(const struct samples *)memo->made;
	*found = true;
	return 0;
}

static int parse(
	struct side_run *run, const struct flow *flow, const struct check_job *job, struct err *err)
{
	bool found;

	if (find_shared(&found, run, flow, job, err) < 0)
		return -1;
	if (!found && read_samples(&run->samples, run, run->select, flow, job->arena, err) < 0)
		return -1;
	return choose_series(run, flow, job->arena, err);
}

const struct side_run *side_copy_of(const struct flow_side *side, const struct side_run *run)
{
	const uint32_t *number = keys_find(&side->by_digest, run->digest);

	return number ? &side->runs[*number - 1] : NULL;
}

static int digest(struct text *out, struct text content, struct arena *arena, struct err *err)
{
	char hex[SHA256_HEX];

	if (hash_sha256_hex(content, hex, err) < 0)
		return -1;
	*out = arena_text(arena, text_of(hex));
	return out->ptr ? 0 : err_nomem(err);
}

/* Once, however many flows name the file. */
static int find_digest(struct side_run *run, const struct check_job *job, struct err *err)
{
	struct text name = arena_textf(job->arena, "digest %p", (const void *)run->content.ptr);
	struct memo *memo;

	if (!name.ptr)
		return err_nomem(err);
	if (job_memo(&memo, job, name, err) < 0)
		return -1;
	if (memo && memo->made) {
		run->digest = (struct text){memo->made, SHA256_HEX - 1};
		return 0;
	}
	if (digest(&run->digest, run->content, job->arena, err) < 0)
		return -1;
	if (memo)
		memo->made = run->digest.ptr;
	return 0;
}

static int add_run(
	struct flow_side *side, const struct side_run *run, struct arena *arena, struct err *err)
{
	uint32_t *number;

	if (side->run_count == SIDE_MOST_FILES)
		return err_set(err, ERR_LOOK, "a flow has more than %d files", SIDE_MOST_FILES);
	if (arena_reserve(arena, (void **)&side->runs, &side->run_capacity, side->run_count + 1,
		    sizeof(*run)) < 0)
		return err_nomem(err);
	if (keys_add(&side->by_digest, run->digest, &number, err) < 0)
		return -1;
	side->runs[side->run_count++] = *run;
	*number = (uint32_t)side->run_count;
	return 0;
}

/* A copy of another run is no run of its own. */
static int read_run(struct flow_side *side, const struct check_job *job, const struct flow *flow,
	struct side_run *run, struct err *err)
{
	const struct side_run *copy;
	struct err fault = {0};

	if (find_digest(run, job, err) < 0)
		return -1;
	copy = side_copy_of(side, run);
	if (copy) {
		err_set(&fault, ERR_LOOK,
			"%.200s has the same bytes as %.200s: one run is counted twice", run->name,
			copy->name);
		err_remedy(&fault, "remove it, and measure again where runs are missing");
		return note(job, side, run->path, &fault, err);
	}
	if (parse(run, flow, job, &fault) < 0)
		return note(job, side, run->path, &fault, err);
	return add_run(side, run, job->arena, err);
}

/* Where the files of a source are looked for, and what is wanted of them. */
struct search {
	struct flow_side *side;
	const struct check_job *job;
	const struct flow *flow;
	const struct flow_source *source;
	enum side where;
};

static int read_item(const struct search *search, struct text path,
	const struct latency_format *format, struct text select, bool *found, struct err *err)
{
	const struct check_job *job = search->job;
	struct side_run run = {.path = path,
		.source = search->source,
		.format = format,
		.select = select,
		.name = arena_copy(job->arena, path)};
	struct err fault = {0};

	*found = true;
	if (!run.name)
		return err_nomem(err);
	if (job_read_data(job, search->where, path, &run.content, &fault) < 0)
		return note(job, search->side, path, &fault, err);
	*found = run.content.ptr != NULL;
	return *found ? read_run(search->side, job, search->flow, &run, err) : 0;
}

/* "perf/lhr-1.json" of "perf/manifest.json" and "lhr-1.json". */
static struct text beside(struct text path, struct text name, struct arena *arena)
{
	size_t folder = path.len;

	while (folder > 0 && path.ptr[folder - 1] != '/')
		folder--;
	return arena_textf(arena, "%.*s%.*s", (int)folder, path.ptr, (int)name.len, name.ptr);
}

static int read_listed(const struct search *search, struct text path, struct text name,
	const struct latency_format *format, struct err *err)
{
	struct text item = beside(path, name, search->job->arena);
	struct err fault = {0};
	bool found;

	if (!item.ptr)
		return err_nomem(err);
	if (read_item(search, item, format, (struct text)TEXT(""), &found, err) < 0)
		return -1;
	if (found)
		return 0;
	err_set(&fault, ERR_LOOK, "%.*s names a report that is not beside it", text_quote(path),
		path.ptr);
	err_remedy(&fault, "keep the list and all its reports in one folder");
	return note(search->job, search->side, item, &fault, err);
}

static int read_list(const struct search *search, struct text path,
	const struct latency_format *format, struct err *err)
{
	struct measured_file file = {.path = path,
		.select = search->source->select,
		.columns = &search->source->columns};
	struct text_list names = {0};
	struct err fault = {0};

	file.name = arena_copy(search->job->arena, path);
	if (!file.name)
		return err_nomem(err);
	if (job_read_data(search->job, search->where, path, &file.content, &fault) < 0 ||
		(file.content.ptr && format->list(&names, &file, search->job->arena, &fault) < 0))
		return note(search->job, search->side, path, &fault, err);
	for (size_t i = 0; i < names.count; i++)
		if (read_listed(search, path, names.items[i], format->items, err) < 0)
			return -1;
	return 0;
}

static int read_file(const struct search *search, struct text path, struct err *err)
{
	const struct latency_format *format = latency_formats[search->source->format];
	bool found;

	if (format->list)
		return read_list(search, path, format, err);
	return read_item(search, path, format, search->source->select, &found, err);
}

static int read_source(struct flow_side *side, const struct check_job *job, const struct flow *flow,
	const struct flow_source *source, bool base, struct err *err)
{
	struct origin origin = find_origin(flow, source, base);
	const char *glob = arena_copy(job->arena, origin.pattern);
	struct search search = {side, job, flow, source, SIDE_HEAD};
	struct paths paths = {0};

	if (!glob)
		return err_nomem(err);
	for (size_t i = 0; i < origin.count && paths.count == 0; i++) {
		search.where = origin.sides[i];
		if (job_match(job, search.where, glob, &paths, err) < 0)
			return -1;
		for (size_t k = 0; k < paths.count && !job_stopped(job); k++)
			if (read_file(&search, paths.items[k], err) < 0)
				return -1;
	}
	return 0;
}

int side_read(struct flow_side *out, const struct check_job *job, const struct flow *flow,
	bool base, const struct flow_side *like, struct err *err)
{
	const struct flow_source *sources = flow->sources.items;

	*out = (struct flow_side){.usable = true};
	keys_start(&out->by_digest, job->arena);
	/* One path for all sources: it would be read once for each. */
	for (size_t i = 0;
		i < flow->sources.count && !(base && i && !text_is(flow->baseline, "base")); i++)
		if (read_source(out, job, flow, &sources[i], base, err) < 0)
			return -1;
	check_examined(job, "reports", out->run_count);
	if (!out->usable || out->run_count == 0)
		return 0;
	return columns_make(out, job, flow, like, err);
}

static int read_note(struct flow_side *side, const struct check_job *job, const struct flow *flow,
	const struct note *note, struct err *err)
{
	const struct flow_source *source = flow->sources.items;
	struct side_run run = {.path = flow->history,
		.content = note->content,
		.source = source,
		.format = latency_formats[source->format],
		.select = source->select};
	char hex[OID_HEX];

	oid_hex(&note->commit, hex);
	run.name = arena_printf(job->arena, "the note of %.12s", hex);
	return run.name ? read_run(side, job, flow, &run, err) : err_nomem(err);
}

int side_read_notes(struct flow_side *out, const struct check_job *job, const struct flow *flow,
	const struct oid *tip, const struct flow_side *like, struct err *err)
{
	struct notes notes;

	*out = (struct flow_side){.usable = true};
	keys_start(&out->by_digest, job->arena);
	if (job_notes(job, tip, &notes, err) < 0)
		return -1;
	for (size_t i = 0; i < notes.count; i++)
		if (read_note(out, job, flow, &notes.items[i], err) < 0)
			return -1;
	check_examined(job, "reports", out->run_count);
	return out->usable && out->run_count ? columns_make(out, job, flow, like, err) : 0;
}
