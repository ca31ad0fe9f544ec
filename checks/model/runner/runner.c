/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/runner/runner.h"

#include "checks/model/content.h"
#include "checks/model/format.h"
#include "checks/model/side.h"

enum { MOST_FILES = 64, MOST_ANSWERS = 256 << 20 };

/* One model at one side, to be run. */
struct running {
	struct model_judging *judging;
	struct model_subject *subject;
	const struct runner_options *options;
	const char *library; /* NULL: what the loader finds */
	struct apart_file files[MOST_FILES];
	size_t file_count;
	const char *model; /* the one among them that ends in .onnx */
	struct err *err;
};

/* ---- settings ---- */

static int refuse(const struct model_options *model, const char *what, struct err *err)
{
	return err_set(err, ERR_USAGE, "model: \"%.*s\": runner: %s", text_quote(model->name),
		model->name.ptr, what);
}

int runner_check(const struct model_options *model, struct err *err)
{
	const struct runner_options *runner = &model->runner;

	if (runner->set.len == 0)
		return runner->library.len || runner->scores.len || runner->required
			       ? refuse(model, "there is no labelled `set`", err)
			       : 0;
	if (runner->library.len && runner->library.ptr[0] != '/')
		return refuse(model, "`library` is no absolute path", err);
	if (!(runner->timeout > 0))
		return refuse(model, "timeout must be above 0", err);
	return 0;
}

/* ---- what lies in its folder ---- */

static int add_file(struct running *running, enum side side, struct text path)
{
	enum content_state state;
	struct text content;

	if (model_content(running->judging->job, side, path, &content, &state, running->err) < 0)
		return -1;
	if (state != CONTENT_HERE) {
		err_set(running->err, ERR_LOOK,
			state == CONTENT_POINTER ? "only a pointer of %.*s is here"
						 : "there is no file %.*s",
			text_quote(path), path.ptr);
		return err_remedy(
			running->err, "fetch the object before the gate runs: git lfs fetch");
	}
	if (running->file_count == MOST_FILES)
		return err_set(running->err, ERR_LOOK, "the model has more than %d files",
			(int)MOST_FILES - 1);
	running->files[running->file_count++] = (struct apart_file){path, content};
	return 0;
}

static int add_model_file(struct running *running, enum side side, struct text path)
{
	if (add_file(running, side, path) < 0)
		return -1;
	if (!text_ends(path, ".onnx"))
		return 0; /* its external data */
	if (running->model)
		return err_set(running->err, ERR_LOOK,
			"the model has more than one file in ONNX's format");
	running->model = arena_copy(running->judging->job->arena, path);
	return running->model ? 0 : err_nomem(running->err);
}

static int add_model(struct running *running, enum side side, const struct text_list *globs)
{
	const struct check_job *job = running->judging->job;

	for (size_t i = 0; i < globs->count; i++) {
		const char *glob = arena_copy(job->arena, globs->items[i]);
		struct paths paths = {0};

		if (!glob)
			return err_nomem(running->err);
		if (job_match(job, side, glob, &paths, running->err) < 0)
			return -1;
		for (size_t k = 0; k < paths.count; k++)
			if (add_model_file(running, side, paths.items[k]) < 0)
				return -1;
	}
	if (running->model)
		return 0;
	err_set(running->err, ERR_LOOK, "no file of the model ends in .onnx");
	return err_remedy(running->err, "leave `runner` out of a model in another format");
}

/* ---- running it ---- */

static bool is_outside(struct text path)
{
	return text_starts(path, "/");
}

static int run_apart(struct running *running, struct text *answers)
{
	struct arena *arena = running->judging->job->arena;
	const struct runner_options *options = running->options;
	const char *words[16] = {"model", "run", "--if-present", "--answers", "answers.csv",
		"--set", arena_copy(arena, options->set)};
	size_t count = 7;
	struct job_apart apart = {.name = "ONNX Runtime",
		.words = words,
		.files = running->files,
		.file_count = running->file_count,
		.result = "answers.csv",
		.most_bytes = MOST_ANSWERS,
		.limit_s = options->timeout};

	if (options->scores.len) {
		words[count++] = "--scores";
		words[count++] = arena_copy(arena, options->scores);
	}
	if (running->library) {
		words[count++] = "--library";
		words[count++] = running->library;
	}
	words[count++] = "--";
	words[count] = running->model;
	for (size_t i = 0; i <= count; i++)
		if (!words[i])
			return err_nomem(running->err);
	return job_apart(running->judging->job, &apart, answers, running->err);
}

