/* SPDX-License-Identifier: Apache-2.0
 *
 * Stands for ONNX Runtime's library where the real one is not (tests/e2e/model_story.sh has that): the same table of functions, and a
 * "model" that says what it does. "right N" answers the first N samples rightly; "crash", "hang" and "refuse" do that.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct value {
	float *data;
	int64_t rows, columns;
};

static char behaviour[64];
static long right, asked;
static struct value input_shape = {NULL, -1, 1}, output_shape = {NULL, -1, 2};

static void *same(void)
{
	return NULL;
}

static const char *message(const void *status)
{
	return status;
}

static void *make(int a, int b, void **out)
{
	(void)a;
	(void)b;
	*out = behaviour;
	return NULL;
}

static void *make_options(void **out)
{
	*out = behaviour;
	return NULL;
}

static const void *load(const void *env, const char *path, const void *options, void **out)
{
	FILE *file = fopen(path, "r");

	(void)env;
	(void)options;
	if (!file || !fgets(behaviour, sizeof(behaviour), file))
		return "there is no model";
	fclose(file);
	if (strncmp(behaviour, "refuse", 6) == 0)
		return "INVALID_PROTOBUF : Load model failed";
	if (strncmp(behaviour, "crash", 5) == 0)
		abort();
	while (strncmp(behaviour, "hang", 4) == 0)
		pause();
	right = atol(behaviour + 6);
	*out = behaviour;
	return NULL;
}

static void *one(const void *session, size_t *out)
{
	(void)session;
	*out = 1;
	return NULL;
}

static void *type_in(const void *session, size_t at, struct value **out)
{
	(void)session;
	(void)at;
	*out = &input_shape;
	return NULL;
}

static void *type_out(const void *session, size_t at, struct value **out)
{
	(void)session;
	(void)at;
	*out = &output_shape;
	return NULL;
}

static void *name(const void *session, size_t at, void *allocator, char **out)
{
	(void)session;
	(void)at;
	(void)allocator;
	*out = strdup("x");
	return NULL;
}

static void *free_name(void *allocator, void *pointer)
{
	(void)allocator;
	free(pointer);
	return NULL;
}

static void *tensor(const void *memory, void *data, size_t bytes, const int64_t *shape, size_t wide,
	int type, struct value **out)
{
	(void)memory;
	(void)bytes;
	(void)wide;
	(void)type;
	*out = malloc(sizeof(**out));
	**out = (struct value){data, shape[0], 1};
	return NULL;
}

/* The feature is the label: the right answer is known. */
static void *run(void *session, const void *options, const void *names, struct value *const *in,
	size_t count, const void *outputs, size_t output_count, struct value **out)
{
	int64_t rows = in[0]->rows;

	(void)session;
	(void)options;
	(void)names;
	(void)count;
	(void)outputs;
	(void)output_count;
	*out = malloc(sizeof(**out));
	**out = (struct value){malloc((size_t)rows * 2 * sizeof(float)), rows, 2};
	for (int64_t i = 0; i < rows; i++, asked++) {
		int label = in[0]->data[i] > 0.5f, answer = asked < right ? label : !label;

		(*out)->data[2 * i] = (float)!answer;
		(*out)->data[2 * i + 1] = (float)answer;
	}
	return NULL;
}

/* The answer's data are its own, the input's the caller's. */
static void give_back(struct value *value)
{
	if (value->columns == 2)
		free(value->data);
	free(value);
}

static void *is_tensor(const void *value, int *out)
{
	(void)value;
	*out = 1;
	return NULL;
}

static void *data_of(struct value *value, void **out)
{
	*out = value->data;
	return NULL;
}

static void *shape_of(const void *type, const void **out)
{
	*out = type;
	return NULL;
}

static void *element(const void *shape, int *out)
{
	(void)shape;
	*out = 1;
	return NULL;
}

static void *wide(const void *shape, size_t *out)
{
	(void)shape;
	*out = 2;
	return NULL;
}

static void *dimensions(const struct value *shape, int64_t *out, size_t count)
{
	(void)count;
	out[0] = shape->rows;
	out[1] = shape->columns;
	return NULL;
}

/* Numbers of onnxruntime_c_api.h, ORT_API_VERSION 11. */
#define AT(number, function) [number] = (void (*)(void))(function)
static void (*const table[110])(void) = {AT(2, message), AT(3, make), AT(7, load), AT(9, run),
	AT(10, make_options), AT(24, same), AT(25, same), AT(30, one), AT(31, one), AT(33, type_in),
	AT(34, type_out), AT(36, name), AT(37, name), AT(49, tensor), AT(50, is_tensor),
	AT(51, data_of), AT(55, shape_of), AT(60, element), AT(61, wide), AT(62, dimensions),
	AT(65, shape_of), AT(69, make), AT(76, free_name), AT(78, make_options), AT(92, same),
	AT(93, same), AT(94, same), AT(95, same), AT(96, give_back), AT(98, same), AT(99, same),
	AT(100, same)};

static const void *api(uint32_t version)
{
	return version == 11 ? table : NULL;
}

static const char *version(void)
{
	return "1.11.0";
}

static const struct {
	const void *(*api)(uint32_t version);
	const char *(*version)(void);
} base = {api, version};

const void *OrtGetApiBase(void);

const void *OrtGetApiBase(void)
{
	return &base;
}
