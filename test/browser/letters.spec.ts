import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { Driver, newIdNumber } from '../acceptance/driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, hasChineseFont, launchBrowser } from './browser.js';
import { Desk } from './desk.js';
import { type PrintedPage, plain, printed } from './printed.js';

const search = await findBrowser();
const reason = search.found ? ((await hasChineseFont(search)) ? '' : 'no Chinese font') : search.reason;

const remedy =
  '如不服本决定,可自收到本通知之日起六十日内向重庆市渝北区人民政府申请行政复议,或者自收到本通知之日起六个月内依法向人民法院提起行政诉讼。';

const expectOn = (sheet: PrintedPage | undefined, parts: readonly string[]): void => {
  for (const part of parts) expect(sheet?.text).toContain(plain(part));
};

describeWhen(reason === '', reason, 'letters', () => {
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

  it('are printed on A4 with number, law, rights and date, and with the receipt of delivery', async () => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.does('leader', caseId, 'DeclineApplication', { reason: '户籍不在本辖区,且未持有居住证' });
    const desk = await Desk.open(browser, driver);
    const { page } = desk;
    await desk.signIn('张伟', `/cases/${caseId}?tab=letters`);
    await page.getByRole('listitem').filter({ hasText: '不予受理通知书' }).getByRole('link').click();
    await page.getByRole('heading', { name: '不予受理通知书' }).waitFor();
    await desk.shot('letter-decline');
    const pages = await printed(page);
    expect(pages.map(({ width, height }) => [width, height])).toEqual([
      [210, 297],
      [210, 297],
    ]);
    const [letter, receipt] = pages;
    const number = `民救不受字〔2026〕第${caseId.slice(0, 8).toUpperCase()}-2号`;
    expectOn(letter, [
      '龙溪街道',
      number,
      '陈建国:',
      '理由:户籍不在本辖区,且未持有居住证。',
      '《最低生活保障审核确认办法》(民发〔2021〕57号)',
      remedy,
      '(印章)',
      '二〇二六年九月十四日',
    ]);
    expectOn(receipt, ['送达回证', number, '受送达人陈建国', '□直接送达', '□留置送达']);
    // Nothing of the page around it: its navigation, its buttons.
    for (const part of ['打印', '我的工作', '返回']) expect(letter?.text).not.toContain(part);
    await desk.close();
  });

  it('that are long go on over pages with margins, and nothing stands alone under the last of them', async () => {
    const caseId = await driver.lodgeDibao(await driver.household(1));
    const items = Array.from({ length: 20 }, (_, index) => ({
      paper: '收入证明',
      why: `第${index + 1}项:请补充家庭成员近十二个月的收入证明、银行流水以及用人单位出具的书面说明,并由本人签字确认`,
    }));
    await driver.does('officer', caseId, 'RequestSupplement', { items });
    const desk = await Desk.open(browser, driver, 390);
    const { page } = desk;
    await desk.signIn('张伟');
    await page.goto(`${driver.app.url}/cases/${caseId}/letters/supplementNotice`);
    await page.getByRole('heading', { name: '一次性告知书' }).waitFor();
    await desk.shot('letter-supplement-390');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    const pages = await printed(page);
    expect(pages.length).toBeGreaterThanOrEqual(3);
    const sheets = pages.slice(0, -1);
    for (const { first, last } of sheets) {
      expect(first).toBeGreaterThanOrEqual(25);
      expect(last).toBeLessThanOrEqual(297 - 20);
    }
    expectOn(
      { ...sheets[0], text: sheets.map(({ text }) => text).join('') } as PrintedPage,
      items.map(({ why }) => why),
    );
    expectOn(sheets.at(-1), ['《重庆市城乡居民最低生活保障条例》。', '(印章)', '二〇二六年九月十四日']);
    await desk.close();
  });

  it('of several of a kind are each listed by their day and printed as they were', async () => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    for (const [supervisionId, text] of [
      ['s1', '请说明逾期原因'],
      ['s2', '请尽快入户调查'],
    ])
      await driver.does('supervisor', caseId, 'IssueSupervision', { supervisionId, text, answerBy: '2026-09-20' });
    const desk = await Desk.open(browser, driver);
    const { page } = desk;
    await desk.signIn('张伟', `/cases/${caseId}?tab=letters`);
    const listed = page.getByRole('listitem').filter({ hasText: '督办通知书' });
    await listed.nth(1).waitFor();
    expect(await listed.count()).toBe(2);
    await listed.first().getByRole('link').click();
    await page.getByText('请说明逾期原因').waitFor();
    const [letter] = await printed(page);
    expectOn(letter, ['请说明逾期原因', '请于2026年9月20日前']);
    expect(letter?.text).not.toContain('请尽快入户调查');
    await desk.close();
  });

  it('that people sign bear no seal, and show the mark of erasure instead of an erased person', async () => {
    const person = await driver.send('stationOfficer', 'POST', '/api/people', {
      name: '欧阳静姝',
      idNumber: newIdNumber('1961-04-05'),
      hukou: { kind: 'urban', region: '重庆市渝北区' },
    });
    const { personId } = person.body;
    const caseId = await driver.opens('transient-assistance', 'stationOfficer', {
      type: 'RequestAssistance',
      personId,
      name: '欧阳静姝',
      office: 'station-yubei',
      arrival: 'police',
      need: '夜间徘徊',
      capacity: 'full',
      consent: true,
      signs: [],
    });
    const form = async (): Promise<PrintedPage | undefined> => {
      const desk = await Desk.open(browser, driver);
      await desk.signInAs('stationLeader');
      await desk.page.goto(`${driver.app.url}/cases/${caseId}/letters/requestForm`);
      await desk.page.getByRole('heading', { name: '求助登记表' }).waitFor();
      const pages = await printed(desk.page);
      expect(pages).toHaveLength(1);
      await desk.close();
      return pages[0];
    };
    const before = await form();
    expectOn(before, ['求助人:欧阳静姝', '求助需求:夜间徘徊', '求助人(护送人)(签名)', '接待人(签名)']);
    expect(before?.text).not.toContain('印章');

    await driver.doesTo('transient-assistance', 'bureauOfficer', caseId, 'WithdrawCase', { reason: '已联系上家人' });
    driver.at('2061-03-01 10:00');
    const requests = `/api/people/${personId}/erasure-requests`;
    const key = { 'idempotency-key': randomUUID() };
    const asked = { ground: 'retentionOver', reason: '保管期满' };
    const { body } = await driver.send('bureauOfficer', 'POST', requests, asked, key);
    const approved = await driver.send('bureauLeader', 'POST', `${requests}/${body.requestId}/approval`, {});
    expect(approved.status).toBe(200);
    const after = await form();
    expectOn(after, ['求助人:(个人信息已依法删除)', '求助需求:(个人信息已依法删除)']);
    expect(after?.text).not.toContain('欧阳');
  });
});
