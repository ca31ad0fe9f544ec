chain() {
	printf '\n## %s\n' "$1"
	seamgate run --base main --head HEAD >"$WORK/human" 2>"$WORK/errors" && echo "exit 0" || echo "exit $?"
	sed -n '/^pipeline/,/^seamgate/{/^seamgate/!p;}' "$WORK/human"
}

chain 'the enricher loses a field'
seamgate run --base main --head HEAD -q --report html="$WORK/page.html" --report markdown="$WORK/page.md" 2>/dev/null || true
python3 "$CASES/page.py" "$WORK" "$WORK/page.html" | sed -n '/^## Pipeline/,/^origin/p'
grep -A2 '^Pipeline' "$WORK/page.md"
figures 1 0 0.95 join-indexed-again
commit c3
chain 'nothing is wrong'
