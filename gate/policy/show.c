/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/policy/policy.h"
#include "gate/policy/root.h"
#include "gate/policy/value.h"
#include "gate/policy/walk.h"

struct printer {
	struct buffer *out;
	unsigned depth;
	bool begins_item; /* the next line begins an item of a list, with a hyphen */
};

static void begin_line(struct printer *printer, const char *key)
{
	unsigned indent = printer->depth * 2;

	for (unsigned i = printer->begins_item ? 2 : 0; i < indent; i++)
		buffer_byte(printer->out, ' ');
	buffer_string(printer->out, printer->begins_item ? "- " : "");
	printer->begins_item = false;
	buffer_string(printer->out, key);
	buffer_byte(printer->out, ':');
}

static void print_value(struct printer *printer, const struct walk *walk)
{
	if (value_is_unset(walk->option, walk->field))
		return;
	begin_line(printer, walk->option->key);
	buffer_byte(printer->out, ' ');
	walk_value(printer->out, walk->option, walk->field);
	buffer_byte(printer->out, '\n');
}

static void print_open(struct printer *printer, const struct walk *walk, enum walk_step step)
{
	if (step == WALK_ITEM) {
		printer->begins_item = true;
	} else {
		begin_line(printer, walk->option->key);
		if (step == WALK_LIST && ((const struct block_list *)walk->field)->count == 0)
			buffer_string(printer->out, " []");
		buffer_byte(printer->out, '\n');
	}
	printer->depth++;
}

static void print_close(struct printer *printer)
{
	printer->depth--;
	if (!printer->begins_item)
		return;
	/* An item of which nothing was said. */
	for (unsigned i = 0; i < printer->depth * 2; i++)
		buffer_byte(printer->out, ' ');
	buffer_string(printer->out, "- {}\n");
	printer->begins_item = false;
}

static void print_step(struct printer *printer, const struct walk *walk, enum walk_step step)
{
	switch (step) {
	case WALK_VALUE:
		print_value(printer, walk);
		break;
	case WALK_BLOCK:
	case WALK_LIST:
	case WALK_ITEM:
		print_open(printer, walk, step);
		break;
	default:
		print_close(printer);
		break;
	}
}

void policy_show(const struct policy *policy, struct buffer *out)
{
	const struct root *root = policy->root;
	struct printer printer = {.out = out};
	enum walk_step step;
	struct walk walk;

	walk_start(&walk, root->table, root, NULL);
	while ((step = walk_next(&walk)) != WALK_DONE)
		print_step(&printer, &walk, step);
}
