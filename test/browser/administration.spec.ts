import type { Browser } from 'playwright-core';
import { Driver } from '../acceptance/driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';

const search = await findBrowser();
const patienceMs = 180_000;

describeWhen(search.found, search.found ? '' : search.reason, 'the administration console', () => {
  let driver: Driver;
  let browser: Browser;

  beforeAll(async () => {
    driver = await Driver.start('2026-12-22 09:00');
    browser = await launchBrowser(search);
  });

  afterAll(async () => {
    await browser.close();
    await driver.stop();
  });

  const administrator = async (path = '/'): Promise<Desk> => {
    const desk = await Desk.open(browser, driver);
    await desk.signInAs('administrator', path);
    return desk;
  };

  it(
    'is where the administrator begins; an office is opened, and refused twice under one code',
    async () => {
      const admin = await administrator();
      const { page } = admin;
      await page.getByRole('heading', { name: '单位', level: 1 }).waitFor();
      for (const again of [false, true]) {
        await page.getByRole('button', { name: '开设单位' }).click();
        await admin.choose('类别', '镇街');
        await admin.fill('单位代码', 'town-new');
        await admin.fill('中文名称', '新城街道');
        await admin.fill('英文名称', 'Xincheng Subdistrict');
        await admin.submit();
        if (!again) await admin.form.waitFor({ state: 'detached' });
      }
      await admin.form.getByRole('alert').getByText('单位代码已被使用').waitFor();
      await admin.form.getByRole('button', { name: '关闭' }).click();
      await page.getByRole('row', { name: /新城街道/ }).waitFor();
      await admin.close();
    },
    patienceMs,
  );

  it(
    'enrols somebody, appoints them and ends it again; the history says who did what',
    async () => {
      const admin = await administrator('/administration/users');
      const { page } = admin;
      await page.getByRole('button', { name: '登记用户' }).click();
      await admin.fill('用户名', 'new.officer');
      await admin.fill('姓名', '钱新同');
      await admin.form.getByLabel('所属单位').fill('龙溪街道');
      await page.keyboard.press('Enter');
      await admin.choose('岗位', '镇街经办');
      await admin.done();
      await page.getByLabel('姓名或用户名').fill('new.officer');
      const row = page.getByRole('row', { name: /钱新同/ });
      await row.getByText('镇街经办').waitFor();

      await row.getByRole('button', { name: /免去钱新同的镇街经办/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: '免去' }).click();
      await row.getByText('无岗位(不能登录)').waitFor();
      await row.getByRole('button', { name: /^更多/ }).click();
      await page.getByRole('menuitem', { name: '变更记录' }).click();
      const changes = page.getByRole('row');
      await changes.filter({ hasText: '免去岗位' }).waitFor();
      await changes.filter({ hasText: '任命岗位' }).filter({ hasText: '系统管理员' }).waitFor();
      await admin.close();
    },
    patienceMs,
  );

  it(
    'publishes a calendar from a file, and names what is wrong with one that is none',
    async () => {
      const accepted = await driver.household(1);
      const caseId = await driver.lodgeDibao(accepted);
      await driver.accept(caseId, accepted);
      await driver.settle();
      driver.at('2026-12-23 09:00');
      const admin = await administrator('/administration/rules');
      const { page } = admin;
      await page.getByRole('button', { name: '发布节假日安排' }).click();
      const file = (name: string, text: string) =>
        admin.form
          .getByLabel('选择 JSON 文件')
          .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
      await file('broken.json', '{');
      await admin.see('此文件不是 JSON');
      const year = { year: 2027, restDays: ['2027-01-01'], workDays: [], source: '国办通知' };
      await file('2027.json', JSON.stringify({ ...year, restDays: ['2027-01-02'] }));
      await admin.form.getByRole('button', { name: '发布', exact: true }).click();
      await admin.see('所列休息日本来就是周末');
      await file('2027.json', JSON.stringify(year));
      await admin.form.getByRole('button', { name: '发布', exact: true }).click();
      await admin.see('正在逐案重算');
      await driver.app.worker.tick();
      // The worker goes through the open cases; what moved is counted, and no case is named.
      await admin.form.getByRole('cell', { name: '2027 年节假日安排' }).first().waitFor();
      await admin.shot('calendar-published');
      await admin.form.getByRole('button', { name: '关闭' }).click();
      await page.getByRole('row', { name: /2027/ }).getByText('系统管理员').waitFor();
      await admin.close();
    },
    patienceMs,
  );

  it(
    'shows the standards in force and before, and takes a new one',
    async () => {
      const admin = await administrator('/administration/standards');
      const { page } = admin;
      const dibao = page.getByRole('row', { name: /最低生活保障/ });
      await dibao.filter({ hasText: '现行' }).getByText('¥735.00').waitFor();
      await dibao.filter({ hasText: '以前' }).getByText('¥717.00').waitFor();
      await page.getByRole('button', { name: '发布新标准' }).click();
      await admin.form.waitFor();
      await admin.choose('救助类型', '最低生活保障');
      await admin.day('生效日期', '2027-01-01');
      await admin.fill('每人每月', '770');
      await admin.fill('依据', '重庆市2027年提标文件');
      await admin.done();
      await dibao.filter({ hasText: '未生效' }).getByText('¥770.00').waitFor();
      await admin.close();
    },
    patienceMs,
  );

  it(
    'shows what is delegated to the towns and ends it on a day',
    async () => {
      const admin = await administrator('/administration/delegations');
      const { page } = admin;
      const row = page.getByRole('row', { name: /¥2,940\.00/ });
      await row.getByText('有效').waitFor();
      await row.getByRole('button', { name: '结束委托' }).click();
      await admin.done();
      await row.getByRole('cell', { name: '2026-12-23', exact: true }).waitFor();
      await admin.close();
    },
    patienceMs,
  );
});
