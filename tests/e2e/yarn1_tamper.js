// SPDX-License-Identifier: Apache-2.0
//
// Ways to tamper with a lock of yarn 1. node yarn1_tamper.js list prints "rule name" lines; node yarn1_tamper.js
// NAME FILE changes the lock in place.
'use strict'
const fs = require('fs')
const crypto = require('crypto')

const sri = (algorithm, text) => `${algorithm}-${crypto.createHash(algorithm).update(text).digest('base64')}`
const other = sri('sha512', 'other bytes')

// What is done to the entry of express, its lines joined.
const edit = (from, to) => text => text.replace(/\n"?express@[^]*?\n\n/, entry => entry.replace(from, to))
const added = (name, url) => `\n${name}@^1.0.0:\n  version "1.0.0"\n  resolved "${url}#${'a'.repeat(40)}"\n  integrity ${other}\n`
const urlOf = (text, name) => text.match(/resolved "(https:..[^"]*?)express\/-/)[1] + `${name}/-/${name}-1.0.0.tgz`

const ways = {
	'integrity-changed': ['hash-changed', edit(/integrity .*/, `integrity ${other}`)],
	'fragment-changed': ['hash-changed', edit(/#[0-9a-f]{40}/, '#' + 'b'.repeat(40))],
	'integrity-removed': ['hash-weakened', edit(/\n  integrity .*/, '')],
	'all-hashes-removed': ['hash-removed', text => edit(/\n  integrity .*/, '')(edit(/#[0-9a-f]{40}/, '')(text))],
	'integrity-appended': ['hash-appended', edit(/integrity (.*)/, `integrity "$1 ${other}"`)],
	'integrity-cut': ['hash-malformed', edit(/(integrity .{30}).*/, '$1')],
	'other-version': ['source-mismatch', edit(/express-[0-9.]*\.tgz/, 'express-9.9.9.tgz')],
	'other-package': ['source-mismatch', edit(/express\/-\/express-/, 'expresso/-/expresso-')],
	'resolved-removed': ['source-removed', edit(/\n  resolved .*/, '')],
	'other-host': ['source-unknown-host', edit(/https:..[^/]*/, 'https://evil.example.com')],
	'userinfo': ['source-deceptive', edit(/(https:..[^/]*)/, '$1@evil.example.com')],
	'git': ['source-unknown-host', edit(/resolved .*/, `resolved "git+ssh://git@evil.example.com/o/express.git#${'a'.repeat(40)}"`)],
	'orphan': ['orphan', text => text + added('quietly-added', urlOf(text, 'quietly-added'))],
	'asks-for-more': ['shadow', text => edit(/dependencies:\n/, 'dependencies:\n    quietly-added "^1.0.0"\n')(text) +
		added('quietly-added', urlOf(text, 'quietly-added'))],
	'key-doubled': ['key-doubled', text => text + text.match(/\n"?express@[^]*?\n\n/)[0].replace(/sha512-..../, 'sha512-AAAA')],
}

const [what, file] = process.argv.slice(2)
if (what === 'list') {
	for (const [name, [rule]] of Object.entries(ways))
		console.log(rule, name)
} else {
	fs.writeFileSync(file, ways[what][1](fs.readFileSync(file, 'utf8')))
}
