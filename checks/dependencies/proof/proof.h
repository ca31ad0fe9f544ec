/* SPDX-License-Identifier: Apache-2.0
 *
 * Proof offline: artifacts that lie in the repository or in a package manager's cache on this machine, hashed and held to
 * what the pins say. One file an ecosystem, one line in provers.def each.
 *
 * A proof has one of three states, and there is no fourth:
 *   proved    the bytes are here, and the digest of a pin (or what a pinned archive holds) is theirs
 *   refuted   the bytes are here and are others: a finding with the path, the expected and the computed digest
 *   open      it could not be proved, and the reason says why; counted in every report and never shown as proved
 *
 * What a prover sees. In a change that is judged: pins that are new or that have another digest than before, and artifacts that
 * the change touches. In a scan (job->change->has_base false): all pins, and all artifacts. `proving->files` holds just those
 * files of the head in both cases; what else it needs (a lock that the change leaves alone) it reads by path.
 *
 * Trust. Nothing outside of the repository is believed but for a digest that the repository has and that its bytes come to. A
 * cache that lacks something, cannot be read or is not there leaves a proof open. Archives are hostile: they are opened
 * with proving_unpack only. A prover is told of broken evidence by ERR_LOOK and turns it into an open proof (PROOF_BROKEN), or,
 * where it lies in the repository and had to be looked at, into check_incomplete.
 *
 * Ownership. A struct proving lives as long as the check; `arena` in it is for one call of a prover and is emptied
 * behind it. Texts given to proving_add are copied.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_H
#define SEAMGATE_DEPENDENCIES_PROOF_H

#include "checks/dependencies/judging.h"
#include "checks/dependencies/vendored.h"

enum proof_state { PROOF_OPEN, PROOF_PROVED, PROOF_REFUTED };

#define REASON(name, counter) PROOF_##name,
enum proof_reason {
#include "checks/dependencies/proof/reasons.def"
	PROOF_REASONS,
};
#undef REASON

/* What came of one artifact, or of one pin. Texts may be empty. */
struct proof {
	enum proof_state state;
	enum proof_reason reason;  /* PROOF_OPEN */
	const char *format;        /* of the lock or tree: name of a struct format, "cargo-lock" */
	struct text name, version; /* of the package */
	struct text path;          /* of the file that is told about: in the repository */
	struct text
		artifact; /* what was hashed, where it is another: "$CARGO_HOME/registry/cache/…/x-1.0.0.crate" */
	uint32_t line, column; /* in path; 0: the whole file */
	bool is_pin;           /* the answer about a pin, whose own artifact is: */
	struct text pin_artifact;
	struct text expected,
		computed; /* PROOF_REFUTED: the two digests as they are to be printed */
	enum digest_algorithm
		algorithm; /* PROOF_PROVED: which digest holds; DIGEST_UNKNOWN for a listing */
	const char *rule;  /* PROOF_REFUTED: NULL is "dependencies/proof-refuted" */
	const char *
		what; /* PROOF_REFUTED: the end of a sentence that begins with the package; NULL: a finding says so already.
			   * PROOF_BROKEN: what is wrong with it, in the job's arena, or NULL */
	bool known;   /* PROOF_REFUTED: the base had it so already */
};

struct proof_rows {
	struct proof *items;
	size_t count, capacity;
};

struct proving {
	struct judging *judging;
	const struct check_job *job;
	struct arena *arena;      /* for one call of a prover */
	const struct file *files; /* sorted by path: of the change; in a scan all of the head's */
	size_t file_count;
	struct vendored_locks
		locks; /* that were read for one artifact and are there for the next */
	struct proof_rows
		rows; /* all that was added, for the table of a scan; in the job's arena */
	struct proof_parts
		*parts; /* what proof.c keeps: caches that were looked up, the archive library */
	uint64_t most_unpacked; /* of one archive; 0: PROOF_MOST_BYTES */
};

struct prover {
	const char *name; /* "cargo-vendor" */
	const char *const *
		formats; /* names of the formats whose pins `pin` is asked about, NULL at the end; or NULL */
	/* One pin. *out comes filled with the pin's place, open and PROOF_ABSENT; the prover sets state and what belongs to it.
	 * An open answer leaves the pin to the next prover; of several the last reason but PROOF_ABSENT counts. */
	int (*pin)(
		struct proof *out, struct proving *proving, const struct pin *pin, struct err *err);
	/* Optional: what can be done for some pins at once, before `pin` is asked about each of them, in their order. At most PINS_AT_ONCE,
	 * and what comes of it is needed until the next call. */
	int (*pins)(struct proving *proving, const struct pin *const *pins, size_t count,
		struct err *err);
	/* Artifacts of the tree among proving->files. It adds what it finds with proving_add. */
	int (*tree)(struct proving *proving, struct err *err);
	/* Optional, of a scan: starts, before anything is judged, what may go on beside it until `tree` is called. */
	int (*begin)(struct proving *proving, struct err *err);
	/* Optional: ends what was begun, and what `pins` did. Also called where an error ended the check. */
	void (*end)(struct proving *proving);
};

