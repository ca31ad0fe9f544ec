/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/formats/lighthouse_parts.h"
#include "gate/base/moment.h"

static struct text string(const struct json *json)
{
	return json && json->type == JSON_STRING ? json->text : text_of("");
}

/* "13.5" of "13.5.0": a patch does not change what is measured. */
static struct text minor_version(struct text version)
{
	size_t at = 0, dots = 0;

	for (; at < version.len; at++)
		if (version.ptr[at] == '.' && ++dots == 2)
			break;
	return text_slice(version, 0, at);
}

int lhr_usable(const struct lhr *lhr, const struct measured_file *file, struct err *err)
{
	struct text code = json_text_at(lhr->error, "code"),
		    method = json_text_at(lhr->settings, "throttlingMethod");

	if (string(lhr->version).len == 0)
		return measured_error(file, 1, 1, err,
			"this is no Lighthouse report: there is no \"lighthouseVersion\"");
	if (lhr->error && lhr->error->type == JSON_OBJECT && !text_is(code, "NO_ERROR")) {
		measured_error(file, lhr->error->line, lhr->error->column, err,
			"the run failed with runtimeError %.*s", text_quote(code), code.ptr);
		return err_remedy(err, "measure again; a failed run is no measurement");
	}
	if (text_is(method, "simulate")) {
		measured_error(file, lhr->settings->line, lhr->settings->column, err,
			"throttlingMethod is \"simulate\": the total is computed and the phases "
			"are observed, of two different loads");
		return err_remedy(err, "run Lighthouse with --throttling-method=devtools or "
				       "--throttling-method=provided");
	}
	return 0;
}

static int add_throttling(struct samples *out, const struct lhr *lhr,
	const struct measured_file *file, struct err *err)
{
	struct text method = json_text_at(lhr->settings, "throttlingMethod");
	const struct json *how = json_get(lhr->settings, "throttling");
	const struct json *rtt = json_get(how, "requestLatencyMs"),
			  *down = json_get(how, "downloadThroughputKbps"),
			  *cpu = json_get(how, "cpuSlowdownMultiplier");

	if (text_is(method, "devtools") && rtt && down && cpu) {
		method = arena_textf(file->scratch, "devtools, %g ms, %g kbit/s, CPU / %g",
			rtt->number, down->number, cpu->number);
		if (!method.ptr)
			return err_nomem(err);
	}
	return samples_fact(out, "throttling", method, err);
}

int lhr_facts(struct samples *out, const struct lhr *lhr, const struct measured_file *file,
	struct err *err)
{
	struct text page = samples_page(string(lhr->url), file->scratch);
	const struct json *speed = json_get(lhr->environment, "benchmarkIndex");

	if (!page.ptr)
		return err_nomem(err);
	if (speed && speed->type == JSON_NUMBER)
		out->speed = speed->number;
	out->at = moment_read(string(lhr->fetch_time));
	if (samples_fact(out, "tool", text_of("lighthouse"), err) < 0 ||
		samples_fact(out, "tool version", minor_version(string(lhr->version)), err) < 0 ||
		samples_fact(out, "page", page, err) < 0 ||
		samples_fact(out, "mode", string(lhr->mode), err) < 0 ||
		samples_fact(out, "form factor", json_text_at(lhr->settings, "formFactor"), err) <
			0 ||
		samples_fact(out, "browser", json_text_at(lhr->environment, "hostUserAgent"), err) <
			0)
		return -1;
	return add_throttling(out, lhr, file, err);
}
