/* SPDX-License-Identifier: Apache-2.0
 *
 * Python distributions that are committed as they were installed: a folder with "<name>-<version>.dist-info/RECORD" and what that
 * lists. RECORD can be rewritten with the file, so that it proves nothing; but it belongs to a version, and under the same one it
 * does not change.
 */
#include <string.h>

#include "checks/dependencies/proof/record_check.h"
#include "checks/dependencies/subjects.h"
#include "gate/base/keys.h"

/* One RECORD. */
struct distribution {
	struct text path, folder; /* of RECORD; of what it lists */
	struct text name, version;
	struct record record;
	bool is_touched, refuted;
	size_t looked; /* files */
};

/* A file that more than one RECORD lists: it has to be what each of them says. */
enum { SEVERAL = INT32_MAX };

/* All distributions of one folder. */
struct site {
	struct proving *proving;
	struct arena *arena;
	struct text folder;
	struct distribution *items;
	size_t count;
	struct keys rows; /* of all: number is a distribution's, and 1; or SEVERAL */
	struct keys tops; /* first parts of the paths of what they install */
};

static int tell(struct site *site, struct distribution *of, const char *rule, struct text path,
	struct text expected, struct text computed, const char *what, struct err *err)
{
	const struct proof proof = {.state = PROOF_REFUTED,
		.format = "pip-requirements",
		.rule = rule,
		.name = of->name,
		.version = of->version,
		.path = path,
		.expected = expected,
		.computed = computed,
		.what = what};

	of->refuted = true;
	return proving_report(site->proving, &proof, err);
}

/* ---- reading ---- */

/* "six-1.16.0.dist-info/RECORD" */
static void name_distribution(struct distribution *out, struct text path)
{
	struct text info = text_slice(path, 0, path.len - strlen("/RECORD")), name;
	size_t dash;

	out->path = path;
	out->folder = text_slice(info, 0, folder_of(info).len);
	name = text_slice(info, out->folder.len, info.len - strlen(".dist-info"));
	dash = text_find(name, text_of("-"));
	out->name = text_slice(name, 0, dash);
	out->version = text_slice(name, dash + 1, name.len);
}

static int read_record(
	struct record *out, struct site *site, enum side side, struct text path, struct err *err)
{
	struct check_job reading = *site->proving->job;
	struct text content;

	*out = (struct record){0};
	reading.arena = site->arena;
	if (job_read(&reading, side, path, &content, err) < 0)
		return -1;
	return content.ptr ? record_parse(out, content, path, site->arena, err) : 0;
}

static int index_distribution(struct site *site, size_t number, struct err *err)
{
	const struct record *record = &site->items[number].record;
	uint32_t *slot;

	for (size_t i = 0; i < record->count; i++) {
		struct text path = record->rows[i].path;
		size_t slash = text_find(path, text_of("/"));

		if (keys_add(&site->rows, path, &slot, err) < 0)
			return -1;
		*slot = *slot ? SEVERAL : (uint32_t)number + 1;
		if (slash == path.len || text_starts(path, "../"))
			continue;
		if (keys_add(&site->tops, text_slice(path, 0, slash), &slot, err) < 0)
			return -1;
		*slot = (uint32_t)number + 1;
	}
	return 0;
}

/* Broken ones could not be looked at, and cover nothing. */
static int read_distribution(struct site *site, struct text path, struct err *err)
{
	struct distribution *made = &site->items[site->count];
	struct err own = {0};

	*made = (struct distribution){0};
	name_distribution(made, path);
	if (read_record(&made->record, site, SIDE_HEAD, path, &own) < 0) {
		struct proof proof = {.format = "pip-requirements",
			.name = made->name,
			.version = made->version,
			.path = path};

		if (proving_broken(&proof, site->proving, path, false, &own, err) < 0)
			return -1;
		return proving_add(site->proving, &proof, err);
	}
	return index_distribution(site, site->count++, err);
}

/* ---- files ---- */

static int hold_content(struct site *site, struct distribution *of, const struct file *file,
	const struct record_row *row, struct err *err)
{
	unsigned char made[LONGEST_DIGEST];
	struct text content, expected, computed;
	size_t len;

	if (proving_read(&content, site->proving, SIDE_HEAD, file->path, err) < 0 ||
		proof_digest(made, &len, row->algorithm, content, err) < 0)
		return -1;
	if (!len || (len == row->digest.len && memcmp(made, row->digest.ptr, len) == 0))
		return 0;
	expected = proof_hex(site->arena, (const unsigned char *)row->digest.ptr, row->digest.len);
	computed = proof_hex(site->arena, made, len);
	if (!expected.ptr || !computed.ptr)
		return err_nomem(err);
	return tell(site, of, "dependencies/vendored-changed", file->path, expected, computed,
		"the content is not what its RECORD lists", err);
}

