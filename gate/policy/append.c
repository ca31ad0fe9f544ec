/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/policy/append.h"

#include <string.h>

#include "gate/base/yaml.h"
#include "gate/policy/value.h"

/* A path in which a glob would see more than itself is left out: the waiver then counts at any path. */
static bool is_plain(struct text path)
{
	for (size_t i = 0; i < path.len; i++)
		if (strchr("*?[]{}\\!", path.ptr[i]) || (unsigned char)path.ptr[i] < ' ')
			return false;
	return path.len > 0;
}

static void write_member(struct buffer *out, const char *key, struct text value)
{
	buffer_printf(out, ", %s: ", key);
	value_format_string(out, value);
}

static void write_waiver(struct buffer *out, const struct new_waiver *waiver, unsigned indent)
{
	buffer_printf(out, "%*s- {rule: %s", (int)indent, "", waiver->rule);
	write_member(out, "fingerprint", text_of(waiver->fingerprint));
	if (is_plain(waiver->path))
		write_member(out, "path", waiver->path);
	write_member(out, "reason", text_of(waiver->reason));
	write_member(out, "owner", text_of(waiver->owner));
	buffer_printf(out, ", expires: %s}\n", waiver->expires);
}

/* Offset of a line, counted from 1. */
static size_t line_offset(struct text text, uint32_t line)
{
	struct text rest = text, ignored;

	while (line-- > 1 && text_next_line(&rest, &ignored))
		;
	return text.len - rest.len;
}

/* Where the new ones go, and how far in; SIZE_MAX: as a list of their own. */
static int find_place(size_t *at, unsigned *indent, struct text policy, const char *name,
	const struct yaml *list, struct err *err)
{
	*at = SIZE_MAX;
	*indent = 2;
	if (!list)
		return 0;
	*at = line_offset(policy, list->line);
	*indent = list->column - 1;
	/* A block list begins where its first dash does, with nothing but spaces before it. */
	if (list->type == YAML_LIST && list->count && *at + *indent < policy.len &&
		policy.ptr[*at + *indent] == '-' &&
		text_trim(text_slice(policy, *at, *at + *indent)).len == 0)
		return 0;
	yaml_error(err, name, list->line, list->column,
		"the waivers are no list with a line for each, so that none can be added");
	return err_remedy(err, "write them as \"waivers:\" and a line \"  - {…}\" for each");
}

static void write_all(
	struct buffer *out, const struct new_waiver *waivers, size_t count, unsigned indent)
{
	for (size_t i = 0; i < count; i++)
		write_waiver(out, &waivers[i], indent);
}

/* NOLINTNEXTLINE(readability-function-size): three of the seven say whose memory, name and error */
int policy_append(struct buffer *out, struct text policy, const char *name,
	const struct new_waiver *waivers, size_t count, struct arena *arena, struct err *err)
{
	const struct yaml *root;
	struct policy made;
	unsigned indent;
	size_t at;

	if (yaml_read(&root, policy, name, arena, err) < 0 ||
		find_place(&at, &indent, policy, name, yaml_get(root, "waivers"), err) < 0)
		return -1;
	buffer_add(out, text_slice(policy, 0, at));
	if (at == SIZE_MAX && policy.len && policy.ptr[policy.len - 1] != '\n')
		buffer_byte(out, '\n');
	if (at == SIZE_MAX)
		buffer_string(out, "\nwaivers:\n");
	write_all(out, waivers, count, indent);
	if (at != SIZE_MAX)
		buffer_add(out, text_slice(policy, at, policy.len));
	if (out->failed)
		return err_nomem(err);
	return policy_read(&made, buffer_text(out), name, arena, err);
}
