/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/runner/labelled.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "checks/model/evidence.h"

int labelled_read(struct labelled *out, struct text content, const char *name, struct arena *arena,
	struct err *err)
{
	*out = (struct labelled){.name = name, .arena = arena};
	if (text_starts(content, "\x93NUMPY")) {
		err_set(err, ERR_LOOK, "%s: one array alone has no labels", name);
		return err_remedy(err, "write inputs and labels together: np.savez(\"set.npz\", "
				       "x=…, label=…)");
	}
	if (text_starts(content, "PK"))
		return labelled_read_npz(out, content, err);
	return labelled_read_csv(out, content, err);
}

static struct text number_text(double value, char room[LABELLED_TEXT])
{
	int length = value == trunc(value) && fabs(value) < 1e15
			     ? snprintf(room, LABELLED_TEXT, "%.0f", value)
			     : snprintf(room, LABELLED_TEXT, "%.9g", value);

	return (struct text){room, (size_t)length};
}

static struct text array_text(
	const struct labelled_array *array, uint64_t sample, char room[LABELLED_TEXT])
{
	return number_text(element_load(array->element, array->data.ptr, sample), room);
}

struct text labelled_label(const struct labelled *set, uint64_t sample, char room[LABELLED_TEXT])
{
	double value;

	if (!set->label_cells)
		return array_text(&set->label_array, sample, room);
	if (evidence_number(&value, set->label_cells[sample]))
		return set->label_cells[sample];
	return number_text(value, room); /* "3.0", as a table with gaps elsewhere has it */
}

struct text labelled_id(const struct labelled *set, uint64_t sample, char room[LABELLED_TEXT])
{
	if (set->id_cells)
		return set->id_cells[sample];
	if (set->id_array.data.ptr)
		return array_text(&set->id_array, sample, room);
	return number_text((double)sample, room);
}