static int hold_file(struct site *site, struct distribution *of, const struct file *file,
	const struct record_row *row, struct err *err)
{
	const char *what = file->head_mode == MODE_NONE
				   ? "is listed in RECORD and is not there"
				   : "is listed in RECORD and is no plain file";

	if (file->head_mode == MODE_FILE || file->head_mode == MODE_EXECUTABLE)
		return hold_content(site, of, file, row, err);
	return tell(site, of, "dependencies/vendored-changed", file->path, text_of(""), text_of(""),
		what, err);
}

static int hold_to(struct site *site, struct distribution *of, const struct file *file,
	struct text path, struct err *err)
{
	const struct record_row *row = record_find(&of->record, path);

	of->looked += row != NULL;
	return row && row->digest.ptr ? hold_file(site, of, file, row, err) : 0;
}

/* A new RECORD that lists a file of another distribution, with no digest or its own, takes nothing from what that one says. */
static int hold_to_all(struct site *site, const struct file *file, struct text path,
	uint32_t number, struct err *err)
{
	if (number != SEVERAL)
		return hold_to(site, &site->items[number - 1], file, path, err);
	for (size_t i = 0; i < site->count; i++)
		if (hold_to(site, &site->items[i], file, path, err) < 0)
			return -1;
	return 0;
}

static bool is_in_cache(struct text path)
{
	return text_starts(path, "__pycache__/") ||
	       text_find(path, text_of("/__pycache__/")) < path.len;
}

static bool is_made_here(struct text path)
{
	return record_is_itself(path) || text_ends(path, ".pyc") || is_in_cache(path);
}

static struct distribution *owner_of(const struct site *site, struct text path)
{
	const uint32_t *top =
		keys_find(&site->tops, text_slice(path, 0, text_find(path, text_of("/"))));

	return top && *top ? &site->items[*top - 1] : NULL;
}

/* Compiled code, for which RECORD needs no digest. */
static int judge_compiled(
	struct site *site, const struct file *file, struct text path, struct err *err)
{
	struct distribution *of = owner_of(site, path);
	struct text content;

	if (!of && is_in_cache(path) && site->count)
		of = &site->items[0];
	if (!of)
		return 0;
	if (proving_read(&content, site->proving, SIDE_HEAD, file->path, err) < 0)
		return -1;
	if (is_in_cache(path) && !record_is_run(content))
		return 0;
	of->looked++;
	return tell(site, of, "dependencies/vendored-unlisted", file->path, text_of(""),
		text_of(""),
		"is compiled code that is run without its source, and RECORD has no digest of it",
		err);
}

/* Lines of these are run whenever Python starts with this folder among its own. */
static bool is_started(struct text path)
{
	return !memchr(path.ptr, '/', path.len) &&
	       ((text_ends(path, ".pth") && !text_is(path, "_virtualenv.pth")) ||
		       text_is(path, "sitecustomize.py") || text_is(path, "usercustomize.py"));
}

/* In a change to a folder that had distributions before. */
static int judge_started(struct site *site, const struct file *file, struct err *err)
{
	const struct check_job *job = site->proving->job;
	uint32_t mode = MODE_NONE;

	if (!site->count || !job->change->has_base)
		return 0;
	if (job_mode(job, SIDE_BASE, site->items[0].path, &mode, err) < 0)
		return -1;
	if (mode == MODE_NONE)
		return 0;
	return tell(site, &site->items[0], "dependencies/vendored-unlisted", file->path,
		text_of(""), text_of(""),
		"is run whenever Python starts here, and no RECORD lists it", err);
}

/* pip lists what it compiles so. */
static bool is_without_digest(const struct site *site, struct text path, uint32_t number)
{
	const struct record_row *row =
		number == SEVERAL ? NULL : record_find(&site->items[number - 1].record, path);

	return row && !row->digest.ptr;
}

/* No RECORD has a digest of it. */
static int judge_unlisted(
	struct site *site, const struct file *file, struct text path, struct err *err)
{
	struct distribution *of = owner_of(site, path);

	if (is_started(path))
		return judge_started(site, file, err);
	if (!of || is_made_here(path) || !memchr(path.ptr, '/', path.len))
		return 0;
	of->looked++;
	return tell(site, of, "dependencies/vendored-unlisted", file->path, text_of(""),
		text_of(""), "is in a folder of the distribution and not listed in its RECORD",
		err);
}

static int judge_file(struct site *site, const struct file *file, struct err *err)
{
	struct text path = text_slice(file->path, site->folder.len, file->path.len);
	const uint32_t *number = keys_find(&site->rows, path);
	bool is_listed = number && *number;

	if (is_listed && !is_without_digest(site, path, *number))
		return hold_to_all(site, file, path, *number, err);
	if (file->head_mode == MODE_NONE)
		return 0;
	if (text_ends(path, ".pyc"))
		return judge_compiled(site, file, path, err);
	return is_listed ? 0 : judge_unlisted(site, file, path, err);
}

/* ---- RECORD itself ---- */

