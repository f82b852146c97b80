import type { Browser } from 'playwright-core';
import { Driver } from '../acceptance/driver.js';
import { png } from '../evidence/files.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';
import { printed } from './printed.js';

const search = await findBrowser();
/** A whole procedure in the page, on a machine that has other work. */
const patienceMs = 240_000;

interface Team {
  readonly office: string;
  readonly area: string;
  readonly officers: readonly string[];
}

describeWhen(search.found, search.found ? '' : search.reason, 'a case of each type, from a lead to its closing', () => {
  let driver: Driver;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser(search);
  });
  // Each goes through weeks of its own.
  beforeEach(async () => {
    driver = await Driver.start('2026-09-14 09:00');
  });
  afterEach(() => driver.stop());
  afterAll(() => browser.close());

  const caseIn = ({ page }: Desk): string => new URL(page.url()).pathname.split('/')[2] ?? '';

  /** A lead from the street, sorted, sent to the own office and looked into; answers its number. */
  const takesLead = async (desk: Desk, { office, area, officers }: Team, content: string): Promise<string> => {
    const { page } = desk;
    await page.getByRole('button', { name: '新建' }).click();
    await page.getByRole('menuitem', { name: '登记线索' }).click();
    await page.getByRole('heading', { name: '登记线索' }).waitFor();
    await desk.choose('来源', '村(居)走访');
    await desk.choose('村(社区)', area);
    await page.getByLabel('地点').fill('武陵路15号');
    await page.getByLabel('反映内容').fill(content);
    await page.locator('form').getByRole('button', { name: '登记线索' }).click();
    await desk.reaches('待分流');
    await desk.act('三事分流');
    await desk.choose('三事分流', '政府事项');
    await desk.done();
    await desk.act('派单');
    await desk.choose('办理单位', office);
    await desk.done();
    await desk.reaches('已派单');
    await desk.act('登记现场处置');
    await desk.choose('到场人员', ...officers);
    await desk.choose('结果', '已救助');
    await desk.fill('核查情况', '已上门,符合条件');
    await desk.done();
    await desk.reaches('处置中');
    return caseIn(desk);
  };

  /** Out of the lead a case is opened for somebody of the registry: the search comes first, the link along with it. */
  const startsFromLead = async ({ page }: Desk, name: string, opening: string): Promise<void> => {
    await page.getByRole('button', { name: '从本案发起' }).click();
    await page.getByRole('menuitem', { name: '为其他人员开立' }).click();
    await page.getByLabel('姓名').first().fill(name);
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('link', { name: '开立案件' }).click();
    await page.getByRole('button', { name: opening }).click();
    await page.getByText('开立后互相关联').waitFor();
  };

  /** The lead is settled by the case that came out of it; the desk goes on with the case. */
  const closesLead = async (desk: Desk, lead: string): Promise<string> => {
    const caseId = caseIn(desk);
    await desk.page.goto(`${driver.app.url}/cases/${lead}`);
    await desk.page.locator(`a[href="/cases/${caseId}"]`).first().waitFor();
    await desk.act('转为案件办结');
    await desk.done();
    await desk.reaches('已转为案件');
    await desk.page.locator(`a[href="/cases/${caseId}"]`).first().click();
    await desk.page.waitForURL(`**/cases/${caseId}`);
    return caseId;
  };

  it(
    'takes a lead to a benefit that is paid until it is given up',
    async () => {
      await driver.person('郑秀兰', '1948-03-02');
      const officer = await Desk.open(browser, driver);
      const { page, form } = officer;
      await officer.signIn('张伟');
      const lead = await takesLead(
        officer,
        { office: '龙溪街道', area: '武陵路社区', officers: ['张伟 · 镇街经办', '李娜 · 镇街经办'] },
        '老人独居,生活困难',
      );
      await startsFromLead(officer, '郑秀兰', '最低生活保障');
      await officer.choose('村(社区)', '武陵路社区');
      await page.getByLabel('原因').fill('独居,无固定收入');
      await page.locator('form').getByRole('button', { name: '登记申请' }).click();
      await page.getByRole('heading', { name: /郑秀兰/ }).waitFor();
      const caseId = await closesLead(officer, lead);
      await officer.reaches('申请待受理');

      await officer.act('签署核对授权');
      await officer.done();
      await officer.act('受理');
      await officer.done();
      await officer.reaches('调查核对');

      // The letter for the applicant comes out of the printer on A4.
      await page.getByRole('tab', { name: '文书' }).click();
      await page
        .getByRole('listitem')
        .filter({ hasText: '受理通知书' })
        .first()
        .getByRole('link', { name: '打开并打印' })
        .click();
      await page.getByRole('heading', { name: '受理通知书' }).waitFor();
      const [letter] = await printed(page);
      expect([letter?.width, letter?.height]).toEqual([210, 297]);
      await page.goto(`${driver.app.url}/cases/${caseId}`);

      // A photo of the dwelling goes into the file.
      await page.getByText('通用事项').click();
      await officer.act('添加材料');
      await officer.choose('类别', '现场照片');
      const photo = { name: 'IMG_1.png', mimeType: 'image/png', buffer: png(240, [40, 120, 70]) };
      await form.getByLabel('拍照或选择文件').setInputFiles(photo);
      await form.getByText(/^已上传/).waitFor();
      await officer.fill('名称', '住房照片');
      await officer.done();
      await officer.see('住房照片');

      await officer.act('发起核对');
      await officer.done();

      // One officer is no evidence: the act is refused and says why.
      await officer.act('登记入户调查');
      await officer.choose('工作人员', '张伟 · 镇街经办');
      await officer.choose('签字人', '郑秀兰(本人)');
      await officer.fill('调查情况', '住房简陋,情况属实');
      await officer.submit();
      await form.getByRole('alert').getByText('两名').waitFor();
      await officer.choose('工作人员', '李娜 · 镇街经办');
      await officer.done();

      // Somebody else moves the case meanwhile: what was typed is kept, what changed is shown.
      await officer.act('登记核对结果');
      await officer.choose('结果', '一致');
      await officer.fill('调查情况', '与申报一致');
      const colleague = await Desk.open(browser, driver);
      await colleague.signIn('李娜', `/cases/${caseId}`);
      await colleague.page.getByText('通用事项').click();
      await colleague.act('添加备注');
      await colleague.fill('内容', '已电话联系申请人');
      await colleague.done();
      await colleague.close();
      await officer.submit();
      await officer.see('您填写期间,他人已办理此案件');
      await form.getByText('已添加备注').first().waitFor();
      await form.getByRole('button', { name: '按最新情况提交' }).click();
      await form.waitFor({ state: 'detached' });

      await officer.act('计算救助金额');
      await form.getByRole('button', { name: '添加收入' }).click();
      await officer.choose('收入类别', '养老金');
      await officer.fill('金额(元)', '400');
      await officer.done();
      await officer.see('差额补助');
      await officer.act('提出审核意见');
      await officer.choose('意见', '同意');
      await officer.fill('理由', '符合条件');
      await officer.done();
      await officer.act('发布公示');
      await officer.done();
      await officer.reaches('公示');
      await officer.close();

      driver.at('2026-09-28 09:00');
      const later = await Desk.open(browser, driver);
      await later.signIn('张伟', `/cases/${caseId}`);
      await later.act('结束公示');
      await later.done();
      await later.reaches('确认');
      await later.close();
      const leader = await Desk.open(browser, driver);
      await leader.signInAs('bureauLeader', `/cases/${caseId}`);
      await leader.act('确认');
      await leader.choose('核查类别', '收入不稳定');
      await leader.done();
      await leader.reaches('享受待遇');
      await leader.close();

      driver.at('2026-11-20 09:00');
      const last = await Desk.open(browser, driver);
      await last.signInAs('bureauLeader', `/cases/${caseId}`);
      await last.act('停发');
      await last.choose('事由', '自愿放弃');
      await last.day('最后一月', '2026-11');
      await last.fill('理由', '随子女生活,自愿放弃');
      await last.done();
      await last.reaches('已终止');
      await last.page.getByRole('heading', { level: 1 }).getByText('已结', { exact: true }).first().waitFor();
      await last.shot('relief-closed');
      await last.close();
    },
    patienceMs,
  );

  it(
    'takes a lead about a child to the end of the help that the family got',
    async () => {
      await driver.person('何小雨', '2015-05-06');
      const officer = await Desk.open(browser, driver);
      const { page, form } = officer;
      await officer.signInAs('childOfficer');
      const lead = await takesLead(
        officer,
        { office: '渝北区未成年人救助保护中心', area: '双龙社区', officers: ['宋雨 · 未保经办'] },
        '孩子夜间独自在家',
      );
      await startsFromLead(officer, '何小雨', '登记报告');
      await officer.choose('村(社区)', '双龙社区');
      await officer.choose('报告来源', '村(居)委会');
      await officer.choose('方式', '电话');
      await page.getByRole('checkbox', { name: '疏于照管' }).check();
      await page.getByLabel('情况').first().fill('夜间独自在家');
      await page.getByText('报告人(密封保存)').click();
      await page.locator('details[open]').getByLabel('姓名').fill('居民组长刘素芬');
      await page.locator('form').getByRole('button', { name: '登记报告' }).click();
      await page.getByRole('heading', { name: /何某/ }).waitFor();
      const caseId = await closesLead(officer, lead);
      await officer.reaches('发现报告');
      expect(await page.content()).not.toContain('刘素芬');

      await officer.act('初步评估');
      await officer.choose('结果', '低风险');
      await officer.fill('理由', '家长夜班,无人照看');
      await officer.done();
      await officer.reaches('监护评估');
      await officer.act('反馈报告人');
      await officer.choose('方式', '电话');
      expect(await form.getByLabel('日期').inputValue()).toBe('2026-09-14');
      await officer.done();

      await officer.act('登记监护评估');
      for (const [index, title] of ['中级', '初级', '无职称'].entries()) {
        if (index > 0) await form.getByRole('button', { name: '添加一项' }).click();
        await form
          .getByLabel('姓名')
          .nth(index)
          .fill(`评估员${'甲乙丙'.charAt(index)}`);
        await form.getByLabel('单位').nth(index).fill('社工机构');
        await officer.chooseIn(form.getByRole('combobox', { name: '职称' }).nth(index), title);
      }
      await officer.choose('监护等级', '不足');
      await officer.choose('评估建议', '帮扶');
      await officer.fill('情况', '监护能力不足,愿意改进');
      await officer.shot('assessment');
      await officer.done();

      await officer.act('制定帮扶方案');
      await form.getByRole('checkbox', { name: '家庭教育指导' }).check();
      await officer.choose('帮扶责任人', '宋雨 · 未保经办');
      await officer.fill('帮扶目标', '夜间有成年人照看');
      await officer.done();
      await officer.reaches('救助帮扶');
      await officer.close();

      driver.at('2026-10-12 09:00');
      const later = await Desk.open(browser, driver);
      await later.signInAs('childOfficer', `/cases/${caseId}`);
      await later.act('登记帮扶服务');
      await later.choose('服务', '家庭教育指导');
      await later.fill('服务提供方', '社工机构');
      await later.done();
      await later.act('结束帮扶方案');
      await later.choose('结果', '达到目标');
      await later.fill('理由', '祖母同住照看');
      await later.done();
      await later.act('结案');
      await later.fill('理由', '帮扶目标已达到');
      await later.done();
      await later.reaches('已结案');
      await later.see('帮扶后结案');
      await later.shot('child-closed');
      await later.close();
    },
    patienceMs,
  );

  it(
    'takes a lead about somebody on the street through the station and home',
    async () => {
      await driver.person('罗大山', '1980-02-03');
      const officer = await Desk.open(browser, driver);
      const { page, form } = officer;
      await officer.signInAs('stationOfficer');
      const lead = await takesLead(
        officer,
        { office: '渝北区救助管理站', area: '双龙社区', officers: ['蒋涛 · 救助站站务'] },
        '有人露宿桥下',
      );
      await startsFromLead(officer, '罗大山', '登记求助');
      await officer.choose('到站方式', '街面巡查');
      await page.getByLabel('求助事由').fill('外出务工未果,无钱返乡');
      await officer.choose('行为能力', '完全行为能力');
      await page.getByRole('radio', { name: '是', exact: true }).check();
      await page.locator('form').getByRole('button', { name: '登记求助' }).click();
      await page.getByRole('heading', { name: /罗大山/ }).waitFor();
      const caseId = await closesLead(officer, lead);
      await officer.reaches('求助甄别');

      await officer.act('办理入站');
      await officer.choose('地点', '救助站');
      await officer.choose('行为能力', '完全行为能力');
      await form.getByRole('radiogroup', { name: '本人同意' }).getByRole('radio', { name: '是' }).check();
      await officer.choose('住宿安排', '男宿舍');
      await form.getByRole('radiogroup', { name: '由同性工作人员检查' }).getByRole('radio', { name: '是' }).check();
      await officer.done();
      await officer.reaches('在站救助');
      await officer.act('登记在站服务');
      await officer.choose('服务', '饮食');
      expect(await form.getByLabel('日期').inputValue()).toBe('2026-09-14');
      await officer.done();
      await officer.act('安排返乡');
      await officer.choose('返乡方式', '亲属接领');
      await officer.fill('目的地', '四川省广安市');
      await form.getByText('亲属', { exact: true }).click();
      await form.locator('details[open]').getByLabel('姓名').fill('罗大海');
      await form.locator('details[open]').getByLabel('关系').fill('兄弟');
      await officer.done();
      await officer.reaches('返乡安排');
      await officer.act('登记返乡');
      await officer.fill('接收人', '罗大海');
      await form.getByRole('checkbox', { name: '已留存身份证复印件' }).check();
      await officer.done();
      await officer.reaches('已离站');

      // Closing without having asked how it went is refused, and says why.
      await officer.act('结案');
      await officer.fill('理由', '已返乡');
      await officer.submit();
      await form.getByRole('alert').getByText('回访').waitFor();
      await form.getByRole('button', { name: '关闭' }).click();
      await form.waitFor({ state: 'detached' });
      await officer.close();

      driver.at('2026-10-12 09:00');
      const later = await Desk.open(browser, driver);
      await later.signInAs('stationOfficer', `/cases/${caseId}`);
      await later.act('登记回访');
      await later.choose('回访方式', '电话');
      await later.fill('情况', '已在家务工');
      await later.done();
      await later.act('结案');
      await later.fill('理由', '已返乡,情况平稳');
      await later.done();
      await later.reaches('已结案');
      await later.took([
        '线索巡访2026-09-14',
        '求助甄别2026-09-14',
        '在站救助2026-09-14',
        '返乡安排2026-09-14',
        '已离站2026-09-14',
        '已结案2026-10-12',
      ]);
      await later.shot('transient-closed');
      await later.close();
    },
    patienceMs,
  );
});
