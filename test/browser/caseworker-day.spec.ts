import type { Browser } from 'playwright-core';
import { Driver } from '../acceptance/driver.js';
import { GuardianshipDriver } from '../acceptance/guardianship-driver.js';
import { TransientDriver } from '../acceptance/transient-driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';

const search = await findBrowser();
/** A procedure in the page, on a machine that has other work. */
const patienceMs = 240_000;

describeWhen(search.found, search.found ? '' : search.reason, "a caseworker's day", () => {
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
    'keeps what was typed over a reload and a conflict, and shows field by field what changed meanwhile',
    async () => {
      const household = await driver.household(1);
      const caseId = await driver.lodgeDibao(household);
      const officer = await Desk.open(browser, driver);
      const { page } = officer;
      await officer.signIn('张伟');
      await page.goto(`${driver.app.url}/cases/${caseId}`);

      // Opening a form and typing nothing leaves nothing behind.
      await officer.act('一次性告知补正');
      const kept = () =>
        page.evaluate<string[]>('Object.keys(sessionStorage).filter((key) => key.startsWith("draft/"))');
      expect(await kept()).toEqual([]);
      await officer.fill('材料', '户口本');
      await officer.fill('原因', '缺首页');
      await page.reload();
      await officer.see('已恢复您上次未提交的内容');
      expect(await officer.form.getByLabel('材料').first().inputValue()).toBe('户口本');

      await driver.does('leader', caseId, 'AssignCase', { assignee: 'li.na' });
      await officer.submit();
      await officer.see('您填写期间,他人已办理此案件');
      const changes = officer.form.getByRole('row', { name: /承办人/ });
      await changes.waitFor();
      expect(await changes.textContent()).toContain('李娜');
      expect(await officer.form.getByLabel('原因').first().inputValue()).toBe('缺首页');
      await officer.shot('conflict-fields');
      await officer.form.getByRole('button', { name: '按最新情况提交' }).click();
      await officer.form.waitFor({ state: 'detached' });
      expect(await driver.eventTypes(caseId)).toEqual(['ApplicationLodged', 'CaseAssigned', 'SupplementRequested']);
      expect(await kept()).toEqual([]);
      await officer.reaches('补正中');

      // The applicant gives up; the stepper tells the way the case took, not the table's.
      await page.getByText('通用事项').click();
      await officer.act('撤回申请');
      await officer.fill('原因', '申请人不再申请');
      await officer.done();
      await officer.reaches('已撤回');
      await officer.took(['申请待受理2026-09-14', '补正中2026-09-14', '已撤回2026-09-14']);

      // An event opens what it changed, before and after.
      await page.getByRole('tab', { name: '办理记录' }).click();
      await page.getByText(/^全部记录/).click();
      await page
        .getByRole('button', { name: /已指派承办人|指派/ })
        .first()
        .click();
      const changed = page.getByRole('row', { name: /承办人/ });
      await changed.waitFor();
      expect(await changed.textContent()).toContain('—');
      expect(new URL(page.url()).searchParams.get('density')).toBe('every');
      await officer.close();
    },
    patienceMs,
  );

  it(
    'forgets drafts at sign-out',
    async () => {
      const caseId = await driver.lodgeDibao(await driver.household(1));
      const officer = await Desk.open(browser, driver);
      const { page } = officer;
      await officer.signIn('李娜');
      await page.goto(`${driver.app.url}/cases/${caseId}?act=AddNote`);
      await officer.fill('内容', '申请人电话 13900001111');
      await officer.form.getByRole('button', { name: '关闭' }).click();
      await page.getByRole('button', { name: /^李娜/ }).click();
      await page.getByRole('menuitem', { name: '退出登录' }).click();
      await page.getByRole('heading', { name: '工作人员登录' }).waitFor();
      expect(await page.evaluate<string>('JSON.stringify(sessionStorage)')).not.toContain('13900001111');
      await officer.close();
    },
    patienceMs,
  );

  it(
    'speaks English to whoever chose it, also after a reload, and Chinese again',
    async () => {
      const caseId = await driver.lodgeDibao(await driver.household(1));
      const officer = await Desk.open(browser, driver);
      const { page } = officer;
      await officer.signIn('李娜', `/cases/${caseId}`);
      await officer.reaches('申请待受理');
      await page.getByRole('button', { name: 'English' }).click();
      await officer.reaches('Lodged, awaiting acceptance');
      await page.getByRole('link', { name: 'My work' }).first().waitFor();
      await page.reload();
      await officer.reaches('Lodged, awaiting acceptance');
      await page.getByRole('link', { name: 'My work' }).first().waitFor();
      await page.getByRole('button', { name: '中文' }).click();
      await officer.reaches('申请待受理');

      // Texts that cannot be fetched leave the page in Chinese.
      await page.getByRole('button', { name: 'English' }).click();
      await officer.reaches('Lodged, awaiting acceptance');
      await page.route(/\/assets\/en-[^/]*\.js$/, (route) => route.abort());
      await page.reload();
      await officer.reaches('申请待受理');
      expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
      await officer.close();
    },
    patienceMs,
  );

  it(
    'closes an unfounded report about a child once nothing is open any more',
    async () => {
      const personId = await driver.person('何小宝', '2015-05-06');
      const caseId = await new GuardianshipDriver(driver).opens({ personId, name: '何小宝' }, 'childOfficer', {
        reporter: undefined,
        matters: ['other'],
        injuries: undefined,
        suspect: undefined,
      });
      const officer = await Desk.open(browser, driver);
      await officer.signInAs('childOfficer');
      await officer.page.goto(`${driver.app.url}/cases/${caseId}`);
      await officer.reaches('发现报告');
      await officer.act('结案');
      await officer.fill('理由', '核实无此情况');
      await officer.submit();
      await officer.form.getByRole('alert').waitFor();
      expect(await officer.form.getByRole('alert').textContent()).not.toContain('steps-open');
      await officer.shot('refused-steps-open');
      await officer.form.getByRole('button', { name: '关闭' }).click();
      await officer.act('初步评估');
      await officer.choose('结果', '不属实');
      await officer.fill('理由', '核实无此情况');
      await officer.done();
      // What was typed before is still there.
      await officer.act('结案');
      expect(await officer.form.getByLabel('理由').first().inputValue()).toBe('核实无此情况');
      await officer.done();
      await officer.reaches('已结案');
      await officer.close();
    },
    patienceMs,
  );

  it(
    'refuses assistance only with the remedy told',
    async () => {
      const transients = TransientDriver.on(driver);
      const personId = await driver.person('罗大海', '1980-02-03');
      const caseId = await transients.opens('stationOfficer', transients.request(personId, { name: '罗大海' }));
      const leader = await Desk.open(browser, driver);
      await leader.signInAs('stationLeader');
      await leader.page.goto(`${driver.app.url}/cases/${caseId}`);
      await leader.reaches('求助甄别');
      await leader.act('不予救助');
      await leader.choose('事由', '有亲友可投靠');
      await leader.fill('理由', '其兄在本区,愿意接收');
      await leader.form.getByRole('radio', { name: '否', exact: true }).check();
      await leader.submit();
      await leader.form.getByRole('alert').waitFor();
      await leader.form.getByRole('radio', { name: '是', exact: true }).check();
      await leader.done();
      await leader.reaches('不予救助');
      await leader.close();
    },
    patienceMs,
  );
});
