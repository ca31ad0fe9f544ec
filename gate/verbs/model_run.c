/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/model_run.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "checks/model/runner/answers.h"
#include "checks/model/runner/runner.h"
#include "gate/verbs/mapped.h"

static const struct flag flags[] = {MODEL_RUN_FLAGS{0}};

/* Where memory runs out it is this process that ends, not the gate that waits for it. */
static void stand_back(void)
{
	int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	ssize_t wrote = file < 0 ? 0 : write(file, "1000", 4);

	(void)wrote;
	if (file >= 0)
		close(file);
}

/* "digits" of "eval/digits.csv" */
static struct text task_of(const char *path)
{
	struct text name = text_of(strrchr(path, '/') ? strrchr(path, '/') + 1 : path);

	return text_slice(name, 0, text_find(name, text_of(".")));
}

static int answer(struct ort *ort, const struct model_run_flags *chosen, const char *model,
	struct buffer *out, const struct call *call, struct err *err)
{
	struct asking_model asking = {
		.ort = ort, .scores = chosen->scores, .task = task_of(chosen->set)};
	struct labelled set;
	struct text content;
	int done;

	if (mapped_open(&content, chosen->set, err) < 0)
		return -1;
	asking.set = &set;
	done = labelled_read(&set, content, chosen->set, call->arena, err);
	if (done == 0)
		done = ort_load(ort, model, err);
	if (done == 0)
		done = answers_write(&asking, out, call->arena, err);
	mapped_close(content);
	return done;
}

static int absent(
	const struct model_run_flags *chosen, const char *why, struct buffer *out, struct err *err)
{
	if (chosen->if_present) {
		buffer_printf(out, "%s%s", RUNNER_ABSENT, why);
		return out->failed ? err_nomem(err) : 0;
	}
	err_set(err, ERR_LOOK, "there is no ONNX Runtime here: %s", why);
	return err_remedy(err, "name its libonnxruntime.so by --library or SEAMGATE_ONNXRUNTIME");
}

static int fill(const struct model_run_flags *chosen, const char *model, struct buffer *out,
	const struct call *call, struct err *err)
{
	const char *why = NULL;
	struct ort *ort = NULL;
	int done = ort_open(&ort, chosen->library, &why, call->arena, err);

	if (done == 0)
		done = ort ? answer(ort, chosen, model, out, call, err)
			   : absent(chosen, why, out, err);
	ort_close(ort);
	return done;
}

static int save(const char *path, struct text text, struct err *err)
{
	FILE *file = fopen(path, "we");
	bool whole = file && fwrite(text.ptr, 1, text.len, file) == text.len;

	if (file)
		whole = fclose(file) == 0 && whole;
	return whole ? 0 : err_set(err, ERR_LOOK, "cannot write %s", path);
}

int model_run(const struct call *call, struct err *err)
{
	struct model_run_flags chosen = {.answers = "answers.csv"};
	struct words rest = {0};
	struct buffer out = {0};
	int done;

	if (flags_read(flags, &chosen, &rest, call->argv, call->arena, err) < 0)
		return -1;
	if (rest.count != 1 || !chosen.set) {
		err_set(err, ERR_USAGE, "model run needs a model and a --set");
		return err_remedy(err, "seamgate model run --set test.csv model.onnx");
	}
	if (!chosen.library)
		chosen.library = environment_get(&call->env, "SEAMGATE_ONNXRUNTIME");
	stand_back();
	done = fill(&chosen, rest.items[0], &out, call, err);
	if (done == 0)
		done = save(chosen.answers, buffer_text(&out), err);
	buffer_free(&out);
	return done;
}
