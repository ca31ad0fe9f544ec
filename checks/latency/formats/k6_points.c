/* SPDX-License-Identifier: Apache-2.0
 *
 * k6 --out json: a line for each metric of each request. Those of one request stand together, begin with http_reqs, and have
 * the same time. Rows of "http_req_duration" have sending, waiting and receiving; other metrics of times have a series each.
 */
#include <math.h>
#include <string.h>

#include "checks/latency/formats/k6.h"

enum point_role { ROLE_TOTAL, ROLE_SENDING, ROLE_WAITING, ROLE_RECEIVING, ROLES };

static const char *const roles[ROLES] = {
	"http_req_duration", "http_req_sending", "http_req_waiting", "http_req_receiving"};
static const char *const phases[ROLES] = {NULL, "sending", "waiting", "receiving"};

enum { LONGEST_TIME = 40 };

/* The request at hand. */
struct request {
	char time[LONGEST_TIME];
	size_t time_len;
	bool open;
	unsigned seen; /* bits of roles */
	uint32_t line;
	double ms[ROLES];
	struct series *series;
};

static int close_request(struct k6 *k6, struct request *request, struct err *err)
{
	if (!request->open)
		return 0;
	request->open = false;
	if (request->seen != (1u << ROLES) - 1) {
		measured_error(
			k6->file, request->line, 0, err, "a request that lacks some of its times");
		return err_remedy(err, "let k6 end by itself; the file was cut off");
	}
	if (samples_row(k6->out, request->series, err) < 0)
		return -1;
	for (size_t i = ROLE_SENDING; i < ROLES; i++) {
		size_t phase;

		if (samples_phase(k6->out, request->series, text_of(phases[i]), &phase, err) < 0)
			return -1;
		request->series->row[phase] = request->ms[i];
	}
	request->series->total = request->ms[ROLE_TOTAL];
	return samples_row_end(k6->out, request->series, request->line, err);
}

static int open_request(
	struct k6 *k6, struct request *request, const struct json *point, struct err *err)
{
	struct text time = json_text_at(point, "data.time");

	if (close_request(k6, request, err) < 0)
		return -1;
	if (time.len == 0 || time.len > LONGEST_TIME)
		return part_error(k6->file, point, err, "a point without a time");
	memcpy(request->time, time.ptr, time.len);
	request->time_len = time.len;
	request->open = true;
	request->seen = 0;
	request->line = point->line;
	return samples_series(k6->out, text_of(roles[ROLE_TOTAL]), &request->series, err);
}

static int add_role(struct k6 *k6, struct request *request, size_t role, const struct json *point,
	double value, struct err *err)
{
	struct text time = {request->time, request->time_len};

	if (!request->open || request->seen & 1u << role ||
		!text_equal(time, json_text_at(point, "data.time")))
		return part_error(k6->file, point, err, "a time that belongs to no request");
	request->seen |= 1u << role;
	request->ms[role] = value;
	return 0;
}

static int check_failed(
	const struct k6 *k6, const struct json *point, double value, struct err *err)
{
	if (value == 0)
		return 0;
	part_error(k6->file, point, err, "a request that failed");
	return err_remedy(err, "measure again; a request that failed is no measurement");
}

/* Metrics of the script's own do not say in their points that they are times. */
static bool is_other_time(struct text metric)
{
	return text_starts(metric, "http_req_") || text_is(metric, "iteration_duration") ||
	       text_is(metric, "group_duration") || text_is(metric, "grpc_req_duration");
}

static int read_point(
	struct k6 *k6, struct request *request, const struct json *point, struct err *err)
{
	struct text metric = json_text_at(point, "metric");
	struct series *series;
	double value;

	if (part_number(&value, json_get(point, "data"), "value", k6->file, err) < 0)
		return -1;
	if (text_is(metric, "http_reqs"))
		return open_request(k6, request, point, err);
	if (text_is(metric, "http_req_failed"))
		return check_failed(k6, point, value, err);
	for (size_t i = 0; i < ROLES; i++)
		if (text_is(metric, roles[i]))
			return add_role(k6, request, i, point, value, err);
	if (!is_other_time(metric))
		return 0;
	if (samples_series(k6->out, metric, &series, err) < 0)
		return -1;
	return part_row(k6->out, series, value, point->line, err);
}

int k6_points(struct k6 *k6, struct err *err)
{
	struct request request = {0};
	const struct json *point;
	struct series *series;

	if (samples_series(k6->out, text_of(roles[ROLE_TOTAL]), &series, err) < 0)
		return -1;
	series->is_main = series->sums = true;
	values_start(&k6->values, k6->file);
	for (;;) {
		if (json_values_read(&k6->values, &point, err) < 0)
			return -1;
		if (!point)
			return close_request(k6, &request, err);
		if (text_is(json_text_at(point, "type"), "Point") &&
			read_point(k6, &request, point, err) < 0)
			return -1;
	}
}
