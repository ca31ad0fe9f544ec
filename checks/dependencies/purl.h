/* SPDX-License-Identifier: Apache-2.0
 *
 * The package URL of a pin (ECMA-427 "Package-URL (PURL)", and the type definitions of package-url/purl-spec):
 * pkg:type/namespace/name@version?qualifiers#subpath. Only types that the specification has registered; what has none (a Terraform provider, a
 * flake's input, a file) has no package URL, and a wrong one is never made up.
 */
#ifndef SEAMGATE_DEPENDENCIES_PURL_H
#define SEAMGATE_DEPENDENCIES_PURL_H

#include "checks/dependencies/format.h"

/* *out is "" where there is none. It lives in the arena. */
MUST_CHECK int pin_purl(struct text *out, const struct format *format, const struct pin *pin,
	struct arena *arena, struct err *err);

#endif
