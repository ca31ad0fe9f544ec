/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

static void asks(void)
{
	static const struct reading_row rows[] = {
		{"nothing", "Gemfile", "", ""},
		{"a gem", "Gemfile", "gem 'left'\n", "need left ;"},
		{"ranges", "Gemfile", "gem \"left\", '~> 1.0', require: false\n",
			"need left ~> 1.0;"},
		{"brackets", "Gemfile", "gem(\"left\", \"1.0\")\n", "need left 1.0;"},
		{"a repository", "Gemfile",
			"gem 'left', git: 'https://git.example.org/left.git', tag: 'v1'\n",
			"need left https://git.example.org/left.git;"},
		{"the older arrow", "Gemfile", "gem 'left', :github => 'tools/left'\n",
			"need left github:tools/left;"},
		{"a folder", "gems.rb", "gem 'left', path: 'left'\n", "need left left local;"},
		{"over lines", "Gemfile", "gem 'left',\n  '1.0', # why\n  github: 'tools/left'\n",
			"need left github:tools/left;"},
		{"a block", "Gemfile",
			"git 'https://git.example.org/x.git' do\n  gem 'left'\nend\ngem 'right'\n",
			"need left https://git.example.org/x.git;need right ;"},
		{"blocks in blocks", "Gemfile",
			"path 'x' do\n  group :test do\n    gem 'left'\n  end\n  gem "
			"'middle'\nend\ngem 'right'\n",
			"need left x local;need middle x local;need right ;"},
		{"an if", "Gemfile", "if ENV['X']\n  gem 'left'\nend\n", "need left ;"},
		{"code in the name", "Gemfile", "gem \"left#{x}\"\ngem name\n", ""},
		{"comments", "Gemfile", "# gem 'left'\ngem 'right' # gem 'middle'\n",
			"need right ;"},
		{"a string that does not end", "Gemfile", "gem 'left\ngem 'right'\n",
			"need right ;"},
		{"no more than an end", "Gemfile", "end\nend\ngem 'left'", "need left ;"},
		{"bytes that are none", "Gemfile", "\xff\xfe gem\n\xc3'\n", ""},
	};

	CHECK_ROWS(rows);
}

static const struct unit_test tests[] = {{"asks", asks}};

UNIT_MAIN(tests)
