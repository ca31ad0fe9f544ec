/* SPDX-License-Identifier: Apache-2.0
 *
 * From two versions of a recipe to what the rules say.
 */
#include "checks/model/recipe/rules.h"
#include "gate/base/buffer.h"
#include "unit.h"

#define W(bits, rest)                                                                          \
	"quant_stage:\n  quant_modifiers:\n    GPTQModifier:\n      ignore: [lm_head]\n      " \
	"config_groups:\n"                                                                     \
	"        group_0:\n          targets: [Linear]\n          weights: {num_bits: " bits   \
	", type: int, " rest "}\n"
#define GPTQ(bits, group) \
	"{\"bits\": " bits ", \"group_size\": " group ", \"desc_act\": true, \"sym\": true}"
#define ONESHOT(samples, length)                                                  \
	"oneshot(model=m, dataset=ds, recipe=r, num_calibration_samples=" samples \
	", max_seq_length=" length ")\n"

static const struct row {
	const char *name, *path, *base, *head;
	struct recipe_policy policy;
	const char *expect; /* rule or "?", a space, the message; a line each */
} rows[] = {
	{"nothing changed", "recipe.yaml", W("8", "strategy: channel"), W("8", "strategy: channel"),
		{0}, ""},
	{"bits down", "recipe.yaml", W("8", "strategy: channel"), W("4", "strategy: channel"), {0},
		"model/scheme-weakened the bits of weights of Linear went from 8 to 4\n"},
	{"bits up", "recipe.yaml", W("4", "strategy: channel"), W("8", "strategy: channel"), {0},
		""},
	{"per channel to per tensor", "recipe.yaml", W("8", "strategy: channel"),
		W("8", "strategy: tensor"), {0},
		"model/scheme-weakened the granularity of weights of Linear went from channel to "
		"tensor\n"},
	{"group size up", "quantize_config.json", GPTQ("4", "64"), GPTQ("4", "128"), {0},
		"model/scheme-weakened the group size of weights went from 64 to 128\n"},
	{"group size to a whole row", "quantize_config.json", GPTQ("4", "128"), GPTQ("4", "-1"),
		{0},
		"model/scheme-weakened the group size of weights went from 128 to a whole row\n"},
	{"group size down", "quantize_config.json", GPTQ("4", "128"), GPTQ("4", "32"), {0}, ""},
	{"AWQ's own words", "quant_config.json",
		"{\"w_bit\": 4, \"q_group_size\": 64, \"zero_point\": true}",
		"{\"w_bit\": 3, \"q_group_size\": 64, \"zero_point\": true}", {0},
		"model/scheme-weakened the bits of weights went from 4 to 3\n"},
	{"a preset", "r.yaml", "GPTQModifier: {targets: Linear, scheme: W8A8, ignore: [lm_head]}",
		"GPTQModifier: {targets: Linear, scheme: FP8, ignore: [lm_head]}", {0},
		"model/scheme-weakened the granularity of weights of Linear went from channel to "
		"tensor\n"
		"model/scheme-weakened the granularity of input activations of Linear went from "
		"token to tensor\n"},
	{"activations too", "r.yaml", "GPTQModifier: {targets: Linear, scheme: W4A16}",
		"GPTQModifier: {targets: Linear, scheme: W4A8}", {0},
		"model/scheme-weakened input activations are quantized to 8 bits now, and were not "
		"at the base\n"},
	{"a layer's own group lost", "r.yaml",
		"config_groups: {a: {targets: [Linear], weights: {num_bits: 4}}, b: {targets: "
		"[down], weights: {num_bits: 8}}}",
		"config_groups: {a: {targets: [Linear], weights: {num_bits: 4}}}", {0},
		"model/scheme-weakened the bits of weights of down went from 8 to 4\n"},
	{"config.json", "config.json",
		"{\"bits\": 1, \"quantization_config\": {\"quant_method\": \"compressed-tensors\", "
		"\"ignore\": [\"lm_head\"], \"config_groups\": {\"group_0\": {\"targets\": "
		"[\"Linear\"], \"weights\": {\"num_bits\": 8, \"strategy\": \"channel\"}}}}}",
		"{\"bits\": 0, \"quantization_config\": {\"quant_method\": \"compressed-tensors\", "
		"\"ignore\": [], \"config_groups\": {\"group_0\": {\"targets\": [\"Linear\"], "
		"\"weights\": {\"num_bits\": 4, \"strategy\": \"channel\"}}}}}",
		{0},
		"model/scheme-weakened the bits of weights of Linear went from 8 to 4\n"
		"model/sensitive-layer-quantized lm_head is no longer on the ignore list: it is "
		"quantized now\n"},
	{"ONNX Runtime", "ort_config.json",
		"{\"quantization\": {\"weights_dtype\": \"QInt8\", \"per_channel\": true, "
		"\"nodes_to_exclude\": [\"/head/MatMul\"]}, \"calibration\": {\"dataset_name\": "
		"\"glue\", \"dataset_num_samples\": 512}}",
		"{\"quantization\": {\"weights_dtype\": \"QInt8\", \"per_channel\": false, "
		"\"nodes_to_exclude\": []}, \"calibration\": {\"dataset_name\": \"glue\", "
		"\"dataset_num_samples\": 40}}",
		{0},
		"model/calibration-samples the number of calibration samples went from 512 to 40\n"
		"model/scheme-weakened the granularity of weights went from channel to tensor\n"
		"model/ignore-shrunk /head/MatMul is no longer on the ignore list: it is quantized "
		"now\n"},
	{"NNCF", "q.py", "nncf.compress_weights(m, mode=nncf.CompressWeightsMode.INT8_SYM)",
		"nncf.compress_weights(m, mode=nncf.CompressWeightsMode.INT4_SYM, group_size=128)",
		{0}, "model/scheme-weakened the bits of weights went from 8 to 4\n"},
	{"NNCF's subset", "q.py", "nncf.quantize(m, d, subset_size=300)",
		"nncf.quantize(m, d, subset_size=30)", {0},
		"model/calibration-samples the number of calibration samples went from 300 to "
		"30\n"},
	{"a router", "r.yaml", "ignore: [lm_head, 're:.*mlp.gate$']", "ignore: [lm_head]", {0},
		"model/sensitive-layer-quantized re:.*mlp.gate$ is no longer on the ignore list: "
		"it is quantized now\n"},
	{"an ordinary layer", "r.yaml", "ignore: [lm_head, 'layers.0.gate_proj']",
		"ignore: [lm_head]", {0},
		"model/ignore-shrunk layers.0.gate_proj is no longer on the ignore list: it is "
		"quantized now\n"},
	{"a pattern covers it", "r.yaml", "ignore: [lm_head]", "ignore: ['re:.*lm_head']", {0}, ""},
	{"another pattern does not", "r.yaml", "ignore: [lm_head]", "ignore: ['re:.*head2']", {0},
		"model/sensitive-layer-quantized lm_head is no longer on the ignore list: it is "
		"quantized now\n"},
	{"samples enough", "q.py", NULL, "N = 512\n" ONESHOT("N", "2048"), {512, 2048, false}, ""},
	{"samples too few", "q.py", NULL, "N = 128\n" ONESHOT("N", "2048"), {512, 2048, false},
		"model/calibration-samples the number of calibration samples is 128, below the "
		"policy's 512\n"},
	{"sequences too short", "q.py", NULL, ONESHOT("512", "384"), {512, 2048, false},
		"model/calibration-length the sequence length of the calibration is 384, below the "
		"policy's 2048\n"},
	{"fewer than before", "q.py", ONESHOT("1024", "2048"), ONESHOT("600", "2048"),
		{512, 0, false},
		"model/calibration-samples the number of calibration samples went from 1024 to "
		"600\n"},
	{"samples computed", "q.py", NULL, ONESHOT("args.n", "2048"), {512, 2048, false},
		"? the number of calibration samples is computed when the script runs (args.n)\n"},
	{"computed and nobody asks", "q.py", NULL, ONESHOT("args.n", "2048"), {0}, ""},
	{"computed, and a number at the base", "q.py", ONESHOT("512", "2048"),
		ONESHOT("args.n", "2048"), {0},
		"? the number of calibration samples is computed when the script runs (args.n)\n"},
	{"nobody says it", "recipe.yaml", NULL, W("8", "strategy: channel"), {512, 0, false},
		"? no recipe file says the number of calibration samples\n"},
	{"only the selection says it", "q.py", NULL,
		"ds = load_dataset('HuggingFaceH4/ultrachat_200k', split=f'train_sft[:{256}]')\nds "
		"= ds.shuffle(seed=42).select(range(256))",
		{512, 0, false},
		"model/calibration-samples the number of calibration samples is 256, below the "
		"policy's 512\n"},
	{"the slice says it", "q.py", NULL,
		"S = 'train'\nN = 100\nds = load_dataset('d', split=f'{S}[:{N}]')", {512, 0, false},
		"model/calibration-samples the number of calibration samples is 100, below the "
		"policy's 512\n"},
	{"a test YAML", "t.yaml", NULL,
		"dataset_id: d\ndataset_split: train\nnum_calibration_samples: 20\nmax_seq_length: "
		"2048\nlmeval: {num_samples: 4}\n",
		{512, 0, false},
		"model/calibration-samples the number of calibration samples is 20, below the "
		"policy's 512\n"},
	{"the template is applied", "q.py", NULL, "t = tok.apply_chat_template(m, tokenize=False)",
		{0, 0, true}, ""},
	{"the template is not applied", "q.py", NULL, "t = m['text']  # apply_chat_template(m)",
		{0, 0, true},
		"model/chat-template-dropped the calibration texts do not pass the chat template, "
		"which the policy requires\n"},
	{"the template is dropped", "q.py", "t = tok.apply_chat_template(m)", "t = str(m)", {0},
		"model/chat-template-dropped the calibration texts no longer pass the chat "
		"template, as they do at the base\n"},
	{"nobody knows of a template", "r.yaml", NULL, "ignore: [lm_head]", {0, 0, true},
		"? no recipe file says whether the chat template is applied to the calibration "
		"texts\n"},
	{"on the evaluation's split", "q.py", NULL,
		"ds = load_dataset('openai/gsm8k', 'main', split='test[:512]')", {0},
		"model/calibration-overlap the calibration reads the split test[:512] of "
		"openai/gsm8k, on which the task gsm8k is evaluated\n"},
	{"on the other split", "q.py", NULL,
		"ds = load_dataset('openai/gsm8k', 'main', split='train[:512]')", {0}, ""},
	{"on another configuration", "q.py", NULL,
		"ds = load_dataset('gsm8k', 'socratic', split='test')", {0}, ""},
	{"cut off by the tokenizer", "q.py", NULL,
		ONESHOT("512", "2048") "tok(t, max_length=256, truncation=True)", {0, 2048, false},
		"model/calibration-length the sequence length of the calibration is 256, below the "
		"policy's 2048\n"},
};

