/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/formats/conda.h"

#include <string.h>

#include "checks/dependencies/formats/python.h"

/* Without its ending; false for what is no conda package. */
static bool conda_stem(struct text *stem, struct text file)
{
	static const char *const endings[] = {".conda", ".tar.bz2"};

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (text_ends(file, endings[i])) {
			*stem = text_slice(file, 0, file.len - strlen(endings[i]));
			return true;
		}
	return false;
}

/* Takes what is behind the last dash off; false where there is none. */
static bool cut_last(struct text *stem, struct text *part)
{
	for (size_t i = stem->len; i-- > 1;)
		if (stem->ptr[i] == '-') {
			*part = text_slice(*stem, i + 1, stem->len);
			*stem = text_slice(*stem, 0, i);
			return true;
		}
	return false;
}

static bool conda_parts(struct text file, struct text *name, struct text *version)
{
	struct text build;

	return conda_stem(name, file) && cut_last(name, &build) && cut_last(name, version);
}

bool conda_pin(struct pin *pin, struct text url)
{
	struct text file = python_file_of(url), name = text_of(""), version = text_of("");

	if (!conda_parts(file, &name, &version) && !python_file_parts(file, &name, &version))
		name = version = text_of("");
	pin->source = url;
	pin->artifact = file;
	if (pin->name.len == 0)
		pin->name = name;
	if (pin->version.len == 0)
		pin->version = version;
	pin->flags |= PIN_MIXED;
	if (text_find(url, text_of("://")) == url.len)
		pin->flags |= PIN_LOCAL;
	if (python_is_vcs(url))
		pin->flags = PIN_VCS;
	return pin->name.len > 0;
}

static int vcs_digest(struct lock *lock, struct pin *pin, struct err *err)
{
	struct text commit =
		text_slice(pin->source, text_find(pin->source, text_of("#")) + 1, pin->source.len);

	return is_commit_id(commit) ? pin_git(lock, pin, commit, err) : 0;
}

int conda_digests(struct lock *lock, struct pin *pin, const struct yaml *map, struct err *err)
{
	struct text sha256 = yaml_scalar(map, "sha256"), md5 = yaml_scalar(map, "md5");

	if (pin->flags & PIN_VCS)
		return vcs_digest(lock, pin, err);
	if (sha256.len && pin_hex(lock, pin, DIGEST_SHA256, sha256, err) < 0)
		return -1;
	return md5.len ? pin_hex(lock, pin, DIGEST_MD5, md5, err) : 0;
}

bool conda_url_fits(const struct pin *pin)
{
	struct text name, version;

	if (conda_parts(python_file_of(pin->source), &name, &version))
		return text_equal(name, pin->name) && text_equal(version, pin->version);
	return python_url_fits(pin);
}
