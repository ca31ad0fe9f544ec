/* SPDX-License-Identifier: Apache-2.0
 *
 * What a dependency file says, in one form for all formats. A reader (format.h) turns the bytes of one
 * file into a struct lock; rules compare locks. Everything lives in the lock's arena; texts are
 * as in the file (unescaped), names in the ecosystem's normal form where it has one.
 *
 * pin       one artifact that the file fixes, or one reference that it should fix: name, version, where
 *           it comes from, its digests, and the line that says so.
 * edge      pin `from` needs pin `to`. EDGE_ROOT as `from`: the project itself needs it.
 * need      a requirement by name and range, not resolved: what a manifest asks for, or the lock's copy of that.
 * setting   a registry, or a protection that can be switched off.
 * doubled   a key that stands twice in one object: tools take the last, people read the first.
 */
#ifndef SEAMGATE_DEPENDENCIES_PIN_H
#define SEAMGATE_DEPENDENCIES_PIN_H

#include "gate/base/arena.h"
#include "gate/base/err.h"
#include "gate/base/keys.h"

/* From weak to strong within what is comparable. */
enum digest_algorithm {
	DIGEST_UNKNOWN, /* a name that no reader knows */
	DIGEST_MD5,
	DIGEST_SHA1,
	DIGEST_GIT, /* an object id: SHA-1 or SHA-256 by its length */
	DIGEST_SHA224,
	DIGEST_SHA256,
	DIGEST_H1, /* Go's dirhash.Hash1: SHA-256 over a listing of SHA-256s */
	DIGEST_SHA384,
	DIGEST_SHA512,
	DIGEST_BLAKE2B,
};

struct digest {
	enum digest_algorithm algorithm;
	struct text bytes;   /* decoded; empty where it has a flaw */
	struct text written; /* as in the file */
	const char *flaw;    /* NULL, or what is wrong: "is cut off", "is no base64", … */
	bool is_listing;     /* of a listing of files and their digests (DVC's ".dir") */
	bool is_folded;      /* of a text with its line ends folded to LF (DVC before 3.0) */
};

enum pin_flag {
	PIN_ANY_OF =
		1 << 0, /* digests of one algorithm belong to several files: one more is normal */
	PIN_LOCAL = 1 << 1, /* a path, workspace, link or bundled: has no digest by design */
	PIN_VCS = 1 << 2,   /* a commit of a repository; its digest, if any, is the commit */
	PIN_REFERENCE =
		1 << 3, /* may move unless pinned (action, image, revision): version is the ref as
	                              * written, and a digest is there exactly where it is fixed */
	PIN_INSTALL_SCRIPT = 1 << 4, /* runs code when it is installed */
	PIN_REMOTE_CODE = 1 << 5,    /* runs code that comes with a model */
	PIN_PROJECT = 1 << 6,        /* the project itself, or a member of its workspace */
	PIN_OPTIONAL = 1 << 7,       /* may be missing on some platforms: comes and goes */
	PIN_NO_DIGEST = 1 << 8,      /* the format has no digest for this kind of entry */
	PIN_MIXED = 1 << 9,    /* digests of two algorithms for the same bytes are normal here */
	PIN_IMAGE = 1 << 10,   /* a reference to a container image */
	PIN_MODEL = 1 << 11,   /* a reference to a model or a data set */
	PIN_BY_TAG = 1 << 12,  /* a reference of a kind that is named by tag in most repositories */
	PIN_BUNDLED = 1 << 15, /* PIN_LOCAL that comes inside another package's archive */
	PIN_AGAIN = 1 << 14,   /* another place of an entry that is there already */
	PIN_IDLE =
		1
		<< 16, /* PIN_LOCAL: the project again, or a folder that the file itself calls extraneous; nothing is installed for it */
	PIN_UNKNOWN =
		1 << 13, /* a reference whose ref is a variable: neither fixed nor known to move */
};

