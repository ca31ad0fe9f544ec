/* SPDX-License-Identifier: Apache-2.0
 *
 * Metrics of a Kafka consumer (Kafka documentation, "Consumer Fetch Metrics"; KIP-613 for Kafka Streams) as a JMX exporter writes them in
 * Prometheus text, whatever it makes of '-' and of capitals: records-lag of each partition is a number of records, not a time; the time is the lag divided by
 * the partition's share of records-consumed-rate. record-e2e-latency-max is the age itself, in milliseconds. last-poll-seconds-ago tells whether anybody asks.
 */
#include <math.h>

#include "checks/freshness/format.h"

enum metric { LAG, RATE, LATENCY, POLL, NONE };

struct topic {
	double rate; /* of all its series together; NAN where none says it */
	size_t partitions;
};

/* A series of records-consumed-rate: of several scrapes the lowest counts. */
struct rate {
	double value;
	size_t topic;
};

struct reader {
	struct readings *out;
	struct keys topics; /* number: index + 1 */
	struct topic *items;
	size_t count, capacity;
	struct keys series; /* number: index + 1 */
	struct rate *rates;
	size_t rate_count, rate_capacity;
	struct text *topic_of; /* beside each reading */
	size_t topic_capacity;
	double polled; /* the longest time since somebody polled; NAN */
};

/* Whether the letters and digits of a name end with those of a word, in lower case. */
static bool ends_with(struct text name, const char *word)
{
	size_t at = name.len, left = strlen(word);

	while (left && at) {
		char c = name.ptr[--at];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c == '_' || c == '-' || c == '.')
			continue;
		if (c != word[--left])
			return false;
	}
	return left == 0;
}

