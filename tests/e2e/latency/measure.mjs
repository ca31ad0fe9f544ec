// SPDX-License-Identifier: Apache-2.0
//
// Lighthouse in one browser over all variants of the page, interleaved: run 1 of each, run 2 of each, …
//   node measure.mjs PORT RUNS OUT        writes OUT/VARIANT/lhr-N.json
import fs from 'node:fs';
import {launch} from 'chrome-launcher';
import lighthouse from 'lighthouse';
import {pageFunctions} from 'lighthouse/core/lib/page-functions.js';
import * as constants from 'lighthouse/core/config/constants.js';

const [port, runs, out] = process.argv.slice(2);
const plain = {ttfb: 150, delay: 150, load: 150, render: 150};
const slower = 150;
const variants = {
  base: plain,
  same: plain,
  ttfb: {...plain, ttfb: plain.ttfb + slower},
  delay: {...plain, delay: plain.delay + slower},
  load: {...plain, load: plain.load + slower},
  render: {...plain, render: plain.render + slower},
};
const options = {
  output: 'json',
  throttlingMethod: 'provided',
  formFactor: 'desktop',
  screenEmulation: {disabled: true},
  disableFullPageScreenshot: true,
  onlyAudits: ['largest-contentful-paint', 'lcp-breakdown-insight', 'metrics'],
  maxWaitForLoad: 20000,
};

// Lighthouse watches a page for 5 s more than this one needs: all that it does is over when its picture is painted.
const quiet = 400;
const overrides = constants.nonSimulatedSettingsOverrides;
for (const name of Object.keys(overrides)) overrides[name] = quiet;
const settings = {pauseAfterFcpMs: quiet, pauseAfterLoadMs: quiet, networkQuietThresholdMs: quiet, cpuQuietThresholdMs: quiet};

const chrome = await launch({
  chromePath: process.env.CHROME_PATH,
  logLevel: 'silent',
  chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  for (let run = 0; run <= Number(runs); run++)
    for (const [name, times] of Object.entries(variants)) {
      if (run === 0 && name !== 'base') continue; // to warm the browser up; not kept
      const query = new URLSearchParams({...times, as: run ? name : 'warm'});
      const result = await lighthouse(`http://127.0.0.1:${port}/shop?${query}`, {...options, ...settings, port: chrome.port});
      if (run === 0) {
        // The machine's speed takes a second to measure: the warm-up's figure stands for all.
        pageFunctions.computeBenchmarkIndex = new Function(`return ${Number(result.lhr.environment.benchmarkIndex)}`);
        continue;
      }
      fs.mkdirSync(`${out}/${name}`, {recursive: true});
      fs.writeFileSync(`${out}/${name}/lhr-${run}.json`, JSON.stringify(result.lhr));
    }
} finally {
  chrome.kill();
}
