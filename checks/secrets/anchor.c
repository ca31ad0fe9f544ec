/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/anchor.h"

#include <ctype.h>
#include <string.h>

#include "checks/secrets/syntax.h"
#include "gate/base/buffer.h"

enum {
	MOST_DEEP = 16,
	MOST_WORDS = 32,
	LONGEST_WORD = 16,
	SHORT_WORD =
		3, /* that may be everywhere: what is behind it helps. A longer one is ready sooner without */
	MOST_FIXED = 8,  /* bytes of sets behind it */
	SHORT_FIXED = 3, /* of them, behind a word of two bytes at least */
	OPEN = 64, /* a part that takes so many bytes, more or less, of nearly any kind tells nothing */
	SOLID = 8, /* and is not for anchors where fewer bytes before it are told */
	MOST_BEFORE = 512,
	MOST_LINES = 16, /* line feeds, where it is more */
	BYTE_TELLS = 4,  /* as much as so many bytes of sets: of letters and digits text is made */
};

/* Where a pattern's words may stand: `at` is the first byte of one, or a group each of whose ways begins with one. */
struct place {
	const struct term *groups[MOST_DEEP]; /* that it is in, the whole pattern first */
	size_t depth;
	const struct term *at;
	uint32_t before, feeds; /* bytes, and line feeds among them, at most */
};

struct words {
	struct anchor_word items[MOST_WORDS];
	size_t count;
	unsigned score; /* of the word that tells least */
	uint32_t longest;
	uint32_t feeds; /* line feeds in one of them, at most */
};

struct search {
	struct arena *arena;
	bool by_lines; /* places that have no limit in bytes before them, and are worth less: they tell what stands behind anything */
	const struct term *lead; /* a set that the words at the place begin with, or NULL */
	struct place best;
	struct words words; /* there; no words: none yet */
};

/* ---- words ---- */

struct word {
	struct buffer pattern;
	unsigned bytes, fixed, feeds;
	unsigned
		told; /* bytes that are not the one before: what is one byte over and over, data is full of */
	unsigned char last; /* byte */
	bool tells;         /* a letter or a digit */
};

static bool is_single(const struct term *term)
{
	return term->kind == TERM_BYTE && term->least == 1 && term->most == 1;
}

static void put_byte(struct word *word, unsigned char byte)
{
	buffer_printf(&word->pattern, "\\x%02x", (unsigned)byte);
	word->feeds += byte == '\n';
}

/* Passes over the bytes that the word begins with. */
static const struct term *put_bytes(struct word *word, const struct term *term)
{
	for (; term && is_single(term) && word->bytes < LONGEST_WORD; term = term->next) {
		put_byte(word, term->byte);
		word->told += word->bytes == 0 || term->byte != word->last;
		word->last = term->byte;
		word->bytes++;
		word->tells = word->tells || isalnum(term->byte);
	}
	return term;
}

/* A set that is most bytes may be one without some; in whatever case that would be fewer. */
static bool is_fixed(const struct term *term)
{
	return term->least > 0 &&
	       (term->kind == TERM_BYTE || (term->kind == TERM_SET && !term->wide));
}

static bool put_set(struct word *word, const struct term *term, const char *pattern)
{
	unsigned most = MOST_FIXED - word->fixed, count = term->least < most ? term->least : most;

	if (term->kind == TERM_BYTE)
		put_byte(word, term->byte);
	else
		buffer_add(
			&word->pattern, (struct text){pattern + term->from, term->to - term->from});
	if (count > 1)
		buffer_printf(&word->pattern, "{%u}", count);
	word->fixed += count;
	word->feeds += term_feeds(term) ? count : 0;
	return term->least == term->most && count == term->least;
}

static bool is_plain_group(const struct term *term)
{
	return term->kind == TERM_GROUP && term->least == 1 && term->most == 1 &&
	       !term->first->next;
}

/* What stands behind a word for certain. `follow` is what is behind the group that the word ends. */
static void put_fixed(
	struct word *word, const struct term *term, const struct term *follow, const char *pattern)
{
	while (word->fixed < MOST_FIXED) {
		if (!term) {
			term = follow;
			follow = NULL;
		}
		if (term && is_plain_group(term)) {
			follow = term->next;
			term = term->first->first;
			continue;
		}
		if (!term || (term->kind != TERM_HERE &&
				     (!is_fixed(term) || !put_set(word, term, pattern))))
			return;
		term = term->next;
	}
}

static bool is_word(const struct search *search, const struct word *word)
{
	if (word->pattern.failed || word->bytes < 2)
		return false;
	return search->by_lines ? word->tells && word->bytes + word->fixed > 2
				: word->bytes > 2 || word->fixed >= SHORT_FIXED;
}

