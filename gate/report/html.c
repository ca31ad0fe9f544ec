/* SPDX-License-Identifier: Apache-2.0
 *
 * One self-contained page for people: a browser opens it from the disk or from a CI system's artifacts, and it
 * neither runs nor loads anything. Its policy allows one thing, the style sheet in it, by its digest.
 */
#include "gate/report/html.h"

#include "gate/base/hash.h"
#include "gate/report/html_style.h"

enum { DIGEST = 32 }; /* bytes of SHA-256 */

static unsigned nibble(char digit)
{
	return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* RFC 4648, section 4: three bytes are four digits; 32 bytes end in one "=". */
static void base64_digest(struct buffer *out, const char hex[SHA256_HEX])
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 0, count = 0;

	for (size_t i = 0; i < 2 * DIGEST; i++) {
		bits = (bits << 4 | nibble(hex[i])) & 0xfff;
		count += 4;
		if (count < 6)
			continue;
		count -= 6;
		buffer_byte(out, digits[bits >> count & 63]);
	}
	buffer_byte(out, digits[bits << (6 - count) & 63]);
	buffer_byte(out, '=');
}

static struct text style_text(void)
{
	return (struct text){html_style, (size_t)(html_style_end - html_style)};
}

static void policy_write(struct html *html)
{
	struct err err = {0};
	char hex[SHA256_HEX];

	if (hash_sha256_hex(style_text(), hex, &err) < 0) {
		html->out->failed = true;
		return;
	}
	html_raw(html, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
		       "&#39;none&#39;; style-src &#39;sha256-");
	base64_digest(html->out, hex);
	html_raw(html, "&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;\"/>\n");
}

static void title_write(struct html *html)
{
	static const char *const words[] = {
		[VERDICT_PASS] = "Pass",
		[VERDICT_BLOCK] = "Blocked",
		[VERDICT_INCOMPLETE] = "Incomplete",
	};
	const struct result *result = html->result;

	html_raw(html, "<title>");
	html_raw(html, words[result->verdict]);
	if (result->change->label.len) {
		html_raw(html, ": ");
		html_text(html, result->change->label);
	}
	html_raw(html, " – seamgate</title>\n");
}

static void head_write(struct html *html)
{
	html_raw(html, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
	policy_write(html);
	html_raw(html, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		       "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
		       "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
		       "<meta name=\"robots\" content=\"noindex\"/>\n");
	title_write(html);
	html_raw(html, "<style>");
	buffer_add(html->out, style_text());
	html_raw(html, "</style>\n</head>\n");
}

static void body_write(struct html *html)
{
	html_raw(html, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the findings</a>\n");
	html_verdict(html);
	html_raw(html, "<main id=\"main\" tabindex=\"-1\">\n");
	html_pipeline(html);
	html_incomplete(html);
	html_blocking(html);
	html_other(html);
	html_measurements(html);
	html_examined(html);
	html_folded(html);
	html_raw(html, "</main>\n<footer><p>Written by seamgate " SEAMGATE_VERSION
		       ". This page loads nothing and runs nothing; secrets in it are "
		       "masked.</p></footer>\n</body>\n</html>\n");
}

static size_t count_incomplete(const struct result *result)
{
	size_t count = 0;

	for (size_t i = 0; i < result->outcome_count; i++)
		count += result->outcomes[i].incomplete_count;
	return count;
}

static void html_write(
	struct buffer *out, const struct result *result, const struct report_style *style)
{
	struct html html = {.out = out,
		.result = result,
		.counts = findings_count(result),
		.incomplete_count = count_incomplete(result)};

	(void)style;
	head_write(&html);
	body_write(&html);
	buffer_free(&html.masked);
	buffer_free(&html.visible);
	buffer_free(&html.line);
}

const struct report report_html = {
	.name = "html",
	.summary = "one self-contained page for people, with plots",
	.write = html_write,
};