struct pin {
	struct text name;     /* "left-pad", "@scope/name", "golang.org/x/mod" */
	struct text version;  /* "1.3.0"; of a reference the ref as written */
	struct text artifact; /* file name or platform where each has its own digest; else "" */
	struct text source;   /* URL as written; "" where the entry has none */
	struct text place;    /* where in the file: "node_modules/a/node_modules/b"; else "" */
	struct text
		comment; /* of a reference: the version that a comment claims ("v4.1.1"), else "" */
	struct digest *digests;
	uint32_t digest_count;
	uint32_t flags;
	uint32_t line, column;
};

#define EDGE_ROOT UINT32_MAX

struct edge {
	uint32_t from, to; /* indices in pins */
};

enum need_flag {
	NEED_DEV = 1 << 0,
	NEED_OPTIONAL = 1 << 1,
	NEED_PEER = 1 << 2,
	NEED_LOCAL = 1 << 3, /* a path or workspace: no entry of a lock stands for it */
	NEED_OVERRIDE =
		1 << 4, /* no need: what a manifest puts in the place of what others ask for */
};

struct need {
	struct text name, range;
	struct text
		place; /* the folder of the manifest that it is about, relative to the file; "" its own */
	uint32_t flags;
	uint32_t line, column;
};

/* A folder of the project that stands in for a package, where the lock leaves what it needs to the folder's own manifest. */
struct linked {
	struct text place;  /* what it needs is found from here */
	struct text folder; /* relative to the file: "../.." */
};

/* What somebody gets in the place of what is asked for by name. Only of locks that say so (pnpm), and without what the project itself says: an
 * alias in a manifest, an override. */
struct redirect {
	struct text from, version; /* the package that asks; "" is the project, */
	struct text place;         /* the manifest in this folder: "" or "packages/till/" */
	struct text name;          /* asked for */
	struct text
		to; /* the name of another package, or a folder relative to the file: "packages/till" */
	bool is_folder;
	uint32_t line, column;
};

enum setting_kind {
	SETTING_SOURCE, /* value is the URL of a registry, index, mirror or proxy */
	SETTING_GUARD,  /* a protection: strength says how strict */
	SETTING_UNRESOLVED, /* value is an expression: a registry whose address cannot be told from it */
	SETTING_CODE, /* value is code that runs while packages are installed, name what runs it */
	SETTING_HOST, /* value is a URL whose host is in use here: teaches which hosts are known, is not judged */
};

struct setting {
	enum setting_kind kind;
	struct text name, value;
	struct text about; /* guard: the package that it lets through, "" where it is about all */
	bool is_mild; /* guard: lets that package be young or less attested; nothing of it is run for that */
	bool is_snapshot; /* guard: a version that is fixed but for what is built before its release */
	bool is_unread; /* guard: lets through what is for people, no code of a build: sources, documentation */
	bool is_inherited; /* guard: a file of that name in a folder above says the same of what lies here */
	bool is_topmost; /* guard: one that is gone leaves what such a file above had at the base, where there was one */
	int strength; /* guard: 0 off, larger is stricter */
	int usual;    /* guard: the strength that the tool has where the setting is absent */
	uint32_t line, column;
};

struct doubled {
	struct text key;
	uint32_t line, column; /* of the later one */
};

struct pins {
	struct pin *items;
	size_t count, capacity;
};
struct edges {
	struct edge *items;
	size_t count, capacity;
};
struct needs {
	struct need *items;
	size_t count, capacity;
};
struct settings {
	struct setting *items;
	size_t count, capacity;
};
struct doubles {
	struct doubled *items;
	size_t count, capacity;
};
struct redirects {
	struct redirect *items;
	size_t count, capacity;
};
struct globs {
	struct text *items;
	size_t count, capacity;
};
struct links {
	struct linked *items;
	size_t count, capacity;
};

/* Pins by name, each name's in the order of the file. Files of a package (pins with an artifact) are not among them. */
struct name_list {
	struct keys first; /* 1 + pin */
	uint32_t *next;    /* by pin: 1 + the next of its name, 0 at the end */
};

