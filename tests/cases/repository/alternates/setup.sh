# SPDX-License-Identifier: Apache-2.0
# Objects that stand in another repository.
start
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
cd "$WORK"
git clone -q --shared -b topic repo borrower
cd borrower
