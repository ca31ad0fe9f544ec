/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include <math.h>

#include "checks/latency/formats/parts.h"
#include "checks/latency/formats/traces_parts.h"

struct node {
	const struct kept *span;
	uint32_t parent;  /* index, or NO_SPAN: an entry of the trace */
	uint32_t root;    /* index, or NO_SPAN: not found out yet */
	uint64_t covered; /* by children */
};

struct tree {
	struct traces *traces;
	struct samples *out;
	const struct measured_file *file;
	struct node *nodes; /* by id */
	uint32_t *order;    /* by parent and start, later by root */
	uint32_t count;
};

static int compare_ids(const void *left, const void *right)
{
	const struct kept *a = ((const struct node *)left)->span,
			  *b = ((const struct node *)right)->span;

	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return (a->line > b->line) - (a->line < b->line);
}

static bool is_same(const struct kept *a, const struct kept *b)
{
	return a->start == b->start && a->end == b->end && a->parent == b->parent &&
	       a->name == b->name;
}

/* A span that a retried export left twice counts once. */
static int drop_repeats(struct tree *tree, struct err *err)
{
	uint32_t kept = 1;

	for (uint32_t i = 1; i < tree->count; i++) {
		const struct kept *span = tree->nodes[i].span, *before = tree->nodes[kept - 1].span;

		if (span->id != before->id) {
			tree->nodes[kept++] = tree->nodes[i];
			continue;
		}
		if (is_same(span, before))
			continue;
		measured_error(tree->file, span->line, 0, err,
			"span id %016llx stands for two different spans of one trace",
			(unsigned long long)span->id);
		return err_remedy(err, "give each span an id of its own; what belongs to which "
				       "cannot be told otherwise");
	}
	tree->count = kept;
	return 0;
}

static uint32_t find_span(const struct tree *tree, uint64_t id)
{
	uint32_t low = 0, high = tree->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (tree->nodes[middle].span->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < tree->count && tree->nodes[low].span->id == id ? low : NO_SPAN;
}

static int link_parents(struct tree *tree, struct err *err)
{
	const struct kept *orphan = NULL;
	bool has_root = false;

	for (uint32_t i = 0; i < tree->count; i++) {
		struct node *node = &tree->nodes[i];

		node->parent = node->span->parent ? find_span(tree, node->span->parent) : NO_SPAN;
		has_root |= node->span->parent == 0;
		if (node->span->parent && node->parent == NO_SPAN)
			orphan = node->span;
	}
	if (!has_root || !orphan)
		return 0;
	measured_error(tree->file, orphan->line, 0, err,
		"the parent %016llx of a span is not in the file, though the root of its trace is",
		(unsigned long long)orphan->parent);
	return err_remedy(err,
		"export whole traces: let the exporter flush before the process and the file end");
}

/* Walks up to a span whose root is known, then down again: each span is walked once. */
static int find_root(struct tree *tree, uint32_t from, struct err *err)
{
	uint32_t at = from, root, steps = 0;

	while (tree->nodes[at].root == NO_SPAN && tree->nodes[at].parent != NO_SPAN) {
		at = tree->nodes[at].parent;
		if (++steps <= tree->count)
			continue;
		measured_error(tree->file, tree->nodes[at].span->line, 0, err,
			"the parents of a span form a circle");
		return err_remedy(err, "measure again; these are no spans of a real trace");
	}
	root = tree->nodes[at].root == NO_SPAN ? at : tree->nodes[at].root;
	for (at = from; tree->nodes[at].root == NO_SPAN; at = tree->nodes[at].parent) {
		tree->nodes[at].root = root;
		if (at == root)
			break;
	}
	return 0;
}

/* glibc's qsort_r: the order is of indexes into the nodes. */
static int by_parent(const void *left, const void *right, void *context)
{
	const struct node *nodes = context, *a = &nodes[*(const uint32_t *)left],
			  *b = &nodes[*(const uint32_t *)right];

	if (a->parent != b->parent)
		return a->parent < b->parent ? -1 : 1;
	return (a->span->start > b->span->start) - (a->span->start < b->span->start);
}

static int by_root(const void *left, const void *right, void *context)
{
	const struct node *nodes = context, *a = &nodes[*(const uint32_t *)left],
			  *b = &nodes[*(const uint32_t *)right];
	const struct kept *first = nodes[a->root].span, *second = nodes[b->root].span;

	if (first->start != second->start)
		return first->start < second->start ? -1 : 1;
	if (a->root != b->root)
		return a->root < b->root ? -1 : 1;
	if (a->span->start != b->span->start)
		return a->span->start < b->span->start ? -1 : 1;
	return (a->span->end < b->span->end) - (a->span->end > b->span->end);
}

/* What the children of each span cover of it. */
static void cover(struct tree *tree)
{
	uint64_t reached = 0;

	for (uint32_t i = 0; i < tree->count; i++) {
		const struct node *child = &tree->nodes[tree->order[i]];
		uint64_t from = child->span->start, to = child->span->end;
		struct node *parent;

		if (child->parent == NO_SPAN)
			continue;
		parent = &tree->nodes[child->parent];
		if (i == 0 || tree->nodes[tree->order[i - 1]].parent != child->parent)
			reached = parent->span->start;
		from = from < reached ? reached : from;
		to = to > parent->span->end ? parent->span->end : to;
		if (to <= from)
			continue;
		parent->covered += to - from;
		reached = to;
	}
}

static int add_self(
	struct tree *tree, struct series *series, const struct node *node, struct err *err)
{
	struct span_name *name = &tree->traces->names[node->span->name];
	uint64_t self = node->span->end - node->span->start - node->covered;

	if (name->series != series) {
		if (samples_phase(tree->out, series, name->text, &name->phase, err) < 0)
			return -1;
		name->series = series;
	}
	series->row[name->phase] += (double)self / 1e6;
	return 0;
}

static bool is_wanted(const struct tree *tree, struct text name)
{
	return tree->file->select.len == 0 || text_equal(tree->file->select, name);
}

static uint32_t root_at(const struct tree *tree, uint32_t at)
{
	return tree->nodes[tree->order[at]].root;
}

static int refuse_failed(
	const struct tree *tree, const struct kept *root, struct text name, struct err *err)
{
	measured_error(tree->file, root->line, 0, err, "\"%.*s\" ended with an error",
		text_quote(name), name.ptr);
	return err_remedy(err, "measure again; a request that failed is no measurement");
}

/* The spans from one place to another, all of the same root. */
static int add_row(struct tree *tree, uint32_t from, uint32_t to, struct err *err)
{
	const struct kept *root = tree->nodes[root_at(tree, from)].span;
	struct text name = tree->traces->names[root->name].text;
	struct series *series;

	if (!is_wanted(tree, name))
		return 0;
	if (root->failed)
		return refuse_failed(tree, root, name, err);
	if (samples_series(tree->out, name, &series, err) < 0)
		return -1;
	series->absent_is_zero = true;
	if (samples_row(tree->out, series, err) < 0)
		return -1;
	for (uint32_t i = from; i < to; i++)
		if (add_self(tree, series, &tree->nodes[tree->order[i]], err) < 0)
			return -1;
	if (isnan(tree->out->at))
		tree->out->at = (double)root->start / 1e9;
	series->total = (double)(root->end - root->start) / 1e6;
	return samples_row_end(tree->out, series, root->line, err);
}

static int add_rows(struct tree *tree, struct err *err)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < tree->count; i++)
		tree->order[i] = i;
	qsort_r(tree->order, tree->count, sizeof(*tree->order), by_parent, tree->nodes);
	cover(tree);
	for (uint32_t i = 0; i < tree->count; i++)
		if (find_root(tree, i, err) < 0)
			return -1;
	qsort_r(tree->order, tree->count, sizeof(*tree->order), by_root, tree->nodes);
	for (uint32_t to; at < tree->count; at = to) {
		for (to = at; to < tree->count && root_at(tree, to) == root_at(tree, at); to++)
			;
		if (add_row(tree, at, to, err) < 0)
			return -1;
	}
	return 0;
}

