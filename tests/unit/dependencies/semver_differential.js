// SPDX-License-Identifier: Apache-2.0
//
// semver_check against the package semver that npm brings along: ranges and versions put together at random, the same
// ones each time. Exit 77 where npm's copy is not found.
'use strict'
const { execFileSync, spawnSync } = require('child_process')

function theirs() {
	try {
		const root = execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim()
		return require(`${root}/npm/node_modules/semver`)
	} catch (error) {
		process.exit(77)
	}
}

let seed = 20231113
const random = below => {
	seed = (seed * 16807) % 2147483647
	return seed % below
}
const pick = list => list[random(list.length)]

const number = () => pick(['0', '0', '0', '1', '1', '1', '2', '10'])
const pre = () => pick(['', '', '', '', '-0', '-alpha', '-alpha.1', '-beta.2', '-rc.10', '-rc.9', '-x-y', '+build', '-a+b'])
const version = () => `${number()}.${number()}.${number()}${pre()}`
const part = () => pick([number(), number(), number(), 'x', '*', 'X'])
const partial = () => pick([
	version, version, () => part(), () => `${part()}.${part()}`, () => `${part()}.${part()}.${part()}`,
	() => `v${version()}`, () => '01.2.3', () => '', () => '1.2.', () => `${number()}.${number()}.${number()}-`,
])()
const comparator = () => pick(['', '', '^', '^', '~', '~', '~>', '>', '>=', '<', '<=', '=', '^ ', '>= ', '< ', '=v']) + partial()
const set = () => pick([
	comparator, comparator, () => `${comparator()} ${comparator()}`, () => `${partial()} - ${partial()}`,
	() => `${comparator()}  ${comparator()} ${comparator()}`, () => 'latest', () => `${comparator()},${comparator()}`,
])()
const range = () => pick([set, set, set, () => `${set()} || ${set()}`, () => `${set()}||${set()}`, () => ` ${set()} `])()

const semver = theirs()
const rows = []
// A sign behind a sign ("~ >=1") is no range here; node-semver takes some of them, in ways that nobody writes.
while (rows.length < 100000) {
	const row = [range(), version()]
	if (!/[~^<>]>? *[=<>]*[ <>]+[=<>]/.test(row[0]) && !/~> *[=<>]/.test(row[0]))
		rows.push(row)
}
const { stdout } = spawnSync(process.argv[2], {
	input: rows.map(row => row.join('\t') + '\n').join(''), encoding: 'utf8', maxBuffer: 1 << 26 })
const ours = stdout.trim().split('\n')
let wrong = 0, satisfied = 0
rows.forEach(([range, version], i) => {
	const wanted = semver.satisfies(version, range)
	satisfied += wanted
	if ((ours[i] === '1') !== wanted && wrong++ < 20)
		console.error(`"${range}" "${version}": ${ours[i]}, node-semver says ${wanted}`)
})
console.log(`${rows.length} rows, ${satisfied} satisfied, ${wrong} wrong`)
process.exit(wrong || ours.length !== rows.length ? 1 : 0)
