import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { Driver } from '../acceptance/driver.js';
import { GuardianshipDriver } from '../acceptance/guardianship-driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';

const search = await findBrowser();
const run = promisify(execFile);

describeWhen(search.found, search.found ? '' : search.reason, "the auditor's day", () => {
  let driver: Driver;
  let browser: Browser;
  let folder: string;
  let caseId: string;
  let childCase: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caseflow-auditor-'));
    driver = await Driver.start('2026-09-14 09:00');
    browser = await launchBrowser(search);
    const household = await driver.household(1);
    caseId = await driver.lodgeDibao(household);
    driver.at('2026-09-15 10:00');
    await driver.accept(caseId, household);
    await driver.investigate(caseId, household, 40_000);
    driver.at('2026-09-17 10:00');
    await driver.does('officer', caseId, 'AddNote', { text: '电话核实租房情况' });
    const children = new GuardianshipDriver(driver);
    childCase = await children.opens({ personId: await driver.person('小雨', '2015-06-01'), name: '小雨' });
    await driver.settle();
    await driver.app.system.audit.makeHead();
    driver.at('2026-09-18 09:00');
  });

  afterAll(async () => {
    await browser.close();
    await driver.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const fits = async (page: Page): Promise<void> => {
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  };
  const download = async (page: Page, press: () => Promise<void>): Promise<string> => {
    const [file] = await Promise.all([page.waitForEvent('download'), press()]);
    const path = join(folder, file.suggestedFilename());
    await file.saveAs(path);
    return path;
  };

  it('replays a case with the slider, as it was known and as it was, and keeps the moment in the address', async () => {
    const auditor = await Desk.open(browser, driver);
    const { page } = auditor;
    await auditor.signInAs('auditor', '/auditing');
    await page.getByRole('heading', { name: '某日的案件' }).waitFor();
    await page.getByRole('table').getByRole('link').first().waitFor();
    await page.goto(`${driver.app.url}/auditing/cases/${caseId}`);
    const slider = page.getByRole('slider', { name: '时点' });
    await slider.waitFor();
    await auditor.see('电话核实租房情况');
    await slider.focus();
    await page.keyboard.press('Home');
    await auditor.see('历史状态');
    await auditor.reaches('申请待受理');
    await page.getByText('电话核实租房情况').first().waitFor({ state: 'detached' });
    expect(page.url()).toContain('at=1');
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/at=2/);
    await page.reload();
    await page.getByText(/^2 \/ /).waitFor();

    await page.getByText('按当时实际(发生时间)', { exact: true }).click();
    await auditor.see('含后来补录的内容');
    await page.waitForURL(/by=occurred/);
    await page.getByText('逐日', { exact: true }).click();
    await page.waitForURL(/step=day/);
    await page.getByRole('button', { name: '后一日' }).click();
    await auditor.see('2026-09-15');
    await auditor.shot('auditor-replay');
    await auditor.close();
  });

  it('goes from a case to its replay and back; who handles cases is not led there', async () => {
    const auditor = await Desk.open(browser, driver, 390);
    const { page } = auditor;
    await auditor.signInAs('auditor', `/cases/${caseId}`);
    await page.getByRole('link', { name: '回放此案' }).click();
    await page.waitForURL(`**/auditing/cases/${caseId}`);
    await page.getByRole('slider', { name: '时点' }).waitFor();
    await page.getByRole('link', { name: '打开案件' }).click();
    await page.waitForURL(`**/cases/${caseId}`);
    await page.getByRole('link', { name: '回放此案' }).waitFor();
    await fits(page);
    await auditor.shot('auditor-case-390');
    await page.setViewportSize({ width: 1440, height: 900 });
    await auditor.shot('auditor-case');
    await auditor.close();

    const officer = await Desk.open(browser, driver);
    await officer.signIn('张伟', `/cases/${caseId}`);
    await officer.reaches('调查核对');
    await officer.page.getByRole('link', { name: '回放此案' }).waitFor({ state: 'detached' });
    await officer.close();
  });

  it('compares two moments and asks who set a value', async () => {
    const auditor = await Desk.open(browser, driver);
    const { page } = auditor;
    await auditor.signInAs('auditor', `/auditing/cases/${caseId}?view=compare&with=1`);
    await page.getByRole('slider', { name: '第一个时点' }).waitFor();
    const stage = page.getByRole('row', { name: /所处环节/ });
    await stage.getByText('申请待受理').waitFor();
    await page.getByRole('tab', { name: '数值来源' }).click();
    await page.getByLabel('查找字段或内容').fill('电话核实');
    await page.getByRole('button', { name: /^来源/ }).first().click();
    await auditor.see('张伟(镇街经办)');
    await auditor.see('龙溪街道');
    await page.getByText('记录时间').first().waitFor();
    await auditor.shot('auditor-values');
    await auditor.close();
  });

  it('sees the caseload and the worklist of a past day', async () => {
    const auditor = await Desk.open(browser, driver);
    const { page } = auditor;
    await auditor.signInAs('auditor', '/auditing?asOf=2026-09-14&type=relief-application');
    await auditor.see('2026-09-14 日终');
    await page.getByRole('row', { name: /申请待受理/ }).waitFor();
    await page.getByText('待办清单', { exact: true }).click();
    await page.getByRole('row', { name: /申请待受理/ }).waitFor();
    await page
      .getByRole('row', { name: /申请待受理/ })
      .getByRole('link')
      .click();
    await auditor.see('只含当时已记录的内容');
    await auditor.close();
  });

  it('verifies everything and one case, and says what was checked', async () => {
    const auditor = await Desk.open(browser, driver);
    const { page } = auditor;
    await auditor.signInAs('auditor', '/auditing/verification');
    await page.getByRole('button', { name: '开始核验' }).click();
    await auditor.see('范围内全部完成');
    await auditor.see('未发现改动');
    await auditor.see('本系统的签名密钥');
    await auditor.see('没有对照数据库以外保存的树头');
    // What is chosen stands in the address, and on the page a moment after.
    await page.getByRole('radio', { name: '一个案件' }).click();
    await page.getByLabel('案件编号(完整)').waitFor();
    await page.getByRole('button', { name: '开始核验' }).click();
    await page.getByRole('alert').getByText('请填写完整的案件编号').waitFor();
    await page.getByLabel('案件编号(完整)').fill('00000000-0000-4000-8000-000000000000');
    await page.getByRole('button', { name: '开始核验' }).click();
    await auditor.see('没有这个案件');
    await auditor.shot('auditor-verification');
    await auditor.close();
  });

  it('takes a bundle, with names only when told why, and both files verify offline', async () => {
    const auditor = await Desk.open(browser, driver);
    const { page } = auditor;
    const pem = (await driver.app.system.audit.heads.publicKeys()).map((key) => key.pem).join('');
    const keys = join(folder, 'keys.pem');
    await writeFile(keys, pem);
    const verify = async (file: string): Promise<{ whole: boolean; checked: Record<string, unknown> }> => {
      const args = ['dist/apps/cli/main.js', 'verify', '--bundle', file, '--keys', keys];
      const bare = { PATH: process.env['PATH'] ?? '', HOME: folder };
      return JSON.parse((await run(process.execPath, args, { env: bare })).stdout);
    };
    await auditor.signInAs('auditor', `/auditing/hand-out?caseId=${caseId}`);
    await page.getByRole('checkbox', { name: '显示姓名' }).check();
    await page.getByRole('button', { name: '下载' }).click();
    await page.getByRole('alert').getByText('请写明用途').waitFor();
    await page.getByLabel('用途', { exact: true }).fill('移交区审计局复核');
    const one = await download(page, () => page.getByRole('button', { name: '下载' }).click());
    expect(await verify(one)).toMatchObject({ whole: true, checked: { caseId, keysFrom: 'verifier', signed: true } });

    await page.goto(`${driver.app.url}/auditing/hand-out?type=relief-application`);
    const many = await download(page, () => page.getByRole('button', { name: '下载' }).click());
    expect(await verify(many)).toMatchObject({ whole: true, checked: { cases: 1, leftOut: 0, signed: true } });

    await page.getByRole('radio', { name: /XES/ }).click();
    await page.waitForURL(/what=xes/);
    const log = await download(page, () => page.getByRole('button', { name: '下载' }).click());
    const text = await readFile(log, 'utf8');
    expect(text).toContain(caseId);
    expect(text).not.toContain('张伟');
    await auditor.shot('auditor-hand-out');
    await auditor.close();
  });

  it('searches the trail, finds own reads of a restricted case and own searches, and the files taken', async () => {
    const auditor = await Desk.open(browser, driver);
    const { page } = auditor;
    await auditor.signInAs('auditor', `/auditing/cases/${childCase}`);
    await page.getByRole('slider', { name: '时点' }).waitFor();
    await page.getByRole('link', { name: '留痕查询' }).click();
    await page.getByRole('row', { name: /查询留痕.*郭涛/ }).waitFor();
    await page.getByLabel('类别').press('ArrowDown');
    await page.getByTitle('查阅受限内容').click();
    await page
      .getByRole('row', { name: /查阅受限案件.*郭涛/ })
      .first()
      .waitFor();
    await page.goto(`${driver.app.url}/auditing/trail?about=handedOut`);
    await page.getByRole('row', { name: /审计包.*移交区审计局复核/ }).waitFor();
    await auditor.shot('auditor-trail');
    await auditor.close();
  });

  it('does all of it on a phone, without a page that scrolls sideways', async () => {
    const auditor = await Desk.open(browser, driver, 390);
    const { page } = auditor;
    await auditor.signInAs('auditor', `/auditing/cases/${caseId}`);
    await page.getByRole('button', { name: '上一项' }).click();
    await auditor.see('历史状态');
    await fits(page);
    for (const path of [
      `/auditing/cases/${caseId}?view=compare&with=1`,
      `/auditing/cases/${caseId}?view=values`,
      '/auditing?asOf=2026-09-15',
      '/auditing/verification',
      '/auditing/hand-out',
      '/auditing/trail',
    ]) {
      await page.goto(`${driver.app.url}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByText('正在加载…').first().waitFor({ state: 'detached' });
      await fits(page);
    }
    await auditor.close();
  });

  it('names what somebody changed in the database', async () => {
    const client = await driver.app.system.pool.connect();
    await client.query(`set session_replication_role = 'replica'`);
    await client.query(
      `update log.events set recorded_at = '2026-09-01T00:00:00.000Z' where stream = $1 and version = 2`,
      [`reliefApplication-${caseId}`],
    );
    await client.query(`set session_replication_role = 'origin'`);
    client.release();
    const auditor = await Desk.open(browser, driver);
    const { page } = auditor;
    await auditor.signInAs('auditor', `/auditing/verification?caseId=${caseId}`);
    await page.getByRole('button', { name: '开始核验' }).click();
    await auditor.see('发现改动');
    await page.getByRole('row', { name: new RegExp(`时间被改.*reliefApplication-${caseId}.*第 2 项`) }).waitFor();
    await auditor.close();
  });
});
