// SPDX-License-Identifier: Apache-2.0
//
// Opens reports in a real Chromium, spoken to through a pipe, and tells what the browser makes of them.
//   node browser.mjs SPEC.json        prints one JSON object: page -> what was seen
// SPEC: {"chromium": PATH, "axe": PATH of axe-core or null, "shots": FOLDER for pictures or null,
//        "pages": {NAME: {"file": PATH, "looks": ["360 light", …]}}}
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {spawn} from 'node:child_process';
import {pathToFileURL} from 'node:url';

const spec = JSON.parse(fs.readFileSync(process.argv[2]));
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'html-report-'));
const browser = spawn(spec.chromium, ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update', '--remote-debugging-pipe', `--user-data-dir=${profile}`],
{stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']});

// ---- the protocol: JSON messages that end in NUL, on descriptors 3 and 4 ----

let last = 0;
let rest = Buffer.alloc(0);
const waiting = new Map();
const listeners = [];

browser.stdio[4].on('data', (bytes) => {
  rest = Buffer.concat([rest, bytes]);
  for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
    const message = JSON.parse(rest.subarray(0, end).toString());
    rest = rest.subarray(end + 1);
    if (message.id) {
      const {resolve, reject} = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) reject(new Error(message.error.message));
      else resolve(message.result);
    } else {
      for (const listen of listeners) listen(message);
    }
  }
});

function call(method, params = {}, sessionId = undefined) {
  const id = ++last;
  browser.stdio[3].write(JSON.stringify({id, method, params, sessionId}) + '\0');
  return new Promise((resolve, reject) => waiting.set(id, {resolve, reject}));
}

function event(method, sessionId) {
  return new Promise((resolve) => listeners.push((message) => {
    if (message.method === method && message.sessionId === sessionId) resolve(message.params);
  }));
}

// ---- what is looked at, in the page ----

// All that a report may not have, and what it must.
function inspect() {
  const elements = [...document.querySelectorAll('*')];
  const known = /^#[a-z0-9-]+$/;
  return {
    title: document.title,
    structure: elements.map((e) => e.tagName.toLowerCase() + (e.getAttribute('class') ? '.' + e.getAttribute('class') : '')).join(' '),
    scripts: elements.filter((e) => e.tagName === 'SCRIPT').length,
    handlers: elements.filter((e) => [...e.attributes].some((a) => a.name.startsWith('on'))).length,
    foreign: elements.filter((e) => ['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'LINK', 'BASE', 'FORM', 'VIDEO', 'AUDIO', 'IMAGE', 'USE'].includes(e.tagName.toUpperCase())).length,
    links: elements.filter((e) => ['href', 'src', 'xlink:href', 'action', 'style'].some((a) => e.hasAttribute(a) && !(a === 'href' && known.test(e.getAttribute(a))))).length,
    broken: elements.filter((e) => e.getAttribute('href') && !document.querySelector(e.getAttribute('href'))).length,
    hidden: /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/.test(document.body.textContent),
    styled: getComputedStyle(document.querySelector('article, table')).borderLeftStyle !== '' && document.styleSheets.length === 1,
    headings: [...document.querySelectorAll('h1,h2,h3,h4')].map((e) => e.tagName[1] + ' ' + e.textContent.trim().replace(/\s+/g, ' ')),
    landmarks: ['header', 'nav', 'main', 'footer'].every((tag) => document.querySelectorAll('body ' + tag).length === 1),
    plots: document.querySelectorAll('.plot svg').length,
  };
}

async function evaluate(session, expression) {
  const {result, exceptionDetails} = await call('Runtime.evaluate', {expression, awaitPromise: true, returnByValue: true}, session);
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

async function axe(session) {
  await evaluate(session, fs.readFileSync(spec.axe, 'utf8') + '; 0');
  return evaluate(session, `axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
    .then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120) + ' ' + n.failureSummary.slice(0, 200)).join(' | ')))`);
}

async function shoot(session, name) {
  const {cssContentSize} = await call('Page.getLayoutMetrics', {}, session);
  const {data} = await call('Page.captureScreenshot', {captureBeyondViewport: true,
    clip: {x: 0, y: 0, width: cssContentSize.width, height: Math.min(cssContentSize.height, 6000), scale: 1}}, session);
  fs.writeFileSync(path.join(spec.shots, name), Buffer.from(data, 'base64'));
}

// "360 light", or "360 light open" with all that is folded laid open.
async function look(session, name, words) {
  const [width, scheme, folds] = words.split(' ');
  await call('Emulation.setDeviceMetricsOverride', {width: Number(width), height: 800, deviceScaleFactor: 1, mobile: false}, session);
  await call('Emulation.setEmulatedMedia', {features: [{name: 'prefers-color-scheme', value: scheme}]}, session);
  await evaluate(session, `for (const d of document.querySelectorAll('details')) d.open = ${folds === 'open'}; 0`);
  const seen = {wide: await evaluate(session, 'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)'),
    background: await evaluate(session, 'getComputedStyle(document.body).backgroundColor')};
  if (spec.axe) seen.violations = await axe(session);
  if (spec.shots) await shoot(session, `${name} ${words}.png`);
  return seen;
}

async function open(name, {file, looks}) {
  const {targetId} = await call('Target.createTarget', {url: 'about:blank'});
  const {sessionId} = await call('Target.attachToTarget', {targetId, flatten: true});
  const url = pathToFileURL(file).href;
  const noise = [];
  listeners.push((message) => {
    if (message.sessionId !== sessionId) return;
    if (message.method === 'Network.requestWillBeSent' && message.params.request.url !== url) noise.push('request ' + message.params.request.url);
    if (message.method === 'Page.javascriptDialogOpening') noise.push('dialog');
    if (message.method === 'Runtime.exceptionThrown') noise.push('exception');
    if (message.method === 'Log.entryAdded') noise.push('log ' + message.params.entry.text);
  });
  for (const domain of ['Page', 'Network', 'Runtime', 'Log']) await call(domain + '.enable', {}, sessionId);
  const loaded = event('Page.loadEventFired', sessionId);
  await call('Page.navigate', {url}, sessionId);
  await loaded;
  const seen = {...await evaluate(sessionId, `(${inspect})()`), looks: {}};
  for (const words of looks) seen.looks[words] = await look(sessionId, name, words);
  seen.noise = noise;
  await call('Target.closeTarget', {targetId});
  return seen;
}

const out = {};
try {
  for (const [name, page] of Object.entries(spec.pages)) out[name] = await open(name, page);
} finally {
  browser.kill();
  await new Promise((resolve) => browser.once('exit', resolve));
  fs.rmSync(profile, {recursive: true, force: true, maxRetries: 5});
}
console.log(JSON.stringify(out, null, 1));
