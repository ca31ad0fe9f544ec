/* SPDX-License-Identifier: Apache-2.0
 *
 * Metrics of a Kafka consumer (Kafka documentation, "Consumer Fetch Metrics"; KIP-613 for Kafka Streams) as a JMX exporter writes them in
 * Prometheus text, whatever it makes of '-' and of capitals: records-lag of each partition is a number of records, not a time; the time is the lag divided by
 * the partition's share of records-consumed-rate. It is the lag at the last fetch that brought records (Kafka 4.3), so that it stands still when nobody
 * polls, and of a partition that is paused; records-lag-max is NaN then, and of the last half minute else. record-e2e-latency-max is the age itself, in milliseconds. last-poll-seconds-ago tells whether anybody asks.
 */
#include <math.h>

#include "checks/freshness/format.h"

enum metric { LAG, LAG_MAX, RATE, LATENCY, POLL, NONE };

/* Bits: what records-lag-max said of a partition, NaN, a number, or one above 0. */
enum { IS_NONE = 1, IS_THERE = 2, LAGGED = 4 };

struct topic {
	double rate; /* of all its series together; NAN where none says it */
	size_t partitions;
	bool lags; /* one that is read had more waiting: the consumer is slow, and each waits its turn */
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
	struct keys largest; /* labels of records-lag-max; number: IS_NONE, IS_THERE */
	bool has_lag;        /* records-lag itself, not only its largest of late */
	double polled;       /* the longest time since somebody polled; NAN */
	char name[EXPOSITION_LONGEST_LINE];
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
	} words[] = {{"recordslag", LAG}, {"recordslagmax", LAG_MAX}, {"recordsconsumedrate", RATE},
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
		reader->items[reader->count] = (struct topic){.rate = NAN};
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

/* NaN: of this partition nothing was read in the window over which the client measures. */
static int note_largest(struct reader *reader, struct text labels, double value, struct err *err)
{
	struct text kept = arena_text(reader->out->arena, labels);
	uint32_t *number;

	if (!kept.ptr)
		return err_nomem(err);
	if (keys_add(&reader->largest, kept, &number, err) < 0)
		return -1;
	*number |= isnan(value) ? IS_NONE : IS_THERE;
	if (value > 0)
		*number |= LAGGED;
	return 0;
}

static bool is_quiet(const struct reader *reader, const struct reading *reading)
{
	const uint32_t *number = keys_find(&reader->largest, reading->name);

	return number && *number == IS_NONE;
}

/* A slow consumer counts what it consumes when a fetch is read to its end, and its lag with each poll. */
static bool was_read(const struct reader *reader, const struct reading *reading)
{
	const uint32_t *number = keys_find(&reader->largest, reading->name);

	return number && *number & IS_THERE;
}

static int add_sample(void *context, const struct exposition *sample, struct text labels,
	uint32_t line, struct err *err)
{
	static const char *const passing[] = {"kafka_version", NULL};
	struct reader *reader = context;

	labels = fresh_lasting(reader->name, sample, passing);
	switch (which(sample->name)) {
	case LAG_MAX:
		if (reader->has_lag)
			return note_largest(reader, labels, sample->value, err);
		return add_lag(reader, sample, labels, line, err);
	case LAG:
		return add_lag(reader, sample, labels, line, err);
	case RATE:
		return add_rate(reader, sample, err);
	case LATENCY:
		return add_latency(reader, sample, labels, line, err);
	case POLL:
		if (sample->value >= 0) /* -1: never yet */
			reading_worst(&reader->polled, sample->value);
		return 0;
	default:
		return 0;
	}
}

static int look_for_lag(void *context, const struct exposition *sample, struct text labels,
	uint32_t line, struct err *err)
{
	struct reader *reader = context;

	(void)labels, (void)line, (void)err;
	if (which(sample->name) == LAG && sample->value >= 0)
		reader->has_lag = true;
	return 0;
}

static struct topic *topic_at(const struct reader *reader, size_t partition)
{
	struct text name = reader->topic_of[partition];
	const uint32_t *number = keys_find(&reader->topics, name.ptr ? name : text_of(""));

	return &reader->items[*number - 1];
}

static void note_slow(const struct reader *reader)
{
	for (size_t i = 0; i < reader->out->count; i++) {
		const struct reading *reading = reader->out->items[i];
		const uint32_t *number = keys_find(&reader->largest, reading->name);

		if (!isnan(reading->pending) && number && *number & LAGGED)
			topic_at(reader, i)->lags = true;
	}
}

/* A partition's share of the topic's rate, or of the client's where topics have none of their own. One that was not read in the window, though
 * those that were had nothing waiting, has no share. */
static double rate_of(const struct reader *reader, const struct reading *reading, size_t partition)
{
	const struct topic *topic = topic_at(reader, partition);

	if (is_quiet(reader, reading) && !topic->lags)
		return 0;
	return topic->rate / (double)topic->partitions;
}

/* What waits and is not read is stuck; what is read takes so long as the rest takes at this rate. The lag is that of the last poll, whose
 * records are so much older by now; what has come since, nobody knows. */
static void finish(const struct reader *reader, struct reading *reading, size_t index)
{
	double rate;

	reading_worst(&reading->idle, reader->polled);
	if (!isnan(reading->age) || isnan(reading->pending))
		return;
	if (reading->pending == 0) {
		reading->age = fmax(reader->polled, 0);
		reading->pending = reading->age > 0 ? NAN : 0;
		return;
	}
	rate = rate_of(reader, reading, index);
	if (rate > 0) {
		reading->age = reading->pending / rate + fmax(reader->polled, 0);
		return;
	}
	if (rate == 0 && was_read(reader, reading))
		reading->failed = "records are read, and records-consumed-rate is 0: none of a "
				  "fetch that is not read to its end is counted";
	else if (rate == 0)
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
	keys_start(&reader.largest, out->arena);
	if (fresh_samples(file, look_for_lag, &reader, err) < 0 ||
		fresh_samples(file, add_sample, &reader, err) < 0)
		return -1;
	if (out->count == 0)
		return reading_refuse(file->name, 1, err, "no metric of a Kafka consumer",
			"export records-lag and records-consumed-rate, or record-e2e-latency-max");
	add_up(&reader);
	note_slow(&reader);
	for (size_t i = 0; i < out->count; i++)
		finish(&reader, out->items[i], i);
	return 0;
}

const struct fresh_format fresh_format_kafka = {
	.summary = "metrics of a Kafka consumer, or of Kafka Streams, as Prometheus text",
	.read = read_kafka,
};
