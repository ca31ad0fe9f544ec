/* SPDX-License-Identifier: Apache-2.0
 *
 * A format of dependency files: how its files are called and how one is read. One file in formats/ and one line in
 * formats.def each. A reader is given the whole content and fills a lock; it parses the
 * grammar, strictly: what it does not understand is ERR_LOOK "path:line:column: what" (exit 3), never passed over.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMAT_H
#define SEAMGATE_DEPENDENCIES_FORMAT_H

#include "checks/dependencies/pin.h"

struct document {
	struct text path; /* in the repository */
	const char *name; /* the same, for messages */
	struct text content;
	struct arena *arena; /* for what the reader makes; the lock's too */
	/* Optional: what the same format read out of the base's file, in the same arena, its content still there. A
	 * reader may take over entries whose bytes are the same. */
	const struct lock *base;
	/* The head's file is read next, with this as its base: a reader may leave to that what only matters where
	 * the two differ. */
	bool is_base;
};

/* ERR_LOOK "path:line:column: what". Always returns -1. */
int document_error(const struct document *document, uint32_t line, uint32_t column, struct err *err,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Which bytes a digest is of: only digests of the same are comparable across files. */
enum digest_domain {
	DOMAIN_NONE,
	DOMAIN_PACKAGE,  /* the archive that the ecosystem's registry serves */
	DOMAIN_REPACKED, /* something that the package manager builds (yarn 2+) */
	DOMAIN_COMMIT,
	DOMAIN_IMAGE,
	DOMAIN_FILE, /* a file named by the pin */
};

/* What format_read looks for before a reader whose grammar lets nearly any line through. */
enum plain_text {
	PLAIN_NOT,   /* the reader refuses what it does not know */
	PLAIN_BYTES, /* lines of conflict marks are refused; bytes may be of any coding */
	PLAIN_UTF8,  /* and so are bytes that are no UTF-8 */
};

struct format {
	const char *name; /* "npm-lock": in reports, `detail.format` */
	const char *
		ecosystem; /* type of a package URL where there is one: "npm", "pypi", "cargo", … */
	const char *const *globs; /* glob.h patterns, NULL at the end */
	enum digest_domain domain;
	/* Optional: looks into the file where its name does not tell enough. */
	bool (*is)(struct text path, struct text content);
	bool names_no_host; /* the grammar has no place for one: that a file of it is there tells nothing of where things come from */
	bool by_content; /* the name alone says nothing ("*.py"): a link of that name is nothing to look into */
	enum plain_text plain;
	bool is_protection; /* without a file of it nothing is held to hashes */
	bool is_missed; /* a lock whose manifest may be called anything: without it the project there resolves anew */
	int (*read)(struct lock *lock, const struct document *document,
		struct err *err); /* format_read calls it */
	/* Optional: the edges of a lock, where that is much work: made when a rule wants them. lock->edges is then empty. */
	int (*link)(const struct edges **out, const struct lock *lock, struct err *err);
	/* Optional, locks: file names of manifests in the same folder, NULL at the end; the first that is there counts. */
	const char *const *manifests;
	/* Optional: the pin of a lock that stands for a need of a manifest, or EDGE_ROOT. Without it: by name. */
	uint32_t (*find)(const struct lock *lock, const struct need *need);
	/* Optional: what stands in an entry's URL must be its name and version (A6). URLs of hosts with other
	 * layouts (a VCS host's archives) are not for it: then true. */
	bool (*url_fits)(const struct pin *pin);
	bool ignores_orphans; /* the tool installs what the project needs, and no entry beside that */
	bool sources_come_and_go; /* an entry without its source is as usual as one with it */
	/* Optional: whether an entry of the lock asks for the pin by a range that lets it in, or that is not said. */
	bool (*is_let_in)(const struct lock *lock, uint32_t pin);
	/* Optional: NULL, or why the package manager would not have written this entry (A9): "x did not ask for it
	 * before", "2.1.0 above satisfies x". Only asked for entries that are new; base is NULL where there is none.
	 * The text lives in the lock's arena, or as long as the program. */
	const char *(*shadow)(const struct lock *lock, uint32_t pin, const struct lock *base);
};

/* Whether a word of ASCII, shorter than 64 bytes, is in it, in any case: in UTF-16 too, which XML may be in. For format.is. */
bool content_has(struct text content, const char *word);

/* Fills the lock, or ERR_LOOK. */
MUST_CHECK int format_read(const struct format *format, struct lock *lock,
	const struct document *document, struct err *err);

/* The formats that a path may be of, by name alone; NULL-terminated in `out`. How many. */
enum { MOST_FORMATS_OF_A_PATH = 8 };
size_t formats_of_path(const struct format *out[MOST_FORMATS_OF_A_PATH], struct text path);

/* The same for many paths: the patterns are sorted once, so that a path is held to the few that its name or its last byte leaves. In
 * the arena; read-only once made. */
struct format_index;
MUST_CHECK int format_index_new(struct format_index **out, struct arena *arena, struct err *err);
size_t format_index_find(const struct format_index *index,
	const struct format *out[MOST_FORMATS_OF_A_PATH], struct text path);

/* Whether some format takes the file for one of its own, by name and content. True for a blank one, in which nothing is left. */
bool formats_know(struct text path, struct text content);

/* Whether a path is one of a format's, whatever else it may be. */
bool format_takes(const struct format *format, struct text path);

/* All formats, in the order of formats.def. */
struct formats {
	const struct format *const *items;
	size_t count;
};
extern const struct formats formats;

#endif
