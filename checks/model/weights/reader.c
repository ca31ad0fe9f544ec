/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/weights/reader.h"

#include <stdarg.h>
#include <stdio.h>

#define WEIGHTS(x) extern const struct weights_reader weights_##x;
#include "checks/model/weights/readers.def"
#undef WEIGHTS

#define WEIGHTS(x) &weights_##x,
static const struct weights_reader *const readers[] = {
#include "checks/model/weights/readers.def"
};
#undef WEIGHTS

const struct weights_reader *weights_reader_of(const struct weights_file *file)
{
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		if (readers[i]->is_one(file))
			return readers[i];
	return NULL;
}

int weights_error(const struct weights_file *file, struct err *err, const char *format, ...)
{
	char what[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	err_set(err, ERR_LOOK, "%s: %s", file->name, what);
	return err_remedy(err, "write the model anew; a download that broke off looks like this");
}

int tensor_measure(struct tensor *tensor, const struct weights_file *file, struct err *err)
{
	uint64_t count = 1;

	for (unsigned i = 0; i < tensor->dimension_count; i++)
		count = times(count, tensor->dimensions[i]);
	if (count > (uint64_t)1 << 60)
		return weights_error(file, err,
			"tensor %.*s says that it has more than 2^60 values",
			text_quote(tensor->name), tensor->name.ptr);
	tensor->count = count;
	tensor->columns =
		tensor->dimension_count ? tensor->dimensions[tensor->dimension_count - 1] : 1;
	return 0;
}
