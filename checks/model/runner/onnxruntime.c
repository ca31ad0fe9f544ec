/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/runner/onnxruntime_table.h"

#include <dlfcn.h>
#include <string.h>

/* ---- the library ---- */

/* Takes the status. */
static int asked(const struct ort *ort, struct ort_status *status, struct err *err)
{
	if (!status)
		return 0;
	err_set(err, ERR_LOOK, "ONNX Runtime: %.400s", ort->call.message(status));
	ort->call.release_status(status);
	return -1;
}

static void take_functions(struct functions *out, const void *table)
{
	const char *at = table;

#define TAKE(number, name, returns, takes) \
	memcpy(&out->name, at + (number) * sizeof(void (*)(void)), sizeof(out->name));
	FUNCTIONS(TAKE)
#undef TAKE
}

static int take_table(struct ort *ort, struct err *err)
{
	void *symbol = dlsym(ort->handle, "OrtGetApiBase");
	const struct api_base *(*base)(void);
	const void *table;

	memcpy(&base, &symbol, sizeof(base));
	if (!symbol)
		return err_set(err, ERR_LOOK, "the library is not ONNX Runtime's");
	table = base()->api(API_VERSION);
	if (!table) {
		err_set(err, ERR_LOOK, "ONNX Runtime %.40s is too old", base()->version());
		return err_remedy(err, "install 1.11 or newer");
	}
	take_functions(&ort->call, table);
	return 0;
}

static int start(struct ort *ort, struct err *err)
{
	const struct functions *call = &ort->call;

	if (asked(ort, call->create_env(LOG_FATAL, "seamgate", &ort->env), err) < 0 ||
		asked(ort, call->create_options(&ort->options), err) < 0 ||
		asked(ort, call->set_intra_threads(ort->options, 1), err) < 0 ||
		asked(ort, call->set_inter_threads(ort->options, 1), err) < 0 ||
		asked(ort, call->allocator(&ort->allocator), err) < 0)
		return -1;
	return asked(ort, call->create_memory(ARENA_ALLOCATOR, MEMORY_DEFAULT, &ort->memory), err);
}

#ifdef SEAMGATE_STATIC

static void *load_library(const char *library, const char **why, struct arena *arena)
{
	(void)library;
	(void)arena;
	*why = "this seamgate is linked statically and loads no libraries";
	return NULL;
}

#else

