/* SPDX-License-Identifier: Apache-2.0
 *
 * gradle-wrapper.properties and maven-wrapper.properties: the distribution that the wrapper downloads and runs, its
 * version in the file name of the URL, and its SHA-256.
 */
#include <string.h>

#include "checks/dependencies/address.h"
#include "checks/dependencies/formats/properties.h"

/* "…/gradle-8.5-bin.zip": name, version, kind. */
static void split_distribution(struct pin *pin)
{
	struct text file = pin->source;
	size_t slash, dash;

	while ((slash = text_find(file, text_of("/"))) < file.len)
		file = text_slice(file, slash + 1, file.len);
	for (dash = 0; dash + 1 < file.len; dash++)
		if (file.ptr[dash] == '-' && file.ptr[dash + 1] >= '0' && file.ptr[dash + 1] <= '9')
			break;
	if (dash + 1 >= file.len)
		return;
	pin->name = text_slice(file, 0, dash);
	pin->version = text_slice(file, dash + 1, file.len);
	if (text_ends(pin->version, ".zip"))
		pin->version.len -= strlen(".zip");
}

static int add(struct lock *lock, const struct properties *all, const char *url_key,
	const char *sum_key, struct err *err)
{
	const struct property *url = properties_get(all, url_key),
			      *sum = properties_get(all, sum_key);
	struct pin *pin;

	if (!url)
		return 0;
	if (lock_pin(lock,
		    &(struct pin){.name = text_of(url_key),
			    .source = url->value,
			    .line = url->line,
			    .column = url->column},
		    &pin, err) < 0)
		return -1;
	split_distribution(pin);
	return sum ? pin_hex(lock, pin, DIGEST_SHA256, sum->value, err) : 0;
}

static int add_guard(
	struct lock *lock, const struct properties *all, const char *key, struct err *err)
{
	const struct property *property = properties_get(all, key);

	if (!property)
		return 0;
	return lock_setting(lock,
		&(struct setting){.kind = SETTING_GUARD,
			.name = property->key,
			.value = property->value,
			.strength = !text_is(property->value, "false"),
			.usual = 1,
			.line = property->line,
			.column = property->column},
		err);
}

/* A path, beside the file or on the machine: the distribution that is run lies there, and no host stands for it. */
static int add_local(
	struct lock *lock, const struct properties *all, const char *key, struct err *err)
{
	const struct property *url = properties_get(all, key);
	struct address address;

	if (!url || address_parse(&address, url->value))
		return 0;
	return lock_setting(lock,
		&(struct setting){.kind = SETTING_GUARD,
			.name = url->key,
			.value = url->value,
			.usual = 1,
			.line = url->line,
			.column = url->column},
		err);
}

static int add_doubled(struct lock *lock, const struct properties *all, struct err *err)
{
	for (size_t i = 0; i < all->count; i++)
		for (size_t j = 0; j < i; j++)
			if (text_equal(all->items[i].key, all->items[j].key)) {
				if (lock_doubled(lock, all->items[i].key, all->items[i].line,
					    all->items[i].column, err) < 0)
					return -1;
				break;
			}
	return 0;
}

static int read(struct lock *lock, const struct document *document, struct err *err)
{
	struct properties all;

	if (properties_read(&all, document, err) < 0 || add_doubled(lock, &all, err) < 0 ||
		add(lock, &all, "distributionUrl", "distributionSha256Sum", err) < 0 ||
		add(lock, &all, "wrapperUrl", "wrapperSha256Sum", err) < 0 ||
		add_local(lock, &all, "distributionUrl", err) < 0 ||
		add_local(lock, &all, "wrapperUrl", err) < 0)
		return -1;
	return add_guard(lock, &all, "validateDistributionUrl", err);
}

static const char *const globs[] = {"gradle-wrapper.properties", "maven-wrapper.properties", NULL};

extern const struct format format_wrapper_properties;

const struct format format_wrapper_properties = {.name = "wrapper-properties",
	.ecosystem = "wrapper",
	.globs = globs,
	.domain = DOMAIN_PACKAGE,
	.plain = PLAIN_BYTES,
	.read = read};
