# SPDX-License-Identifier: Apache-2.0
judge run --base main --policy "$WORK/strict.yml"
judge run --base main --policy "$WORK/lenient.yml"
judge run --base main --policy "$WORK/strict.yml" --policy-sha256 "$(sha256sum "$WORK/strict.yml" | cut -d' ' -f1)"
judge run --base main --policy "$WORK/lenient.yml" --policy-sha256 "$(sha256sum "$WORK/strict.yml" | cut -d' ' -f1)"
judge run --base main --policy "$WORK/gone.yml"
judge run --base main --policy-sha256 "$(sha256sum "$WORK/strict.yml" | cut -d' ' -f1)"
