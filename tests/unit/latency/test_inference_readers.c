/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers of what measures language models and inference servers, on hand-made files in the documented shapes.
 */
#include "latency/reader_rows.h"

static const struct row vllm[] = {
	{"single requests; seconds; total given", "vllm",
		"{\"completed\":2,\"failed\":0,\"mean_ttft_ms\":200,\"output_lens\":[3,1],"
		"\"ttfts\":[0.1,0.3],\"itls\":[[0.02,0.04],[]],\"errors\":[\"\",\"\"],"
		"\"latencies\":[0.17,0.3]}",
		"request: prefill=100 decode=60 total=170 / prefill=300 decode=0 total=300; "
		"tpot: total=30"},
	{"without latencies their sum; two results", "vllm",
		"{\"completed\":1,\"ttfts\":[0.1],\"itls\":[[0.02]]}\n"
		"{\"completed\":1,\"ttfts\":[0.2],\"itls\":[[0.03]]}",
		"request: prefill=100 decode=20 total=120 / prefill=200 decode=30 total=230"},
	{"the summary; std is no summary", "vllm",
		"{\"completed\":90,\"mean_ttft_ms\":200,\"median_ttft_ms\":190,\"std_ttft_ms\":9,"
		"\"p99.9_ttft_ms\":400,\"p99_e2el_ms\":900,"
		"\"mean_e2el_including_client_queue_ms\":950,\"request_throughput\":3}",
		"ttft: total.mean=200 total.p50=190 total.p99.9=400 n=90; e2el: total.p99=900 "
		"n=90; "
		"e2el_including_client_queue: total.mean=950 n=90"},
	{"a failed request keeps its place", "vllm",
		"{\"completed\":1,\"ttfts\":[0.1,0.0],\"itls\":[[0.02],[]],\"errors\":[\"\","
		"\"gone\"]"
		"}",
		"f:1:66: a request failed"},
	{"no output", "vllm", "{\"completed\":1,\"output_lens\":[0],\"ttfts\":[0.0],\"itls\":[[]]}",
		"f:1:31: a request had no output"},
	{"failed requests", "vllm", "{\"completed\":9,\"failed\":1,\"p99_ttft_ms\":5}",
		"f:1:25: some requests failed"},
	{"arrays of two lengths", "vllm", "{\"completed\":1,\"ttfts\":[0.1,0.2],\"itls\":[[0.02]]}",
		"f:1:41: \"itls\" has 1 items, \"ttfts\" has 2"},
	{"two summaries", "vllm",
		"{\"completed\":1,\"p99_ttft_ms\":5}\n{\"completed\":1,\"p99_ttft_ms\":6}",
		"f:2:1: a second result that holds no single requests"},
	{"nothing completed", "vllm", "{\"completed\":0}", "f:1:14: no request was completed"},
	{"cut off", "vllm", "{\"completed\":1,\"ttfts\":[0.1", "f:1:28: expected ',' or ']'"},
};

#define SPREAD(value)                                                                             \
	"{\"mean\":" value ",\"median\":" value ",\"std_dev\":9,\"min\":" value ",\"max\":" value \
	",\"count\":8,\"percentiles\":{\"p001\":" value ",\"p95\":" value ",\"p999\":" value "}}"
#define GUIDE(more)                                                                                \
	"{\"metrics\":{\"requests_per_second\":{\"successful\":" SPREAD(                           \
		"3") "},\"request_latency\":{\"successful\":" SPREAD("1.5") "},"                   \
									    "\"time_to_first_"     \
									    "token_ms\":{"         \
									    "\"successful\""       \
									    ":" SPREAD(            \
										    "90") "},"     \
											  "\"inte" \
											  "r_"     \
											  "token_" \
											  "latenc" \
											  "y_"     \
											  "ms\":{" \
											  "\"succ" \
											  "essful" \
											  "\":{"   \
											  "\"coun" \
											  "t\":0," \
											  "\"mean" \
											  "\":0}}" \
											  "}" more \
											  "}"
#define GUIDE_SERIES(number)                                                                     \
	number "request_latency: total.mean=1500 total.min=1500 total.max=1500 total.p0.1=1500 " \
	       "total.p95=1500 total.p99.9=1500 n=8; " number                                    \
	       "time_to_first_token_ms: total.mean=90 total.min=90 total.max=90 total.p0.1=90 "  \
	       "total.p95=90 total.p99.9=90 n=8"

