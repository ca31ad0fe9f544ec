# SPDX-License-Identifier: Apache-2.0
# Models: a revision that goes or becomes a branch, code that is run, new ones.

# change NAME: a branch of its own, out of main.
change() {
	git checkout -q -B "$1" main
}

repo
put load.py <<'END'
from transformers import AutoModel, AutoTokenizer
REVISION = "1111111111111111111111111111111111111111"
model = AutoModel.from_pretrained("owner/model", revision=REVISION)
tokenizer = AutoTokenizer.from_pretrained(
    "owner/model",  # the same
    revision="1111111111111111111111111111111111111111",
)
END
printf 'llm:\n  model: owner/model\n  revision: 1111111111111111111111111111111111111111\n' | put config.yaml
printf 'vllm serve owner/model --revision 1111111111111111111111111111111111111111 \\\n  --port 1\n' | put serve.sh
commit base
change removed
sed -i '/revision="/d' load.py
commit removed
change branch
sed -i 's/"1111111111111111111111111111111111111111",/"main",/' load.py
commit branch
change code
sed -i 's/, revision=REVISION/, revision=REVISION, trust_remote_code=True/' load.py
commit code
change config
sed -i '/revision/d' config.yaml
printf '  trust_remote_code: true\n' >>config.yaml
commit config
change command
printf 'vllm serve owner/model --trust-remote-code\n' | put serve.sh
commit command
change new
printf 'from datasets import load_dataset\nload_dataset("owner/data")\nload_dataset("csv")\n' | put data.py
commit new
# Honest: another commit, another layout, code at a commit that was read, a variable, a path.
change honest
sed -i 's/1111111111111111111111111111111111111111/2222222222222222222222222222222222222222/' config.yaml serve.sh
put load.py <<'END'
from transformers import AutoModel, AutoTokenizer
REVISION = '2222222222222222222222222222222222222222'
tokenizer = AutoTokenizer.from_pretrained("owner/model", revision=REVISION, trust_remote_code=True,
    code_revision="1111111111111111111111111111111111111111")
model = AutoModel.from_pretrained("owner/model", revision=args.revision)
other = AutoModel.from_pretrained("./own")
END
commit honest
