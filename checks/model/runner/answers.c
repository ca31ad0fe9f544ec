/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/runner/answers.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "checks/model/evidence.h"

enum { BATCH = 64, MOST_BATCH = 65536 };

/* Which array is which input, and the memory of a batch of it. */
struct feeding {
	const struct asking_model *asking;
	struct answered *answered;
	struct ort_tensor tensors[ORT_PLACES];
	const struct labelled_array *arrays[ORT_PLACES];
	size_t input_count, output;
	uint64_t batch; /* samples at once */
	bool whole_labels;
	struct buffer *out;
	struct arena *arena;
	struct err *err;
};

static int wrong(const struct feeding *feeding, const char *what)
{
	return err_set(feeding->err, ERR_LOOK, "%s: %s", feeding->asking->set->name, what);
}

/* ---- shapes ---- */

bool answers_fit(const struct labelled_array *array, const struct ort_place *input,
	int64_t out[ORT_DIMENSIONS])
{
	uint64_t values = 1;
	bool same = array->dimension_count == input->dimension_count;

	for (unsigned i = 1; i < input->dimension_count; i++) {
		int64_t wide = input->dimensions[i];

		same = same && (wide < 0 || (uint64_t)wide == array->dimensions[i]);
		values = wide < 0 || values > array->row_values ? UINT64_MAX
								: values * (uint64_t)wide;
		out[i] = wide;
	}
	if (same)
		for (unsigned i = 1; i < input->dimension_count; i++)
			out[i] = (int64_t)array->dimensions[i];
	return input->dimension_count > 0 && (same || values == array->row_values);
}

static const struct labelled_array *array_for(const struct labelled *set, const char *name)
{
	for (unsigned i = 0; i < set->input_count; i++)
		if (text_is(set->inputs[i].name, name))
			return &set->inputs[i];
	return NULL;
}

/* The first dimension is the number of samples, one that the model fixes included. */
static int ask_batch(struct feeding *feeding, const struct ort_place *input)
{
	uint64_t fixed = input->dimensions[0] > 0 ? (uint64_t)input->dimensions[0] : 0;

	if (fixed > MOST_BATCH || (fixed && feeding->batch && feeding->batch != fixed))
		return wrong(feeding, "the model wants inputs of different numbers of samples");
	if (fixed)
		feeding->batch = fixed;
	return 0;
}

static int feed_input(struct feeding *feeding, size_t at, const struct ort_place *input, bool only)
{
	const struct labelled *set = feeding->asking->set;
	struct ort_tensor *tensor = &feeding->tensors[at];
	const struct labelled_array *array =
		only && set->input_count == 1 ? &set->inputs[0] : array_for(set, input->name);

	if (!array)
		return err_set(feeding->err, ERR_LOOK, "%s: it has nothing for the input %.80s",
			set->name, input->name);
	if (!element_size(input->element) || input->element == ELEMENT_FLOAT16)
		return err_set(feeding->err, ERR_LOOK,
			"the model's input %.80s is of a type that is not fed (%s)", input->name,
			element_name(input->element));
	tensor->element = input->element;
	tensor->dimension_count = input->dimension_count;
	feeding->arrays[at] = array;
	if (!answers_fit(array, input, tensor->dimensions))
		return err_set(feeding->err, ERR_LOOK,
			"%s: rows of %" PRIu64 " numbers do not fit the input %.80s", set->name,
			array->row_values, input->name);
	return ask_batch(feeding, input);
}

static int make_room(struct feeding *feeding)
{
	if (feeding->batch == 0)
		feeding->batch =
			feeding->asking->set->count < BATCH ? feeding->asking->set->count : BATCH;
	for (size_t i = 0; i < feeding->input_count; i++) {
		struct ort_tensor *tensor = &feeding->tensors[i];

		tensor->dimensions[0] = (int64_t)feeding->batch;
		tensor->bytes = (size_t)(feeding->batch * feeding->arrays[i]->row_values) *
				element_size(tensor->element);
		tensor->data = arena_alloc(feeding->arena, tensor->bytes);
		if (!tensor->data)
			return err_nomem(feeding->err);
	}
	return 0;
}

static int feed_inputs(struct feeding *feeding)
{
	size_t count;
	const struct ort_place *inputs = ort_inputs(feeding->asking->ort, &count);

	feeding->input_count = count;
	for (size_t i = 0; i < count; i++)
		if (feed_input(feeding, i, &inputs[i], count == 1) < 0)
			return -1;
	return make_room(feeding);
}

static int find_output(struct feeding *feeding)
{
	size_t count;
	const struct ort_place *outputs = ort_outputs(feeding->asking->ort, &count);

	if (!feeding->asking->scores)
		return 0;
	for (; feeding->output < count; feeding->output++)
		if (strcmp(outputs[feeding->output].name, feeding->asking->scores) == 0)
			return 0;
	return err_set(
		feeding->err, ERR_LOOK, "the model has no output %.80s", feeding->asking->scores);
}

static void ask_labels(struct feeding *feeding)
{
	const struct labelled *set = feeding->asking->set;
	char room[LABELLED_TEXT];
	double value;

	feeding->whole_labels = true;
	for (uint64_t i = 0; i < set->count && feeding->whole_labels; i++)
		feeding->whole_labels = !evidence_number(&value, labelled_label(set, i, room)) &&
					value == trunc(value);
}

/* ---- a batch ---- */

