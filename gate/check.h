/* SPDX-License-Identifier: Apache-2.0
 *
 * THE PLUG-IN INTERFACE. A check is one folder, one line in checks/checks.def, one rules file and one
 * page in docs/. It sees the change and its own options; it never sees the repository handle, the policy, waivers,
 * the verdict or a report. Any two jobs may run at once. Findings, what could not be looked at, and
 * failure are three things with three calls.
 */
#ifndef SEAMGATE_CHECK_H
#define SEAMGATE_CHECK_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/change/change.h"
#include "gate/change/repo.h"
#include "gate/component.h"
#include "gate/finding.h"
#include "gate/measurement.h"
#include "gate/option.h"

enum grain {
	PER_BLOB,     /* called on slices of the new blobs, several at once */
	WHOLE_CHANGE, /* called once */
};

/* Whose tree is read. SIDE_BASE is the merge base, where there is one. */
enum side {
	SIDE_BASE,
	SIDE_HEAD,
	SIDE_POLICY, /* the tree whose policy is judging: a rules file named by the base's policy is the base's */
	SIDE_WORKSPACE, /* the checked-out directory, for sources with `workspace: true`: see job_read */
};

struct ahead;    /* gate/ahead.h */
struct deadline; /* gate/base/deadline.h */
struct rules;    /* gate/rule.h */
struct findings; /* the sink of one job */
struct examined; /* counters by name */

struct check_job {
	const struct change *change; /* borrowed, read-only, shared by all checks */
	const void *options;         /* the check's own options struct, filled by the core */
	const void *shared;          /* what prepare made, or NULL; read-only */
	struct arena *arena;         /* this job's alone; lives until the report is written */
	struct findings *findings;   /* this job's alone */
	struct examined *examined;   /* this job's alone; counters are added up over jobs */
	struct blobs blobs;          /* PER_BLOB: this job's slice of the new blobs */
	const struct job_core *core; /* the core's; not for checks */
};

struct check {
	const char *name, *summary; /* name = folder = policy key = rule prefix */
	enum grain grain;
	const struct option *options; /* key NULL at the end; or NULL */
	size_t options_size;
	bool by_default;       /* runs unless switched off */
	bool gives_components; /* calls check_component where job_wants_components */
	/* Optional: makes what all jobs of this check share (a compiled rule set). Called once per policy, before
	 * any job, with a job that can read files (SIDE_POLICY) but has no blobs. What it allocates from
	 * job->arena lives as long as the outcome. release frees the rest. */
	int (*prepare)(const struct check_job *job, void **shared, struct err *err);
	void (*release)(void *shared);
	/* Optional: the rules that a team's own files add, so that the policy may name them. */
	const struct rules *(*own_rules)(const void *shared);
	/* Optional, of a scan of a commit's tree: what may be done on a thread of its own from before the tree has been listed until
	 * a job asks for it with job_ahead. NULL: nothing came of it. It is not always called: jobs do what was not done. forget
	 * frees what it made. */
	void *(*ahead)(struct ahead *ahead);
	void (*forget)(void *made);
	/* Optional, of a scan of a history: whether run would have nothing to say of this commit (BLOB_COMMIT) but how many bytes it has. It is
	 * asked with what prepare made, on several threads at once, when the commit is read for what it comes from; job_is_quiet gives the answer. prepare
	 * is then called before there is a change, and reads nothing but SIDE_POLICY. It is not always called: false has the commit read again. */
	bool (*is_quiet)(const void *shared, struct text commit);
	int (*run)(const struct check_job *job, struct err *err); /* -1: the check itself failed */
};

/* Copies the finding, and every text in it, into the job's arena. Out of memory is remembered and fails the job. */
void check_report(const struct check_job *job, const struct finding *finding);

/* Something that had to be looked at and could not be: blocks the merge (exit 3). */
void check_incomplete(
	const struct check_job *job, struct text path, const char *reason, const char *remedy);

/* The same about a whole blob. It blocks where the policy looks at any of the blob's places, whichever
 * stands first. */
void check_blob_incomplete(const struct check_job *job, const struct blob *blob, const char *reason,
	const char *remedy);

/* A file that the policy names and that is not there, at the head or in the workspace: an incomplete item whose
 * remedy is to bring it back or to name another one. Where it is the base's policy that wants it, the remedy prints the
 * --accept-policy line too. `what` is the thing in its sentence, as "evidence of model intent-int8"; path a path or
 * the glob that nothing matches. */
void check_missing(const struct check_job *job, enum side side, struct text path, const char *what);

/* A secret that is nobody's finding (allowed, or on a neighbour's line) but must not be printed. */
void check_mask(const struct check_job *job, struct text secret, size_t shown);

/* Adds to a counter. The name is a literal: "files", "blobs", "bytes", "rules". */
void check_examined(const struct check_job *job, const char *name, uint64_t count);

/* The content of a blob of the job's slice; valid until the next job_blob or job_read. Where it cannot be read the
 * job notes an incomplete item by itself and *out is empty with ptr NULL. */
void job_blob(const struct check_job *job, const struct blob *blob, struct text *out);

