import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { Driver } from '../acceptance/driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { visit, visits } from './routes.js';

const search = await findBrowser();
const mostKilobytes = 400;
/** Where the form is the page, the library that draws it from the command's schema comes on top. */
const mostWithForm: Readonly<Record<string, number>> = { '/open/:type/:command': 600 };
const patienceMs = 400_000;

describeWhen(search.found, search.found ? '' : search.reason, 'the first load of every page', () => {
  let driver: Driver;
  let browser: Browser;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    browser = await launchBrowser(search);
  });

  afterAll(async () => {
    await browser.close();
    await driver.stop();
  });

  it(
    `takes at most ${mostKilobytes} kB of compressed script`,
    async () => {
      const sizes: [string, number][] = [];
      for (const one of await visits(driver)) {
        const scripts: Promise<number>[] = [];
        const seen = (page: Page): void =>
          void page.on('response', (response) => {
            const isScript = /javascript/.test(response.headers()['content-type'] ?? '');
            if (isScript) scripts.push(response.body().then((body) => gzipSync(body).length));
          });
        const page = await visit(browser, driver, one, { seen });
        const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
        sizes.push([one.route, Math.round(bytes / 1000)]);
        await page.context().close();
      }
      process.stdout.write(`Script at first load, kB: ${JSON.stringify(Object.fromEntries(sizes))}\n`);
      expect(sizes.every(([, size]) => size > 50)).toBe(true);
      expect(sizes.filter(([route, size]) => size > (mostWithForm[route] ?? mostKilobytes))).toEqual([]);
    },
    patienceMs,
  );
});