/* What is too few for a batch that the model fixes is filled up with the last sample, and its answers are left out. */
static int fill(struct feeding *feeding, uint64_t first)
{
	uint64_t last = feeding->asking->set->count - 1;

	for (size_t i = 0; i < feeding->input_count; i++) {
		const struct labelled_array *array = feeding->arrays[i];
		struct ort_tensor *tensor = &feeding->tensors[i];
		uint64_t row = array->row_values;

		for (uint64_t k = 0; k < feeding->batch * row; k++) {
			uint64_t sample = first + k / row < last ? first + k / row : last;
			double value = element_load(
				array->element, array->data.ptr, (size_t)(sample * row + k % row));

			if (!element_store(tensor->element, tensor->data, (size_t)k, value))
				return wrong(feeding,
					"it has no number where the model wants a whole one");
		}
	}
	return 0;
}

int64_t answers_highest(enum element element, const void *data, size_t first, size_t count)
{
	double highest = element_load(element, data, first);
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		double value = element_load(element, data, first + i);

		if (isnan(value))
			return -1;
		if (value > highest) {
			highest = value;
			found = i;
		}
	}
	return (int64_t)found;
}

/* Scores of a row, all of them along one dimension; 0: they are not. */
static uint64_t scores_of(const struct ort_tensor *answer, uint64_t batch)
{
	uint64_t scores = 1;

	if (answer->dimension_count == 0 || (uint64_t)answer->dimensions[0] != batch)
		return 0;
	for (unsigned i = 1; i < answer->dimension_count; i++) {
		uint64_t wide = (uint64_t)answer->dimensions[i];

		if (wide == 0 || (wide > 1 && scores > 1))
			return 0;
		scores *= wide;
	}
	return scores;
}

static int ask_label(const struct feeding *feeding, struct text label, uint64_t scores)
{
	double value;

	if (!evidence_number(&value, label) && value >= 0 && value < (double)scores &&
		value == trunc(value))
		return 0;
	err_set(feeding->err, ERR_LOOK,
		"%s: label \"%.*s\" is none of the classes 0 to %" PRIu64
		" that the model has scores for",
		feeding->asking->set->name, text_quote(label), label.ptr, scores - 1);
	return err_remedy(feeding->err, "write labels as numbers of the model's outputs, from 0");
}

static void write_number(struct buffer *out, enum element element, double value)
{
	if (element_is_whole(element))
		buffer_printf(out, "%.0f", value);
	else
		buffer_printf(out, "%.9g", value);
}

static void write_cell(struct buffer *out, struct text cell)
{
	buffer_byte(out, '"');
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.ptr[i] == '"')
			buffer_byte(out, '"');
		buffer_byte(out, cell.ptr[i]);
	}
	buffer_string(out, "\",");
}

/* The answer to a row of scores, or the one number that there is. */
static double write_prediction(
	struct buffer *out, const struct ort_tensor *answer, uint64_t row, uint64_t scores)
{
	int64_t highest;

	if (scores == 1) {
		double value = element_load(answer->element, answer->data, (size_t)row);

		write_number(out, answer->element, value);
		return value;
	}
	highest = answers_highest(
		answer->element, answer->data, (size_t)(row * scores), (size_t)scores);
	if (highest < 0)
		buffer_string(out, "nan");
	else
		buffer_printf(out, "%" PRId64, highest);
	return highest < 0 ? NAN : (double)highest;
}

static void count_answer(struct answered *answered, struct text label, double said)
{
	double wanted;

	answered->samples++;
	answered->right += !evidence_number(&wanted, label) && wanted == said;
}

static int write_row(const struct feeding *feeding, const struct ort_tensor *answer,
	uint64_t sample, uint64_t row, uint64_t scores)
{
	const struct labelled *set = feeding->asking->set;
	char room[LABELLED_TEXT], id[LABELLED_TEXT];
	struct text label = labelled_label(set, sample, room);
	double said;

	if (scores > 1 && ask_label(feeding, label, scores) < 0)
		return -1;
	write_cell(feeding->out, labelled_id(set, sample, id));
	write_cell(feeding->out, feeding->asking->task);
	write_cell(feeding->out, label);
	said = write_prediction(feeding->out, answer, row, scores);
	count_answer(feeding->answered, label, said);
	buffer_byte(feeding->out, '\n');
	return feeding->out->failed ? err_nomem(feeding->err) : 0;
}

static int ask(struct feeding *feeding, uint64_t first)
{
	struct ort_tensor answer;
	uint64_t scores, left = feeding->asking->set->count - first;

	if (fill(feeding, first) < 0 || ort_run(feeding->asking->ort, feeding->tensors,
						feeding->output, &answer, feeding->err) < 0)
		return -1;
	scores = scores_of(&answer, feeding->batch);
	if (scores == 0)
		return wrong(feeding,
			"the model does not answer with one row of scores for each sample");
	if (scores == 1 && !element_is_whole(answer.element) && feeding->whole_labels)
		return wrong(feeding,
			"labels are classes, and the model answers with one fraction: "
			"name the output that has the scores");
	for (uint64_t i = 0; i < feeding->batch && i < left; i++)
		if (write_row(feeding, &answer, first + i, i, scores) < 0)
			return -1;
	return 0;
}

int answers_write(struct answered *answered, const struct asking_model *asking, struct buffer *out,
	struct arena *arena, struct err *err)
{
	struct feeding feeding = {
		.asking = asking, .answered = answered, .out = out, .arena = arena, .err = err};

	*answered = (struct answered){0};
	if (feed_inputs(&feeding) < 0 || find_output(&feeding) < 0)
		return -1;
	ask_labels(&feeding);
	answered->has_classes = feeding.whole_labels;
	buffer_string(out, "id,task,label,prediction\n");
	for (uint64_t first = 0; first < asking->set->count; first += feeding.batch)
		if (ask(&feeding, first) < 0)
			return -1;
	return 0;
}
