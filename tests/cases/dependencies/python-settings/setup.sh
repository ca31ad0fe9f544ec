# SPDX-License-Identifier: Apache-2.0
# Indexes and protections of pip, uv and pyproject.toml.
on() {
	git checkout -q -B "$1" main
}

OWN=https://registry.example.org/simple
repo
printf '[global]\nindex-url = %s\nrequire-hashes = true\n' "$OWN" | put pip.conf
printf 'index-url = "%s"\n' "$OWN" | put uv.toml
printf '[project]\nname = "shop"\n\n[[tool.uv.index]]\nurl = "%s"\n' "$OWN" | put pyproject.toml
commit base
on pip-index && printf '[global]\nindex-url = %s\nrequire-hashes = true\nextra_index_url =\n  https://registry.example.net/simple\n' "$OWN" | put pip.conf && commit pip-index
on pip-hashes && printf '[global]\nindex-url = %s\n' "$OWN" | put pip.conf && commit pip-hashes
on pip-http && printf '[global]\nindex-url = http://registry.example.org/simple\nrequire-hashes = true\n' | put pip.conf && commit pip-http
on uv-index && printf 'index-url = "%s"\nextra-index-url = ["https://registry.example.net/simple"]\n' "$OWN" | put uv.toml && commit uv-index
on uv-strategy && printf 'index-url = "%s"\nindex-strategy = "unsafe-best-match"\n' "$OWN" | put uv.toml && commit uv-strategy
on project-index && printf '[project]\nname = "shop"\n\n[[tool.uv.index]]\nurl = "https://registry.example.net/simple"\n' | put pyproject.toml && commit project-index
# Honest: the same in another order, with a path on the same host.
on reordered && printf '[global]\nrequire_hashes = yes\n# ours\nindex-url: https://registry.example.org/mirror\n' | put pip.conf && commit reordered
