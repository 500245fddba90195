// HTML reports in Chromium, opened from the disk with the network off: node report.mjs PROGRAM. Status 77 where Chromium or
// npm packages are missing. VIVA_SHOTS=DIR keeps pictures of what was seen.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const playwright = await import('playwright-core').catch(() => null);
if (!executablePath || !playwright) process.exit(77);

const [program] = process.argv.slice(2);
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'viva-report-'));
execFileSync(program, ['lua', 'tests/browser/write_reports.lua', folder], { cwd: root, stdio: 'inherit' });
const browser = await playwright.chromium.launch({ executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] });

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

// Opens a report; whatever it says on the console, asks of the network or pops up fails the test.
async function open(name, viewport, visit, hash = '', more = {}) {
  const context = await browser.newContext({ viewport, offline: true, ...more });
  const page = await context.newPage();
  const trouble = [];
  page.on('console', (message) => trouble.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('dialog', (dialog) => { trouble.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) trouble.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(join(folder, `${name}.html`)) + hash);
  await visit(page, trouble);
  assert.deepEqual(trouble, []);
  await context.close();
}

const shot = (page, name) => process.env.VIVA_SHOTS && page.screenshot({ path: join(process.env.VIVA_SHOTS, `${name}.png`) });

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const column = (page, table, index) => page.locator(table).locator(`tbody tr:not(.group) > :nth-child(${index})`).allInnerTexts();

const LEADERBOARD = 'section:has(h2:text-is("Leaderboard")) > .scroll table';
const CATEGORIES = 'section:has(h2:text-is("Categories")) > .scroll table';

const count = async (page) => Number((await page.locator('#items [role=status]').innerText()).match(/\d+/)[0]);

const tests = {
  async 'the banner stands first, in both languages'() {
    for (const [name, word, lang] of [['small-en', 'SIMULATED', 'en'], ['small-zh', '模拟数据', 'zh-CN']]) {
      await open(name, DESKTOP, async (page) => {
        const first = page.locator('body *:visible').filter({ hasText: /\S/ }).locator('nth=0');
        assert.ok((await first.innerText()).startsWith(word));
        assert.equal(await page.locator('html').getAttribute('lang'), lang);
        await shot(page, `${name}-desktop`);
      });
    }
  },

  async 'tables sort by click and by key, down and up'() {
    await open('small-en', DESKTOP, async (page) => {
      const head = page.locator(CATEGORIES).locator('thead button').nth(2);
      const shares = async () => (await column(page, CATEGORIES, 3)).map((text) => {
        const [usable, all] = text.match(/\d+/g);
        return usable / all;
      });
      await head.click();
      let seen = await shares();
      assert.deepEqual(seen, [...seen].sort((a, b) => b - a));
      await head.focus();
      await page.keyboard.press('Enter');
      seen = await shares();
      assert.deepEqual(seen, [...seen].sort((a, b) => a - b));
      assert.equal(await page.locator(CATEGORIES).locator('th[aria-sort]').getAttribute('aria-sort'), 'ascending');
    });
  },

  async 'a cell leads to exactly the answers it counts'() {
    await open('small-en', DESKTOP, async (page) => {
      const rows = page.locator(CATEGORIES).locator('tbody tr');
      for (let row = 0; row < await rows.count(); row += 4) {
        for (const place of [4, 5, 6, 7, 8]) {
          const cell = rows.nth(row).locator(`:scope > :nth-child(${place})`);
          const said = Number((await cell.innerText()).match(/\d+/)[0]);
          if (said === 0) continue;
          await page.goto(page.url().replace(/#.*/, '') + await cell.locator('a').getAttribute('href'));
          assert.equal(await count(page), said);
        }
      }
    });
  },

  async 'the list filters, searches, sorts and forgets its filters'() {
    await open('small-en', DESKTOP, async (page) => {
      const all = await count(page);
      await page.locator('select[name=model]').selectOption('model-2');
      assert.equal(await count(page), all / 3);
      await page.locator('select[name=category]').selectOption('MK');
      const few = await count(page);
      assert.ok(few < all / 3 && few > 0);
      await page.locator('input[name=search]').fill('mk/7/');
      assert.equal(await count(page), (await page.locator('#items tbody a').allInnerTexts()).filter((id) => /^MK\/7\//.test(id)).length);
      assert.ok(await count(page) > 0);
      await page.locator('.filters a').click();
      // The page follows the address, which changes after the click: the count is waited for.
      await page.waitForFunction((n) => document.querySelector('#items [role=status]').innerText.match(/\d+/)[0] === String(n), all);
      await page.locator('input[name=from]').fill('4');
      const good = await count(page);
      assert.ok(good > 0 && good < all);
      await page.locator('#items thead button').nth(3).click();
      const scores = (await column(page, '#items table', 4)).map(Number);
      assert.deepEqual(scores, [...scores].sort((a, b) => b - a));
      await page.locator('input[name=search]').fill('no such words');
      assert.ok(await page.getByText('No answer fits these filters.').isVisible());
    });
  },

  async 'an item shows question, rounds before, answers, verdicts with reasons'() {
    await open('small-en', DESKTOP, async (page) => {
      await page.locator('input[name=search]').fill('MK/7/2');
      await page.locator('#items tbody a').first().click();
      const item = page.locator('#item');
      await item.locator('details.card').first().waitFor();
      assert.equal(await item.locator('h2').innerText(), 'MK/7/2');
      assert.ok(await item.getByText('产后21天').first().isVisible());
      assert.equal(await item.locator('details.card').count(), 3);
      const open = item.locator('details.card[open]');
      assert.equal(await open.count(), 1);
      assert.equal(await open.locator('.verdict').count(), 3);
      assert.ok(await open.getByText('核心需求：指出血栓风险').first().isVisible());
      await open.locator('details.history > summary').click();
      await open.getByText('MK/7/1').waitFor();
      assert.equal(await item.locator('.rounds a').count(), 1);
      await shot(page, 'item-desktop');
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction(() => location.hash.includes('model-2'));
      await page.keyboard.press('Escape');
      await page.locator('#items').waitFor();
      assert.equal(await count(page), 3);
      await page.goBack();
      await item.locator('h2').waitFor();
    });
  },

  async 'what failed and what could not be read says why'() {
    await open('small-en', DESKTOP, async (page) => {
      await page.locator('select[name=state]').selectOption('answer_failed');
      await page.locator('#items tbody a').first().click();
      await page.locator('details.card[open]').getByText('reset: the connection broke after 120 bytes').first().waitFor();
      await page.goBack();
      await page.goto(page.url().replace(/#.*/, '') + '#items?missing=unreadable');
      await page.locator('#items tbody a').first().click();
      const verdict = page.locator('details.card[open] .verdict').filter({ hasText: 'no score stands in the reply' });
      await verdict.locator('summary').click();
      await verdict.getByText('I would rather not say.').waitFor();
    });
  },

  async 'on a phone the page never scrolls sideways'() {
    for (const name of ['small-en', 'small-zh', 'hostile']) {
      await open(name, PHONE, async (page) => {
        assert.equal(await overflow(page), 0);
        await shot(page, `${name}-phone`);
        await page.locator('#items tbody a').first().click();
        await page.locator('#item h2').waitFor();
        for (const card of await page.locator('#item details:not([open]) > summary').all()) {
          if (await card.isVisible()) await card.click();
        }
        assert.equal(await overflow(page), 0);
        await shot(page, `${name}-item-phone`);
      });
    }
  },

  async 'printed, the banner is there and the menu is not'() {
    await open('small-zh', DESKTOP, async (page) => {
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('.banner.simulated').isVisible());
      assert.ok(!await page.locator('nav').isVisible());
      assert.ok(!await page.locator('.filters').isVisible());
      const path = process.env.VIVA_SHOTS ? join(process.env.VIVA_SHOTS, 'printed.pdf') : undefined;
      const pdf = await page.pdf({ format: 'A4', path });
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    });
  },

  async 'a big report loads the texts of an item from the folder beside it'() {
    await open('big', DESKTOP, async (page) => {
      assert.ok(existsSync(join(folder, 'big_files')));
      await page.locator('input[name=search]').fill('MTG/99/1');
      const started = Date.now();
      await page.locator('#items tbody a').first().click();
      await page.locator('details.card[open] .verdict').first().waitFor();
      console.log(`  drill-down into a big report: ${Date.now() - started} ms`);
      assert.equal(await page.locator('#item h2').innerText(), 'MTG/99/1');
      assert.ok(await page.locator('details.card[open]').getByText('Deep vein thrombosis').first().isVisible());
      for (const card of await page.locator('details.card').all()) {
        if (await card.getAttribute('open') === null) await card.locator('summary').first().click();
        await card.locator('.answer').waitFor();
        const given = (await card.locator('.verdict .score').allInnerTexts()).filter((score) => score !== '–');
        const told = await card.locator('summary small').first().innerText();
        assert.deepEqual(told.split(' · ').filter((score) => score !== '–'), given);
      }
    });
  },

  async 'a big report without its folder says what is missing'() {
    renameSync(join(folder, 'big_files'), join(folder, 'elsewhere'));
    await open('big', DESKTOP, async (page, trouble) => {
      await page.locator('#items tbody a').first().click();
      await page.getByText('big_files').waitFor();
      assert.ok(trouble.length > 0 && trouble.every((line) => line.includes('ERR_FILE_NOT_FOUND')));
      trouble.length = 0;
    });
    renameSync(join(folder, 'elsewhere'), join(folder, 'big_files'));
  },

  async 'hostile texts stay texts, and what turns or hides is shown by its number'() {
    await open('hostile', DESKTOP, async (page) => {
      await page.locator('#items tbody a').first().click();
      await page.locator('#item details.card').first().waitFor();
      for (const card of await page.locator('#item details:not([open]) > summary').all()) {
        if (await card.isVisible()) await card.click();
      }
      const said = await page.locator('details.card .said').first().innerText();
      assert.ok(said.includes('<img src=x onerror=alert(1)>') && said.includes('U+202E') && said.includes('U+001B'));
      const elements = await page.evaluate(() => [...document.querySelectorAll('main *')].map((e) => e.localName));
      for (const name of ['img', 'script', 'iframe', 'object', 'pre', 'b', 'form']) assert.ok(!elements.includes(name), name);
      assert.equal(await page.evaluate(() => document.body.innerText.includes('\u202e')), false);
      await shot(page, 'hostile');
    });
  },

  async 'the policy stops a script that is not the report\'s own'() {
    await open('small-en', DESKTOP, async (page, trouble) => {
      await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.taken = true';
        document.body.append(script);
        document.body.insertAdjacentHTML('beforeend', '<img src="http://127.0.0.1:9/" onerror="window.taken = true">');
      });
      await page.waitForTimeout(100);
      assert.equal(await page.evaluate(() => window.taken), undefined);
      const own = trouble.filter((line) => line !== 'request: http://127.0.0.1:9/'); // told of, though it never left
      assert.ok(own.every((line) => line.includes('Content Security Policy')) && own.length === 3, own.join('\n'));
      trouble.length = 0;
    });
  },
};

// Scrolls to every chart and waits until it is drawn.
async function drawn(page) {
  for (const figure of await page.locator('figure.chart').all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('.plot svg, .plot .problem').first().waitFor({ state: 'attached' });
  }
}

// Labels of axes that are cut, or that run into the next one of their axis (slanted ones may stand side by side).
const badLabels = (page) => page.evaluate(() => [...document.querySelectorAll('.plot .role-axis-label')].flatMap((axis) => {
  const texts = [...axis.querySelectorAll('text')].filter((text) => text.getAttribute('opacity') !== '0');
  const boxes = texts.map((text) => text.getBoundingClientRect());
  const slanted = texts.some((text) => /rotate/.test(text.getAttribute('transform')));
  return texts.filter((text, i) => text.textContent.includes('\u2026') || !slanted && boxes.some((box, k) => k > i
    && box.left < boxes[i].right && boxes[i].left < box.right && box.top < boxes[i].bottom - 3 && boxes[i].top < box.bottom - 3))
    .map((text) => text.textContent);
}));

const vega = existsSync(process.env.VIVA_VEGA || '/usr/share/javascript/vega');

const charts = {
  async 'every chart is drawn under a policy without eval, at both widths, light and dark'() {
    for (const [name, viewport, colorScheme] of [['charts-en', DESKTOP, 'light'], ['charts-zh', PHONE, 'dark'],
      ['charts-en', PHONE, 'light'], ['charts-zh', DESKTOP, 'dark']]) {
      await open(name, viewport, async (page) => {
        await drawn(page);
        assert.equal(await page.locator('.plot svg').count(), 7);
        assert.equal(await overflow(page), 0);
        assert.deepEqual(await badLabels(page), [], `${name} ${viewport.width}`);
        const wide = await page.locator('.plot').evaluateAll((plots, most) => plots.slice(0, 6).filter((plot) =>
          plot.querySelector('svg').getBoundingClientRect().width > most).length, viewport.width);
        assert.equal(wide, 0);
        assert.ok((await page.locator('.plot svg').first().textContent()).includes('model-1'));
        if (process.env.VIVA_SHOTS) {
          await page.screenshot({ path: join(process.env.VIVA_SHOTS, `${name}-${viewport.width}.png`), fullPage: true });
        }
      }, '', { colorScheme });
    }
  },

  async 'a wrong specification says what is wrong and shows its table; the others are drawn'() {
    await open('charts-en', DESKTOP, async (page) => {
      await drawn(page);
      for (const [name, why] of [['read', 'Expression parse error'], ['drawn', 'undefined']]) {
        const wrong = page.locator('figure.chart').filter({ hasText: `Wrong when it is ${name}` });
        await wrong.locator('.problem').waitFor();
        const said = await wrong.locator('.problem').innerText();
        assert.ok(said.startsWith('This chart could not be drawn') && said.includes(why), said);
        assert.ok(await wrong.locator('table').isVisible());
        assert.equal(await wrong.locator('button.button').count(), 0);
      }
      assert.ok(!await page.locator('figure.chart').first().locator('table').isVisible());
      await page.locator('figure.chart').first().locator('summary').click();
      assert.ok(await page.locator('figure.chart').first().locator('table').isVisible());
    });
  },

  async 'a chart follows the width of its page and the scheme of its reader'() {
    await open('charts-en', DESKTOP, async (page) => {
      await drawn(page);
      const first = page.locator('.plot svg').first();
      const width = async () => (await first.boundingBox()).width;
      const label = () => page.locator('.plot').first().locator('text').first().evaluate((text) => text.getAttribute('fill'));
      const before = [await width(), await label()];
      await page.setViewportSize({ width: 700, height: 900 });
      await page.waitForFunction((most) => document.querySelector('.plot svg').getBoundingClientRect().width < most, before[0] - 300);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.waitForFunction((fill) => document.querySelector('.plot text').getAttribute('fill') !== fill, before[1]);
    });
  },

  async 'a mark of a chart leads to its items'() {
    await open('charts-en', DESKTOP, async (page) => {
      await drawn(page);
      await page.locator('figure.chart').first().locator('.mark-symbol path').first().click();
      await page.waitForFunction(() => location.hash.startsWith('#items?model=model-'));
      assert.equal(await count(page), 60);
    });
  },

  async 'a chart is saved as an SVG that stands alone, says what it shows and that it is simulated'() {
    await open('charts-zh', DESKTOP, async (page) => {
      await drawn(page);
      const waiting = page.waitForEvent('download');
      await page.locator('figure.chart button').first().click();
      const download = await waiting;
      assert.equal(download.suggestedFilename(), '各模型 OP.svg');
      const svg = readFileSync(await download.path(), 'utf8');
      assert.ok(svg.startsWith('<svg') && svg.includes('各模型 OP') && svg.includes('模拟数据') && svg.includes('model-1'));
      assert.ok(!svg.includes('<script') && !svg.includes('var('));
      if (process.env.VIVA_SHOTS) await download.saveAs(join(process.env.VIVA_SHOTS, 'saved.svg'));
    });
  },

  async 'printed, charts are light and as wide as the paper'() {
    await open('charts-en', PHONE, async (page) => {
      await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
      assert.equal(await page.locator('.plot svg').count(), 7);
      assert.equal(Math.round((await page.locator('.plot svg').first().boundingBox()).width), 680);
      await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
      const pdf = await page.pdf({ format: 'A4' });
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    }, '', { colorScheme: 'dark' });
  },
};

const others = {
  async 'without Vega there are tables, and a word on how to get charts'() {
    await open('tables', PHONE, async (page) => {
      assert.equal(await page.locator('.plot').count(), 0);
      assert.ok(await page.getByText('libjs-vega').first().isVisible());
      assert.ok(await page.locator('figure table').first().isVisible());
      assert.equal(await overflow(page), 0);
    });
  },

  async 'a long table is searched by any of its words'() {
    await open('ready-leaderboard-en', DESKTOP, async (page) => {
      const place = page.locator('section:has(h2:text-is("Subcategories"))');
      const rows = place.locator('tbody tr:visible');
      const all = await rows.count();
      await place.locator('input.find').fill('safety and ethics');
      const few = await rows.count();
      assert.ok(few > 0 && few < all);
      await place.locator('input.find').fill('');
      assert.equal(await rows.count(), all);
    });
  },

  async 'every report that is shipped opens and fits a phone, in both languages'() {
    const names = readdirSync(folder).filter((file) => /^ready-.*\.html$/.test(file)).map((file) => file.slice(0, -5));
    assert.ok(names.length >= 4);
    for (const name of names) {
      await open(name, PHONE, async (page) => {
        await drawn(page);
        assert.equal(await overflow(page), 0, name);
        assert.deepEqual(await badLabels(page), [], name);
        assert.equal(await page.locator('.plot .problem').count(), 0, name);
        await page.setViewportSize(DESKTOP);
        assert.equal(await overflow(page), 0, name);
        assert.ok(await page.locator('main#report table').first().isVisible());
        if (process.env.VIVA_SHOTS) {
          await page.screenshot({ path: join(process.env.VIVA_SHOTS, `${name}.png`), fullPage: true });
        }
        if (name.includes('leaderboard')) assert.equal((await page.pdf({ format: 'A4' })).subarray(0, 5).toString(), '%PDF-');
      });
    }
  },
};

Object.assign(tests, vega ? charts : {}, others);
if (!vega) console.log('     charts are not tested: Vega (libjs-vega) is not installed');
const only = process.env.VIVA_ONLY; // tests whose name has this

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  if (only && !name.includes(only)) continue;
  try {
    await test();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n${error.stack}`);
  }
}
await browser.close();
rmSync(folder, { recursive: true });
process.exit(failed ? 1 : 0);
