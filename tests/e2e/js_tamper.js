// SPDX-License-Identifier: Apache-2.0
//
// Ways to tamper with locks of pnpm, yarn 2 and later, and bun, as text. node js_tamper.js list KIND prints "rule name" lines; node
// js_tamper.js KIND NAME FILE changes the lock in place, and fails where that changes nothing.
'use strict'
const fs = require('fs')
const crypto = require('crypto')

const hash = (algorithm, text, form) => crypto.createHash(algorithm).update(text).digest(form)
const sri = (algorithm, text) => `${algorithm}-${hash(algorithm, text, 'base64')}`
const other = sri('sha512', 'other bytes')
const one = (text, pattern, to) => {
	const out = text.replace(pattern, to)
	if (out === text) throw new Error(`nothing to change: ${pattern}`)
	return out
}

// The integrity of express, in the text of the entry.
const pnpmEntry = /(\n {2}'?\/?express[@/]4[^\n]*:\n {4}resolution: \{integrity: )([^},]+)/
const pnpm = {
	'integrity-changed': ['hash-changed', t => one(t, pnpmEntry, `$1${other}`)],
	'integrity-removed': ['hash-removed', t => one(t, pnpmEntry, '$1').replace('{integrity: }', '{}')],
	'integrity-empty': ['hash-malformed', t => one(t, pnpmEntry, "$1''")],
	'integrity-sha1': ['hash-weakened', t => one(t, pnpmEntry, `$1${sri('sha1', 'x')}`)],
	'integrity-cut': ['hash-malformed', t => one(t, pnpmEntry, (all, a, b) => a + b.slice(0, 40))],
	'integrity-appended': ['hash-appended', t => one(t, pnpmEntry, `$1$2 ${other}`)],
	'other-host': ['source-unknown-host', t => one(t, pnpmEntry, '$1$2, tarball: https://evil.example.com/express.tgz')],
	'other-package': ['source-mismatch', t => one(t, pnpmEntry, '$1$2, tarball: https://evil.example.com/expresso/-/expresso-4.0.0.tgz')],
	'no-encryption': ['source-insecure', t => one(t, pnpmEntry, '$1$2, tarball: http://evil.example.com/express.tgz')],
	userinfo: ['source-deceptive', t => one(t, pnpmEntry, '$1$2, tarball: https://registry.example.org@evil.example.com/express.tgz')],
	'key-doubled': ['key-doubled', t => one(t, pnpmEntry, `$1${other}}\n    resolution: {integrity: $2`)],
	orphan: ['orphan', t => one(t, /\npackages:\n/, `\npackages:\n\n  quietly-added@1.0.0:\n    resolution: {integrity: ${other}}\n`)],
	'asks-for-more': ['shadow', t => one(one(t, /\npackages:\n/, `\npackages:\n\n  quietly-added@1.0.0:\n    resolution: {integrity: ${other}}\n`),
		/(\n {2}express@4[^\n]*:\n {4}dependencies:\n)/, '$1      quietly-added: 1.0.0\n').replace('\nsnapshots:\n', '\nsnapshots:\n\n  quietly-added@1.0.0: {}\n')],
	'project-asks-for-more': ['manifest-mismatch', t => one(one(t, /\npackages:\n/, `\npackages:\n\n  quietly-added@1.0.0:\n    resolution: {integrity: ${other}}\n`),
		/\n {4}dependencies:\n/, '\n    dependencies:\n      quietly-added:\n        specifier: ^1.0.0\n        version: 1.0.0\n')],
	'other-package-for-the-project': ['shadow', t => one(one(t, /\npackages:\n/, `\npackages:\n\n  expresso@4.0.0:\n    resolution: {integrity: ${other}}\n`),
		/(\n {6}express:\n {8}specifier: [^\n]*\n {8}version: )[^\n]*/, '$1expresso@4.0.0')],
	'range-changed': ['manifest-mismatch', t => one(t, /(\n {6}express:\n {8}specifier: )[^\n]*/, "$1'*'")],
}

const pnpm8 = {
	'install-script': ['install-script', t => one(t, /(\n {2}\/express@4[^\n]*:\n {4}resolution: [^\n]*\n)/, '$1    requiresBuild: true\n')],
}

const berryEntry = /(\n"express@npm[^\n]*\n(?: {2}[^\n]*\n)*? {2}checksum: )([0-9a-z]+\/)([0-9a-f]+)/
const evilHex = hash('sha512', 'other bytes', 'hex')
const berry = {
	'checksum-changed': ['hash-changed', t => one(t, berryEntry, `$1$2${evilHex}`)],
	'checksum-removed': ['hash-removed', t => one(t, /(\n"express@npm[^\n]*\n(?: {2}[^\n]*\n)*?) {2}checksum: [^\n]*\n/, '$1')],
	'checksum-cut': ['hash-malformed', t => one(t, berryEntry, (all, a, b, c) => a + b + c.slice(0, 40))],
	'cache-key-of-one': ['hash-changed', t => one(t, berryEntry, `$19c1/${evilHex}`)],
	'cache-key-of-all': ['cache-key', t => one(t, /10c0/g, '9c1')],
	'other-package': ['shadow', t => one(t, /(\n"express@npm[^\n]*\n {2}version: [^\n]*\n {2}resolution: )"express@/, '$1"expresso@')],
	'other-version': ['shadow', t => one(t, /(\n {2}resolution: "express@npm:)[0-9.]+/, '$13.0.0')],
	'archive-elsewhere': ['source-unknown-host', t => one(t, /(\n {2}resolution: "express@npm:[0-9.]+)"/, '$1::__archiveUrl=https%3A%2F%2Fevil.example.com%2Fexpress.tgz"')],
	'key-doubled': ['key-doubled', t => one(t, berryEntry, `$1$2$3\n  checksum: $2${evilHex}`)],
	orphan: ['orphan', t => t + `\n"quietly-added@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "quietly-added@npm:1.0.0"\n  checksum: 10c0/${evilHex}\n  languageName: node\n  linkType: hard\n`],
	'asks-for-more': ['shadow', t => one(t, /(\n"express@npm[^\n]*\n(?: {2}[^\n]*\n)*? {2}dependencies:\n)/, '$1    quietly-added: "npm:^1.0.0"\n') +
		`\n"quietly-added@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "quietly-added@npm:1.0.0"\n  checksum: 10c0/${evilHex}\n  languageName: node\n  linkType: hard\n`],
	'project-asks-for-more': ['manifest-mismatch', t => one(t, /(resolution: "shop@workspace:\."\n {2}dependencies:\n)/, '$1    quietly-added: "npm:^1.0.0"\n') +
		`\n"quietly-added@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "quietly-added@npm:1.0.0"\n  checksum: 10c0/${evilHex}\n  languageName: node\n  linkType: hard\n`],
}

const bunEntry = /(\n {4}"express": \["express@[^"]*", ")(", \{.*\}, ")(sha512-[^"]*)"\]/
const bun = {
	'integrity-changed': ['hash-changed', t => one(t, bunEntry, `$1$2${other}"]`)],
	'integrity-removed': ['hash-removed', t => one(t, bunEntry, (all, a, b) => a + b.replace(/, "$/, '') + ']')],
	'integrity-sha1': ['hash-weakened', t => one(t, bunEntry, `$1$2${sri('sha1', 'x')}"]`)],
	'integrity-appended': ['hash-appended', t => one(t, bunEntry, `$1$2$3 ${other}"]`)],
	'other-host': ['source-unknown-host', t => one(t, bunEntry, '$1https://evil.example.com/express.tgz$2$3"]')],
	'no-encryption': ['source-insecure', t => one(t, bunEntry, '$1http://evil.example.com/express.tgz$2$3"]')],
	orphan: ['orphan', t => one(t, /\n {2}"packages": \{\n/, `\n  "packages": {\n    "quietly-added": ["quietly-added@1.0.0", "", {}, "${other}"],\n`)],
	'trusted': ['protection-weakened', t => one(t, /\n {2}"packages": \{\n/, '\n  "trustedDependencies": ["express"],\n  "packages": {\n')],
	'project-asks-for-more': ['manifest-mismatch', t => one(t, /("name": "shop",\n {6}"dependencies": \{\n)/, '$1        "quietly-added": "^1.0.0",\n')],
}

const kinds = { pnpm, pnpm8, berry, bun }
const [kind, name, file] = process.argv.slice(2)
if (kind === 'list') {
	for (const [way, [rule]] of Object.entries(kinds[name])) console.log(rule, way)
} else {
	fs.writeFileSync(file, kinds[kind][name][1](fs.readFileSync(file, 'utf8')))
}
