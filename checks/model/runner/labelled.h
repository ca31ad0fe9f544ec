/* SPDX-License-Identifier: Apache-2.0
 *
 * A labelled set: what a model is asked, and the right answers. Two forms, told by their first bytes:
 *
 * CSV    a header; a column of labels (label, target, y_true, …), perhaps one of ids (id, …), and a number in every other one: the
 *        only input of the model, in the order of the columns.
 * .npz   NumPy's np.savez or np.savez_compressed: arrays of numbers of as many rows each (the format of .npy: numpy.lib.format,
 *        versions 1 to 3); one is of labels, one perhaps of ids, by the same names or y; the others are the model's inputs by their names.
 *
 * Numbers stay as they are in the file, and are made where somebody asks for them. All fields were checked against the content.
 * Texts borrow from the content or lie in the arena.
 */
#ifndef SEAMGATE_MODEL_RUNNER_LABELLED_H
#define SEAMGATE_MODEL_RUNNER_LABELLED_H

#include "checks/model/runner/element.h"
#include "gate/base/arena.h"
#include "gate/base/err.h"

enum { LABELLED_ARRAYS = 18, LABELLED_DIMENSIONS = 8, LABELLED_TEXT = 64 };

/* Rows of numbers: dimensions[0] of them, of row_values each. */
struct labelled_array {
	struct text name; /* "": of the model's only input */
	enum element element;
	struct text data;
	unsigned dimension_count;
	uint64_t dimensions[LABELLED_DIMENSIONS];
	uint64_t row_values;
};

struct labelled {
	const char *name; /* of the file, for messages */
	struct arena *arena;
	uint64_t count; /* samples */
	struct labelled_array inputs[LABELLED_ARRAYS];
	unsigned input_count;
	struct text *label_cells, *id_cells;         /* of a CSV; else NULL */
	struct labelled_array label_array, id_array; /* of an .npz; data.ptr NULL: there is none */
};

/* ERR_LOOK "name: what". */
MUST_CHECK int labelled_read(struct labelled *out, struct text content, const char *name,
	struct arena *arena, struct err *err);

/* The label or the id of a sample, as a text; whole numbers without a point. Without ids they are numbers from 0. */
struct text labelled_label(const struct labelled *set, uint64_t sample, char room[LABELLED_TEXT]);
struct text labelled_id(const struct labelled *set, uint64_t sample, char room[LABELLED_TEXT]);

/* Private to labelled*.c. */
MUST_CHECK int labelled_read_csv(struct labelled *out, struct text content, struct err *err);
MUST_CHECK int labelled_read_npz(struct labelled *out, struct text content, struct err *err);

/* One array of an .npz, its name without ".npy". ERR_LOOK. */
MUST_CHECK int npy_read(struct labelled_array *out, struct text content, struct err *err);

#endif