/* What one file says. */
struct lock {
	struct arena *arena;
	struct pins pins;
	struct edges edges;
	struct needs needs;
	struct settings settings;
	struct doubles doubled;
	struct links links;
	struct redirects redirects;
	struct globs members; /* folders that the lock says are the project's: "packages/till" */
	struct globs
		workspaces; /* manifests: folders (globs) whose manifests belong to this one's lock */
	bool has_edges;     /* edges are whole: what EDGE_ROOT does not reach is an orphan */
	bool guesses_edges; /* has_edges, but not one is said: there are none, or the tool that wrote it says none */
	bool open_roots; /* has_edges, but the roots stand in the manifests */
	bool has_needs; /* a manifest, or a lock that repeats the manifest's needs; a manifest without it
	                          * leaves them to a program */
	bool lacks_scripts; /* the file cannot say which entries run code when they are installed */
	struct text
		content; /* what was read; a reader may look at it again when it reads the head, */
	void *index;     /* and at what it made of it: see document.base */
	const struct name_list *named; /* NULL until lock_name_pins */
};

/* These copy what they are given; texts in it must live in the arena already (or be literals, or
 * the document's content). -1 when out of memory. The pin may then be filled on: *out is valid until the next. */
MUST_CHECK int lock_pin(
	struct lock *lock, const struct pin *pin, struct pin **out, struct err *err);
MUST_CHECK int lock_edge(struct lock *lock, uint32_t from, uint32_t to, struct err *err);
MUST_CHECK int lock_need(struct lock *lock, const struct need *need, struct err *err);
MUST_CHECK int lock_setting(struct lock *lock, const struct setting *setting, struct err *err);
MUST_CHECK int lock_doubled(
	struct lock *lock, struct text key, uint32_t line, uint32_t column, struct err *err);
MUST_CHECK int lock_workspace(struct lock *lock, struct text glob, struct err *err);
MUST_CHECK int lock_link(struct lock *lock, const struct linked *linked, struct err *err);

MUST_CHECK int lock_redirect(struct lock *lock, const struct redirect *redirect, struct err *err);
MUST_CHECK int lock_member(struct lock *lock, struct text folder, struct err *err);

/* Makes finding by name cheap; once all pins are there. */
MUST_CHECK int lock_name_pins(struct lock *lock, struct err *err);

enum { MOST_OF_A_NAME = 64 }; /* pins: no honest lock has more */

/* The pins of a name, in the order of the file; EDGE_ROOT at the end. Linear each where lock_name_pins was not called. */
uint32_t lock_first_named(const struct lock *lock, struct text name);
uint32_t lock_next_named(const struct lock *lock, uint32_t pin);

/* Adds a digest to a pin. A flawed one is added with its flaw: a rule reports it. */
MUST_CHECK int pin_digest(
	struct lock *lock, struct pin *pin, const struct digest *digest, struct err *err);

/* The same out of text:
 *   sri      "sha512-<base64>[?opts] sha1-…": Subresource Integrity, any number, white space between
 *   tagged   "sha256:<hex>", "sha256=<hex>", "h1:<base64>", "zh:<hex>" (SHA-256), "md5:<hex>"
 *   hex      bare hex of an algorithm that the format implies
 *   base64   bare base64 likewise
 *   git      40 or 64 hex digits of a commit
 */
MUST_CHECK int pin_sri(struct lock *lock, struct pin *pin, struct text sri, struct err *err);
MUST_CHECK int pin_tagged(struct lock *lock, struct pin *pin, struct text tagged, struct err *err);
MUST_CHECK int pin_hex(struct lock *lock, struct pin *pin, enum digest_algorithm algorithm,
	struct text hex, struct err *err);
MUST_CHECK int pin_base64(struct lock *lock, struct pin *pin, enum digest_algorithm algorithm,
	struct text base64, struct err *err);
MUST_CHECK int pin_git(struct lock *lock, struct pin *pin, struct text hex, struct err *err);

/* True for 40 or 64 hex digits in lower case: a whole commit id. */
bool is_commit_id(struct text text);

const char *algorithm_name(enum digest_algorithm algorithm); /* "sha512" */
enum digest_algorithm algorithm_named(
	struct text name); /* any case, "sha-256" too; DIGEST_UNKNOWN */
size_t algorithm_bytes(enum digest_algorithm algorithm); /* 0 where it is not fixed */

#endif
