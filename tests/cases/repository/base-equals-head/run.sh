# SPDX-License-Identifier: Apache-2.0
judge run --base main --head topic
echo '# and says so'
plain run -q --base main --head topic
