/* SPDX-License-Identifier: Apache-2.0
 *
 * What conda's locks have in common: packages are named by URL, and a file's name is "name-version-build.conda" or
 * ".tar.bz2". A file may stand there with an MD5 and a SHA-256.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_CONDA_H
#define SEAMGATE_DEPENDENCIES_FORMATS_CONDA_H

#include "checks/dependencies/yaml_document.h"

/* The pin of one artifact at a URL or path, of which name and version, where they are not given (""), are the
 * file's. False where there is then no name. Wheels and source distributions are read too. */
bool conda_pin(struct pin *pin, struct text url);

/* Adds `sha256` and `md5` of a map. */
MUST_CHECK int conda_digests(
	struct lock *lock, struct pin *pin, const struct yaml *map, struct err *err);

/* struct format's url_fits. */
bool conda_url_fits(const struct pin *pin);

#endif