static enum metric which(struct text name)
{
	static const struct {
		const char *word;
		enum metric metric;
	} words[] = {{"recordslag", LAG}, {"recordslagmax", LAG}, {"recordsconsumedrate", RATE},
		{"recorde2elatencymax", LATENCY}, {"lastpollsecondsago", POLL}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (ends_with(name, words[i].word))
			return words[i].metric;
	return NONE;
}

static int find_topic(struct reader *reader, struct text name, struct topic **out, struct err *err)
{
	uint32_t *number;

	if (keys_add(&reader->topics, name.ptr ? name : text_of(""), &number, err) < 0)
		return -1;
	if (*number == 0) {
		if (arena_reserve(reader->out->arena, (void **)&reader->items, &reader->capacity,
			    reader->count + 1, sizeof(struct topic)) < 0)
			return err_nomem(err);
		reader->items[reader->count] = (struct topic){NAN, 0};
		*number = (uint32_t)++reader->count;
	}
	*out = &reader->items[*number - 1];
	return 0;
}

static int add_lag(struct reader *reader, const struct exposition *sample, struct text labels,
	uint32_t line, struct err *err)
{
	struct text topic = exposition_label(sample, "topic");
	size_t before = reader->out->count;
	struct reading *reading;
	struct topic *found;

	if (!(sample->value >= 0) || isinf(sample->value))
		return 0; /* NaN: nothing is assigned */
	if (readings_find(reader->out, labels, line, &reading, err) < 0 ||
		find_topic(reader, topic, &found, err) < 0 ||
		arena_reserve(reader->out->arena, (void **)&reader->topic_of,
			&reader->topic_capacity, reader->out->count, sizeof(struct text)) < 0)
		return err->kind ? -1 : err_nomem(err);
	if (reader->out->count > before) {
		found->partitions++;
		reader->topic_of[before] = topic;
	}
	reading_worst(&reading->measured, fresh_stamp(sample));
	reading_worst(&reading->pending, sample->value);
	return 0;
}

static int new_rate(struct reader *reader, struct text topic, double value, struct err *err)
{
	struct topic *found;

	if (find_topic(reader, topic, &found, err) < 0)
		return -1;
	if (arena_reserve(reader->out->arena, (void **)&reader->rates, &reader->rate_capacity,
		    reader->rate_count + 1, sizeof(struct rate)) < 0)
		return err_nomem(err);
	reader->rates[reader->rate_count++] = (struct rate){value, (size_t)(found - reader->items)};
	return 0;
}

static int add_rate(struct reader *reader, const struct exposition *sample, struct err *err)
{
	uint32_t *number;

	if (!(sample->value >= 0) || isinf(sample->value))
		return 0;
	if (keys_add(&reader->series, sample->whole, &number, err) < 0)
		return -1;
	if (*number) {
		struct rate *rate = &reader->rates[*number - 1];

		rate->value = fmin(rate->value, sample->value);
		return 0;
	}
	*number = (uint32_t)reader->rate_count + 1;
	return new_rate(reader, exposition_label(sample, "topic"), sample->value, err);
}

static void add_up(struct reader *reader)
{
	for (size_t i = 0; i < reader->rate_count; i++) {
		struct topic *topic = &reader->items[reader->rates[i].topic];

		topic->rate = (isnan(topic->rate) ? 0 : topic->rate) + reader->rates[i].value;
	}
}

static int add_latency(struct reader *reader, const struct exposition *sample, struct text labels,
	uint32_t line, struct err *err)
{
	struct reading *reading;

	if (isnan(sample->value))
		return 0;
	if (readings_find(reader->out, labels, line, &reading, err) < 0)
		return -1;
	reading_worst(&reading->measured, fresh_stamp(sample));
	reading_worst(&reading->age, sample->value / 1e3);
	return 0;
}

static int add_sample(void *context, const struct exposition *sample, struct text labels,
	uint32_t line, struct err *err)
{
	struct reader *reader = context;

	switch (which(sample->name)) {
	case LAG:
		return add_lag(reader, sample, labels, line, err);
	case RATE:
		return add_rate(reader, sample, err);
	case LATENCY:
		return add_latency(reader, sample, labels, line, err);
	case POLL:
		reading_worst(&reader->polled, sample->value);
		return 0;
	default:
		return 0;
	}
}

/* A partition's share of the topic's rate, or of the client's where topics have none of their own. */
static double rate_of(const struct reader *reader, size_t partition)
{
	const uint32_t *of_topic = keys_find(&reader->topics,
		reader->topic_of[partition].ptr ? reader->topic_of[partition] : text_of(""));
	const struct topic *topic = &reader->items[*of_topic - 1];

	return topic->rate / (double)topic->partitions;
}

/* What waits and is not read is stuck; what is read takes so long as the rest takes at this rate. */
static void finish(const struct reader *reader, struct reading *reading, size_t index)
{
	double rate;

	reading_worst(&reading->idle, reader->polled);
	if (!isnan(reading->age) || isnan(reading->pending))
		return;
	if (reading->pending == 0) {
		reading->age = 0;
		return;
	}
	rate = rate_of(reader, index);
	if (rate > 0) {
		reading->age = reading->pending / rate;
		return;
	}
	if (rate == 0)
		reading->age = reading->idle = INFINITY;
	else
		reading->failed = "records wait, and no records-consumed-rate says how long they "
				  "will";
}

static int read_kafka(struct readings *out, const struct fresh_file *file, struct err *err)
{
	struct reader reader = {.out = out, .polled = NAN};

	keys_start(&reader.topics, out->arena);
	keys_start(&reader.series, out->arena);
	if (fresh_samples(file, add_sample, &reader, err) < 0)
		return -1;
	if (out->count == 0)
		return reading_refuse(file->name, 1, err, "no metric of a Kafka consumer",
			"export records-lag and records-consumed-rate, or record-e2e-latency-max");
	add_up(&reader);
	for (size_t i = 0; i < out->count; i++)
		finish(&reader, out->items[i], i);
	return 0;
}

const struct fresh_format fresh_format_kafka = {
	.summary = "metrics of a Kafka consumer, or of Kafka Streams, as Prometheus text",
	.read = read_kafka,
};
