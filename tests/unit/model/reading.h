/* SPDX-License-Identifier: Apache-2.0
 *
 * For tests of readers of model files: bytes put together by hand, and what must come of reading them.
 */
#ifndef SEAMGATE_UNIT_MODEL_READING_H
#define SEAMGATE_UNIT_MODEL_READING_H

#include <stdlib.h>

#include "checks/model/weights/scan.h"
#include "checks/model/weights/shards.h"
#include "unit.h"

enum { MOST_BYTES = 4096 };

struct bytes {
	uint8_t data[MOST_BYTES];
	size_t len;
};

static inline void put(struct bytes *out, const void *data, size_t len)
{
	CU_ASSERT_FATAL(len <= MOST_BYTES - out->len);
	memcpy(out->data + out->len, data, len);
	out->len += len;
}

static inline void put_number(struct bytes *out, uint64_t number, unsigned size)
{
	for (unsigned i = 0; i < size; i++) {
		uint8_t byte = (uint8_t)(number >> (8 * i));

		put(out, &byte, 1);
	}
}

static inline void put_text(struct bytes *out, const char *text)
{
	put(out, text, strlen(text));
}

static inline struct text text_of_bytes(const struct bytes *bytes)
{
	return (struct text){(const char *)bytes->data, bytes->len};
}

/* Files beside a model: at most one. */
struct beside {
	const char *path;
	struct text content;
};

static inline int give(const void *context, struct text path, struct text *out, struct err *err)
{
	const struct beside *beside = context;

	(void)err;
	*out = beside && beside->path && text_is(path, beside->path) ? beside->content
								     : (struct text){0};
	return 0;
}

struct model_file {
	const char *name;
	struct text content;
	struct beside beside;
};

static inline int read_one(struct weights *weights, const struct model_file *model, struct err *err)
{
	const struct weights_file file = {
		text_of(model->name), model->name, model->content, give, &model->beside};
	const struct weights_reader *reader = weights_reader_of(&file);

	if (!reader)
		return err_set(err, ERR_LOOK, "no reader");
	if (reader->read(weights, &file, err) < 0)
		return -1;
	return shards_note(weights, &file, err);
}

/* Values are asked for too: what was accepted must be what the file has. */
static inline void touch(const struct weights *weights, const char *row)
{
	for (size_t i = 0; i < weights->count; i++) {
		struct scan scan;

		CHECK_ROW(row, weights->items[i].count <= 1 << 20);
		if (weights->items[i].count <= 1 << 20)
			scan_tensor(&scan, &weights->items[i], NULL, (struct scan_past){0});
	}
}

/* `reason` is a part of the message; NULL: it is read. */
static inline void read_all(
	const char *row, const struct model_file *models, size_t count, const char *reason)
{
	struct arena *arena = arena_new();
	struct weights weights;
	struct err err = {0};
	int code = 0;

	CU_ASSERT_FATAL(arena != NULL);
	weights_start(&weights, arena);
	for (size_t i = 0; i < count && code == 0; i++)
		code = read_one(&weights, &models[i], &err);
	if (code == 0)
		code = weights_finish(&weights, &err);
	CHECK_ROW(row, (code < 0) == (reason != NULL));
	CHECK_ROW(row, code == 0 || err.kind == ERR_LOOK);
	CHECK_ROW(row, !reason || strstr(err.message, reason) != NULL);
	if (code == 0)
		touch(&weights, row);
	arena_free(arena);
}

/* Whatever it is: read, with values that lie in it, or refused as such. */
static inline void read_any(const char *name, struct text content)
{
	const struct model_file model = {.name = name, .content = content};
	struct arena *arena = arena_new();
	struct weights weights;
	struct err err = {0};

	CU_ASSERT_FATAL(arena != NULL);
	weights_start(&weights, arena);
	if (read_one(&weights, &model, &err) < 0 || weights_finish(&weights, &err) < 0)
		CHECK_ROW(name, err.kind == ERR_LOOK);
	else
		touch(&weights, name);
	arena_free(arena);
}

#endif
