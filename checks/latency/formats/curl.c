/* SPDX-License-Identifier: Apache-2.0
 *
 * curl -w '%{json}': curl docs/cmdline-opts/write-out.md. An object for each transfer, with or without a line end between them.
 * Times are seconds since the start, each at least the one before; what a transfer did not do (TLS) is 0 or, on a connection
 * that was there already, below the one before: it took no time.
 */
#include "checks/latency/formats/parts.h"

static const struct {
	const char *key, *phase;
	bool optional;
} times[] = {
	{"time_queue", "queue", true}, /* 8.12 */
	{"time_namelookup", "dns", false},
	{"time_connect", "connect", false},
	{"time_appconnect", "tls", false},
	{"time_pretransfer", "prepare", false},
	{"time_posttransfer", "request", true}, /* 8.10 */
	{"time_starttransfer", "wait", false},
	{"time_total", "transfer", false},
};

static int check_transfer(
	const struct json *transfer, const struct measured_file *file, struct err *err)
{
	double exit_code = 0, status = 0;

	if (transfer->type != JSON_OBJECT)
		return part_error(file, transfer, err, "this is no transfer of curl");
	if (part_optional(&exit_code, transfer, "exitcode", file, err) < 0 ||
		part_optional(&status, transfer, "http_code", file, err) < 0)
		return -1;
	if (exit_code == 0 && status < 400)
		return 0;
	if (exit_code != 0)
		measured_error(file, transfer->line, 0, err, "a transfer ended with exit code %g",
			exit_code);
	else
		measured_error(
			file, transfer->line, 0, err, "a transfer got the answer %g", status);
	return err_remedy(err, "measure again; a transfer that failed is no measurement");
}

static int read_transfer(struct samples *out, struct series *series, const struct json *transfer,
	const struct measured_file *file, struct err *err)
{
	double reached = 0;

	if (samples_row(out, series, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		double seconds = 0;
		size_t phase;

		if (times[i].optional && !json_get(transfer, times[i].key))
			continue;
		if (part_number(&seconds, transfer, times[i].key, file, err) < 0 ||
			samples_phase(out, series, text_of(times[i].phase), &phase, err) < 0)
			return -1;
		if (seconds < 0)
			return part_error(
				file, json_get(transfer, times[i].key), err, "a time below 0");
		series->row[phase] = seconds > reached ? (seconds - reached) * 1000 : 0;
		reached = seconds > reached ? seconds : reached;
		series->total = seconds * 1000;
	}
	return samples_row_end(out, series, transfer->line, err);
}

static int read_curl(struct samples *out, const struct measured_file *file, struct err *err)
{
	const struct json *transfer;
	struct series *series;
	struct json_values values;

	if (samples_series(out, text_of("transfer"), &series, err) < 0)
		return -1;
	series->is_main = series->sums = true;
	values_start(&values, file);
	for (bool first = true;; first = false) {
		if (json_values_read(&values, &transfer, err) < 0)
			return -1;
		if (!transfer)
			return 0;
		if (check_transfer(transfer, file, err) < 0 ||
			read_transfer(out, series, transfer, file, err) < 0)
			return -1;
		if (first && samples_fact(out, "page",
				     samples_page(json_text_at(transfer, "url"), file->scratch),
				     err) < 0)
			return -1;
	}
}

extern const struct latency_format latency_format_curl;

const struct latency_format latency_format_curl = {
	.summary = "curl -w '%{json}'",
	.read = read_curl,
};