static const struct row guidellm[] = {
	{"seconds beside milliseconds; p001 and p999", "guidellm",
		"{\"benchmarks\":[" GUIDE("") "]}", GUIDE_SERIES("")},
	{"two rates of load", "guidellm", "{\"benchmarks\":[" GUIDE("") "," GUIDE("") "]}",
		GUIDE_SERIES("1:") "; " GUIDE_SERIES("2:")},
	{"requests that failed", "guidellm",
		"{\"benchmarks\":[{\"metrics\":{},\"requests\":{\"errored\":[{}]}}]}",
		"f:1:52: some requests failed"},
	{"failures by their count", "guidellm",
		"{\"benchmarks\":[{\"metrics\":{\"request_latency\":{\"errored\":{\"count\":2}}}}]"
		"}",
		"f:1:66: some requests failed"},
	{"no distribution", "guidellm", "{\"benchmarks\":[{\"metrics\":{\"request_latency\":{}}}]}",
		"f:1:46: \"successful\" is missing"},
	{"another file", "guidellm", "{\"metrics\":{}}", "f:1:1: \"benchmarks\" is missing"},
};

static void test_guidellm(void)
{
	check_rows(guidellm, sizeof(guidellm) / sizeof(guidellm[0]));
}

#define AI(phase, metrics, error)                                       \
	"{\"metadata\":{\"session_num\":0,\"benchmark_phase\":\"" phase \
	"\",\"was_cancelled\":false},\"metrics\":" metrics ",\"error\":" error "}\n"
#define AI_METRICS                                                                               \
	"{\"time_to_first_token\":{\"value\":200,\"unit\":\"ms\"},\"request_latency\":{"         \
	"\"value\":0.9,\"unit\":\"s\"},\"inter_token_latency\":{\"value\":5e6,\"unit\":\"ns\"}," \
	"\"output_token_count\":{\"value\":9,\"unit\":\"tokens\"}}"

static const struct row aiperf[] = {
	{"units beside each number; the warm-up is left out", "aiperf",
		AI("warmup", "null", "null") AI("profiling", AI_METRICS, "null"),
		"request: prefill=200 decode=700 total=900; inter_token_latency: total=5"},
	{"answers in one piece", "aiperf",
		AI("profiling", "{\"request_latency\":{\"value\":7,\"unit\":\"ms\"}}", "null"),
		"request: total=7"},
	{"the summary", "aiperf",
		"{\"time_to_first_token\":{\"unit\":\"ms\",\"avg\":250,\"p50\":240,\"p99\":400,"
		"\"min\":100,\"max\":500,\"std\":9},\"request_latency\":{\"unit\":\"us\",\"p95\":"
		"5000},\"request_count\":{\"unit\":\"requests\",\"avg\":40},"
		"\"benchmark_duration\":{\"unit\":\"sec\",\"avg\":9},\"input_config\":{}}",
		"time_to_first_token: total.mean=250 total.p50=240 total.p99=400 total.min=100 "
		"total.max=500 n=40; request_latency: total.p95=5 n=40"},
	{"one metric twice", "aiperf",
		"{\"time_to_first_token\":{\"unit\":\"ms\",\"avg\":255.9},\n"
		"\"time_to_first_token\":{\"unit\":\"ms\",\"avg\":4.9}}",
		"f:2:1: duplicate key \"time_to_first_token\""},
	{"a request that failed", "aiperf",
		AI("profiling", "null", "{\"code\":500,\"type\":\"x\",\"message\":\"y\"}"),
		"f:1:106: a request failed"},
	{"a request that was cancelled", "aiperf",
		"{\"metadata\":{\"was_cancelled\":true},\"metrics\":null}",
		"f:1:30: a request was cancelled"},
	{"no unit", "aiperf",
		AI("profiling", "{\"request_latency\":{\"value\":7,\"unit\":\"ticks\"}}", "null"),
		"f:1:112: a time without a unit of time"},
	{"the first token behind the last", "aiperf",
		AI("profiling",
			"{\"time_to_first_token\":{\"value\":9,\"unit\":\"ms\"},\"request_"
			"latency\":{"
			"\"value\":7,\"unit\":\"ms\"}}",
			"null"),
		"f:1: decode is -2 ms, which is no length of time"},
	{"failures in the summary", "aiperf",
		"{\"error_request_count\":{\"unit\":\"requests\",\"avg\":1}}",
		"f:1:24: some requests failed"},
};

static void test_aiperf(void)
{
	check_rows(aiperf, sizeof(aiperf) / sizeof(aiperf[0]));
}

#define LOADGEN(result, mode, stats, end)                                                \
	"================\nMLPerf Results Summary\n================\nSUT name : PySUT\n" \
	"Scenario : Server\nMode     : " mode "\nResult is : " result                    \
	"\n  Min duration satisfied : Yes\n\n" stats "\n" end
