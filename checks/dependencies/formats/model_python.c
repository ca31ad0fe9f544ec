/* SPDX-License-Identifier: Apache-2.0
 *
 * Models and data sets that Python loads from a hub: the calls of transformers, diffusers, datasets, huggingface_hub,
 * sentence-transformers, vLLM and torch.hub, with their `revision`, `code_revision` and `trust_remote_code`. A name that
 * the file gives one value, once, stands for that value.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/dependencies/model.h"
#include "checks/dependencies/python_scan.h"
#include "checks/dependencies/reference.h"
#include "checks/dependencies/yaml_tree.h"

/* Where a function has its model. */
struct function {
	const char *name;
	size_t position; /* among positional arguments; NOWHERE: by keyword only */
	const char *keywords[5];
};

enum { NOWHERE = 100 };

static const struct function functions[] = {
	{"from_pretrained", 0,
		{"pretrained_model_name_or_path", "model_name", "model_id", "repo_id"}},
	{"hf_hub_download", 0, {"repo_id"}},
	{"snapshot_download", 0, {"repo_id"}},
	{"load_dataset", 0, {"path"}},
	{"load_dataset_builder", 0, {"path"}},
	{"pipeline", 1, {"model"}},
	{"SentenceTransformer", 0, {"model_name_or_path"}},
	{"CrossEncoder", 0, {"model_name", "model_name_or_path"}},
	{"SparseEncoder", 0, {"model_name_or_path"}},
	{"LLM", 0, {"model"}},
	{"EngineArgs", NOWHERE, {"model"}},
	{"AsyncEngineArgs", NOWHERE, {"model"}},
};

struct calls {
	struct python_call *items;
	size_t count, capacity;
};

struct constants {
	struct python_constant *items;
	size_t count, capacity;
};

struct reading {
	struct lock *lock;
	const struct document *document;
	struct calls calls;
	struct constants constants;
};

/* ---- what the scan finds ---- */

static struct text last_name(struct text callee)
{
	for (size_t i = callee.len; i-- > 0;)
		if (callee.ptr[i] == '.')
			return text_trim(text_slice(callee, i + 1, callee.len));
	return callee;
}

static const struct function *function_of(const struct python_call *call)
{
	struct text name = last_name(call->callee);

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (text_is(name, functions[i].name))
			return &functions[i];
	return NULL;
}

static bool is_torch_hub(const struct python_call *call)
{
	return text_is(call->callee, "torch.hub.load") || text_is(call->callee, "hub.load");
}

static int keep_call(void *closure, const struct python_call *call, struct err *err)
{
	struct reading *reading = closure;
	struct calls *calls = &reading->calls;

	if (!function_of(call) && !is_torch_hub(call))
		return 0;
	if (arena_reserve(reading->document->arena, (void **)&calls->items, &calls->capacity,
		    calls->count + 1, sizeof(*calls->items)) < 0)
		return err_nomem(err);
	calls->items[calls->count++] = *call;
	return 0;
}

static int keep_constant(void *closure, const struct python_constant *constant, struct err *err)
{
	struct reading *reading = closure;
	struct constants *constants = &reading->constants;

	if (arena_reserve(reading->document->arena, (void **)&constants->items,
		    &constants->capacity, constants->count + 1, sizeof(*constants->items)) < 0)
		return err_nomem(err);
	constants->items[constants->count++] = *constant;
	return 0;
}

static int compare_constants(const void *left, const void *right)
{
	const struct python_constant *a = left, *b = right;
	int order = text_compare(a->name, b->name);

	return order ? order : text_compare(a->string, b->string);
}

