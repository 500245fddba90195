// How long the first item of a report takes in Chromium: node first_item.mjs REPORT.html. From the click in the list to
// the frame after the one that shows the verdicts, each time in a page opened anew; prints the median and the longest in
// milliseconds, and how long the report itself took to open. Status 77 where Chromium or npm packages are missing.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const playwright = await import('playwright-core').catch(() => null);
if (!executablePath || !playwright) process.exit(77);
const browser = await playwright.chromium.launch({ executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });

const RUNS = 7;

// In the page: clicks an item of the list, waits until its verdicts are painted.
const drillDown = (place) => new Promise((done) => {
  const link = document.querySelectorAll('#items tbody tr:has(.chip.usable) a')[place];
  const started = performance.now();
  const look = () => (document.querySelector('#item details.card[open] .verdict')
    ? requestAnimationFrame(() => done(performance.now() - started)) : requestAnimationFrame(look));
  link.click();
  requestAnimationFrame(look);
});

const times = { opened: [], item: [] };
for (let run = 0; run < RUNS; run++) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, offline: true })).newPage();
  const started = performance.now();
  await page.goto(pathToFileURL(process.argv[2]).href);
  await page.locator('#items tbody a').first().waitFor();
  times.opened.push(performance.now() - started);
  times.item.push(await page.evaluate(drillDown, run));
  await page.context().close();
}
await browser.close();
for (const list of Object.values(times)) list.sort((a, b) => a - b);
console.log([times.item[RUNS >> 1], times.item[RUNS - 1], times.opened[RUNS >> 1]].map(Math.round).join(' '));