static int read_trace(struct tree *tree, const struct trace *trace, struct err *err)
{
	arena_reset(tree->file->scratch);
	tree->nodes = arena_array(tree->file->scratch, trace->count, sizeof(*tree->nodes));
	tree->order = arena_array(tree->file->scratch, trace->count, sizeof(*tree->order));
	if (!tree->nodes || !tree->order)
		return err_nomem(err);
	tree->count = 0;
	for (uint32_t i = trace->first; i != NO_SPAN; i = tree->traces->spans[i].next)
		tree->nodes[tree->count++] =
			(struct node){.span = &tree->traces->spans[i], .root = NO_SPAN};
	qsort(tree->nodes, tree->count, sizeof(*tree->nodes), compare_ids);
	if (drop_repeats(tree, err) < 0 || link_parents(tree, err) < 0)
		return -1;
	return add_rows(tree, err);
}

static int add_traces(struct traces *traces, struct samples *out, const struct measured_file *file,
	struct err *err)
{
	struct tree tree = {.traces = traces, .out = out, .file = file};

	for (size_t i = 0; i < traces->trace_count; i++)
		if (read_trace(&tree, traces->items[i], err) < 0)
			return -1;
	return 0;
}

int traces_read(struct samples *out, const struct measured_file *file,
	int (*read)(struct trace_reader *reader, struct err *err), struct err *err)
{
	struct trace_reader reader = {.file = file, .arena = arena_new(), .traces = traces_new()};
	int done = reader.arena && reader.traces ? read(&reader, err) : err_nomem(err);

	if (done == 0)
		done = add_traces(reader.traces, out, file, err);
	traces_free(reader.traces);
	arena_free(reader.arena);
	return done;
}

int traces_fail(const struct trace_reader *reader, const struct json *at, struct err *err,
	const char *what, const char *remedy)
{
	part_error(reader->file, at, err, what);
	return err_remedy(err, "%s", remedy);
}
