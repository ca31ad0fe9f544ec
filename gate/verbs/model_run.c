/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/model_run.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "checks/model/runner/answers.h"
#include "checks/model/runner/runner.h"
#include "gate/base/deadline.h"
#include "gate/verbs/crash.h"
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

/* What came of a run. */
struct running {
	const struct call *call;
	const struct model_run_flags *chosen;
	const char *model;
	struct buffer out; /* the answers */
	struct answered answered;
};

static int answer(struct ort *ort, struct running *running, struct err *err)
{
	const struct model_run_flags *chosen = running->chosen;
	struct arena *arena = running->call->arena;
	struct asking_model asking = {
		.ort = ort, .scores = chosen->scores, .task = task_of(chosen->set)};
	struct labelled set;
	struct text content;
	int done;

	if (mapped_open(&content, chosen->set, err) < 0)
		return -1;
	asking.set = &set;
	done = labelled_read(&set, content, chosen->set, arena, err);
	if (done == 0)
		done = ort_load(ort, running->model, err);
	if (done == 0)
		done = answers_write(&running->answered, &asking, &running->out, arena, err);
	mapped_close(content);
	return done;
}

static int absent(struct running *running, const char *why, struct err *err)
{
	if (running->chosen->if_present) {
		buffer_printf(&running->out, "%s%s", RUNNER_ABSENT, why);
		return running->out.failed ? err_nomem(err) : 0;
	}
	err_set(err, ERR_LOOK, "there is no ONNX Runtime here: %s", why);
	return err_remedy(err, "name its libonnxruntime.so by --library or SEAMGATE_ONNXRUNTIME");
}

static int fill(struct running *running, struct err *err)
{
	const char *why = NULL;
	struct ort *ort = NULL;
	int done = ort_open(&ort, running->chosen->library, &why, running->call->arena, err);

	if (done == 0)
		done = ort ? answer(ort, running, err) : absent(running, why, err);
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

/* One line of what was done. The gate, which calls it with --if-present, measures for itself. */
static int say(const struct running *running, double seconds, struct err *err)
{
	const struct answered *answered = &running->answered;
	struct buffer said = {0};
	int done;

	if (running->chosen->if_present)
		return 0;
	verb_say(&said, text_of(running->model));
	buffer_printf(&said, ": %" PRIu64 " sample%s", answered->samples,
		answered->samples == 1 ? "" : "s");
	if (answered->has_classes && answered->samples > 0)
		buffer_printf(&said, ", %" PRIu64 " right (acc %.4f)", answered->right,
			(double)answered->right / (double)answered->samples);
	buffer_printf(&said, ", %.2f s; answers in ", seconds);
	verb_say(&said, text_of(running->chosen->answers));
	buffer_byte(&said, '\n');
	done = verb_print(&said, err);
	buffer_free(&said);
	return done;
}

static int run(struct running *running, struct err *err)
{
	double begun = clock_now();

	if (fill(running, err) < 0 ||
		save(running->chosen->answers, buffer_text(&running->out), err) < 0)
		return -1;
	return say(running, clock_now() - begun, err);
}

int model_run(const struct call *call, struct err *err)
{
	struct model_run_flags chosen = {.answers = "answers.csv"};
	struct running running = {.call = call, .chosen = &chosen};
	struct words rest = {0};
	int done;

	if (flags_read(flags, &chosen, &rest, call->argv, call->arena, err) < 0)
		return -1;
	if (rest.count != 1 || !chosen.set) {
		err_set(err, ERR_USAGE, "model run needs a model and a --set");
		return err_remedy(err, "seamgate model run --set test.csv model.onnx");
	}
	if (!chosen.library)
		chosen.library = environment_get(&call->env, "SEAMGATE_ONNXRUNTIME");
	running.model = rest.items[0];
	stand_back();
	crash_show();
	done = run(&running, err);
	buffer_free(&running.out);
	return done;
}
