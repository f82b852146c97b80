import type { Browser } from 'playwright-core';
import { Driver, newIdNumber } from '../acceptance/driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';

const search = await findBrowser();
const name = '欧阳静姝';
const reason = '丧偶后无收入来源';

describeWhen(search.found, search.found ? '' : search.reason, 'erasing a person', () => {
  let driver: Driver;
  let browser: Browser;
  let personId: string;
  let caseId: string;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    browser = await launchBrowser(search);
    const { body } = await driver.send('officer', 'POST', '/api/people', {
      name,
      idNumber: newIdNumber('1961-04-05'),
      hukou: { kind: 'urban', region: '重庆市渝北区' },
    });
    personId = body.personId;
    const household = { applicant: personId, others: [] };
    caseId = await driver.lodgeDibao(household, 'officer', { applicant: { personId, name }, reason });
    await driver.settle();
  });

  afterAll(async () => {
    await browser.close();
    await driver.stop();
  });

  it('an officer sees what stands in the way, and a hold; nothing can be asked for yet', async () => {
    const officer = await Desk.open(browser, driver);
    const { page } = officer;
    await officer.signInAs('bureauOfficer', '/privacy');
    await officer.see('没有待决定的申请');
    await page.getByLabel('姓名').fill(name);
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('link', { name: '打开档案' }).click();
    await officer.see('此人尚有在办案件');
    await page.getByRole('button', { name: '申请删除' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '设置保全' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '设置保全' }).click();
    await dialog.getByText('请写明原因').waitFor();
    await dialog.getByLabel('原因').fill('行政诉讼尚未终结');
    await dialog.getByRole('button', { name: '设置保全' }).click();
    await dialog.waitFor({ state: 'detached' });
    await officer.see('此人的资料已依法留存');
    await page.getByRole('button', { name: '解除保全' }).click();
    await dialog.getByLabel('原因').fill('判决已生效');
    await dialog.getByRole('button', { name: '解除保全' }).click();
    await dialog.waitFor({ state: 'detached' });
    await officer.see('没有保全');
    await officer.shot('privacy-file');
    await officer.close();
  });

  it('an officer hands out a copy and asks; a leader, and nobody else, decides', async () => {
    await driver.does('officer', caseId, 'WithdrawCase', { reason: '本人撤回' });
    await driver.settle();
    driver.at('2061-03-01 10:00');
    await driver.app.worker.tick();
    const officer = await Desk.open(browser, driver);
    const { page } = officer;
    await officer.signInAs('bureauOfficer', '/privacy/retention');
    await page
      .getByRole('row', { name: /最低生活保障 / })
      .first()
      .waitFor();
    await page.goto(`${driver.app.url}/privacy/people/${personId}`);
    await page.getByRole('link', { name: '提供副本' }).click();
    await page.getByRole('button', { name: '生成副本' }).click();
    await officer.see(reason);
    await page.getByRole('button', { name: '打印' }).waitFor();
    await page.getByRole('link', { name: '返回' }).click();
    await officer.see('没有妨碍删除的原因');
    await page.getByRole('button', { name: '申请删除' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('原因').fill('保管期满');
    await dialog.getByRole('button', { name: '提交申请' }).click();
    await dialog.waitFor({ state: 'detached' });
    await officer.see('您是申请人,须由另一人决定');
    await page.getByRole('button', { name: '同意删除' }).waitFor({ state: 'detached' });
    await officer.close();

    const leader = await Desk.open(browser, driver, 390);
    await leader.signInAs('bureauLeader', '/privacy');
    await leader.page.getByRole('link', { name: '打开档案' }).click();
    await leader.page.getByRole('button', { name: '同意删除' }).click();
    const approval = leader.page.getByRole('dialog');
    expect(await approval.getByRole('button', { name: '永久删除' }).isDisabled()).toBe(true);
    await approval.getByRole('checkbox', { name: /确认永久删除/ }).check();
    await approval.getByRole('button', { name: '永久删除' }).click();
    await leader.see('不可恢复');
    expect(await leader.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await leader.shot('privacy-erased-390');
    await leader.close();
  });

  it('and the case replays with the mark of what was erased, its chain whole', async () => {
    const auditor = await Desk.open(browser, driver);
    const { page } = auditor;
    await auditor.signInAs('auditor', `/auditing/cases/${caseId}?at=1`);
    await page.getByRole('slider', { name: '时点' }).waitFor();
    await auditor.see('已依法删除');
    expect(await page.getByText(name).count()).toBe(0);
    expect(await page.getByText(reason).count()).toBe(0);
    await page.getByRole('link', { name: '核验此案' }).click();
    await page.getByRole('button', { name: '开始核验' }).click();
    await auditor.see('未发现改动');
    await page.goto(`${driver.app.url}/auditing/trail?about=erasures`);
    await page.getByRole('row', { name: /决定删除.*杨柳/ }).waitFor();
    await auditor.close();
  });
});