/* [Aa]b|AB is one word. */
static bool is_among(const struct words *words, const struct word *word)
{
	for (size_t i = 0; i < words->count; i++)
		if (text_equal(text_of(words->items[i].pattern), buffer_text(&word->pattern)))
			return true;
	return false;
}

static bool take(struct search *search, struct words *words, const struct word *word)
{
	struct anchor_word *item = &words->items[words->count];
	unsigned score = BYTE_TELLS * word->told + word->fixed;

	if (!is_word(search, word) || words->count == MOST_WORDS)
		return false;
	if (is_among(words, word))
		return true;
	item->pattern = arena_copy(search->arena, buffer_text(&word->pattern));
	item->length = word->bytes + word->fixed;
	if (words->count == 0 || score < words->score)
		words->score = score;
	if (item->length > words->longest)
		words->longest = item->length;
	if (word->feeds > words->feeds)
		words->feeds = word->feeds;
	words->count++;
	return item->pattern != NULL;
}

static bool add_word(struct search *search, struct words *words, const struct term *term,
	const struct term *follow, const char *pattern)
{
	struct word word = {.bytes = 0};
	bool taken;

	if (search->lead)
		put_set(&word, search->lead, pattern);
	term = put_bytes(&word, term);
	if (!term) {
		term = put_bytes(&word, follow);
		follow = NULL;
	}
	if (word.bytes <= SHORT_WORD)
		put_fixed(&word, term, follow, pattern);
	taken = take(search, words, &word);
	buffer_free(&word.pattern);
	return taken;
}

/* The words that a group begins with. */
static bool add_ways(struct search *search, struct words *words, const struct term *group,
	const struct term *follow, const char *pattern)
{
	for (const struct term *way = group->first; way; way = way->next) {
		const struct term *term = way->first;
		bool added;

		while (term && term->kind == TERM_HERE)
			term = term->next;
		if (!term)
			return false;
		if (term->kind == TERM_GROUP && term->least == 1 && term->most == 1)
			added = add_ways(
				search, words, term, term->next ? term->next : follow, pattern);
		else
			added = add_word(search, words, term, follow, pattern);
		if (!added)
			return false;
	}
	return true;
}

/* ---- how much they tell ---- */

static bool is_open(const struct term *term)
{
	if (term->kind == TERM_SET)
		return term->wide && term->most - term->least >= OPEN;
	if (term->kind != TERM_GROUP)
		return false;
	for (const struct term *way = term->first; way; way = way->next)
		for (const struct term *part = way->first; part; part = part->next)
			if (is_open(part))
				return true;
	return false;
}

/* Adds what these terms take at least, up to one that is open: then false. */
static bool add_solid(uint32_t *sum, const struct term *term)
{
	for (; term && *sum < SOLID; term = term->next) {
		if (is_open(term))
			return false;
		*sum += term_least(term) < SOLID ? term_least(term) : SOLID;
	}
	return true;
}

static bool is_solid(const struct place *place, const struct words *words)
{
	uint32_t sum = 0;
	bool goes_on;

	if (is_open(place->at)) {
		for (size_t i = 0; i < words->count; i++)
			if (words->items[i].length < SOLID)
				return false;
		return true;
	}
	goes_on = add_solid(&sum, place->at);
	for (size_t depth = place->depth; goes_on && depth-- > 0;)
		goes_on = add_solid(&sum, place->groups[depth]->next);
	return goes_on || sum >= SOLID;
}

static bool is_lead(const struct term *term)
{
	return term->kind == TERM_SET && !term->wide && term->least == 1 && term->most == 1;
}

/* Whether words may begin here. */
static bool is_place(const struct search *search, const struct place *place)
{
	return search->by_lines ? place->before > MOST_BEFORE : !is_lead(place->at);
}

/* One of several is there more often. */
static void lower_score(struct words *words)
{
	for (size_t i = 1; i < words->count && words->score > 0; i *= 2)
		words->score--;
}

static void consider(struct search *search, const struct place *place, const char *pattern)
{
	const struct term *at = place->at;
	struct words words = {.count = 0};
	bool made;

	if (!is_place(search, place))
		return;
	search->lead = is_lead(at) ? at : NULL;
	at = search->lead ? at->next : at;
	made = at->kind == TERM_BYTE
		       ? add_word(search, &words, at, NULL, pattern)
		       : add_ways(search, &words, at, at->most == 1 ? at->next : NULL, pattern);
	if (!made)
		return;
	lower_score(&words);
	if (words.score <= search->words.score || !(search->by_lines || is_solid(place, &words)))
		return;
	search->words = words;
	search->best = *place;
}

/* ---- all places ---- */

