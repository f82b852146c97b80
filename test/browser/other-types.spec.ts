import type { Browser } from 'playwright-core';
import { Driver } from '../acceptance/driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';

const search = await findBrowser();

describeWhen(search.found, search.found ? '' : search.reason, 'case types without a screen of their own', () => {
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

  it('opens a lead about nobody in particular, and triages it', async () => {
    const officer = await Desk.open(browser, driver);
    const { page } = officer;
    await officer.signIn('张伟');
    await page.getByRole('button', { name: '新建' }).click();
    await page.getByRole('menuitem', { name: '登记线索' }).click();
    await officer.choose('来源', '村(居)走访');
    await officer.choose('村(社区)', '武陵路社区');
    await page.getByLabel('地点').fill('武陵路12号');
    await page.getByLabel('反映内容').fill('独居老人多日未见');
    await page.locator('form').getByRole('button', { name: '登记线索' }).click();
    await page.getByRole('heading', { name: '主动发现线索' }).waitFor();
    await officer.reaches('待分流');
    await officer.see('独居老人多日未见');

    await officer.act('三事分流');
    await officer.choose('三事分流', '政府事项');
    await officer.done();
    await officer.reaches('已分流');
    await officer.close();
  });

  it('opens a report about a child of the registry; what is reported is named by the page, and meant by later acts', async () => {
    const childId = await driver.person('陈小雨', '2016-03-15');
    const officer = await Desk.open(browser, driver);
    const { page } = officer;
    await officer.signInAs('childOfficer');
    await page.goto(`${driver.app.url}/people/${childId}/apply`);
    await page.getByRole('group', { name: '监护干预' }).getByRole('button', { name: '登记报告' }).click();
    await officer.choose('村(社区)', '双龙社区');
    await officer.choose('报告来源', '学校、幼儿园');
    await officer.choose('方式', '电话');
    await page.getByRole('checkbox', { name: '疏于照管' }).check();
    await page.getByLabel('情况').first().fill('夜间独自在家');
    await page.locator('form').getByRole('button', { name: '登记报告' }).click();
    await page.getByRole('heading', { name: /陈某/ }).waitFor();
    await officer.reaches('发现报告');

    await officer.act('初步评估');
    await officer.form.getByText('学校、幼儿园').waitFor();
    // Nothing was ordered yet, so there is nothing to renew.
    await officer.form.getByRole('button', { name: '关闭' }).click();
    await officer.form.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '登记保护令延长', exact: true }).waitFor({ state: 'detached' });
    await officer.close();
  });

  it('marks the person that a part of a form cannot do without', async () => {
    const officer = await Desk.open(browser, driver);
    const { page } = officer;
    await officer.signInAs('childOfficer');
    await page.goto(`${driver.app.url}/open/guardianship-intervention/ReceiveReport`);
    await page.locator('label[data-required]').getByText('人员', { exact: true }).waitFor();
    await page.locator('form').getByRole('button', { name: '登记报告' }).click();
    await page.locator('.form-field').filter({ hasText: '人员' }).getByRole('alert').getByText('请填写').waitFor();
    await officer.close();
  });

  it('registers somebody unidentified and opens their request for assistance', async () => {
    const officer = await Desk.open(browser, driver);
    const { page } = officer;
    await officer.signInAs('stationOfficer', '/people');
    await page.getByLabel('姓名').first().fill('无名氏甲');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('button', { name: '登记身份不明人员' }).click();
    await page.getByLabel('暂称').fill('无名氏甲');
    await page.getByLabel('发现地点').fill('重庆北站南广场');
    await page.locator('form').getByRole('button', { name: '登记身份不明人员' }).click();
    await page.getByRole('button', { name: '登记求助' }).click();
    expect(await page.getByLabel('代称').inputValue()).toBe('无名氏甲');
    await page.getByLabel('估计年龄').fill('60');
    await officer.choose('到站方式', '公安');
    await page.getByLabel('求助事由').fill('迷路,说不清住址');
    await officer.choose('行为能力', '限制行为能力');
    // No answer is given for the person: consent is asked, never assumed.
    await page.locator('form').getByRole('button', { name: '登记求助' }).click();
    await officer.see('请填写');
    await page.getByRole('radio', { name: '是', exact: true }).check();
    await page.locator('form').getByRole('button', { name: '登记求助' }).click();
    await page.getByRole('heading', { name: /无名氏甲/ }).waitFor();
    await officer.reaches('求助甄别');
    await officer.close();
  });
});
