/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/weights/scan.h"

#include <string.h>

#include "checks/model/weights/scan_blocks.h"

enum { SCAN_STEP = 1 << 20 }; /* bytes between two words of what is past */

static void say_past(struct scan_past past, struct text data)
{
	if (past.past)
		past.past(past.context, data);
}

/* --- rows, by their bytes --- */

static bool is_zero(struct text row)
{
	return row.len > 0 && row.ptr[0] == 0 && memcmp(row.ptr, row.ptr + 1, row.len - 1) == 0;
}

struct row_scan {
	struct scan *out;
	struct text last;
	uint64_t at;
};

/* Rows of one value (a bias) say nothing. */
static void scan_row(struct row_scan *rows, struct text row)
{
	if (is_zero(row))
		seen_add(&rows->out->dead_rows, rows->at);
	else if (rows->last.ptr && text_equal(row, rows->last))
		seen_add(&rows->out->equal_rows, rows->at);
	rows->last = row;
	rows->at++;
}

static uint64_t row_bytes(const struct tensor *tensor)
{
	return tensor->columns / tensor->block->values * tensor->block->bytes;
}

/* --- blocks --- */

static void scan_span(struct scan *out, const struct tensor *tensor, uint64_t first, uint64_t count)
{
	if (tensor->block->scale == SCALE_NONE)
		scan_plain(out, tensor, first, count);
	else
		scan_blocks(out, tensor, first, count);
}

static void scan_rows(struct row_scan *rows, const struct tensor *tensor, uint64_t until)
{
	uint64_t len = row_bytes(tensor);

	while (tensor->dimension_count > 1 && len > 0 && (rows->at + 1) * len <= until)
		scan_row(rows, text_slice(tensor->data, (size_t)(rows->at * len),
				       (size_t)((rows->at + 1) * len)));
}

/* The last row that was compared is kept: the next one is compared with it. */
static size_t let_go(const struct tensor *tensor, const struct row_scan *rows, size_t from,
	struct scan_past past)
{
	size_t keep = rows->last.ptr ? (size_t)(rows->last.ptr - tensor->data.ptr) : from;

	if (tensor->dimension_count < 2 || keep < from)
		keep = from;
	say_past(past, text_slice(tensor->data, from, keep));
	return keep;
}

static void scan_of_blocks(struct scan *out, const struct tensor *tensor, struct channels *channels,
	struct scan_past past)
{
	const struct block_type *type = tensor->block;
	uint64_t blocks = tensor->count / type->values, step = SCAN_STEP / type->bytes;
	struct row_scan rows = {.out = out};
	size_t from = 0;

	out->unit = type->scale == SCALE_NONE ? "value" : "block";
	for (uint64_t at = 0; at < blocks; at += step) {
		uint64_t count = blocks - at < step ? blocks - at : step;

		scan_span(out, tensor, at, count);
		scan_rows(&rows, tensor, (at + count) * type->bytes);
		if (channels)
			channels_add(channels, (at + count) * type->values);
		from = let_go(tensor, &rows, from, past);
	}
	out->rows = rows.at;
	say_past(past, text_slice(tensor->data, from, tensor->data.len));
}

void scan_tensor(struct scan *out, const struct tensor *tensor, struct channels *channels,
	struct scan_past past)
{
	*out = (struct scan){.unit = "scale"};
	if (tensor->count == 0)
		return;
	if (tensor->block)
		scan_of_blocks(out, tensor, channels, past);
	else if (tensor->affine)
		scan_affine(out, tensor, channels, past);
}