/* NULL where the name has no value here or several. */
static const struct python_constant *find_constant(const struct reading *reading, struct text name)
{
	const struct constants *all = &reading->constants;
	size_t from = 0, to = all->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (text_compare(all->items[middle].name, name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == all->count || !text_equal(all->items[from].name, name))
		return NULL;
	for (size_t i = from + 1; i < all->count && text_equal(all->items[i].name, name); i++)
		if (!text_equal(all->items[i].string, all->items[from].string))
			return NULL;
	return &all->items[from];
}

/* ---- arguments ---- */

static const struct python_argument *by_keyword(const struct python_call *call, const char *keyword)
{
	for (size_t i = 0; i < call->count; i++)
		if (text_is(call->arguments[i].keyword, keyword))
			return &call->arguments[i];
	return NULL;
}

static const struct python_argument *by_position(const struct python_call *call, size_t position)
{
	for (size_t i = 0; i < call->count; i++)
		if (call->arguments[i].keyword.len == 0 && position-- == 0)
			return &call->arguments[i];
	return NULL;
}

/* The text of a literal, or of a name that stands for one. */
static bool text_value(
	const struct reading *reading, const struct python_argument *argument, struct text *out)
{
	const struct python_constant *constant;

	*out = argument->string;
	if (argument->is_string)
		return true;
	constant = find_constant(reading, argument->written);
	if (constant)
		*out = constant->string;
	return constant != NULL;
}

/* ---- models ---- */

static const struct python_argument *model_of(
	const struct python_call *call, const struct function *function)
{
	for (size_t i = 0; i < 5 && function->keywords[i]; i++)
		if (by_keyword(call, function->keywords[i]))
			return by_keyword(call, function->keywords[i]);
	return function->position == NOWHERE ? NULL : by_position(call, function->position);
}

/* **kwargs may hold a revision. */
static void set_revision(
	const struct reading *reading, const struct python_call *call, struct model *model)
{
	const struct python_argument *revision = by_keyword(call, "revision");

	if (revision && text_is(revision->written, "None"))
		return;
	if (!revision) {
		model->is_unknown = call->has_more;
		return;
	}
	model->is_unknown = !text_value(reading, revision, &model->revision);
	if (model->is_unknown)
		model->revision = revision->written;
}

static void set_code(
	const struct reading *reading, const struct python_call *call, struct model *model)
{
	const struct python_argument *trust = by_keyword(call, "trust_remote_code");
	const struct python_argument *code = by_keyword(call, "code_revision");

	model->remote_code = trust && text_is(trust->written, "True");
	if (code && !text_value(reading, code, &model->code_revision))
		model->code_revision = text_of("");
}

static int add_call(const struct reading *reading, const struct python_call *call, struct err *err)
{
	const struct python_argument *name = model_of(call, function_of(call));
	struct model model = {.line = call->line, .column = call->column};

	if (!name)
		return 0;
	model.is_literal = text_value(reading, name, &model.name) && is_model_id(model.name);
	if (!model.name.len)
		model.name = name->written;
	set_revision(reading, call, &model);
	set_code(reading, call, &model);
	return model_add(reading->lock, &model, err);
}

/* torch.hub.load("owner/name:ref", …): without a ref the default branch; always code. */
static int add_torch_hub(
	const struct reading *reading, const struct python_call *call, struct err *err)
{
	const struct python_argument *repository = by_keyword(call, "repo_or_dir"),
				     *source = by_keyword(call, "source");
	struct model model = {.line = call->line, .column = call->column};
	size_t colon;

	if (!repository)
		repository = by_position(call, 0);
	if (!repository || !text_value(reading, repository, &model.name) ||
		(source && !text_is(source->string, "github")))
		return 0;
	colon = text_find(model.name, text_of(":"));
	model.revision = text_slice(model.name, colon + 1, model.name.len);
	model.name = text_slice(model.name, 0, colon);
	model.is_literal = is_model_id(model.name);
	return model.is_literal ? model_add(reading->lock, &model, err) : 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct reading reading = {.lock = lock, .document = document};
	const struct python_visitor visitor = {&reading, keep_call, keep_constant};

	if (python_scan(document->content, &visitor, document->arena, err) < 0)
		return -1;
	if (reading.constants.count)
		qsort(reading.constants.items, reading.constants.count,
			sizeof(*reading.constants.items), compare_constants);
	for (size_t i = 0; i < reading.calls.count; i++) {
		const struct python_call *call = &reading.calls.items[i];

		if ((is_torch_hub(call) ? add_torch_hub(&reading, call, err)
					: add_call(&reading, call, err)) < 0)
			return -1;
	}
	return 0;
}

static bool loads_models(struct text path, struct text content)
{
	(void)path;
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (contains(content, functions[i].name))
			return true;
	return contains(content, "hub.load");
}

static const char *const globs[] = {"*.py", "*.pyi", NULL};

extern const struct format format_model_python;

const struct format format_model_python = {.name = "model-python",
	.ecosystem = "huggingface",
	.globs = globs,
	.domain = DOMAIN_COMMIT,
	.is = loads_models,
	.by_content = true,
	.read = read};
