import type { Browser } from 'playwright-core';
import { Driver } from '../acceptance/driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';

const search = await findBrowser();
const patienceMs = 180_000;

/** All that the public may know of a grant that is coming. */
const allowed = [
  'amountFen',
  'area',
  'endsOn',
  'headOfHousehold',
  'noticeId',
  'office',
  'persons',
  'postedOn',
  'scheme',
];

describeWhen(search.found, search.found ? '' : search.reason, 'the public notices', () => {
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
    'show a villager with a phone the household, the amount and where to object, and nothing more',
    async () => {
      const household = await driver.household(2);
      const caseId = await driver.lodgeDibao(household, 'officer', { reason: '长期患病,负债' });
      await driver.accept(caseId, household);
      await driver.investigate(caseId, household, 40_000);
      const villager = await Desk.open(browser, driver, 390);
      const { page } = villager;
      const answers: Promise<string>[] = [];
      page.on('response', (response) => {
        if (response.url().includes('/api/public-notices')) answers.push(response.text());
      });
      await page.goto(`${driver.app.url}/notices`);
      await villager.see('当前没有公示');

      const { endsOn } = await driver.publish(caseId);
      await driver.settle();
      await page.reload();
      const row = page.getByRole('row', { name: /最低生活保障/ });
      await row.waitFor();
      const shown = (await row.textContent()) ?? '';
      for (const text of ['2', '¥', '武陵路社区', '龙溪街道', endsOn]) expect(shown).toContain(text);
      const { body: person } = await driver.get('officer', `/api/people/${household.applicant}`);
      const whole = await page.content();
      for (const secret of [person.idNumberMasked, person.phoneMasked, caseId, household.applicant, '长期患病'])
        if (typeof secret === 'string') expect(whole).not.toContain(secret);
      const { rows } = JSON.parse((await answers.at(-1)) ?? '{}');
      expect(rows).toHaveLength(1);
      expect(allowed).toEqual(expect.arrayContaining(Object.keys(rows[0])));
      expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      await villager.shot('notices-villager-390');

      // The run is over: the notice is gone by itself.
      driver.at(`${endsOn} 23:00`);
      await page.reload();
      await row.waitFor();
      driver.app.clock.set(new Date(Date.parse(driver.app.clock.now()) + 2 * 3_600_000).toISOString());
      await page.reload();
      await villager.see('当前没有公示');
      await villager.close();
    },
    patienceMs,
  );

  it(
    'need no sign-in and lead staff to theirs',
    async () => {
      const villager = await Desk.open(browser, driver, 390);
      await villager.page.goto(`${driver.app.url}/notices`);
      await villager.page.getByRole('link', { name: '工作人员登录' }).click();
      await villager.page.getByRole('heading', { name: '工作人员登录' }).waitFor();
      await villager.close();
    },
    patienceMs,
  );
});
