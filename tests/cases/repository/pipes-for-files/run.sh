# SPDX-License-Identifier: Apache-2.0
put_pipe() { mkfifo "$1"; }
put_device() { ln -s /dev/zero "$1"; }
put_circle() { ln -s "${1##*/}" "$1"; }

# instead KIND PATH ARGUMENTS…: of what is judged while that stands in the place of a file.
instead() {
	kind=$1 path=$2
	shift 2
	echo "== a $kind for $(echo "${path#"$WORK"/}" | sed 's/pack-[0-9a-f]\{40\}/pack-*/')"
	if [ -e "$path" ]; then mv "$path" "$WORK/whole"; fi
	"put_$kind" "$path"
	judge "$@"
	rm "$path"
	if [ -e "$WORK/whole" ]; then mv "$WORK/whole" "$path"; fi
}

mkdir -p .git/info
for path in HEAD config packed-refs refs/heads/topic refs/tags/new objects/info/alternates objects/pack/multi-pack-index objects/info/commit-graph shallow commondir gitdir info; do
	instead pipe ".git/$path" scan --history
done
instead pipe "$(echo .git/objects/pack/*.idx)" scan --history
instead pipe "$(echo .git/objects/pack/*.pack)" scan --history --unreachable
instead device .git/config scan
instead circle .git/objects/pack/multi-pack-index scan
instead circle .git/refs/heads scan --history
instead pipe .git/index run --staged
instead pipe .git/info/exclude run --worktree
instead pipe .gitignore run --worktree
instead pipe sub/.gitignore run --worktree
cd "$WORK/linked"
instead pipe .git scan
instead pipe "$WORK/repo/.git/worktrees/linked/HEAD" scan
instead pipe "$WORK/repo/.git/worktrees/linked/commondir" scan
instead pipe "$WORK/repo/.git/packed-refs" scan
export GIT_DIR="$WORK/repo/.git/worktrees/linked"
instead pipe "$WORK/repo/.git/packed-refs" scan --history
unset GIT_DIR
