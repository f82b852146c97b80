import type { Browser } from 'playwright-core';
import { Driver, newIdNumber } from '../acceptance/driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';

const search = await findBrowser();
/** A whole procedure in the page, on a machine that has other work. */
const patienceMs = 240_000;

describeWhen(search.found, search.found ? '' : search.reason, 'a relief application in the page', () => {
  let driver: Driver;
  let browser: Browser;

  const desk = (width?: number): Promise<Desk> => Desk.open(browser, driver, width);

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    browser = await launchBrowser(search);
  });

  afterAll(async () => {
    await browser.close();
    await driver.stop();
  });

  it(
    'goes from sign-in to confirmation',
    async () => {
      const officer = await desk();
      const { page } = officer;
      await officer.signIn('张伟');

      // Search before create; a wrong check digit is refused before anything is sent.
      const idNumber = newIdNumber('1975-06-01');
      const wrong = `${idNumber.slice(0, 17)}${idNumber.endsWith('1') ? '2' : '1'}`;
      await page.getByRole('link', { name: '查找与登记' }).first().click();
      await page.getByLabel('姓名').first().fill('周小芳');
      await page.getByRole('button', { name: '查找' }).click();
      await officer.see('没有找到');
      await page.getByRole('button', { name: '登记新人员' }).click();
      const register = page.locator('form.form');
      await register.getByLabel('身份证号码').fill(wrong);
      await register.getByLabel('电话').fill('13900001234');
      await officer.see('校验位不正确');
      await register.getByLabel('身份证号码').fill(idNumber);
      await register.getByRole('button', { name: '登记新人员' }).click();
      await page.getByRole('heading', { name: '开立案件' }).waitFor();

      await page.getByRole('button', { name: '最低生活保障' }).click();
      await officer.choose('村(社区)', '武陵路社区');
      await page.getByLabel('原因').fill('失业,收入低于标准');
      await officer.shot('lodge');
      await page.locator('form').getByRole('button', { name: '登记申请' }).click();
      await page.getByRole('heading', { name: /周小芳/ }).waitFor();
      await officer.reaches('申请待受理');

      // The person is signed by default, the day is today.
      await officer.act('签署核对授权');
      await officer.done();
      await officer.act('受理');
      await officer.done();
      await officer.see('受理至作出决定(全国)');

      await officer.act('发起核对');
      await officer.done();

      // One officer is no evidence: the refusal names its reason and keeps what was typed.
      await officer.act('登记入户调查');
      await officer.choose('工作人员', '张伟 · 镇街经办');
      await officer.choose('签字人', '周小芳(本人)');
      await officer.fill('调查情况', '住房简陋,情况属实');
      await officer.submit();
      await officer.form.getByRole('alert').getByText('两名').waitFor();
      await officer.shot('refused');
      await officer.choose('工作人员', '李娜 · 镇街经办');
      await officer.done();

      await officer.act('登记核对结果');
      await officer.choose('结果', '一致');
      await officer.fill('调查情况', '与申报一致');
      await officer.done();

      await officer.act('计算救助金额');
      await officer.form.getByRole('button', { name: '添加收入' }).click();
      await officer.choose('收入类别', '养老金');
      await officer.fill('金额(元)', '400');
      await officer.shot('calculate');
      await officer.done();
      await officer.see('差额补助');

      await officer.act('提出审核意见');
      await officer.choose('意见', '同意');
      await officer.fill('理由', '符合条件');
      await officer.done();
      await officer.act('发布公示');
      await officer.done();
      await officer.see('公示中');
      await officer.shot('noticed');
      const caseId = new URL(page.url()).pathname.split('/')[2] ?? '';

      // The public sees the allow-listed fields and nothing more.
      const public_ = await desk(390);
      await public_.page.goto(`${driver.app.url}/notices`);
      await public_.see('周小芳');
      expect(await public_.page.content()).not.toContain(idNumber);
      await public_.shot('notices-390');
      await public_.close();
      await officer.close();

      const { body } = await driver.get('bureauLeader', `/api/cases/${caseId}`);
      driver.at(`${body.state.own.notices[0].endsOn} 23:59`);
      driver.app.clock.set(new Date(Date.parse(driver.app.clock.now()) + 12 * 3_600_000).toISOString());

      const after = await desk();
      await after.signIn('张伟');
      await after.page.getByRole('link', { name: '周小芳' }).click();
      await after.act('结束公示');
      await after.done();
      await after.reaches('确认');
      await after.close();

      const leader = await desk();
      await leader.signInAs('bureauLeader', `/cases/${caseId}`);
      await leader.page.goto(`${driver.app.url}/cases/${caseId}`);
      await leader.act('确认');
      await leader.choose('核查类别', '收入不稳定');
      await leader.done();
      await leader.reaches('享受待遇');
      await leader.see('¥335.00');
      await leader.shot('granted');

      // History in two densities; an event opens with actor, both times and hash.
      await leader.page.getByRole('tab', { name: '办理记录' }).click();
      const entries = leader.page.locator('.timeline > .event');
      await entries.first().waitFor();
      const milestones = await entries.count();
      await leader.page.getByText(/^全部记录/).click();
      await entries.nth(milestones).waitFor();
      await entries.first().getByRole('button').click();
      await leader.see('校验值');
      await leader.shot('history');

      await leader.page.getByRole('tab', { name: '文书' }).click();
      await leader.page
        .getByRole('listitem')
        .filter({ hasText: '确认通知书' })
        .first()
        .getByRole('link', { name: '打开并打印' })
        .click();
      await leader.see('行政复议');
      await leader.page.locator('.sheet').getByText('____').first().waitFor({ state: 'detached' });
      await leader.shot('letter');
      await leader.close();

      expect(await driver.eventTypes(caseId)).toEqual(expect.arrayContaining(['ApplicationLodged', 'GrantConfirmed']));
    },
    patienceMs,
  );

  it('keeps what was typed when somebody else moved the case, and shows what changed', async () => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    const officer = await desk();
    await officer.signIn('张伟');
    await officer.page.goto(`${driver.app.url}/cases/${caseId}`);
    await officer.act('一次性告知补正');
    await officer.fill('材料', '户口本');
    await officer.fill('原因', '缺首页');
    await driver.does('secondOfficer', caseId, 'AddNote', { text: '已电话联系申请人' });
    await officer.submit();
    await officer.see('您填写期间,他人已办理此案件');
    await officer.shot('conflict');
    expect(await officer.form.getByLabel('材料').first().inputValue()).toBe('户口本');
    await officer.form.getByRole('button', { name: '按最新情况提交' }).click();
    await officer.form.waitFor({ state: 'detached' });
    expect(await driver.eventTypes(caseId)).toEqual(['ApplicationLodged', 'NoteAdded', 'SupplementRequested']);
    await officer.close();
  });

  it('shows what others do without being asked', async () => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    const watcher = await desk();
    await watcher.signIn('李娜');
    await watcher.page.goto(`${driver.app.url}/cases/${caseId}`);
    await watcher.see('申请待受理');
    await watcher.page.locator('.live[data-state="live"]').waitFor();
    await driver.accept(caseId, household);
    await watcher.see('受理至作出决定(全国)');
    await watcher.reaches('调查核对');
    await watcher.close();
  });

  it('shows HTML that was typed as text', async () => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household, 'officer', {
      reason: '<img src=x onerror="document.title=1"><script>document.title=1</script>',
    });
    const officer = await desk();
    await officer.signIn('张伟');
    await officer.page.goto(`${driver.app.url}/cases/${caseId}`);
    await officer.see('<img src=x onerror=');
    expect(await officer.page.title()).toMatch(/^社会救助申请 [0-9A-F]+ · 社会救助办件平台$/);
    await officer.close();
  });
});
