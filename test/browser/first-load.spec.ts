import { gzipSync } from 'node:zlib';
import type { Browser, Page, Request } from 'playwright-core';
import { Driver } from '../acceptance/driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { type Visit, openings, visit, visits } from './routes.js';

const search = await findBrowser();
const mostKilobytes = 400;
const quietMs = 300;
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

  /** The compressed size of the scripts that a page has loaded when no further one comes, in kB. */
  const scriptsOf = (page: Page): (() => Promise<number>) => {
    const sizes = new Map<Request, Promise<number>>();
    page.on('request', (request) => {
      if (request.resourceType() !== 'script') return;
      const size = request.response().then(async (response) => gzipSync((await response?.body()) ?? '').length);
      // A page that closes breaks off what it was loading; it is not counted any more.
      sizes.set(
        request,
        size.catch(() => 0),
      );
    });
    return async () => {
      for (let known = -1; known < sizes.size; await page.waitForTimeout(quietMs)) {
        known = sizes.size;
        await Promise.all(sizes.values());
      }
      const bytes = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
      return Math.round(bytes / 1000);
    };
  };

  /** Opens a page; answers the size of the script that came at once, and with what came while `next` went on. */
  const loads = async (one: Visit, next?: (page: Page) => Promise<void>): Promise<readonly [number, number]> => {
    let size = () => Promise.resolve(0);
    const page = await visit(browser, driver, one, { seen: (opened) => void (size = scriptsOf(opened)) });
    await page.locator('.field-place').first().waitFor({ state: 'detached' });
    const first = await size();
    await next?.(page);
    const then = await size();
    await page.context().close();
    return [first, then];
  };

  it(
    `takes at most ${mostKilobytes} kB of compressed script`,
    async () => {
      const sizes: [string, number][] = [];
      for (const one of await visits(driver)) sizes.push([one.route, (await loads(one))[0]]);
      process.stdout.write(`Script at first load, kB: ${JSON.stringify(Object.fromEntries(sizes))}\n`);
      expect(sizes.every(([, size]) => size > 50)).toBe(true);
      expect(sizes.filter(([, size]) => size > mostKilobytes)).toEqual([]);
    },
    patienceMs,
  );

  // The form is there to be filled in; what checks it, and the calendar of a day, come when somebody first goes to a field.
  it(
    'holds for every form that opens a case',
    async () => {
      const sizes: [string, number, number][] = [];
      for (const one of await openings(driver)) {
        const [first, touched] = await loads(one, async (page) => {
          const checks = page.waitForResponse(/\/validator-/);
          await page.locator('main form input').first().focus();
          await checks;
        });
        sizes.push([one.path, first, touched]);
      }
      process.stdout.write(`Script of forms, kB, at first and once a field was touched: ${JSON.stringify(sizes)}\n`);
      expect(sizes.length).toBeGreaterThan(5);
      expect(sizes.filter(([, first]) => first > mostKilobytes)).toEqual([]);
    },
    patienceMs,
  );
});
