import { readFile } from 'node:fs/promises';
import type { Browser, Locator } from 'playwright-core';
import { Driver, village } from '../acceptance/driver.js';
import { GuardianshipDriver } from '../acceptance/guardianship-driver.js';
import { EvidenceDriver } from '../evidence/evidence-driver.js';
import { pdf, png, zip } from '../evidence/files.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';

const search = await findBrowser();
const photo = png(240, [40, 120, 70]);
const sharper = png(320, [40, 120, 90]);

interface Picture {
  readonly naturalWidth: number;
  decode(): Promise<void>;
}

/** The picture, once the browser has drawn it. @returns its width */
const widthOf = async (image: Locator): Promise<number> => {
  await image.waitFor();
  return image.evaluate((shown: Picture) => shown.decode().then(() => shown.naturalWidth));
};

describeWhen(search.found, search.found ? '' : search.reason, 'evidence in the page', () => {
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

  it('is photographed, looked at, superseded and withdrawn on a phone', async () => {
    const caseId = await driver.lodgeDibao(await driver.household(1));
    const desk = await Desk.open(browser, driver, 390);
    const { page, form } = desk;
    await desk.signIn('张伟', `/cases/${caseId}`);
    await page.getByText('通用事项').click();
    await desk.act('添加材料');

    // A zip that calls itself PDF is refused as soon as it is chosen; what was typed stays.
    await desk.choose('类别', '现场照片');
    await desk.fill('名称', '住房照片');
    await desk.submit();
    await form.getByText('请先选择文件').waitFor();
    const deed = { name: '房产证.pdf', mimeType: 'application/pdf', buffer: zip };
    await form.getByLabel('拍照或选择文件').setInputFiles(deed);
    await form.getByText('按文件内容判断').waitFor();
    await desk.shot('evidence-refused-390');
    expect(await form.getByLabel('名称').inputValue()).toBe('住房照片');

    const taken = { name: 'IMG_1.png', mimeType: 'image/png', buffer: photo };
    await form.getByLabel('换一个文件').setInputFiles(taken);
    await form.getByText('已上传:IMG_1.png').waitFor();
    await form.getByRole('alert').first().waitFor({ state: 'detached' });
    expect(await form.getByLabel('名称').inputValue()).toBe('住房照片');
    await desk.shot('evidence-uploaded-390');
    await desk.done();

    const item = (name: string) => page.getByRole('group', { name, exact: true });
    await item('住房照片').getByRole('button', { name: '查看' }).click();
    expect(await widthOf(form.getByRole('img', { name: '住房照片' }))).toBe(240);
    await form.getByText('文件指纹与登记一致').waitFor();
    await desk.shot('evidence-viewed-390');
    const saving = page.waitForEvent('download');
    await form.getByRole('link', { name: '下载' }).click();
    const saved = await (await saving).path();
    expect((await readFile(saved)).equals(photo)).toBe(true);
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });

    await item('住房照片').getByRole('button', { name: '替换' }).click();
    await desk.fill('原因', '更清晰');
    await desk.choose('类别', '现场照片');
    const better = { name: 'IMG_2.png', mimeType: 'image/png', buffer: sharper };
    await form.getByLabel('拍照或选择文件').setInputFiles(better);
    await form.getByText('已上传:IMG_2.png').waitFor();
    await desk.done();
    await item('IMG_2.png').waitFor();
    await desk.see('已被替换');
    expect(await item('住房照片').getByRole('button').allTextContents()).toEqual(['查看', '撤下']);

    await item('IMG_2.png').getByRole('button', { name: '撤下' }).click();
    await desk.fill('原因', '拍到了无关的人');
    await desk.done();
    await desk.see('撤下:张伟 2026-09-14 09:00,原因:拍到了无关的人');
    await item('IMG_2.png').getByRole('button', { name: '查看' }).click();
    await form.getByText('只有审计人员可以查看').waitFor();
    await page.keyboard.press('Escape');
    await desk.shot('evidence-withdrawn-390');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await desk.close();
  });

  it('of a restricted case is opened with a reason, and a PDF is shown or offered to be saved', async () => {
    const evidence = new EvidenceDriver(driver);
    const child = await driver.person('周小宝', '2016-05-05');
    const caseId = await new GuardianshipDriver(driver).opens({ personId: child, name: '周小宝' }, 'childOfficer', {
      area: village,
    });
    await evidence.attach('childOfficer', 'guardianship-intervention', caseId, pdf('Report'), '伤情报告');
    const desk = await Desk.open(browser, driver);
    const { page, form } = desk;
    await desk.signInAs('childOfficer', `/cases/${caseId}`);
    await page.getByRole('group', { name: '伤情报告' }).getByRole('button', { name: '查看' }).click();
    await form.getByLabel('查看理由').fill('核对伤情');
    await desk.shot('evidence-purpose');
    await form.getByRole('button', { name: '打开' }).click();
    const frame = form.locator('iframe[title="伤情报告"]');
    await frame.or(form.getByText('此设备不能直接显示该格式')).waitFor();
    await form.getByText('文件指纹与登记一致').waitFor();
    await desk.shot('evidence-pdf');
    const { body } = await driver.get('auditor', `/api/audit/trail?kind=EvidenceOpened&caseId=${caseId}`);
    expect(body.rows).toMatchObject([{ detail: { purpose: '核对伤情' } }]);
    await desk.close();
  });

  it('says so when the store is away, keeps the form, and takes the file once it is back', async () => {
    const caseId = await driver.lodgeDibao(await driver.household(1));
    const desk = await Desk.open(browser, driver, 390);
    const { page, form } = desk;
    await desk.signIn('张伟', `/cases/${caseId}`);
    await page.getByText('通用事项').click();
    await desk.act('添加材料');
    await desk.choose('类别', '现场照片');
    await page.route('**/evidence', (route) => route.abort());
    const taken = { name: 'IMG_3.png', mimeType: 'image/png', buffer: png(50) };
    await form.getByLabel('拍照或选择文件').setInputFiles(taken);
    await form.getByRole('alert').waitFor();
    await page.unroute('**/evidence');
    await form.getByRole('button', { name: '重新上传' }).click();
    await form.getByText('已上传:IMG_3.png').waitFor();
    await desk.done();
    await page.getByRole('group', { name: 'IMG_3.png' }).waitFor();
    await desk.close();
  });
});