/* Whether this check has said of the blob, a commit, that it is quiet (check.is_quiet): instead of job_blob, as which it counts. */
bool job_is_quiet(const struct check_job *job, const struct blob *blob, size_t *bytes);

/* What job_blob gave last, to be held beyond the next call, and released (unpacked_release) by the thread that has the job; NULL where it cannot be. */
struct unpacked *job_keep(const struct check_job *job, struct text content);

/* What the content that job_blob gave last has of one that is held, as far as the repository's packs themselves say it. False where it is not known. */
bool job_copies(const struct check_job *job, const struct unpacked *before, struct text content,
	struct copied_list *out);

/* Before so much memory is needed for what lies in a blob. Contents that job_blob gave stay. */
void job_spare(const struct check_job *job, size_t bytes);

/* True when the run's time is up or it has found more than it keeps; the core has noted that. A job asks between blobs. */
bool job_stopped(const struct check_job *job);

/* The same as a point in time, for what a check prepares; NULL: there is none. */
const struct deadline *job_deadline(const struct check_job *job);

/* A file of a side's tree, in the job's arena. *out has ptr NULL where there is none (0 returned).
 * SIDE_WORKSPACE is the directory that is checked out: what lies below it and is a regular file, no symbolic link
 * being followed anywhere in the path, nothing in a ".git". A file of WORKSPACE_MAPPED bytes and more is mapped, not
 * copied, and lives as long as the job: whoever reads it takes each number out of it once, since it may change
 * meanwhile. That it did is an incomplete item of the core's; that it became shorter ends the run with exit 3. A
 * bare repository has no such directory: ERR_LOOK. */
MUST_CHECK int job_read(const struct check_job *job, enum side side, struct text path,
	struct text *out, struct err *err);

/* The mode of a path in a side's tree: MODE_NONE where there is none (0 returned). In the workspace a link is
 * MODE_SYMLINK, and below a link there is nothing. */
MUST_CHECK int job_mode(const struct check_job *job, enum side side, struct text path,
	uint32_t *mode, struct err *err);

/* As job_read, for what a tool has measured: a symbolic link or a pointer of Git LFS in its place is ERR_LOOK with a
 * remedy. A file that was read before is not read again: *out is the same text. */
MUST_CHECK int job_read_data(const struct check_job *job, enum side side, struct text path,
	struct text *out, struct err *err);

/* What a check has made of a file that several of its subjects name, so that it is not made anew for each. */
struct memo {
	const void *made; /* NULL: nothing yet */
	size_t asked;     /* memo_is_due's own */
};

/* The memo of that name, any bytes, which holds as long as the job; empty at first. NULL where a job remembers nothing, as in
 * prepare. */
MUST_CHECK int job_memo(
	struct memo **out, const struct check_job *job, struct text name, struct err *err);

/* Whether now is the time to make it, of a content of so many bytes: when it is asked for the second time, and as long as the job
 * has not kept too much (16 MiB of contents together). What is made is to live as long as the job. */
bool memo_is_due(const struct check_job *job, struct memo *memo, size_t bytes);

/* The job has read these bytes of a large file of the workspace and does not hold on to them: memory stays flat in the file's
 * size. They may be read again. Bytes of anything else are left alone. */
void job_read_past(const struct check_job *job, struct text past);

/* The object that a pointer of Git LFS stands for; ptr NULL where it was not fetched (0 returned). Large ones are mapped. */
MUST_CHECK int job_read_lfs(
	const struct check_job *job, struct text sha256, struct text *out, struct err *err);

/* Runs `count` tasks of one job, several at once, and returns when all are done. A task touches what is its own only: not the
 * job, its arena or its sinks, but for job_read_past. What comes of them must not depend on their order. */
void job_each(const struct check_job *job, void (*task)(void *context, size_t task), void *context,
	size_t count);

/* A content of the head: by its id, or, where that is zero (a scan of a directory), by its path. */
struct wanted_content {
	struct oid oid;
	struct text path;
};

/* A content, or why it cannot be read (problem; else NULL). */
struct wanted_result {
	size_t item;
	struct text content;
	const struct err *problem;
};

/* Is given a few at once, at most MOST_WANTED; they are valid during the call. It is called on several threads: it touches what is its own
 * only, as a task of job_each. */
enum { MOST_WANTED = 64 };
typedef void wanted_sink(void *context, const struct wanted_result *results, size_t count);

/* Many contents, read in their order on as many threads as the run has, each by a reader of its own, while the job goes on. `wanted`
 * stays where it is until the end. Once job_stopped is true what was not begun is not read, and no sink says so. */
struct job_reading;
MUST_CHECK int job_reading_start(struct job_reading **out, const struct check_job *job,
	const struct wanted_content *wanted, size_t count, wanted_sink *sink, void *context,
	struct err *err);

/* Returns once the first `count` were given to the sink. The job's own thread reads along meanwhile. */
void job_reading_reach(struct job_reading *reading, size_t count);

/* What was not begun is not read. NULL is fine. */
void job_reading_end(struct job_reading *reading);

