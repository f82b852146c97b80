import type { Browser } from 'playwright-core';
import { Driver } from '../acceptance/driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { tabThrough } from './focus.js';
import { type Visit, opened, openings, visit, visits } from './routes.js';

const search = await findBrowser();
const patienceMs = 600_000;

describeWhen(search.found, search.found ? '' : search.reason, 'every page by keyboard', () => {
  let driver: Driver;
  let browser: Browser;
  let visited: readonly Visit[];

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    browser = await launchBrowser(search);
    visited = await visits(driver);
  }, patienceMs);

  afterAll(async () => {
    await browser.close();
    await driver.stop();
  });

  it.each([1440, 390])(
    'is reached by Tab in every part, shows where the focus is and lets it go on, %i px wide',
    async (width) => {
      const faults: string[] = [];
      for (const one of [...visited, ...opened(visited), ...(await openings(driver))]) {
        const page = await visit(browser, driver, one, { width });
        await page.locator('.field-place').first().waitFor({ state: 'detached' });
        const way = await tabThrough(page);
        faults.push(...way.faults.map((fault) => `${one.path}: ${fault}`));
        if (!one.path.includes('act=') && way.stops[0]?.includes('跳到正文') !== true)
          faults.push(`${one.path}: begins with ${way.stops[0]}`);
        await page.context().close();
      }
      expect(faults).toEqual([]);
    },
    patienceMs,
  );

  it('would notice', async () => {
    const page = await visit(browser, driver, { path: '/notices', who: undefined });
    await page.evaluate(
      `document.querySelector('main').insertAdjacentHTML('beforeend', \`
        <span role="button">no stop</span>
        <button tabindex="-1">left out</button>
        <button style="outline: none; border: 1px solid">unmarked</button>
        <button style="position: fixed; left: -999px">off the screen</button>
        <button id="trap">trap</button>\`);
      document.querySelector('#trap').addEventListener('keydown', (event) => event.preventDefault())`,
    );
    const { faults } = await tabThrough(page);
    expect(faults).toEqual([
      expect.stringMatching(/^no mark of the focus: button .*unmarked/),
      expect.stringMatching(/^has the focus where it cannot be seen: .*off the screen/),
      expect.stringMatching(/^Tab does not come to the end after button .*trap/),
      expect.stringMatching(/^not reached: .*no stop/),
      expect.stringMatching(/^not reached: .*left out/),
    ]);
    await page.context().close();
  });
});