enum { PINS_AT_ONCE = 32 };

/* All provers, in the order of provers.def. */
struct provers {
	const struct prover *const *items;
	size_t count;
};
extern const struct provers provers;

/* Why, in words: "artifact not here". */
const char *proof_reason_words(enum proof_reason reason);

/* Counts the proof, keeps its row, and reports a refuted one. */
MUST_CHECK int proving_add(struct proving *proving, const struct proof *proof, struct err *err);

/* Reports a refuted one alone: one of many files of an artifact, which proving_add then counts once, with `what` NULL. */
MUST_CHECK int proving_report(struct proving *proving, const struct proof *proof, struct err *err);

/* ---- the tree ---- */

/* A file of a side, in proving->arena; ptr NULL where there is none (0 returned). */
MUST_CHECK int proving_read(struct text *out, struct proving *proving, enum side side,
	struct text path, struct err *err);

/* The same at the head; in the place of a pointer of Git LFS its object: *is_away where that is not here, and *out has ptr NULL. */
MUST_CHECK int proving_read_object(struct text *out, bool *is_away, struct proving *proving,
	struct text path, struct err *err);

/* A lock has a hash of what a pointer stands for that the change touches, and it is not here: something that could not be looked at. */
void proving_away(struct proving *proving, struct text path);

/* An archive that nothing proved or refuted, and that the change replaces under a name with a version in it: told, not counted. */
MUST_CHECK int proving_replaced(
	struct proving *proving, const struct proof *proof, struct err *err);

/* Whether a file of a change is one that stands where an artifact may: a file, or a link in the place of one. */
bool proving_may_be_artifact(const struct file *file);

/* Folders at the head that hold a file of that name, each once, in the order of their paths: those that a file of
 * proving->files lies in, at any depth. `path` ends in a slash or is "" for the root; its files are those of
 * proving->files below it. In proving->arena. `inside` is what the marker stands in below the folder: ("", "pom.xml"). */
struct proof_folder {
	struct text path;
	const struct file *files;
	size_t file_count;
};
struct proof_folders {
	struct proof_folder *items;
	size_t count, capacity;
};
MUST_CHECK int proving_folders(
	struct proof_folders *out, struct proving *proving, const char *marker, struct err *err);

/* One of them as vendored.h wants it. Its arena is new and the caller's to free; NULL when out of memory. */
struct vendored proving_vendored(struct proving *proving, const struct proof_folder *folder);

/* What a glob matches at the head, sorted; listed once for each glob, lives as long as the check. `folder` is put before it, so that
 * no byte of it counts as a pattern. */
MUST_CHECK int proving_match(struct paths *out, struct proving *proving, struct text folder,
	const char *glob, struct err *err);

/* The lock at a path of a side; NULL in *out where there is none or it cannot be read. Lives as long as the check: it is read
 * once. `format` is the name of a struct format. */
MUST_CHECK int proving_lock(const struct lock **out, struct proving *proving, enum side side,
	const char *format, struct text path, struct err *err);

/* Whether the base's file had this pin already, with these digests: then nobody was asked about it with its lock. */
MUST_CHECK int proving_had_pin(bool *out, struct proving *proving, const char *format,
	struct text path, const struct pin *pin, struct err *err);

/* An artifact that is here and cannot be looked into: open, and something that could not be looked at. One in a cache is told at out->path, the
 * place of its pin; the problem names it. */
MUST_CHECK int proving_broken(struct proof *out, struct proving *proving, struct text path,
	bool is_cached, const struct err *problem, struct err *err);

/* All locks of a format at the head that can be read, whether the change touches them or not, sorted by path. It walks the whole tree:
 * for an artifact that the change touches, not for each change. Lives as long as the check. */
struct proof_locks {
	struct text *paths;
	const struct lock **items;
	size_t count;
};
MUST_CHECK int proving_locks(
	struct proof_locks *out, struct proving *proving, const char *format, struct err *err);

/* ---- caches on this machine ---- */

/* Where a cache is: the folder that a variable names, or else a folder below that of another variable. */
struct cache_place {
	const char *variable, *below;  /* "CARGO_HOME", "registry/cache" */
	const char *home, *below_home; /* "HOME", ".cargo/registry/cache"; NULL: none */
};

/* *out is an absolute path, or NULL where there is no such folder, or the policy says that caches are not to be read. */
MUST_CHECK int proving_cache(const char **out, struct proving *proving,
	const struct cache_place *place, struct err *err);

/* A file below it; ptr NULL where there is none. No link below the folder is followed; large files are mapped. */
MUST_CHECK int proving_cache_read(struct text *out, struct proving *proving, const char *cache,
	struct text path, struct err *err);

