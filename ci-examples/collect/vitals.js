// SPDX-License-Identifier: Apache-2.0
//
// The largest contentful paint of a page and its four parts, as web-vitals' attribution names them: to first byte, until the resource is asked for, while it
// comes, until it is painted. page.py puts this into pages that it visits; a page of your own sends it by itself:
//   <script src="/vitals.js" data-to="/beacon"></script>
(() => {
  let paint = null;
  new PerformanceObserver((list) => {
    paint = list.getEntries().at(-1) ?? paint;
  }).observe({type: 'largest-contentful-paint', buffered: true});

  window.seamgateVitals = () => {
    const page = performance.getEntriesByType('navigation')[0];
    if (!paint || !page) return null;
    const since = page.activationStart ?? 0; // of a page that was prerendered
    const resource = paint.url ? performance.getEntriesByName(paint.url, 'resource')[0] : undefined;
    const first = Math.max(page.responseStart - since, 0);
    const asked = Math.max(first, resource ? (resource.requestStart || resource.startTime) - since : 0);
    const come = Math.max(asked, resource ? resource.responseEnd - since : 0);
    const painted = Math.max(come, paint.startTime - since);
    return {
      name: 'LCP',
      value: painted,
      id: `${Math.round(performance.timeOrigin)}-${Math.random().toString(36).slice(2)}`,
      attribution: {
        timeToFirstByte: first,
        resourceLoadDelay: asked - first,
        resourceLoadDuration: come - asked,
        elementRenderDelay: painted - come,
      },
    };
  };

  const to = document.currentScript?.dataset.to;
  if (!to) return;
  addEventListener('visibilitychange', () => {
    const vitals = document.visibilityState === 'hidden' && window.seamgateVitals();
    if (vitals) navigator.sendBeacon(to, JSON.stringify(vitals));
  });
})();