/* For check.ahead alone: each file and link of the tree, in the tree's order (base and base_mode play no part), until the sink returns false or the
 * thread is to end; and the content of one, valid as long as the arena. False: it cannot be read, or has more than AHEAD_MOST_BYTES or
 * than the policy's limit. */
enum { AHEAD_MOST_BYTES = 1 << 20 };
typedef bool ahead_sink(void *self, const struct file *file);
void ahead_each(struct ahead *ahead, ahead_sink *sink, void *self);
bool ahead_read(
	struct ahead *ahead, const struct file *file, struct text *out, struct arena *arena);

/* Ends check.ahead and gives what it made, which lives as long as the job; NULL: nothing. */
const void *job_ahead(const struct check_job *job);

/* Whether this clone has the whole commit of a submodule: see reader_submodule. */
MUST_CHECK int job_submodule(const struct check_job *job, struct text name,
	const struct oid *commit, struct submodule_state *out, struct err *err);

/* A variable of the environment that the gate was started in; NULL where it is not set or empty. No change sets one. */
const char *job_variable(const struct check_job *job, const char *name);

/* Files of a package manager's cache on this machine, below a folder by its absolute path: nothing there is more than a
 * candidate for bytes whose digest the repository has. No link below the folder is followed. As job_read and job_match with
 * SIDE_WORKSPACE otherwise; a folder that is not there holds nothing. */
bool job_has_cache(const struct check_job *job, const char *folder);
MUST_CHECK int job_read_cache(const struct check_job *job, const char *folder, struct text path,
	struct text *out, struct err *err);
MUST_CHECK int job_match_cache(const struct check_job *job, const char *folder, const char *glob,
	struct paths *out, struct err *err);

/* All paths of a side's tree that a glob matches, sorted. In the workspace regular files only; it lists what the
 * glob's literal folders lead to, and more than WORKSPACE_ENTRIES there are ERR_LOOK. */
MUST_CHECK int job_match(const struct check_job *job, enum side side, const char *glob,
	struct paths *out, struct err *err);

/* The files of one folder of a commit's side, without those of folders in it: their paths, sorted. `folder` ends in a slash or is "" for
 * the root. */
MUST_CHECK int job_list(const struct check_job *job, enum side side, struct text folder,
	struct paths *out, struct err *err);

/* A program that the policy wants run, as a harness that evaluates a model. */
struct job_command {
	struct text_list
		argv; /* "{workspace}" in an argument stands for the checked-out directory */
	struct text_list
		files; /* globs: what it needs out of the repository, as the merge base has it */
	struct text_list
		environment; /* names of variables that it gets beside PATH, HOME, LANG and TMPDIR */
	double limit_s;
};

/* A point in time as file systems have it. */
struct moment {
	int64_t seconds, nanoseconds;
};

/* Runs it in a new folder that holds `files`, and waits for it. Only where a policy asks for it that the change has no hand in
 * (the base's, an accepted or an outside one). What it wrote into the checked-out directory was written since *started.
 * ERR_LOOK: it may not run, could not be started, ended with anything but 0 or did not end in time. */
MUST_CHECK int job_run(const struct check_job *job, const struct job_command *command,
	struct moment *started, struct err *err);

/* A verb of this program itself, run apart from it, so that a library which it loads can crash, hang or eat memory without
 * taking the gate down. */
struct job_apart {
	const char *name; /* for messages: "ONNX Runtime" */
	const char *const
		*words; /* the verb and what follows, NULL at the end; paths are those of `files` */
	const struct apart_file {
		struct text path, content;
	} * files; /* what lies in the folder that it starts in */
	size_t file_count;
	const char *result; /* the file that it leaves there */
	size_t most_bytes;  /* of that */
	double limit_s;
};

/* Leave and errors as for job_run. *out lies in the job's arena. */
MUST_CHECK int job_apart(const struct check_job *job, const struct job_apart *apart,
	struct text *out, struct err *err);

/* Whether a file of the checked-out directory was written since then. */
MUST_CHECK int job_written_since(const struct check_job *job, struct text path,
	const struct moment *since, bool *written, struct err *err);

/* What refs/notes/NAME of the repository names; only while a check is prepared. found is false where there is none. */
MUST_CHECK int job_notes_tip(const struct check_job *job, struct text name, struct oid *out,
	bool *found, struct err *err);

/* The notes that the base and its ancestors by first parents have there, oldest first: see reader_notes. */
MUST_CHECK int job_notes(
	const struct check_job *job, const struct oid *tip, struct notes *out, struct err *err);

/* Whether the head's file has the bytes that it had before, at the base or one of its newest ancestors by first parents, and where. */
MUST_CHECK int job_was_before(const struct check_job *job, struct text path, struct oid *commit,
	bool *found, struct err *err);

/* What a path had before the base: see reader_earlier. `at` is zeroed at first. */
MUST_CHECK int job_earlier(const struct check_job *job, struct earlier *at, struct text path,
	struct text *out, bool *found, struct err *err);

/* Lines of the head's side that the change adds or edits. */
MUST_CHECK int job_added_lines(
	const struct check_job *job, const struct file *file, struct spans *out, struct err *err);

#endif
