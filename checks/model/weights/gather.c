/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/content.h"
#include "checks/model/places.h"
#include "checks/model/weights/judge.h"
#include "checks/model/weights/shards.h"

/* Tensors that are tied share their bytes. */
enum { MOST_SHARDS = 4096, SHARED_MOST = 4 };

struct weights_gathering {
	const struct weights_place *place;
	struct weights_side *out;
	struct err *err;
};

static int note(const struct weights_gathering *gathering, struct text path, const struct err *what)
{
	const struct weights_place *place = gathering->place;

	if (what->kind != ERR_LOOK) {
		*gathering->err = *what;
		return -1;
	}
	gathering->out->failed = true;
	if (place->quiet)
		return 0;
	return model_incomplete(place->judging, place->subject, path,
		what->remedy[0] ? what->remedy : "write the model anew", gathering->err, "%s",
		what->message);
}

static void not_seen(const struct weights_gathering *gathering, struct text path, const char *why,
	const char *remedy)
{
	if (gathering->out->unseen.ptr)
		return;
	gathering->out->unseen = path;
	gathering->out->unseen_why = why;
	gathering->out->unseen_remedy = remedy;
}

/* The content, or that of the object which it points to. ptr NULL: it is not here. */
static int content_of(const struct weights_gathering *gathering, struct text path,
	struct text *content, struct err *err)
{
	enum content_state state;

	if (model_content(gathering->place->judging->job, gathering->place->side, path, content,
		    &state, err) < 0)
		return -1;
	if (content->ptr)
		gathering->out->set.most_bytes += SHARED_MOST * content->len;
	if (state != CONTENT_POINTER)
		return 0;
	gathering->out->is_pointer = !gathering->out->unseen.ptr;
	not_seen(gathering, path, "only a pointer of Git LFS is here, not the model",
		"fetch the object before the gate runs: git lfs fetch");
	return 0;
}

/* A loader follows a link, and would read other bytes than those looked at. */
static int ask_plain(const struct weights_gathering *gathering, struct text path, struct err *err)
{
	uint32_t mode;

	if (job_mode(gathering->place->judging->job, gathering->place->side, path, &mode, err) < 0)
		return -1;
	if (mode == MODE_NONE || mode == MODE_FILE || mode == MODE_EXECUTABLE)
		return 0;
	err_set(err, ERR_LOOK, "%.*s is no file, but a link or a submodule", text_quote(path),
		path.ptr);
	return err_remedy(err, "put the file itself there");
}

/* ONNX names its data by paths beside the model, once for each tensor. */
static int read_beside(const void *context, struct text path, struct text *out, struct err *err)
{
	const struct weights_gathering *gathering = context;
	struct weights_side *side = gathering->out;

	if (!side->beside_path.ptr || !text_equal(side->beside_path, path)) {
		if (ask_plain(gathering, path, err) < 0 ||
			content_of(gathering, path, &side->beside, err) < 0)
			return -1;
		side->beside_path = path;
	}
	*out = side->beside;
	return 0;
}

static int read_content(
	const struct weights_gathering *gathering, struct text path, struct text content)
{
	struct arena *arena = gathering->place->judging->job->arena;
	struct weights_file file = {path, arena_copy(arena, path), content, read_beside, gathering};
	const struct weights_reader *reader;
	size_t before = gathering->out->set.count, shards = gathering->out->set.shard_count;
	struct err what = {0};

	if (!file.name)
		return err_nomem(gathering->err);
	reader = weights_reader_of(&file);
	if (!reader && text_ends(path, ".json"))
		return 0; /* what says how others are read: config.json, an index of shards */
	if (!reader) {
		not_seen(gathering, path, "its format is none of those that are read",
			"see the formats in docs/model-weights.md");
		return 0;
	}
	if (reader->read(&gathering->out->set, &file, &what) < 0 ||
		shards_note(&gathering->out->set, &file, &what) < 0)
		return note(gathering, path, &what);
	/* The first of GGUF's splits may hold the header alone. */
	if (gathering->out->set.count == before && gathering->out->set.shard_count == shards) {
		err_set(&what, ERR_LOOK, "%s: it has no tensors that are looked into", file.name);
		return note(gathering, path, &what);
	}
	if (gathering->out->files++ == 0)
		gathering->out->path = path;
	return 0;
}

static int read_path(const struct weights_gathering *gathering, struct text path)
{
	struct text content = {0};
	struct err what = {0};
	uint32_t mode;

	if (job_mode(gathering->place->judging->job, gathering->place->side, path, &mode, &what) <
		0)
		return note(gathering, path, &what);
	if (mode != MODE_FILE && mode != MODE_EXECUTABLE)
		return 0; /* noted where its digest was asked for */
	if (content_of(gathering, path, &content, &what) < 0)
		return note(gathering, path, &what);
	return content.ptr ? read_content(gathering, path, content) : 0;
}

static int read_glob(const struct weights_gathering *gathering, struct text glob)
{
	const struct check_job *job = gathering->place->judging->job;
	const char *pattern = arena_copy(job->arena, glob);
	struct paths paths = {0};
	struct err what = {0};

	if (!pattern)
		return err_nomem(gathering->err);
	if (job_match(job, gathering->place->side, pattern, &paths, &what) < 0)
		return note(gathering, glob, &what);
	if (paths.count > MOST_SHARDS) {
		err_set(&what, ERR_LOOK, "more than %d files match %.*s", (int)MOST_SHARDS,
			text_quote(glob), glob.ptr);
		return note(gathering, glob, &what);
	}
	for (size_t i = 0; i < paths.count; i++)
		if (read_path(gathering, paths.items[i]) < 0)
			return -1;
	if (paths.count == 0)
		not_seen(gathering, glob, "no file of that name is there",
			"fetch what its pointer stands for, or name the model's own files");
	return 0;
}

int weights_gather(struct weights_side *out, const struct weights_place *place, struct err *err)
{
	const struct weights_gathering gathering = {place, out, err};
	struct err what = {0};

	*out = (struct weights_side){0};
	weights_start(&out->set, place->judging->job->arena);
	for (size_t i = 0; i < place->globs->count; i++)
		if (read_glob(&gathering, place->globs->items[i]) < 0)
			return -1;
	if (out->files > 0 && weights_finish(&out->set, &what) < 0)
		return note(&gathering, out->path, &what);
	return 0;
}
