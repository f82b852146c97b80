import type { Browser } from 'playwright-core';
import { caseTypes } from '#case-types';
import { Driver } from '../acceptance/driver.js';
import { careVisit } from '../fifth-type/care-visit.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';

const search = await findBrowser();

describeWhen(search.found, search.found ? '' : search.reason, 'a case type that the product does not know', () => {
  let driver: Driver;
  let browser: Browser;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00', { caseTypes: [...caseTypes, careVisit] });
    browser = await launchBrowser(search);
  });

  afterAll(async () => {
    await browser.close();
    await driver.stop();
  });

  it('is opened, carried to its end and looked back on in the page, with forms made from its schemas', async () => {
    const personId = await driver.person('钱桂英', '1944-03-02');
    const officer = await Desk.open(browser, driver);
    const { page } = officer;
    await officer.signIn('张伟');
    await page.goto(`${driver.app.url}/people/${personId}/apply`);
    await page.getByRole('group', { name: '探访关爱' }).getByRole('button', { name: '安排探访' }).click();
    await page.getByLabel('事由').fill('独居,子女在外地');
    await page.locator('form').getByRole('button', { name: '安排探访' }).click();
    await page.getByRole('heading', { name: /钱桂英/ }).waitFor();
    await officer.reaches('待探访');

    await officer.act('登记探访');
    await officer.fill('探访情况', '无');
    await officer.submit();
    await officer.form.getByRole('alert').getByText('须写明探访情况').waitFor();
    await officer.fill('探访情况', '生活正常');
    await officer.done();
    await officer.reaches('已探访');

    await page.getByRole('tab', { name: '办理记录' }).click();
    await officer.see('已安排探访');
    await officer.close();
  });
});
