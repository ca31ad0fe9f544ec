# SPDX-License-Identifier: Apache-2.0
# Code of the project that a package manager runs while it installs, new or other than before: one branch each, each a warning. Honest: what stays as it
# is or moves, other scripts, a gem's keyword, what kept packages have.
repo
echo '{"name": "shop", "scripts": {"prepare": "husky"}}' | put package.json
echo 'module.exports = {}' | put .pnpmfile.cjs
echo '{"name": "shop/shop", "scripts": {"post-install-cmd": ["@build"]}}' | put composer.json
printf 'source "https://gems.example.org"\ngem "left"\ninstance_eval File.read(".Gemfile") if File.exist?(".Gemfile")\n' | put Gemfile
commit start
change() { git checkout -q -b "$1" main; }
gemfile() { printf '%s\n' "$1" >>Gemfile && commit x; }
change script && echo '{"name": "shop", "scripts": {"prepare": "husky", "postinstall": "node tools/x.js"}}' | put package.json && commit x
change around && echo '{"name": "shop", "scripts": {"prepare": "husky", "postprepare": "node tools/x.js", "dependencies": "node tools/x.js"}}' | put package.json && commit x
change event && sed -i 's,"scripts": {,"scripts": {"pre-file-download": "php tools/x.php"\, ,' composer.json && commit x
change edited && echo '{"name": "shop", "scripts": {"prepare": "husky && node tools/x.js"}}' | put package.json && commit x
change hooks && echo 'module.exports = {hooks: {}}' | put .pnpmfile.cjs && commit x
change new-hooks && echo 'module.exports = {hooks: {}}' | put part/.pnpmfile.mjs && commit x
change composer && sed -i 's,"@build","@build"\, "php tools/x.php",' composer.json && commit x
change another-file && gemfile 'eval_gemfile "tools/Gemfile.x"'
change evaluated && gemfile 'x = eval(File.read("x"))'
change program && gemfile 'gem "right", `cat version`.strip'
change honest
echo '{"name": "shop", "scripts": {"test": "node x.js", "prepare": "husky"}}' | put package.json
sed -i '1a gem "right", require: false, group: :system' Gemfile
git mv .pnpmfile.cjs pnpmfile.cjs
echo '{"name": "left", "scripts": {"postinstall": "node x.js"}}' | put part/node_modules/left/package.json
commit honest
