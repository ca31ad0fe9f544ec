/* SPDX-License-Identifier: Apache-2.0
 *
 * The name that a value is given: "client_secret" in `client_secret = "…"`. Its words, whichever way they are
 * joined, tell a secret from what only has to do with one.
 */
#ifndef SEAMGATE_SECRETS_NAME_H
#define SEAMGATE_SECRETS_NAME_H

#include "gate/base/text.h"

enum name_kind {
	NAME_OTHER, /* of something that is no secret: tokenUrl, secret_name, csrf_token, password_hash */
	NAME_NEIGHBOUR, /* a word for a secret is in it, and not at its end: secret_prod */
	NAME_SECRET,    /* it ends with a word for a secret: password, clientSecret, API_KEY */
};

/* The name before the operator behind which the value stands; empty where there is none. `before` is what
 * stands before the value, from the beginning of the match or line. */
struct text name_before(struct text before);

enum name_kind name_kind(struct text name);

#endif
