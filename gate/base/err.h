/* SPDX-License-Identifier: Apache-2.0
 *
 * One error, set once, at the lowest place that knows it, and passed up unchanged.
 * The message is one line in lower case and says place and thing; the remedy says what to do,
 * where possible as a command. Both may hold foreign bytes: they are masked and escaped where printed. Of one that is
 * too long the word that is cut goes too, as half a key is no longer seen to be one.
 */
#ifndef SEAMGATE_BASE_ERR_H
#define SEAMGATE_BASE_ERR_H

#include <stdarg.h>

/* The values are the exit codes that an error of this kind leads to. */
enum err_kind {
	ERR_NONE = 0,
	ERR_USAGE = 2,    /* command line, policy or rules are wrong */
	ERR_LOOK = 3,     /* something could not be looked at */
	ERR_INTERNAL = 4, /* our own fault, or out of memory */
};

struct err {
	enum err_kind kind;
	char message[768];
	char remedy[512];
};

/* Functions that can fail return 0 or -1; ignoring that does not compile. */
#define MUST_CHECK __attribute__((warn_unused_result))

/* Sets the error unless one is set already. Always returns -1. */
int err_set(struct err *err, enum err_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds what to do about it, unless that is said already. Always returns -1. */
int err_remedy(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts the place that a wrong value comes from (a flag, a variable) before the message, unless it begins with it
 * already. Errors of our own stay as they are. Always returns -1. */
int err_from(struct err *err, const char *place);

/* "out of memory", ERR_INTERNAL. Always returns -1. */
int err_nomem(struct err *err);

#endif
