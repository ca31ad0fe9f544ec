// SPDX-License-Identifier: Apache-2.0
//
// A small shop page whose four phases of LCP are as long as the query says: ?ttfb=&delay=&load=&render= in ms. The picture
// is asked for by a script after `delay`, sent over `load`, and put into the page `render` after it has come.
//   node server.js WEB_VITALS_JS BEACONS_FOLDER        prints its port; beacons of ?as=NAME go to BEACONS_FOLDER/NAME.jsonl
'use strict';
const fs = require('fs');
const http = require('http');

const [webVitals, beacons] = process.argv.slice(2);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// A picture of enough entropy to count for LCP: 24 bits a pixel, not compressed.
function bitmap(width, height) {
  const rows = Buffer.alloc(width * height * 3);
  for (let i = 0; i < rows.length; i++) rows[i] = (i * 7919) >> 3;
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54 + rows.length, 2);
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  return Buffer.concat([head, rows]);
}

const picture = bitmap(320, 240);

const page = (times) => `<!doctype html><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">
<body style="margin:0"><script>
setTimeout(() => {
  const picture = new Image(320, 240);
  picture.onload = () => setTimeout(() => document.body.append(picture), ${times.render});
  picture.src = '/picture.bmp?load=${times.load}';
}, ${times.delay});
</script>
<script type="module">
import {onLCP} from '/web-vitals.js';
onLCP((metric) => navigator.sendBeacon('/beacon?as=${times.as}', JSON.stringify(metric)), {reportAllChanges: true});
</script>`;

async function sendPicture(response, load) {
  response.writeHead(200, {'Content-Type': 'image/bmp', 'Cache-Control': 'no-store'});
  response.write(picture.subarray(0, 1000));
  await wait(load);
  response.end(picture.subarray(1000));
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://127.0.0.1');
  const number = (name) => Number(url.searchParams.get(name) || 0);
  if (url.pathname === '/picture.bmp') return sendPicture(response, number('load'));
  if (url.pathname === '/web-vitals.js') {
    response.writeHead(200, {'Content-Type': 'text/javascript'});
    return response.end(fs.readFileSync(webVitals));
  }
  if (url.pathname === '/beacon') {
    let body = '';
    for await (const part of request) body += part;
    const name = (url.searchParams.get('as') || '').replace(/[^a-z]/gi, '');
    fs.appendFileSync(`${beacons}/${name}.jsonl`, body + '\n');
    response.writeHead(204);
    return response.end();
  }
  await wait(number('ttfb'));
  const times = {render: number('render'), load: number('load'), delay: number('delay')};
  times.as = (url.searchParams.get('as') || '').replace(/[^a-z]/gi, '');
  response.writeHead(200, {'Content-Type': 'text/html', 'Cache-Control': 'no-store'});
  return response.end(page(times));
}

const server = http.createServer((request, response) => answer(request, response).catch(() => response.destroy()));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0)); // ends with its parent
