# SPDX-License-Identifier: Apache-2.0
for name in half turned group beside renamed moved name another-name unsaid unhashed linked negative-error no-share no-perplexity $(git branch --format '%(refname:short)' --list 'setting-*'); do
	judge run --base main --head "$name" --check model
	grep -h -o '"message": "a: [^"]*"' "$WORK/.out/json" || true
done