#define LOADGEN_END \
	"Test Parameters Used\n====\nttft_latency (ns) : 100000000\nMin latency (ns) : 1\n"

static const struct row loadgen[] = {
	{"nanoseconds; parameters are no measurements", "loadgen",
		LOADGEN("VALID", "PerformanceOnly",
			"Min latency (ns)                : 1000000\n"
			"Mean latency (ns)               : 2500000\n"
			"99.90 percentile latency (ns)   : 9000000\n"
			"Mean First Token latency (ns)   : 500000\n"
			"50.00 percentile first token latency (ns)   : 400000\n"
			"Max Time to Output Token (ns)   : 30000\n",
			LOADGEN_END),
		"latency: total.min=1 total.mean=2.5 total.p99.9=9; first token: total.mean=0.5 "
		"total.p50=0.4; time to output token: total.max=0.03"},
	{"not valid", "loadgen", LOADGEN("INVALID", "PerformanceOnly", "", LOADGEN_END),
		"f:7: the result of the run is not VALID"},
	{"for accuracy", "loadgen", LOADGEN("VALID", "AccuracyOnly", "", LOADGEN_END),
		"f:6: a run for accuracy"},
	{"cut off", "loadgen", LOADGEN("VALID", "PerformanceOnly", "Min latency (ns) : 5", ""),
		"f:10: there are no \"Test Parameters Used\""},
	{"another file", "loadgen", "hello\n", "f:1: there is no line \"Result is : VALID\""},
	{"no number", "loadgen",
		LOADGEN("VALID", "PerformanceOnly", "Min latency (ns) : nan", LOADGEN_END),
		"f:10: a time that is not a number"},
};

static void test_loadgen(void)
{
	check_rows(loadgen, sizeof(loadgen) / sizeof(loadgen[0]));
}

#define TRITON                                                                                    \
	"Concurrency,Inferences/Second,Client Send,Network+Server Send/Recv,Server Queue,Server " \
	"Compute Input,Server Compute Infer,Server Compute Output,Client Recv,p50 latency,p99 "   \
	"latency"
#define TRITON_PHASES                                                                          \
	" Client Send.mean=0.225 Network+Server Send/Recv.mean=2.148 Server Queue.mean=0.064 " \
	"Server Compute Input.mean=0.206 Server Compute Infer.mean=11.781 Server Compute "     \
	"Output.mean=0.019 Client Recv.mean=0 total.p50=13.891 total.p99=20"

static const struct row triton[] = {
	{"the sum of the documentation's row is the mean", "perf-analyzer",
		TRITON "\n1,69.6,225,2148,64,206,11781,19,0,13891,20000\n",
		"concurrency 1:" TRITON_PHASES " total.mean=14.443"},
	{"a given mean, columns of no request, the models of an ensemble", "perf-analyzer",
		TRITON ",Avg latency,Avg GPU Utilization\n2,69.6,225,2148,64,206,11781,19,0,13891,"
		       "20000,14500,GPU-0:0.5;\n\nComposing model\n",
		"concurrency 2:" TRITON_PHASES " total.mean=14.5"},
	{"request rates", "perf-analyzer",
		"Request Rate,Inferences/Second,Client Send,p95 latency\n10,9,5,7\n20.5,9,6,8\n",
		"request rate 10: Client Send.mean=0.005 total.p95=0.007 total.mean=0.005; request "
		"rate 20.5: Client Send.mean=0.006 total.p95=0.008 total.mean=0.006"},
	{"cut off", "perf-analyzer", TRITON "\n1,69.6,225,21",
		"f:2: a row with fewer cells than there are columns"},
	{"a load twice", "perf-analyzer", "Concurrency,Client Send\n1,5\n1,6\n",
		"f:3: a load that is there twice"},
	{"a column twice", "perf-analyzer", "Concurrency,Client Send,Client Send\n1,5,6\n",
		"f:1: a column that is there twice"},
	{"no number", "perf-analyzer", "Concurrency,Client Send\n1,nan\n",
		"f:2: a time that is not a number"},
	{"another file", "perf-analyzer", "a,b\n1,2\n",
		"f:1: the first column is neither Concurrency nor Request Rate"},
};

static void test_triton(void)
{
	check_rows(triton, sizeof(triton) / sizeof(triton[0]));
}

static void test_vllm(void)
{
	check_rows(vllm, sizeof(vllm) / sizeof(vllm[0]));
}

static const struct unit_test tests[] = {
	{"vllm", test_vllm},
	{"guidellm", test_guidellm},
	{"aiperf", test_aiperf},
	{"loadgen", test_loadgen},
	{"perf-analyzer", test_triton},
};

UNIT_MAIN(tests)
