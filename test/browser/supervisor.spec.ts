import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { Driver } from '../acceptance/driver.js';
import { TransientDriver } from '../acceptance/transient-driver.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';

const search = await findBrowser();

const widths = [1440, 390];

describeWhen(search.found, search.found ? '' : search.reason, "a supervisor's day in the page", () => {
  let driver: Driver;
  let browser: Browser;
  /** Accepted on Tuesday the 15th; three working days later nobody had begun to investigate. */
  let late: string;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    browser = await launchBrowser(search);
    const homes = [await driver.household(1), await driver.household(1)] as const;
    late = await driver.lodgeDibao(homes[0]);
    driver.at('2026-09-15 09:00');
    await driver.accept(late, homes[0]);
    driver.at('2026-09-18 09:00');
    await driver.accept(await driver.lodgeDibao(homes[1]), homes[1]);
    driver.at('2026-09-21 09:00');
    await driver.settle();
    await driver.app.worker.tick();
    expect(await driver.app.system.readModels.waitForAll(20_000)).toBe(true);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await driver.stop();
  });

  const number = (): string => late.slice(0, 8).toUpperCase();
  const overflow = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth - innerWidth');
  const chooseClock = async (page: Page, clock: string): Promise<void> => {
    await page.getByRole('combobox', { name: /^时限/ }).fill(clock);
    await page.locator('.ant-select-dropdown:visible').getByTitle(clock).first().click();
  };
  const rowOfLate = (page: Page) => page.getByRole('row').filter({ hasText: number() });

  it.each(widths.map((width, index) => [width, index + 1]))(
    'finds the oldest breach, issues a supervision, and verifies what the caseworker answers, %i px wide',
    async (width, supervisions) => {
      const supervisor = await Desk.open(browser, driver, width);
      const { page } = supervisor;
      await supervisor.signIn('林静', '/supervision');
      await page.getByRole('heading', { name: '时限看板' }).waitFor();
      await supervisor.shot(`board-${width}`);
      await page.getByRole('link', { name: '龙溪街道 已超期 1', exact: true }).click();
      await page.getByRole('heading', { name: '共 1 个时限' }).waitFor();
      const row = rowOfLate(page);
      await row.getByText('启动家庭经济状况调查').waitFor();
      const shown = await row.textContent();
      // Days since intake, days in the stage and the clock, each by itself.
      expect(shown).toContain('7 天');
      expect(shown).toContain('6 天');
      expect(shown).toContain('超期 3 天');
      await supervisor.shot(`clocks-${width}`);

      await row.getByRole('button', { name: '督办' }).click();
      await supervisor.form.getByRole('button', { name: '提交' }).click({ trial: true });
      expect(await supervisor.form.getByLabel('答复期限').inputValue()).toBe('2026-09-26');
      // A supervision says what is wanted.
      await supervisor.fill('内容', '');
      await supervisor.submit();
      await supervisor.form.getByText('请填写').first().waitFor();
      await supervisor.fill('内容', '请说明未启动调查的原因,本周内入户');
      await supervisor.shot(`issue-${width}`);
      await supervisor.done();
      await row.getByText('督办中 · 待答复').waitFor();

      const officer = await Desk.open(browser, driver);
      await officer.signIn('张伟', `/cases/${late}`);
      await officer.see('请说明未启动调查的原因,本周内入户');
      await officer.page.getByText('通用事项').click();
      await officer.act('答复督办');
      await officer.choose('督办编号', '请说明未启动调查的原因,本周内入户');
      await officer.fill('内容', '经办人员休假,已安排周三入户');
      await officer.done();
      await officer.close();

      await page.getByRole('link', { name: '督办事项', exact: true }).click();
      await rowOfLate(page).getByText('经办人员休假,已安排周三入户').waitFor();
      await rowOfLate(page).getByText('按期答复').first().waitFor();
      await supervisor.shot(`tasks-${width}`);
      await rowOfLate(page).getByRole('button', { name: '核查' }).click();
      await supervisor.form.getByRole('button', { name: '提交' }).click({ trial: true });
      await supervisor.form.getByRole('radio', { name: '是', exact: true }).check();
      await supervisor.done();
      await page.getByText('没有督办事项').waitFor();
      await page.getByText(`已办结 ${supervisions}`, { exact: true }).click();
      await rowOfLate(page).getByText('已办结').first().waitFor();
      expect(await overflow(page)).toBe(0);
      await supervisor.close();
    },
  );

  it('supervises from the list of stuck cases', async () => {
    const supervisor = await Desk.open(browser, driver);
    const { page } = supervisor;
    await supervisor.signIn('林静', '/supervision/stuck');
    await supervisor.see('没有停滞案件');
    await page.getByLabel('无办理记录满(天)').fill('2');
    const stuck = page.getByRole('row').filter({ hasText: '长期无办理' });
    await stuck.first().waitFor();
    const name = (await stuck.first().getByRole('link').textContent()) ?? '';
    const row = page.getByRole('row').filter({ hasText: name });
    await row.getByRole('button', { name: '督办' }).click();
    await supervisor.form.getByRole('button', { name: '提交' }).click({ trial: true });
    expect(await supervisor.form.getByLabel('内容').inputValue()).toContain('长期无办理记录');
    await supervisor.done();
    // It has been acted on, and waits for its answer elsewhere.
    await row.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: '督办事项', exact: true }).click();
    await row.getByText('待答复').first().waitFor();
    await supervisor.close();
  });

  it("leaves a town's leader with the town, and without other rules", async () => {
    const leader = await Desk.open(browser, driver);
    const { page } = leader;
    await leader.signIn('陈红', '/supervision?by=type');
    await page.getByRole('link', { name: '社会救助申请 已超期 1', exact: true }).waitFor();
    expect(await page.getByRole('navigation', { name: '时限督办' }).getByRole('link').allTextContents()).toEqual([
      '时限看板',
      '督办事项',
      '停滞案件',
      '预警',
      '用时分析',
      '接送返回率',
    ]);
    await page.getByRole('link', { name: '社会救助申请 已超期 1', exact: true }).click();
    await rowOfLate(page).waitFor();
    // Whoever may not supervise is not offered to.
    await rowOfLate(page).getByRole('button', { name: '督办' }).first().waitFor({ state: 'detached' });
    await leader.close();
  });

  it('shows who still waits to be returned, and no rate above what is true', async () => {
    const { caseId } = await TransientDriver.on(driver).knownInStation('李四');
    await driver.settle();
    const supervisor = await Desk.open(browser, driver);
    const { page } = supervisor;
    await supervisor.signIn('林静', '/supervision/return-rate');
    await page.getByText('0.00%').waitFor();
    await page.getByRole('heading', { name: '待返回人员(1)' }).waitFor();
    await page.getByRole('link', { name: caseId.slice(0, 8).toUpperCase() }).waitFor();
    await supervisor.close();
  });

  it('asks what a longer time would have meant, and reads which case would have been in time', async () => {
    const supervisor = await Desk.open(browser, driver);
    const { page } = supervisor;
    await supervisor.signIn('林静', '/supervision/what-if');
    await page.getByRole('heading', { name: '时限与延长' }).waitFor();
    expect(await page.getByRole('button', { name: '开始推演' }).isDisabled()).toBe(true);
    await chooseClock(page, '启动家庭经济状况调查');
    await page.getByLabel('长度').fill('10');
    await page.getByRole('button', { name: '开始推演' }).click();
    await page.getByRole('heading', { name: '实际与推演对照' }).waitFor();
    await supervisor.shot('what-if');
    await page.getByRole('link', { name: '龙溪街道 启动家庭经济状况调查 变为按期 1' }).click();
    await page.getByRole('heading', { name: '有变化的时限(1)' }).waitFor();
    const cells = await rowOfLate(page).getByRole('cell').allTextContents();
    const [comparison, changed] = await page.getByRole('link', { name: '导出 CSV' }).all();
    for (const [link, name] of [
      [comparison, 'what-if.csv'],
      [changed, 'what-if-changed.csv'],
    ] as const) {
      const loading = page.waitForEvent('download');
      await link?.click();
      expect((await loading).suggestedFilename()).toBe(name);
    }
    expect(cells.join(' ')).toMatch(/已超期.*2026-09-18.*未到期.*2026-09-2\d|已超期.*2026-09-18.*临近到期/);
    await supervisor.close();
  });

  it('refuses a change of rules that does not fit, and says of which clock', async () => {
    const supervisor = await Desk.open(browser, driver);
    const { page } = supervisor;
    await supervisor.signIn('林静', '/supervision/what-if');
    await page.getByRole('heading', { name: '时限与延长' }).waitFor();
    await chooseClock(page, '受理至作出决定(全国)');
    await page.getByLabel('长度').fill('45');
    await page.getByRole('button', { name: '开始推演' }).click();
    const refusal = page.getByRole('alert');
    await refusal.waitFor();
    expect(await refusal.textContent()).toContain('decision');
    await supervisor.close();
  });

  it('shows how far a question is, and ends it', async () => {
    const jobId = randomUUID();
    await driver.app.system.readModels.dataSource.query(
      `INSERT INTO projections.what_if (job_id, started_by, question, done, total, renewed_at)
       VALUES ($1, 'lin.jing', '{"from": "2026-09-01", "to": "2026-09-21", "change": {"rollsOverRestDay": true}}', 200, 1000,
         clock_timestamp() + interval '10 minutes')`,
      [jobId],
    );
    const supervisor = await Desk.open(browser, driver);
    const { page } = supervisor;
    await supervisor.signIn('林静', `/supervision/what-if/${jobId}`);
    await supervisor.see('已重算 200 / 1000 件');
    await supervisor.see('一律顺延');
    await page.getByRole('button', { name: '取消推演' }).click();
    await supervisor.see('推演已取消,没有结果。');
    await page.getByRole('link', { name: '修改条件再推演' }).click();
    await page.getByRole('radio', { name: '一律顺延', checked: true }).waitFor();
    // What was asked before stays at hand.
    const cancelled = page.getByRole('row').filter({ hasText: '已取消' });
    await cancelled.getByText('2026-09-01 – 2026-09-21').waitFor();
    await supervisor.shot('what-if-earlier');
    await cancelled.getByRole('link').click();
    await supervisor.see('推演已取消,没有结果。');
    await supervisor.close();
  });

  it.each(widths)('shows the board of a past day as past, %i px wide', async (width) => {
    const supervisor = await Desk.open(browser, driver, width);
    const { page } = supervisor;
    await supervisor.signIn('林静', '/supervision');
    const now = page.getByRole('link', { name: '龙溪街道 已超期 1', exact: true });
    await now.waitFor();
    expect(await overflow(page)).toBe(0);
    await page.getByLabel('截至日期').fill('2026-09-16');
    await page.getByLabel('截至日期').press('Enter');
    await page.getByText('历史状态:2026-09-16 日终').waitFor();
    await now.waitFor({ state: 'detached' });
    await supervisor.shot(`past-${width}`);
    // Only the first case was there on that day, and nothing of it was late.
    await page.getByRole('link', { name: '合计 进行中', exact: false }).click();
    await page.getByText('历史状态:2026-09-16 日终').waitFor();
    await rowOfLate(page).first().waitFor();
    await page.getByRole('row').filter({ hasText: '已超期' }).first().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '督办', exact: true }).first().waitFor({ state: 'detached' });
    expect(await overflow(page)).toBe(0);
    await page.getByRole('button', { name: '回到现在' }).click();
    await rowOfLate(page).getByText('已超期').first().waitFor();
    await supervisor.close();
  });

  it('measures how long stages took, as a picture and as a table of the same numbers', async () => {
    const supervisor = await Desk.open(browser, driver);
    const { page } = supervisor;
    await supervisor.signIn('林静', '/supervision/timelines?type=relief-application&step=stage:submitted');
    await page.getByRole('heading', { name: '比较' }).waitFor();
    await page.getByRole('img', { name: /按月趋势/ }).waitFor();
    const row = page.getByRole('row').filter({ hasText: '龙溪街道' });
    // One day for the first, none for the second.
    expect(await row.getByRole('cell').allTextContents()).toEqual(['2', '12.0', '21.6', '22.8', '0.0', '24.0', '12.0']);
    await supervisor.shot('timelines');
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: '用时明细' }).waitFor();
    await rowOfLate(page).waitFor();
    await supervisor.close();
  });
});
