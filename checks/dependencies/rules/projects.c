/* SPDX-License-Identifier: Apache-2.0
 *
 * packages.lock.json and the project beside it: what the lock says that the project asks for directly, and what it does. Other
 * manifests have names of their own: manifest.c.
 */
#include <string.h>

#include "checks/dependencies/judging.h"
#include "checks/dependencies/msbuild.h"
#include "checks/dependencies/subjects.h"

/* What the SDK asks for by itself: targeting packs, Microsoft.NET.ILLink.Tasks, and the compiler of PublishAot. */
static bool is_of_sdk(struct text id)
{
	static const char *const folders[] = {
		"microsoft.net.", "microsoft.netcore.", "microsoft.netframework."};
	static const char *const ids[] = {
		"netstandard.library", "fsharp.core", "microsoft.dotnet.ilcompiler"};

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (text_starts(id, folders[i]) || text_is(id, ids[i]))
			return true;
	return false;
}

/* What the base's lock said already. */
static int list_said(struct keys *out, const struct subject *subject, struct err *err)
{
	const struct needs *needs = &subject->base.lock.needs;
	uint32_t *number;

	keys_start(out, subject->arena);
	for (size_t i = 0; i < needs->count; i++)
		if (keys_add(out, needs->items[i].name, &number, err) < 0)
			return -1;
	return 0;
}

static int judge_direct(struct judging *judging, const struct subject *subject,
	const struct msbuild *project, const struct keys *said, const struct need *need,
	struct err *err)
{
	struct verdict_on on = {.rule = "dependencies/manifest-mismatch",
		.subject = subject,
		.name = need->name,
		.version = need->range,
		.line = need->line,
		.column = need->column};
	struct text id = msbuild_id(subject->arena, need->name);

	if (!id.ptr)
		return err_nomem(err);
	if (keys_find(&project->asked, id) || is_of_sdk(id) || keys_find(said, need->name))
		return 0;
	return judging_report(judging, &on, err,
		"the lock says that the project asks for %.*s %.*s; its project file does not",
		SHOWN(need->name), SHOWN(need->range));
}

static int judge_asked(struct judging *judging, const struct subject *subject,
	const struct keys *locked, const struct keys *before, struct text name, struct err *err)
{
	struct text id = msbuild_id(subject->arena, name);
	struct verdict_on on = {
		.rule = "dependencies/lock-stale", .subject = subject, .name = name};

	if (!id.ptr)
		return err_nomem(err);
	if (keys_find(locked, id))
		return 0;
	on.known = keys_find(before, id);
	return judging_report(judging, &on, err,
		"the project file asks for %.*s, which is not in the lock", SHOWN(name));
}

static int list_locked(struct keys *out, const struct subject *subject, struct err *err)
{
	uint32_t *number;

	keys_start(out, subject->arena);
	for (size_t i = 0; i < subject->head.lock.pins.count; i++) {
		struct text id = msbuild_id(subject->arena, subject->head.lock.pins.items[i].name);

		if (!id.ptr)
			return err_nomem(err);
		if (keys_add(out, id, &number, err) < 0)
			return -1;
	}
	return 0;
}

/* What the base's project asked for already, where the lock is the base's. */
static int list_stale(
	struct keys *out, struct judging *judging, const struct subject *subject, struct err *err)
{
	struct msbuild project;
	struct err own = {0};

	keys_start(out, subject->arena);
	if (subject->changed)
		return 0;
	if (msbuild_read(&project, judging->job, subject->arena, SIDE_BASE,
		    folder_of(subject->base.path), &own) < 0)
		return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	*out = project.asked;
	return 0;
}

static int judge_project(struct judging *judging, const struct subject *subject,
	const struct msbuild *project, struct err *err)
{
	const struct needs *needs = &subject->head.lock.needs;
	struct keys locked = {0}, said = {0}, before = {0};

	if (list_locked(&locked, subject, err) < 0 || list_said(&said, subject, err) < 0 ||
		list_stale(&before, judging, subject, err) < 0)
		return -1;
	for (size_t i = 0; !project->is_open && i < needs->count; i++)
		if (judge_direct(judging, subject, project, &said, &needs->items[i], err) < 0)
			return -1;
	for (size_t i = 0; i < project->always.count; i++)
		if (judge_asked(judging, subject, &locked, &before, project->always.items[i], err) <
			0)
			return -1;
	return 0;
}

int judge_projects(struct judging *judging, const struct subject *subject, struct err *err)
{
	struct msbuild project;

	if (strcmp(subject->format->name, "nuget-lock") != 0)
		return 0;
	if (msbuild_read(&project, judging->job, subject->arena, SIDE_HEAD,
		    folder_of(subject->head.path), err) < 0)
		return -1;
	return project.has_project ? judge_project(judging, subject, &project, err) : 0;
}
