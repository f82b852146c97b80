import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, NodeResult } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { Driver } from '../acceptance/driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { type Visit, opened, visit, visits } from './routes.js';

const search = await findBrowser();
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const grave = ['serious', 'critical'];
const patienceMs = 600_000;

const told = ({ target, failureSummary }: NodeResult): string => `${target.join(' ')} ${failureSummary ?? ''}`;

/** What is seriously wrong with a page, in words. */
const faultsOf = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  return [
    ...violations
      .filter(({ impact }) => impact !== null && impact !== undefined && grave.includes(impact))
      .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(told).join(' | ')}`),
    ...(overflow > 0 ? [`scrolls sideways by ${overflow} px`] : []),
  ];
};

describeWhen(search.found, search.found ? '' : search.reason, 'every page of every console', () => {
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

  it.each([
    { width: 1440, dark: false },
    { width: 390, dark: true },
  ])(
    'has no serious or critical finding of axe and does not scroll sideways, at $width px, dark: $dark',
    async (look) => {
      const faults: string[] = [];
      for (const one of [...visited, ...opened(visited)]) {
        const page = await visit(browser, driver, one, look);
        faults.push(...(await faultsOf(page)).map((fault) => `${one.path}: ${fault}`));
        await page.context().close();
      }
      expect(faults).toEqual([]);
    },
    patienceMs,
  );

  it('would notice', async () => {
    const page = await visit(browser, driver, { path: '/notices', who: undefined });
    await page.evaluate(
      'document.querySelector("main").insertAdjacentHTML("beforeend", "<img src=\'data:,\'><input>")',
    );
    const faults = await faultsOf(page);
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(expect.arrayContaining(['image-alt', 'label']));
    await page.context().close();
  });
});