static const char results[] =
	"{\"results\": {}, \"configs\": {\"gsm8k\": {\"task\": \"gsm8k\", \"dataset_path\": "
	"\"gsm8k\", "
	"\"dataset_name\": \"main\", \"training_split\": \"train\", \"test_split\": \"test\"}}}";

static int fill(struct recipe *out, const char *path, const char *content, struct arena *arena,
	struct err *err)
{
	*out = (struct recipe){.arena = arena};
	return content ? recipe_read(out, text_of(path), text_of(content), err) : 0;
}

static int judge(struct buffer *said, const struct row *row, struct arena *arena, struct err *err)
{
	struct recipe base, head;
	struct recipe_pair pair = {row->base ? &base : NULL, &head};
	struct flaws flaws = {.arena = arena};
	struct evaluated_sets sets = {0};

	if (fill(&base, row->path, row->base, arena, err) < 0 ||
		fill(&head, row->path, row->head, arena, err) < 0 ||
		evaluated_read(&sets, text_of(results), "results.json", arena, err) < 0 ||
		rule_calibration(&flaws, &pair, &row->policy, err) < 0 ||
		rule_chat_template(&flaws, &pair, &row->policy, err) < 0 ||
		rule_scheme(&flaws, &pair, err) < 0 || rule_ignore(&flaws, &pair, err) < 0 ||
		rule_overlap(&flaws, &pair, &sets, err) < 0)
		return -1;
	for (size_t i = 0; i < flaws.count; i++)
		buffer_printf(said, "%s %.*s\n",
			flaws.items[i].is_unreadable ? "?" : flaws.items[i].rule,
			(int)flaws.items[i].message.len, flaws.items[i].message.ptr);
	return 0;
}

