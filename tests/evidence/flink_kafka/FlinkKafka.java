/* SPDX-License-Identifier: Apache-2.0
 *
 * A broker of Kafka, a consumer and a job of Flink that read from it, all in one process, brought into one situation after the other; what
 * they say of themselves in each is written down: FlinkKafka DIRECTORY.
 */
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Time;

public final class FlinkKafka {
	static final int PARTITIONS = 3;
	/* Whether records are written to a partition, how long the consumer takes for one, whether it reads the partition, polls at all. */
	static final boolean[] written = {true, true, true};
	static volatile long millisPerRecord = 0;
	static volatile boolean pauses = false, paused = false, hangs = false, ends = false;
	static volatile KafkaConsumer<String, String> reads;
	/* At which partition's records a task of Flink waits for ever. */
	static volatile int blocked = -1;
	static String broker;
	static Path out;

	static int freePort() throws Exception {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	static void startBroker(Path work) throws Exception {
		int port = freePort(), controller = freePort();
		Properties settings = new Properties();

		settings.putAll(Map.ofEntries(Map.entry("process.roles", "broker,controller"), Map.entry("node.id", "1"),
			Map.entry("controller.quorum.voters", "1@localhost:" + controller), Map.entry("controller.listener.names", "CONTROLLER"),
			Map.entry("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controller),
			Map.entry("advertised.listeners", "PLAINTEXT://localhost:" + port), Map.entry("log.dirs", work.resolve("log").toString()),
			Map.entry("offsets.topic.replication.factor", "1"), Map.entry("offsets.topic.num.partitions", "1"),
			Map.entry("transaction.state.log.replication.factor", "1"), Map.entry("transaction.state.log.min.isr", "1"),
			Map.entry("group.initial.rebalance.delay.ms", "0"),
			Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT")));
		Path file = work.resolve("server.properties");
		try (var writer = Files.newBufferedWriter(file)) {
			settings.store(writer, null);
		}
		if (kafka.tools.StorageTool.execute(new String[] {"format", "-t", org.apache.kafka.common.Uuid.randomUuid().toString(), "-c", file.toString()}, System.err) != 0)
			throw new IllegalStateException("the broker's directory cannot be formatted");
		new kafka.server.KafkaRaftServer(new kafka.server.KafkaConfig(settings), Time.SYSTEM).startup();
		broker = "localhost:" + port;
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
			admin.createTopics(List.of(new NewTopic("clicks", PARTITIONS, (short)1))).all().get();
		}
	}

	static void produce() {
		try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker, "linger.ms", 0), new StringSerializer(), new StringSerializer())) {
			for (long i = 0;; i++) {
				for (int partition = 0; partition < PARTITIONS; partition++)
					if (written[partition])
						producer.send(new ProducerRecord<>("clicks", partition, null, partition + " click " + i));
				Thread.sleep(50);
			}
		} catch (InterruptedException done) {
			return;
		}
	}

	/* ---- the consumer ---- */

	/* What records wait in the last partition, as the client knows it. */
	static double lag(KafkaConsumer<String, String> consumer) {
		return consumer.metrics().values().stream().filter(each -> each.metricName().name().equals("records-lag") && each.metricName().tags().get("partition").equals("2"))
			.mapToDouble(each -> (Double)each.metricValue()).max().orElse(0);
	}

