/* SPDX-License-Identifier: Apache-2.0
 *
 * What must hold of every page of the HTML report: well-formed, only elements and attributes that run and load
 * nothing, headings in order, each link and label leading somewhere, the policy that a browser enforces; and what is left out of a
 * large one.
 */
#include "gate/base/digest.h"
#include "gate/base/hash.h"
#include "gate/base/xml.h"
#include "sample.h"
#include "unit.h"

struct walk {
	const char *name; /* of the row */
	const struct xml *root;
	unsigned heading; /* level of the last one */
	struct text ids[64];
	size_t id_count, links;
};

static bool is_one_of(struct text name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(name, names[i]))
			return true;
	return false;
}

#define IS_ONE_OF(text, names) is_one_of((text), (names), sizeof(names) / sizeof((names)[0]))

static void check_attribute(const struct walk *walk, const struct xml_attribute *attribute)
{
	static const char *const allowed[] = {"aria-hidden", "aria-label", "aria-labelledby",
		"charset", "class", "content", "cx", "cy", "d", "fill", "height", "href",
		"http-equiv", "id", "lang", "name", "r", "role", "scope", "stroke",
		"stroke-dasharray", "tabindex", "viewBox", "width", "x", "x1", "x2", "y", "y1",
		"y2"};

	CHECK_ROW(walk->name, IS_ONE_OF(attribute->name, allowed));
	if (text_is(attribute->name, "href"))
		CHECK_ROW(walk->name, text_starts(attribute->value, "#"));
}

static void check_element(struct walk *walk, const struct xml *xml)
{
	static const char *const allowed[] = {"a", "article", "b", "bdi", "body", "br", "circle",
		"code", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "h1",
		"h2", "h3", "h4", "head", "header", "html", "li", "line", "main", "mark", "meta",
		"nav", "ol", "p", "path", "rect", "section", "span", "style", "summary", "svg",
		"table", "tbody", "td", "th", "thead", "title", "tr", "ul"};
	const struct text *id = xml_value(xml, "id");

	CHECK_ROW(walk->name, IS_ONE_OF(xml->name, allowed));
	for (const struct xml_attribute *at = xml->attribute; at; at = at->next)
		check_attribute(walk, at);
	if (xml->name.len == 2 && xml->name.ptr[0] == 'h' && xml->name.ptr[1] <= '4') {
		unsigned level = (unsigned)(xml->name.ptr[1] - '0');

		CHECK_ROW(walk->name, level <= walk->heading + 1);
		walk->heading = level;
	}
	if (!id)
		return;
	for (size_t i = 0; i < walk->id_count; i++)
		CHECK_ROW(walk->name, !text_equal(walk->ids[i], *id));
	if (walk->id_count < 64)
		walk->ids[walk->id_count++] = *id;
}

static void walk_elements(struct walk *walk, const struct xml *xml)
{
	for (; xml; xml = xml->next) {
		check_element(walk, xml);
		walk_elements(walk, xml->child);
	}
}

static bool has_id(const struct walk *walk, struct text id)
{
	for (size_t i = 0; i < walk->id_count; i++)
		if (text_equal(walk->ids[i], id))
			return true;
	return false;
}

/* Where links and labels lead to. */
static void walk_references(struct walk *walk, const struct xml *xml)
{
	for (; xml; xml = xml->next) {
		const struct text *href = xml_value(xml, "href"),
				  *label = xml_value(xml, "aria-labelledby");

		walk->links += href != NULL;
		if (href)
			CHECK_ROW(walk->name, has_id(walk, text_slice(*href, 1, href->len)));
		if (label)
			CHECK_ROW(walk->name, has_id(walk, *label));
		walk_references(walk, xml->child);
	}
}

static void set_pass(struct sample *sample)
{
	(void)sample;
}

static void set_everything(struct sample *sample)
{
	sample_everything(sample);
}

static void check_page(const char *name, const struct buffer *out, struct arena *arena)
{
	struct walk walk = {.name = name};
	struct err err = {0};

	CHECK_ROW(name, xml_read(&walk.root, buffer_text(out), "page", arena, &err) == 0);
	if (!walk.root)
		return;
	walk_elements(&walk, walk.root);
	walk_references(&walk, walk.root);
	CHECK_ROW(name, walk.links > 1);
	CHECK_ROW(name, !sample_contains(out, "hunter22"));
	CHECK_ROW(name, xml_at(walk.root, "body/main/section/h2") != NULL);
}

static void set_hostile(struct sample *sample)
{
	struct finding *finding;

	sample_everything(sample);
	finding = &sample->findings[0];
	finding->path = finding->message = finding->remedy =
		(struct text)TEXT("\"><img src=x>\xff\x01");
	finding->excerpt = (struct text)TEXT("]]></code>" SECRET "<!--");
	finding->hop = "\"'/><script>";
	sample->change.label = (struct text)TEXT("</title></head>");
	sample->hops[0].name = sample->measurements[0].subject =
		(struct text)TEXT("</svg onload=x>");
	sample->measurements[0].unit = "\">";
	sample->outcomes[1].reason = "\" onclick=\"x";
	sample->counters[0].name = "<b>s";
}