/* What an installer writes differs from one to the next; what the wheel brought along does not. */
static bool is_of_installer(struct text path)
{
	static const char *const names[] = {
		"/INSTALLER", "/REQUESTED", "/direct_url.json", "/RECORD"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_ends(path, names[i]))
			return true;
	return text_starts(path, "../");
}

/* Under the same version each hash of the wheel stays. */
static int judge_row(struct site *site, struct distribution *of, const struct record_row *row,
	const struct record_row *old, struct err *err)
{
	if (is_of_installer(row->path) || is_made_here(row->path) ||
		(old && text_equal(old->digest, row->digest)))
		return 0;
	return tell(site, of, "dependencies/vendored-changed", of->path, text_of(""), row->path,
		old ? "a hash in RECORD was rewritten under the same version"
		    : "a file was added to RECORD under the same version",
		err);
}

static int judge_record(struct site *site, struct distribution *of, struct err *err)
{
	const struct file *file = change_file(site->proving->job->change, of->path);
	struct record base;
	struct err own = {0};

	if (!site->proving->job->change->has_base || !file || file->base_mode == MODE_NONE)
		return 0;
	of->looked++;
	if (read_record(&base, site, SIDE_BASE, of->path, &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	for (size_t i = 0; i < of->record.count; i++) {
		const struct record_row *row = &of->record.rows[i];

		if (judge_row(site, of, row, record_find(&base, row->path), err) < 0)
			return -1;
	}
	return 0;
}

/* ---- a folder ---- */

static int judge_missing(struct site *site, struct distribution *of, struct err *err)
{
	for (size_t i = 0; !site->proving->job->change->has_base && i < of->record.count; i++) {
		const struct record_row *row = &of->record.rows[i];
		struct text path = arena_textf(site->arena, "%.*s%.*s", (int)site->folder.len,
			site->folder.ptr, (int)row->path.len, row->path.ptr);

		if (!path.ptr)
			return err_nomem(err);
		if (!row->digest.ptr || is_of_installer(row->path) ||
			change_file(site->proving->job->change, path))
			continue;
		if (tell(site, of, "dependencies/vendored-changed", path, text_of(""), text_of(""),
			    "is listed in RECORD and is not there", err) < 0)
			return -1;
	}
	return 0;
}

static int conclude(struct site *site, struct err *err)
{
	for (size_t i = 0; i < site->count; i++) {
		struct distribution *of = &site->items[i];
		struct proof proof = {.reason = PROOF_LIST_ONLY,
			.format = "pip-requirements",
			.name = of->name,
			.version = of->version,
			.path = of->path};

		if (judge_record(site, of, err) < 0 || judge_missing(site, of, err) < 0)
			return -1;
		proof.state = of->refuted ? PROOF_REFUTED : PROOF_OPEN;
		if (of->looked && proving_add(site->proving, &proof, err) < 0)
			return -1;
	}
	return 0;
}

static int judge_site(
	struct site *site, const struct paths *records, size_t from, size_t to, struct err *err)
{
	const struct proving *proving = site->proving;

	site->items = arena_array(site->arena, to - from, sizeof(*site->items));
	if (!site->items)
		return err_nomem(err);
	keys_start(&site->rows, site->arena);
	keys_start(&site->tops, site->arena);
	for (size_t i = from; i < to; i++)
		if (read_distribution(site, records->items[i], err) < 0)
			return -1;
	for (size_t i = 0; i < proving->file_count && !job_stopped(proving->job); i++) {
		const struct file *file = &proving->files[i];

		if (file->path.len > site->folder.len &&
			memcmp(file->path.ptr, site->folder.ptr, site->folder.len) == 0 &&
			judge_file(site, file, err) < 0)
			return -1;
	}
	return conclude(site, err);
}

static struct text site_of(struct text record)
{
	return folder_of(text_slice(record, 0, folder_of(record).len - 1));
}

static int prove_site(struct proving *proving, const struct paths *records, size_t from, size_t to,
	struct err *err)
{
	struct site site = {
		.proving = proving, .arena = arena_new(), .folder = site_of(records->items[from])};
	int done;

	if (!site.arena)
		return err_nomem(err);
	done = judge_site(&site, records, from, to, err);
	arena_free(site.arena);
	return done;
}

/* Those of one folder stand together: they come folder by folder. */
static int tree(struct proving *proving, struct err *err)
{
	struct paths records = {0};

	if (records_find(&records, proving, err) < 0)
		return -1;
	for (size_t from = 0, to; from < records.count; from = to) {
		for (to = from + 1; to < records.count && text_equal(site_of(records.items[to]),
								  site_of(records.items[from]));)
			to++;
		if (prove_site(proving, &records, from, to, err) < 0)
			return -1;
	}
	return record_gone(proving, err);
}

extern const struct prover prover_record_tree;
const struct prover prover_record_tree = {.name = "record-tree", .tree = tree};