	static void consume() {
		Map<String, Object> settings = Map.of("bootstrap.servers", broker, "group.id", "enricher", "client.id", "enricher-1",
			"max.poll.records", 30, "max.partition.fetch.bytes", 1024, "auto.offset.reset", "earliest", "auto.commit.interval.ms", 1000, "metrics.sample.window.ms", 3000);

		try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
			reads = consumer;
			consumer.subscribe(List.of("clicks"));
			while (!ends) {
				List<TopicPartition> last = consumer.assignment().stream().filter(each -> each.partition() == 2).toList();
				if (!pauses)
					consumer.resume(last);
				else if (!paused && lag(consumer) > 0) {
					consumer.pause(last);
					paused = true;
				}
				for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100)))
					if (millisPerRecord > 0)
						Thread.sleep(millisPerRecord);
				while (hangs && !ends)
					Thread.sleep(100);
			}
		} catch (InterruptedException done) {
			return;
		}
	}

	/* What the command line tool prints. */
	static void describe(String name, String group, String... more) throws Exception {
		ByteArrayOutputStream said = new ByteArrayOutputStream();
		PrintStream stdout = System.out, stderr = System.err;
		String[] arguments = {"--bootstrap-server", broker, "--describe", "--group", group};
		String[] all = java.util.stream.Stream.concat(java.util.Arrays.stream(arguments), java.util.Arrays.stream(more)).toArray(String[]::new);

		System.setOut(new PrintStream(said, true));
		System.setErr(System.out);
		try {
			org.apache.kafka.tools.consumer.group.ConsumerGroupCommand.main(all);
		} finally {
			System.setOut(stdout);
			System.setErr(stderr);
		}
		Files.write(out.resolve(name), said.toByteArray());
	}

	/* ---- Flink ---- */

	static JobClient startFlink(int prometheus, int rest) throws Exception {
		Configuration settings = new Configuration();

		settings.setString("metrics.reporter.prom.factory.class", "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
		settings.setString("metrics.reporter.prom.port", "" + prometheus);
		settings.setString("metrics.fetcher.update-interval", "1000");
		settings.setString("rest.port", "" + rest);
		settings.setString("rest.bind-port", "" + rest);
		settings.setString("rest.address", "localhost");
		StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(PARTITIONS + 1, settings);
		env.getConfig().setAutoWatermarkInterval(200);
		KafkaSource<String> source = KafkaSource.<String>builder().setBootstrapServers(broker).setTopics("clicks").setGroupId("flink")
			.setStartingOffsets(OffsetsInitializer.latest()).setProperty("metrics.sample.window.ms", "3000")
			.setValueOnlyDeserializer(new SimpleStringSchema()).build();
		env.fromSource(source, WatermarkStrategy.<String>forBoundedOutOfOrderness(Duration.ofMillis(500)), "clicks")
			.map(new Enricher()).name("enrich").sinkTo(new DiscardingSink<>());
		return env.executeAsync("enricher");
	}

	public static final class Enricher implements org.apache.flink.api.common.functions.MapFunction<String, String> {
		@Override
		public String map(String click) throws Exception {
			while (click.startsWith(blocked + " "))
				Thread.sleep(100);
			return click;
		}
	}

	static String get(String address) throws Exception {
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString()).body();
	}

	static String first(String json, String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(json);
		return matcher.find() ? matcher.group(1) : "";
	}

	static void flink(String situation, int prometheus, int rest, JobClient job) throws Exception {
		Files.writeString(out.resolve("flink-" + situation + ".prom"), get("http://localhost:" + prometheus + "/metrics"));
		String jobs = "http://localhost:" + rest + "/jobs/" + job.getJobID();
		String vertices = jobs + "/vertices/" + first(get(jobs), "\"vertices\":\\[\\{\"id\":\"([0-9a-f]+)\"");
		get(vertices + "/subtasks/metrics");
		Thread.sleep(2500);
		String names = get(vertices + "/subtasks/metrics"), wanted = "";
		for (String metric : List.of("currentEmitEventTimeLag", "currentFetchEventTimeLag", "sourceIdleTime", "pendingRecords"))
			for (Matcher m = Pattern.compile("\"id\":\"([^\"]*\\." + metric + ")\"").matcher(names); m.find();)
				wanted += (wanted.isEmpty() ? "" : ",") + m.group(1);
		Files.writeString(out.resolve("flink-" + situation + ".json"), get(vertices + "/subtasks/metrics?get=" + wanted));
		String single = "", splits = "";
		Files.writeString(out.resolve("flink-names.json"), names);
		for (Matcher m = Pattern.compile("\"id\":\"([^\"]*\\.(split|KafkaSourceReader)\\.[^\"]*\\.(currentWatermark|currentOffset))\"").matcher(names); m.find();)
			splits += "," + m.group(1);
		for (int subtask = 0; subtask <= PARTITIONS; subtask++)
			for (String name : (wanted + splits).split(","))
				single += (single.isEmpty() ? "" : ",") + subtask + "." + name;
		Files.writeString(out.resolve("flink-" + situation + "-tasks.json"), get(vertices + "/metrics?get=" + single));
	}

	/* All numbers of the consumer's MBeans, called as a JMX exporter without rules calls them. */
	static void beans(String name) throws Exception {
		var server = java.lang.management.ManagementFactory.getPlatformMBeanServer();
		StringBuilder text = new StringBuilder();

		for (var bean : server.queryNames(new javax.management.ObjectName("kafka.consumer:client-id=enricher-1,*"), null)) {
			StringBuilder labels = new StringBuilder();
			for (var key : bean.getKeyPropertyList().entrySet())
				if (!key.getKey().equals("type"))
					labels.append(key.getKey().replace('-', '_')).append("=\"").append(key.getValue().replace("\\", "\\\\").replace("\"", "\\\"")).append("\",");
			for (var attribute : server.getMBeanInfo(bean).getAttributes())
				if (server.getAttribute(bean, attribute.getName()) instanceof Number number)
					text.append(("kafka_consumer_" + bean.getKeyProperty("type") + "_" + attribute.getName()).replace('-', '_'))
						.append('{').append(labels).append("} ").append(number.doubleValue()).append('\n');
		}
		Files.writeString(out.resolve(name), text);
	}

	static String micrometer() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		try (var metrics = new KafkaClientMetrics(reads)) {
			metrics.bindTo(registry);
			return registry.scrape();
		}
	}

	static void kafka(String situation) throws Exception {
		Files.writeString(out.resolve("kafka-" + situation + ".prom"), micrometer());
		beans("beans-" + situation + ".prom");
		describe("kafka-" + situation + ".txt", "enricher");
	}

	/* A group that has read, and has committed nothing. */
	static void newcomer() throws Exception {
		Map<String, Object> settings = Map.of("bootstrap.servers", broker, "group.id", "newcomer", "enable.auto.commit", false);

		try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
			consumer.subscribe(List.of("clicks"));
			for (int i = 0; i < 20; i++)
				consumer.poll(Duration.ofMillis(100));
			describe("kafka-newcomer.txt", "newcomer");
		}
	}

	static void both(String situation, int prometheus, int rest, JobClient job) throws Exception {
		kafka(situation);
		flink(situation, prometheus, rest, job);
		System.out.println(situation);
	}

	public static void main(String[] arguments) throws Exception {
		out = Path.of(arguments[0]);
		int prometheus = freePort(), rest = freePort();

		startBroker(Files.createTempDirectory(out, "broker"));
		new Thread(FlinkKafka::produce).start();
		Thread consumer = new Thread(FlinkKafka::consume);
		consumer.start();
		JobClient job = startFlink(prometheus, rest);
		/* As a scrape finds it that comes first: the client's own numbers, none of partitions. */
		while (reads == null)
			Thread.sleep(10);
		Files.writeString(out.resolve("kafka-first.prom"), micrometer());
		Thread.sleep(15_000);
		both("healthy", prometheus, rest, job);

		/* Nothing is written to partition 1 any more; the consumer reads more slowly than is written. */
		written[1] = false;
		millisPerRecord = 60;
		Thread.sleep(15_000);
		both("idle", prometheus, rest, job);

		/* The consumer leaves partition 2 alone, and a subtask of Flink hangs. */
		pauses = true;
		while (!paused)
			Thread.sleep(10);
		millisPerRecord = 0;
		blocked = 2;
		Thread.sleep(15_000);
		both("stuck", prometheus, rest, job);

		/* Nothing is written at all. */
		java.util.Arrays.fill(written, false);
		pauses = false;
		blocked = -1;
		Thread.sleep(15_000);
		both("silent", prometheus, rest, job);

		/* The consumer does not poll, and then is gone. */
		java.util.Arrays.fill(written, true);
		hangs = true;
		Thread.sleep(12_000);
		kafka("hung");
		ends = true;
		consumer.join();
		Thread.sleep(2000);
		describe("kafka-gone.txt", "enricher");
		describe("kafka-members.txt", "enricher", "--members", "--verbose");
		describe("kafka-state.txt", "enricher", "--state");
		describe("kafka-unknown.txt", "nobody");
		newcomer();
		System.exit(0);
	}
}