static void verdicts(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct buffer said = {0};
		struct err err = {0};

		CHECK_ROW(rows[i].name, judge(&said, &rows[i], arena, &err) == 0);
		CHECK_ROW(rows[i].name, text_is(buffer_text(&said), rows[i].expect));
		if (!text_is(buffer_text(&said), rows[i].expect))
			fprintf(stderr, "it says: %s%s\n", buffer_text(&said).ptr, err.message);
		buffer_free(&said);
		arena_free(arena);
	}
}

/* A GGUF header with three pairs, and the older format. */
static void imatrix(void)
{
	static const char gguf[] = "GGUF\3\0\0\0"
				   "\0\0\0\0\0\0\0\0"
				   "\3\0\0\0\0\0\0\0"
				   "\23\0\0\0\0\0\0\0"
				   "imatrix.chunk_count"
				   "\4\0\0\0"
				   "\144\0\0\0"
				   "\22\0\0\0\0\0\0\0"
				   "imatrix.chunk_size"
				   "\4\0\0\0"
				   "\0\2\0\0"
				   "\20\0\0\0\0\0\0\0"
				   "imatrix.datasets"
				   "\11\0\0\0"
				   "\10\0\0\0"
				   "\1\0\0\0\0\0\0\0"
				   "\5\0\0\0\0\0\0\0"
				   "a.txt";
	static const char old[] = "\1\0\0\0"
				  "\1\0\0\0"
				  "w"
				  "\2\0\0\0"
				  "\1\0\0\0"
				  "\0\0\0\0"
				  "\12\0\0\0"
				  "\5\0\0\0"
				  "b.txt";
	struct arena *arena = arena_new();
	struct recipe recipe = {.arena = arena};
	struct err err = {0};

	CHECK_ROW("gguf", recipe_read(&recipe, text_of("m.imatrix"),
				  (struct text){gguf, sizeof(gguf) - 1}, &err) == 0);
	CHECK_ROW("gguf", recipe.count == 3 && recipe.items[0].number == 100 &&
				  recipe.items[1].number == 512 &&
				  text_is(recipe.items[2].value, "a.txt"));
	recipe.count = 0;
	CHECK_ROW("old", recipe_read(&recipe, text_of("m.dat"), (struct text){old, sizeof(old) - 1},
				 &err) == 0);
	CHECK_ROW("old", recipe.count == 2 && recipe.items[0].number == 10 &&
				 text_is(recipe.items[1].value, "b.txt"));
	for (size_t length = 4; length < sizeof(gguf) - 1; length++) {
		struct err cut = {0};

		recipe.count = 0;
		CHECK_ROW("cut off", recipe_read(&recipe, text_of("m.gguf"),
					     (struct text){gguf, length}, &cut) < 0 &&
					     cut.kind == ERR_LOOK);
	}
	arena_free(arena);
}

static void versions(void)
{
	static const struct {
		const char *name, *path, *base, *head;
		bool same;
	} pairs[] = {{"a comment", "r.yaml", "a: 1 # x", "# y\na: 1", true},
		{"a value", "r.yaml", "a: 1", "a: 2", false},
		{"layout", "c.json", "{\"a\":1}", "{ \"a\": 1 }", true},
		{"data", "c.txt", "a", "a ", false},
		{"one that cannot be read", "c.json", "{", "{ ", false}};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		bool same = !pairs[i].same;

		CHECK_ROW(pairs[i].name,
			recipe_file_same(&same, text_of(pairs[i].path), text_of(pairs[i].base),
				text_of(pairs[i].head), arena, &err) == 0);
		CHECK_ROW(pairs[i].name, same == pairs[i].same);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"verdicts", verdicts}, {"imatrix", imatrix}, {"versions", versions}};

UNIT_MAIN(tests)
