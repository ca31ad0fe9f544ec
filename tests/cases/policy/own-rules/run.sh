# SPDX-License-Identifier: Apache-2.0
judge run --base main
echo '# the change removes the rule: the base still has it'
sed -i 's/shop_\[a-z0-9\]{12}/shop_[a-z0-9]{40}/; s/alnum_lower:12/alnum_lower:40/g' security/rules.yml
commit c3
judge run --base main
# Two rule sets have looked at the same blobs.
python3 - "$WORK/.out/json" <<'END'
import json, sys
result = json.load(open(sys.argv[1]))
secrets = [check for check in result["checks"] if check["name"] == "secrets"][0]
print("blobs counted once" if secrets["examined"]["blobs"] == result["change"]["blobs"] else "blobs counted otherwise")
END
echo '# the change removes the file: the head names it'
git rm -q security/rules.yml
commit c4
judge run --base main
plain policy check