static int read_answers(
	const struct running *running, struct text answers, struct side_evidence *out)
{
	struct model_subject *subject = running->subject;
	struct arena *arena = running->judging->job->arena;
	const struct evidence_file file = {
		.path = subject->path, .name = "the model's answers", .content = answers};
	struct evidence evidence;

	evidence_start(&evidence, arena);
	evidence.path = subject->path;
	if (evidence_format_find(text_of("predictions"))->read(&evidence, &file, running->err) <
			0 ||
		evidence_seal(&evidence, running->err) < 0)
		return -1;
	check_examined(running->judging->job, "models_run", 1);
	return side_add(out, &evidence, answers, arena, running->err);
}

/* Why there is no library; ptr NULL: there is one. */
static int run_side(struct running *running, enum side side, const struct text_list *globs,
	struct side_evidence *out, struct text *absent)
{
	struct text answers = {0};

	if ((!is_outside(running->options->set) &&
		    add_file(running, SIDE_BASE, running->options->set) < 0) ||
		add_model(running, side, globs) < 0 || run_apart(running, &answers) < 0)
		return -1;
	if (!text_starts(answers, RUNNER_ABSENT))
		return read_answers(running, answers, out);
	*absent = text_slice(answers, sizeof(RUNNER_ABSENT) - 1, answers.len);
	return 0;
}

/* ---- all sides ---- */

static int note(const struct running *running, const char *which, const struct err *what)
{
	if (what->kind != ERR_LOOK) {
		*running->err = *what;
		return -1;
	}
	return model_incomplete(running->judging, running->subject, running->subject->path,
		what->remedy[0] ? what->remedy
				: "run it by hand where the gate runs: seamgate model run",
		running->err, "the %s was not run: %s", which, what->message);
}

/* Where other evidence is judged it is enough to say so. */
static int say_absent(const struct running *running, struct text why)
{
	struct model_subject *subject = running->subject;
	struct model_report report = {.rule = "model/not-run", .path = subject->path};

	if (running->options->required || subject->options->evidence.count == 0)
		return model_incomplete(running->judging, subject, subject->path,
			"install ONNX Runtime where the gate runs, and name its "
			"libonnxruntime.so by `library` or SEAMGATE_ONNXRUNTIME",
			running->err, "it was not run, as there is no ONNX Runtime here: %.*s",
			text_quote(why), why.ptr);
	report.message = arena_textf(running->judging->job->arena,
		"%.*s: it was not run, as there is no ONNX Runtime here: %.*s",
		SHOWN(subject->options->name), text_quote(why), why.ptr);
	report.evidence = subject->path;
	return model_report(running->judging, subject, &report, running->err);
}

static int run_all(const struct running *first, struct model_source *source)
{
	const struct model_options *model = first->subject->options;
	const struct {
		const char *which;
		bool is_there;
		enum side side;
		const struct text_list *globs;
		struct side_evidence *out;
	} sides[] = {
		{"model", true, SIDE_HEAD, &model->files, &source->head},
		{"model at the base", first->subject->has_base, SIDE_BASE, &model->files,
			&source->base},
		{"reference", model->reference.count > 0, SIDE_HEAD, &model->reference,
			&source->reference},
	};

	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
		struct running running = *first;
		struct err what = {0};
		struct text absent = {0};

		running.err = &what;
		if (!sides[i].is_there)
			continue;
		if (run_side(&running, sides[i].side, sides[i].globs, sides[i].out, &absent) < 0)
			return note(first, sides[i].which, &what);
		if (absent.ptr)
			return say_absent(first, absent);
	}
	first->subject->source_count++;
	return 0;
}

static const struct source_options *options_of(const struct running *running)
{
	struct source_options *options =
		arena_alloc(running->judging->job->arena, sizeof(*options));

	if (options)
		*options = (struct source_options){
			.results = running->options->set, .baseline = TEXT("base")};
	return options;
}

int runner_read(struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	struct running running = {
		.judging = judging, .subject = subject, .options = &subject->options->runner};
	struct model_source *source = &subject->sources[subject->source_count];

	running.err = err;
	if (running.options->set.len == 0 || !subject->files_changed)
		return 0;
	subject->is_run = true;
	running.library = running.options->library.len
				  ? arena_copy(judging->job->arena, running.options->library)
				  : job_variable(judging->job, "SEAMGATE_ONNXRUNTIME");
	if (running.options->library.len && !running.library)
		return err_nomem(err);
	if (running.library && running.library[0] != '/')
		return model_incomplete(judging, subject, subject->path,
			"give it the library's absolute path", err,
			"it was not run: SEAMGATE_ONNXRUNTIME is no absolute path");
	*source = (struct model_source){.options = options_of(&running), .is_run = true};
	return source->options ? run_all(&running, source) : err_nomem(err);
}
