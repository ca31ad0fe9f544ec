/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "gate/base/escape.h"
#include "gate/report/sarif.h"
#include "gate/rule.h"

enum { MOST_TEXT = 1024, MOST_NAME = 255 }; /* bytes: GitHub counts characters, and takes no more */

/* What GitHub makes of a severity; its own for security-severity are 7.0 high, 4.0 medium, else low. */
static const struct level {
	const char *level, *security_severity, *problem_severity;
} levels[] = {
	[SEVERITY_OFF] = {"none", "0.1", "recommendation"},
	[SEVERITY_NOTE] = {"note", "3.0", "recommendation"},
	[SEVERITY_WARNING] = {"warning", "5.5", "warning"},
	[SEVERITY_ERROR] = {"error", "8.0", "error"},
};

/* Checks whose findings are no weakness that somebody could use: they get no security severity. */
static const char *const measuring_checks[] = {
	"model", "latency", "freshness", "drift", "metrics", "plans"};

const char *sarif_level(enum severity severity)
{
	return levels[severity].level;
}

/* "](" makes a link out of the words before it. */
static void without_links(struct buffer *out, struct text text)
{
	static const struct text link = TEXT("](");

	while (text.len) {
		size_t at = text_find(text, link);

		buffer_add(out, text_slice(text, 0, at));
		if (at < text.len)
			buffer_string(out, "]\\(");
		text = text_slice(text, at + link.len, text.len);
	}
}

/* Shortens to whole code points. */
static void cut(struct buffer *buffer, size_t most)
{
	if (buffer->len <= most)
		return;
	while (most > 0 && ((unsigned char)buffer->ptr[most] & 0xc0) == 0x80)
		most--;
	buffer->len = most;
	buffer->ptr[most] = '\0';
}

void sarif_text(struct sarif *sarif, const char *key, struct text text, size_t most)
{
	buffer_clear(&sarif->masked);
	buffer_clear(&sarif->visible);
	mask_apply(sarif->result->masks, text, &sarif->masked);
	escape_human(&sarif->visible, buffer_text(&sarif->masked));
	if (sarif->masked.failed || sarif->visible.failed)
		sarif->json.out->failed = true;
	buffer_clear(&sarif->masked);
	without_links(&sarif->masked, buffer_text(&sarif->visible));
	if (sarif->masked.failed)
		sarif->json.out->failed = true;
	cut(&sarif->masked, most);
	json_word(&sarif->json, key, buffer_text(&sarif->masked).ptr);
}

void sarif_message(struct sarif *sarif, const char *key, struct text text, size_t most)
{
	json_begin(&sarif->json, key, '{');
	sarif_text(sarif, "text", text, most);
	json_close(&sarif->json, '}');
}

static int compare_rules(const void *left, const void *right)
{
	const struct finding *const *a = left, *const *b = right;

	return strcmp((*a)->rule, (*b)->rule);
}

bool sarif_rules_find(struct sarif *sarif)
{
	size_t count = sarif->shown.count, kept = 0;

	sarif->rules = calloc(count + 1, sizeof(const struct finding *));
	if (!sarif->rules)
		return false;
	for (size_t i = 0; i < count; i++)
		sarif->rules[i] = sarif->shown.items[i];
	qsort(sarif->rules, count, sizeof(const struct finding *), compare_rules);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || strcmp(sarif->rules[i]->rule, sarif->rules[kept - 1]->rule) != 0)
			sarif->rules[kept++] = sarif->rules[i];
	sarif->rule_count = kept;
	return true;
}

size_t sarif_rule_index(const struct sarif *sarif, const char *rule)
{
	const struct finding key = {.rule = rule}, *wanted = &key;
	const struct finding **found = bsearch(&wanted, sarif->rules, sarif->rule_count,
		sizeof(const struct finding *), compare_rules);

	return found ? (size_t)(found - sarif->rules) : 0;
}

static bool is_small(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

static bool is_word_byte(char byte)
{
	return is_small(byte) || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

static char upper(char byte)
{
	if (is_small(byte))
		byte = (char)(byte - ('a' - 'A'));
	return byte;
}

/* "secrets/aws-access-key-id" is AwsAccessKeyId. */
static void name_write(struct sarif *sarif, const char *id)
{
	const char *slash = strchr(id, '/');
	char name[MOST_NAME + 1];
	size_t length = 0;
	bool begins_word = true;

	for (const char *at = slash ? slash + 1 : id; *at && length < MOST_NAME; at++) {
		if (is_word_byte(*at))
			name[length++] = *at;
		if (is_word_byte(*at) && begins_word)
			name[length - 1] = upper(*at);
		begins_word = !is_word_byte(*at);
	}
	name[length] = '\0';
	json_word(&sarif->json, "name", name);
}

static bool is_measuring(const char *check)
{
	for (size_t i = 0; i < sizeof(measuring_checks) / sizeof(measuring_checks[0]); i++)
		if (strcmp(check, measuring_checks[i]) == 0)
			return true;
	return false;
}

static void properties_write(
	struct sarif *sarif, const struct finding *example, const struct rule *rule)
{
	const struct level *level = &levels[rule ? rule->severity : example->severity];
	bool measuring = is_measuring(example->check);

	json_begin(&sarif->json, "properties", '{');
	json_begin(&sarif->json, "tags", '[');
	json_word(&sarif->json, NULL, measuring ? "quality" : "security");
	json_word(&sarif->json, NULL, example->check);
	json_close(&sarif->json, ']');
	json_word(&sarif->json, "precision",
		confidence_name(rule ? rule->confidence : CONFIDENCE_MEDIUM));
	if (measuring)
		json_word(&sarif->json, "problem.severity", level->problem_severity);
	else
		json_word(&sarif->json, "security-severity", level->security_severity);
	json_close(&sarif->json, '}');
}

/* GitHub refuses a rule with an empty text. */
static struct text first_of(const char *own, struct text other, const char *last)
{
	if (own && own[0])
		return text_of(own);
	return other.len ? other : text_of(last);
}

/* A rule of a team or of a plug-in is known by its findings only: the first one speaks for it. */
static void rule_write(struct sarif *sarif, const struct finding *example)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(example->rule));

	json_begin(&sarif->json, NULL, '{');
	json_word(&sarif->json, "id", example->rule);
	name_write(sarif, example->rule);
	sarif_message(sarif, "shortDescription",
		first_of(rule ? rule->title : NULL, example->message, example->rule), MOST_TEXT);
	sarif_message(sarif, "fullDescription",
		first_of(rule ? rule->why : NULL, example->message, example->rule), MOST_TEXT);
	sarif_message(sarif, "help",
		first_of(rule ? rule->remedy : NULL, example->remedy, "see seamgate explain"),
		MOST_TEXT);
	json_begin(&sarif->json, "defaultConfiguration", '{');
	json_word(&sarif->json, "level", sarif_level(rule ? rule->severity : example->severity));
	json_close(&sarif->json, '}');
	properties_write(sarif, example, rule);
	json_close(&sarif->json, '}');
}

void sarif_rules_write(struct sarif *sarif)
{
	json_begin(&sarif->json, "rules", '[');
	for (size_t i = 0; i < sarif->rule_count; i++)
		rule_write(sarif, sarif->rules[i]);
	json_close(&sarif->json, ']');
}
