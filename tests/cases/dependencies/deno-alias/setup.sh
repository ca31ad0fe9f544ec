# SPDX-License-Identifier: Apache-2.0
# A package asks for another one under an alias; what nobody asks for is still an orphan.
hash=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
repo
printf '{"version": "4", "specifiers": {"npm:a@1": "1.0.0"}, "npm": {"a@1.0.0": {"integrity": "%s"}}}\n' $hash | put deno.lock
commit c1
git checkout -q -b honest
printf '{"version": "4", "specifiers": {"npm:a@1": "1.1.0"}, "npm": {"a@1.1.0": {"integrity": "%s", "dependencies": ["b-old@npm:b@1.0.0"]}, "b@1.0.0": {"integrity": "%s"}}}\n' $hash $hash | put deno.lock
commit c2
git checkout -q -b orphan
printf '{"version": "4", "specifiers": {"npm:a@1": "1.1.0"}, "npm": {"a@1.1.0": {"integrity": "%s", "dependencies": ["b-old@npm:c@1.0.0"]}, "b@1.0.0": {"integrity": "%s"}}}\n' $hash $hash | put deno.lock
commit c3