static bool is_run(const struct term *term, const struct term *previous)
{
	return is_single(term) && !(previous && is_single(previous));
}

static bool begins_words(const struct term *term, const struct term *previous)
{
	if (is_lead(term))
		return term->next && begins_words(term->next, term);
	return (term->kind == TERM_GROUP && term->least > 0) || is_run(term, previous);
}

static uint32_t capped(uint64_t sum, uint32_t most)
{
	return sum > most ? most + 1 : (uint32_t)sum;
}

static bool goes_on(const struct search *search, const struct place *place)
{
	return search->by_lines ? place->feeds <= MOST_LINES : place->before <= MOST_BEFORE;
}

static void try_way(
	struct search *search, const struct term *way, struct place place, const char *pattern)
{
	const struct term *previous = NULL;

	for (const struct term *term = way->first; term && goes_on(search, &place);
		term = term->next) {
		place.at = term;
		if (begins_words(term, previous))
			consider(search, &place, pattern);
		if (is_plain_group(term) && place.depth < MOST_DEEP) {
			struct place inside = place;

			inside.groups[inside.depth++] = term;
			try_way(search, term->first, inside, pattern);
		}
		place.before = capped((uint64_t)place.before + term_most(term), MOST_BEFORE);
		place.feeds = capped((uint64_t)place.feeds + term_feeds(term), MOST_LINES);
		previous = term;
	}
}

/* ---- the check ---- */

static void put_flags(struct buffer *out, unsigned flags)
{
	static const char letters[] = "ims";

	buffer_string(out, "(?");
	for (unsigned i = 0; i < 3; i++)
		if (flags & 1U << i)
			buffer_byte(out, letters[i]);
	if (flags != 7)
		buffer_byte(out, '-');
	for (unsigned i = 0; i < 3; i++)
		if (!(flags & 1U << i))
			buffer_byte(out, letters[i]);
	buffer_byte(out, ':');
}

/* A way of the pattern from the place on: its groups opened again, each of which ends in it but the first, the whole pattern. */
static const char *check_of(
	const struct place *place, const struct term *way, const char *pattern, struct arena *arena)
{
	struct buffer out = {0};
	const char *copy = NULL;

	buffer_string(&out, "\\G");
	for (size_t i = 1; i < place->depth; i++)
		put_flags(&out, place->groups[i]->flags);
	put_flags(&out, place->at->flags);
	buffer_add(&out, (struct text){pattern + place->at->from, way->to - place->at->from});
	buffer_byte(&out, ')');
	if (!out.failed)
		copy = arena_copy(arena, buffer_text(&out));
	buffer_free(&out);
	return copy;
}

static void reach_back(struct anchors *out, const struct search *search)
{
	uint32_t lines = search->best.feeds + search->words.feeds;
	uint32_t back = search->best.before + search->words.longest;

	out->by_lines = out->by_lines || search->by_lines;
	if (search->by_lines)
		out->lines = lines > out->lines ? lines : out->lines;
	else
		out->back = back > out->back ? back : out->back;
}

/* In the same line, whose length is no matter where there are few. */
static bool tells_far_more(const struct search *far, const struct search *near)
{
	return far->best.feeds == 0 && far->words.score >= 2 * near->words.score;
}

/* Adds the words of one way of the whole pattern. False: it has none. */
static bool find_in_way(struct anchors *out, const struct term *all, const struct term *way,
	const char *pattern, struct arena *arena)
{
	struct search search = {.arena = arena}, far = {.arena = arena, .by_lines = true};
	struct place place = {.groups = {all}, .depth = 1};
	struct anchor_word *words;
	const char *check;

	try_way(&search, way, place, pattern);
	try_way(&far, way, place, pattern);
	if (search.words.count == 0 || tells_far_more(&far, &search))
		search = far;
	if (search.words.count == 0)
		return false;
	check = check_of(&search.best, way, pattern, arena);
	words = arena_array(arena, out->count + search.words.count, sizeof(*words));
	if (!check || !words)
		return false;
	if (out->count)
		memcpy(words, out->words, out->count * sizeof(*words));
	for (size_t i = 0; i < search.words.count; i++) {
		search.words.items[i].check = check;
		words[out->count++] = search.words.items[i];
	}
	out->words = words;
	reach_back(out, &search);
	return true;
}

bool anchors_find(struct anchors *out, const char *pattern, struct arena *arena)
{
	struct term *all = syntax_read(pattern, arena);

	*out = (struct anchors){.count = 0};
	for (const struct term *way = all ? all->first : NULL; way; way = way->next)
		if (!find_in_way(out, all, way, pattern, arena))
			return false;
	if (all)
		out->most = term_most(all);
	return all != NULL;
}