/* What a glob (gate/base/glob.h) matches below it, regular files only, sorted. Listed once for each cache and glob: ask
 * with few globs and look for names in what comes. */
MUST_CHECK int proving_cache_match(struct paths *out, struct proving *proving, const char *cache,
	const char *glob, struct err *err);

/* ---- digests ---- */

enum { LONGEST_DIGEST = 64 };

/* The digest of some bytes; *len is 0 where this machine cannot compute it (MD5 under FIPS, an algorithm that is none). */
MUST_CHECK int proof_digest(unsigned char out[LONGEST_DIGEST], size_t *len,
	enum digest_algorithm algorithm, struct text bytes, struct err *err);

/* Whether any digest of a pin is that of the bytes. By the strongest algorithm that the pin has, as the tools do it: any
 * digest of that one may hold. *computed and *expected are for a message ("sha512-…" as the pin spells it: hex or SRI), in
 * proving->arena. PROOF_OPEN with PROOF_NO_DIGEST where there is nothing to hold it to. */
MUST_CHECK int proof_hold(struct proof *out, struct proving *proving, const struct pin *pin,
	struct text bytes, struct err *err);

/* Lower-case hex of some bytes, in the arena; ptr NULL when out of memory. */
struct text proof_hex(struct arena *arena, const unsigned char *bytes, size_t len);
/* Standard base64 with padding, likewise. */
struct text proof_base64(struct arena *arena, const unsigned char *bytes, size_t len);

/* Files of the head, read and hashed on all of the run's threads: the way to hash a tree. */
enum { SHA256_BYTES = 32 };
struct hashed {
	struct text path;
	struct oid oid;                     /* zero: by its path (a scan of a directory) */
	bool passed_over;                   /* is not to be read: it stays where it is, unhashed */
	unsigned char sha256[SHA256_BYTES]; /* filled */
	uint64_t size;                      /* filled */
	bool failed; /* filled: it could not be read; an incomplete item says why */
};
MUST_CHECK int proof_hash_files(
	struct proving *proving, struct hashed *items, size_t count, struct err *err);

/* The same in their order, while the caller goes on: of the first so many that were reached the rest is filled. The items stay where
 * they are until the end. Once job_stopped is true some never are. */
struct proof_hashing;
MUST_CHECK int proof_hashing_start(struct proof_hashing **out, struct proving *proving,
	struct hashed *items, size_t count, struct err *err);
MUST_CHECK int proof_hashing_reach(struct proof_hashing *hashing, size_t count, struct err *err);
void proof_hashing_end(struct proof_hashing *hashing); /* NULL is fine */

/* ---- archives ---- */

/* A member of an archive. Both texts are valid during the call only. */
struct archived {
	struct text
		path; /* as stored; checked: not absolute, no "..", no NUL, no backslash at its beginning */
	struct text content; /* of a regular file */
};
/* -1 ends it. */
typedef int archive_sink(void *context, const struct archived *member, struct err *err);

/* Opens a zip, a tar, or a tar in one compression, and gives its regular files to the sink. Folders are passed over. ERR_LOOK, with
 * the archive's name in the message: broken, encrypted, a link or device, the same path twice, a path that leads out, more than
 * MOST_MEMBERS members or proving->most_unpacked bytes in all. */
enum { MOST_MEMBERS = 200 * 1000 };
#define PROOF_MOST_BYTES ((uint64_t)1 << 30)
/* What an archive unpacks to while others are unpacked too: a larger one is unpacked by itself. And what archives that are here at once may come to. */
#define PROOF_MOST_IN_COMPANY ((uint64_t)64 << 20)
MUST_CHECK int proving_unpack(struct proving *proving, struct text name, struct text bytes,
	archive_sink *sink, void *context, struct err *err);

/* Opens what proving_unpack works with. Once that is there, archives may be unpacked on several threads, each with a struct proving of its
 * own that has an arena of its own. */
MUST_CHECK int proving_library(struct proving *proving, struct err *err);

/* Go's dirhash.Hash1 (golang.org/x/mod/sumdb/dirhash): "h1:" + base64 of the SHA-256 over "<hex of SHA-256>  <name>\n" of
 * all files, sorted by name. Sorts the items; -1 with ERR_LOOK where a name holds a newline. *out in the arena. */
struct dirhash_item {
	struct text name;
	unsigned char sha256[32];
};
MUST_CHECK int proof_dirhash(struct text *out, struct dirhash_item *items, size_t count,
	struct arena *arena, struct err *err);

/* ---- for the rules ---- */

/* The check's struct proving, made when it is first wanted; freed by proving_close. */
MUST_CHECK int proving_of(struct proving **out, struct judging *judging, struct err *err);
MUST_CHECK int proving_begin(struct judging *judging, struct err *err); /* before all else */
void proving_close(struct judging *judging);

#endif