static void *load_library(const char *library, const char **why, struct arena *arena)
{
	void *handle = dlopen(library ? library : "libonnxruntime.so.1", RTLD_NOW | RTLD_LOCAL);

	if (!handle && !library)
		handle = dlopen("libonnxruntime.so", RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		*why = arena_printf(arena, "%.300s", dlerror());
	return handle;
}

#endif

int ort_open(struct ort **out, const char *library, const char **why, struct arena *arena,
	struct err *err)
{
	void *handle = load_library(library, why, arena);
	struct ort *ort = handle ? arena_alloc(arena, sizeof(*ort)) : NULL;

	*out = NULL;
	if (!handle)
		return *why ? 0 : err_nomem(err);
	if (!ort) {
		dlclose(handle);
		return err_nomem(err);
	}
	*ort = (struct ort){.handle = handle, .arena = arena};
	if (take_table(ort, err) < 0) {
		dlclose(handle);
		return -1;
	}
	*out = ort;
	return start(ort, err);
}

static void drop_answer(struct ort *ort)
{
	if (ort->answer)
		ort->call.release_value(ort->answer);
	ort->answer = NULL;
}

/* The handle stays open: its threads may still be ending, and so is the process. */
void ort_close(struct ort *ort)
{
	if (!ort)
		return;
	drop_answer(ort);
	if (ort->session)
		ort->call.release_session(ort->session);
	if (ort->options)
		ort->call.release_options(ort->options);
	if (ort->memory)
		ort->call.release_memory(ort->memory);
	if (ort->env)
		ort->call.release_env(ort->env);
}

/* ---- a model ---- */

/* Shapes of more dimensions than are read have no type. */
static int read_shape(const struct ort *ort, const struct ort_shape *shape, enum element *element,
	unsigned *count, int64_t dimensions[ORT_DIMENSIONS], struct err *err)
{
	size_t wide = 0;
	int type = 0;

	if (asked(ort, ort->call.element_type(shape, &type), err) < 0 ||
		asked(ort, ort->call.dimension_count(shape, &wide), err) < 0)
		return -1;
	*element = element_size((enum element)type) ? (enum element)type : ELEMENT_NONE;
	if (wide > ORT_DIMENSIONS)
		*element = ELEMENT_NONE;
	*count = wide > ORT_DIMENSIONS ? 0 : (unsigned)wide;
	return asked(ort, ort->call.dimensions(shape, dimensions, *count), err);
}

static int read_type(
	const struct ort *ort, struct ort_place *out, const struct ort_type *type, struct err *err)
{
	const struct ort_shape *shape = NULL;

	if (asked(ort, ort->call.shape_of_type(type, &shape), err) < 0)
		return -1;
	return shape ? read_shape(ort, shape, &out->element, &out->dimension_count, out->dimensions,
			       err)
		     : 0;
}

static int read_name(
	const struct ort *ort, struct ort_place *out, size_t at, bool is_input, struct err *err)
{
	char *name = NULL;
	struct ort_status *status = (is_input ? ort->call.input_name : ort->call.output_name)(
		ort->session, at, ort->allocator, &name);

	if (asked(ort, status, err) < 0)
		return -1;
	out->name = arena_copy(ort->arena, text_of(name));
	if (asked(ort, ort->call.give_back(ort->allocator, name), err) < 0)
		return -1;
	return out->name ? 0 : err_nomem(err);
}

static int read_place(
	const struct ort *ort, struct ort_place *out, size_t at, bool is_input, struct err *err)
{
	struct ort_type *type = NULL;
	int done;

	if (read_name(ort, out, at, is_input, err) < 0 ||
		asked(ort,
			(is_input ? ort->call.input_type : ort->call.output_type)(
				ort->session, at, &type),
			err) < 0)
		return -1;
	done = read_type(ort, out, type, err);
	ort->call.release_type(type);
	return done;
}

static int read_places(struct ort *ort, bool is_input, struct err *err)
{
	struct ort_place *places = is_input ? ort->inputs : ort->outputs;
	size_t *count = is_input ? &ort->input_count : &ort->output_count;

	if (asked(ort,
		    (is_input ? ort->call.input_count : ort->call.output_count)(
			    ort->session, count),
		    err) < 0)
		return -1;
	if (*count == 0 || *count > ORT_PLACES)
		return err_set(err, ERR_LOOK, "the model has %zu %s", *count,
			is_input ? "inputs" : "outputs");
	for (size_t i = 0; i < *count; i++)
		if (read_place(ort, &places[i], i, is_input, err) < 0)
			return -1;
	return 0;
}

int ort_load(struct ort *ort, const char *model, struct err *err)
{
	if (asked(ort, ort->call.create_session(ort->env, model, ort->options, &ort->session),
		    err) < 0)
		return -1;
	return read_places(ort, true, err) < 0 ? -1 : read_places(ort, false, err);
}

const struct ort_place *ort_inputs(const struct ort *ort, size_t *count)
{
	*count = ort->input_count;
	return ort->inputs;
}

const struct ort_place *ort_outputs(const struct ort *ort, size_t *count)
{
	*count = ort->output_count;
	return ort->outputs;
}

/* ---- running it ---- */

static int read_answer(const struct ort *ort, struct ort_tensor *out, struct err *err)
{
	struct ort_shape *shape = NULL;
	int is_tensor = 0, done;

	*out = (struct ort_tensor){0};
	if (asked(ort, ort->call.is_tensor(ort->answer, &is_tensor), err) < 0)
		return -1;
	if (!is_tensor)
		return err_set(err, ERR_LOOK, "the model's answer is no tensor");
	if (asked(ort, ort->call.shape_of_value(ort->answer, &shape), err) < 0)
		return -1;
	done = read_shape(ort, shape, &out->element, &out->dimension_count, out->dimensions, err);
	ort->call.release_shape(shape);
	if (done < 0)
		return -1;
	if (out->element == ELEMENT_NONE)
		return err_set(err, ERR_LOOK, "the model's answer has no numbers that are read");
	out->bytes = element_size(out->element);
	for (unsigned i = 0; i < out->dimension_count; i++)
		out->bytes *= (size_t)out->dimensions[i];
	return asked(ort, ort->call.data(ort->answer, &out->data), err);
}

static int make_values(const struct ort *ort, const struct ort_tensor *inputs,
	struct ort_value *values[ORT_PLACES], struct err *err)
{
	for (size_t i = 0; i < ort->input_count; i++)
		if (asked(ort,
			    ort->call.create_tensor(ort->memory, inputs[i].data, inputs[i].bytes,
				    inputs[i].dimensions, inputs[i].dimension_count,
				    (int)inputs[i].element, &values[i]),
			    err) < 0)
			return -1;
	return 0;
}

int ort_run(struct ort *ort, const struct ort_tensor *inputs, size_t output,
	struct ort_tensor *answer, struct err *err)
{
	struct ort_value *values[ORT_PLACES] = {NULL};
	const struct ort_value *given[ORT_PLACES];
	const char *names[ORT_PLACES];
	int done = make_values(ort, inputs, values, err);

	for (size_t i = 0; i < ort->input_count; i++) {
		names[i] = ort->inputs[i].name;
		given[i] = values[i];
	}
	drop_answer(ort);
	if (done == 0)
		done = asked(ort,
			ort->call.run(ort->session, NULL, names, given, ort->input_count,
				&ort->outputs[output].name, 1, &ort->answer),
			err);
	for (size_t i = 0; i < ort->input_count; i++)
		if (values[i])
			ort->call.release_value(values[i]);
	return done < 0 ? -1 : read_answer(ort, answer, err);
}