static const struct {
	const char *name;
	void (*set)(struct sample *sample);
} rows[] = {
	{"pass", set_pass},
	{"everything", set_everything},
	{"hostile", set_hostile},
};

static void test_pages(void)
{
	const struct report_style style = {0};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sample sample;
		struct buffer out, again;

		sample_fill(&sample);
		rows[i].set(&sample);
		out = sample_write(&sample, "html", &style);
		again = sample_write(&sample, "html", &style);
		CHECK_ROW(rows[i].name, text_equal(buffer_text(&out), buffer_text(&again)));
		check_page(rows[i].name, &out, sample.arena);
		buffer_free(&out);
		buffer_free(&again);
		sample_free(&sample);
	}
}

/* The policy names the digest of the very bytes between <style> and </style>, and allows nothing else. */
static void test_content_policy(void)
{
	static const char before[] = "default-src 'none'; style-src 'sha256-",
			  after[] = "'; base-uri 'none'; form-action 'none'";
	const struct report_style style = {0};
	struct sample sample;
	struct buffer out;
	const struct xml *root = NULL;
	const struct text *policy;
	struct text digest = {0}, wanted = {0};
	char hex[SHA256_HEX];
	struct err err = {0};

	sample_fill(&sample);
	out = sample_write(&sample, "html", &style);
	CU_ASSERT_FATAL(xml_read(&root, buffer_text(&out), "page", sample.arena, &err) == 0);
	policy = xml_value(xml_next(xml_at(root, "head/meta")), "content");
	CU_ASSERT_FATAL(policy && text_starts(*policy, before) && text_ends(*policy, after));
	CU_ASSERT(hash_sha256_hex(xml_get(xml_get(root, "head"), "style")->text, hex, &err) == 0);
	CU_ASSERT(hex_decode(&wanted, text_of(hex), sample.arena, &err) == 0);
	CU_ASSERT(
		base64_decode(&digest,
			text_slice(*policy, sizeof(before) - 1, policy->len - (sizeof(after) - 1)),
			sample.arena, &err) == 0);
	CU_ASSERT(digest.ptr && digest.len == 32 && text_equal(digest, wanted));
	buffer_free(&out);
	sample_free(&sample);
}

/* ---- limits ---- */

static size_t count_of(const struct buffer *out, const char *part)
{
	struct text rest = buffer_text(out);
	size_t count = 0;

	for (size_t at; (at = text_find(rest, text_of(part))) < rest.len; count++)
		rest = text_slice(rest, at + 1, rest.len);
	return count;
}

static struct buffer write_many(struct sample *sample, size_t count, struct text message)
{
	const struct report_style style = {0};
	struct finding *findings = arena_array(sample->arena, count, sizeof(*findings));
	struct finding **pointers = arena_array(sample->arena, count, sizeof(struct finding *));

	sample_need(findings && pointers);
	sample_secret(sample);
	for (size_t i = 0; i < count; i++) {
		pointers[i] = &findings[i];
		findings[i] = sample->findings[0];
		findings[i].message = message;
		findings[i].severity = i % 50 ? SEVERITY_NOTE : SEVERITY_ERROR;
	}
	sample->result.findings = pointers;
	sample->result.finding_count = count;
	return sample_write(sample, "html", &style);
}

/* The severe ones stay, and stand first; what is left out is counted. */
static void test_many(void)
{
	struct sample sample;
	struct buffer out;

	sample_fill(&sample);
	out = write_many(&sample, 25000, (struct text)TEXT("a token"));
	CU_ASSERT(count_of(&out, "<article") == 1000);
	CU_ASSERT(count_of(&out, "<article class=\"error\">") == 500);
	CU_ASSERT(text_find(buffer_text(&out), text_of("<article class=\"note\">")) >
		  text_find(buffer_text(&out), text_of("<article class=\"error\">")));
	CU_ASSERT(sample_contains(&out, "<p class=\"cut\">24000 findings more are left out here"));
	CU_ASSERT(sample_contains(&out, "Blocked by 25000 findings"));
	CU_ASSERT(out.len < 2 << 20);
	buffer_free(&out);
	sample_free(&sample);
}

/* A thousand findings of the longest texts do not make a page that no browser opens. */
static void test_large(void)
{
	static char message[4000];
	struct sample sample;
	struct buffer out;
	size_t written;
	char said[64];

	memset(message, '"', sizeof(message));
	sample_fill(&sample);
	out = write_many(&sample, 25000, (struct text){message, sizeof(message)});
	written = count_of(&out, "<article");
	CU_ASSERT(written > 100 && written < 1000);
	CU_ASSERT(out.len < 9 << 20);
	snprintf(said, sizeof(said), "<p class=\"cut\">%zu findings more", 25000 - written);
	CU_ASSERT(sample_contains(&out, said));
	check_page("large", &out, sample.arena);
	buffer_free(&out);
	sample_free(&sample);
}

static const struct unit_test tests[] = {
	{"pages", test_pages},
	{"content policy", test_content_policy},
	{"many", test_many},
	{"large", test_large},
};

UNIT_MAIN(tests)
