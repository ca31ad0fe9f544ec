// SPDX-License-Identifier: Apache-2.0
//
// Ways to tamper with an npm lock. node npm_tamper.js list prints "rule name" lines; node npm_tamper.js NAME FILE
// changes the lock in place; node npm_tamper.js names FILE prints "name@version" of each package, sorted.
'use strict'
const fs = require('fs')
const crypto = require('crypto')

const sri = (algorithm, text) => `${algorithm}-${crypto.createHash(algorithm).update(text).digest('base64')}`
const other = sri('sha512', 'other bytes')
const victim = lock => lock.packages['node_modules/express']

// name: [rule, change]
const ways = {
	'integrity-changed': ['hash-changed', lock => { victim(lock).integrity = other }],
	'integrity-removed': ['hash-removed', lock => { delete victim(lock).integrity }],
	'integrity-empty': ['hash-malformed', lock => { victim(lock).integrity = '' }],
	'integrity-sha1': ['hash-weakened', lock => { victim(lock).integrity = sri('sha1', 'x') }],
	'integrity-cut': ['hash-malformed', lock => { victim(lock).integrity = victim(lock).integrity.slice(0, 40) }],
	'integrity-appended': ['hash-appended', lock => { victim(lock).integrity += ' ' + other }],
	'other-version': ['source-mismatch', lock => { victim(lock).resolved = victim(lock).resolved.replace(/[0-9]+\.tgz$/, '999.tgz') }],
	'other-package': ['source-mismatch', lock => { victim(lock).resolved = victim(lock).resolved.replace('/express/-/express-', '/expresso/-/expresso-') }],
	'resolved-removed': ['source-removed', lock => { delete victim(lock).resolved }],
	'other-host': ['source-unknown-host', lock => { victim(lock).resolved = victim(lock).resolved.replace(/^https:..[^/]*/, 'https://evil.example.com') }],
	'git-ssh': ['source-unknown-host', lock => { victim(lock).resolved = `git+ssh://git@evil.example.com/o/express.git#${'a'.repeat(40)}` }],
	'userinfo': ['source-deceptive', lock => { victim(lock).resolved = victim(lock).resolved.replace(/^(https:..[^/]*)/, '$1@evil.example.com') }],
	'no-encryption': ['source-insecure', lock => { victim(lock).resolved = victim(lock).resolved.replace(/^https:/, 'http:') }],
	'install-script': ['install-script', lock => { victim(lock).hasInstallScript = true }],
	'orphan': ['orphan', lock => {
		lock.packages['node_modules/quietly-added'] = {
			version: '1.0.0', resolved: entry('quietly-added', '1.0.0', lock), integrity: other }
	}],
	'nested-shadow': ['shadow', lock => {
		const at = 'node_modules/send/node_modules/encodeurl'
		lock.packages[at] = { version: '2.0.999', resolved: entry('encodeurl', '2.0.999', lock), integrity: other }
	}],
	'asks-for-more': ['shadow', lock => {
		victim(lock).dependencies['quietly-added'] = '^1.0.0'
		lock.packages['node_modules/quietly-added'] = {
			version: '1.0.0', resolved: entry('quietly-added', '1.0.0', lock), integrity: other }
	}],
	'root-asks-for-more': ['manifest-mismatch', lock => {
		lock.packages[''].dependencies['quietly-added'] = '^1.0.0'
		lock.packages['node_modules/quietly-added'] = {
			version: '1.0.0', resolved: entry('quietly-added', '1.0.0', lock), integrity: other }
	}],
	'link-to-url': ['source-unknown-host', lock => {
		victim(lock).resolved = 'https://evil.example.com/express.tgz'
		victim(lock).link = true
		delete victim(lock).integrity
	}],
	'bundled-at-the-top': ['hash-removed', lock => {
		victim(lock).inBundle = true
		delete victim(lock).integrity
		delete victim(lock).resolved
	}],
}

function entry(name, version, lock) {
	return victim(lock).resolved.replace(/\/express\/-\/.*/, `/${name}/-/${name}-${version}.tgz`)
}

function names(lock) {
	const seen = new Set()
	for (const [place, entry] of Object.entries(lock.packages))
		if (place && !entry.link)
			seen.add(`${entry.name || place.replace(/^.*node_modules\//, '')}@${entry.version}`)
	return [...seen].sort()
}

const [what, file] = process.argv.slice(2)
if (what === 'list') {
	for (const [name, [rule]] of Object.entries(ways))
		console.log(rule, name)
} else {
	const lock = JSON.parse(fs.readFileSync(file))
	if (what === 'names') {
		console.log(names(lock).join('\n'))
	} else {
		ways[what][1](lock)
		fs.writeFileSync(file, JSON.stringify(lock, null, 2) + '\n')
	}
}
