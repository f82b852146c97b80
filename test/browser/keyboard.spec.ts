import type { Browser, Locator } from 'playwright-core';
import { demoPassword } from '#identity';
import { Driver, staff } from '../acceptance/driver.js';
import { png } from '../evidence/files.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';
import { tabThrough } from './focus.js';
import { Keys } from './keys.js';
import { type Visit, opened, openings, visit, visits } from './routes.js';

const search = await findBrowser();
const patienceMs = 600_000;

describeWhen(search.found, search.found ? '' : search.reason, 'every page by keyboard', () => {
  let driver: Driver;
  let browser: Browser;
  let visited: readonly Visit[];

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    browser = await launchBrowser(search);
    visited = await visits(driver);
  }, patienceMs);

  afterAll(async () => {
    await browser.close();
    await driver.stop();
  });

  it.each([1440, 390])(
    'is reached by Tab in every part, shows where the focus is and lets it go on, %i px wide',
    async (width) => {
      const faults: string[] = [];
      for (const one of [...visited, ...opened(visited), ...(await openings(driver))]) {
        const page = await visit(browser, driver, one, { width });
        const way = await tabThrough(page);
        faults.push(...way.faults.map((fault) => `${one.path}: ${fault}`));
        const name = await page.title();
        if (!/^(?!undefined)\S.* · 社会救助办件平台$/.test(name))
          faults.push(`${one.path}: the browser calls it ${name}`);
        if (!one.path.includes('act=') && way.stops[0]?.includes('跳到正文') !== true)
          faults.push(`${one.path}: begins with ${way.stops[0]}`);
        await page.context().close();
      }
      expect(faults).toEqual([]);
    },
    patienceMs,
  );

  it('would notice', async () => {
    const page = await visit(browser, driver, { path: '/notices', who: undefined });
    await page.evaluate(
      `document.querySelector('main').insertAdjacentHTML('beforeend', \`
        <span role="button">no stop</span>
        <button tabindex="-1">left out</button>
        <button style="outline: none; border: 1px solid">unmarked</button>
        <button style="position: fixed; left: -999px">off the screen</button>
        <button id="trap">trap</button>\`);
      document.querySelector('#trap').addEventListener('keydown', (event) => event.preventDefault())`,
    );
    const { faults } = await tabThrough(page);
    expect(faults).toEqual([
      expect.stringMatching(/^no mark of the focus: button .*unmarked/),
      expect.stringMatching(/^has the focus where it cannot be seen: .*off the screen/),
      expect.stringMatching(/^Tab does not come to the end after button .*trap/),
      expect.stringMatching(/^not reached: .*no stop/),
      expect.stringMatching(/^not reached: .*left out/),
    ]);
    await page.context().close();
  });

  it(
    'is how an application is taken from sign-in to the file, without a mouse',
    async () => {
      await driver.person('周小芳', '1975-06-01');
      const officer = await Desk.open(browser, driver);
      const { page, form } = officer;
      const keys = new Keys(page);
      const button = (name: string, scope: Pick<Locator, 'getByRole'> = page) =>
        scope.getByRole('button', { name: new RegExp(`(^| )${name}$`) });
      /** A drawer or dialog takes the focus; Escape closes it, and the button that opened it has the focus again. */
      const opensAndCloses = async (opener: Locator) => {
        await keys.enter(opener);
        await page.locator(':is(.ant-drawer, .ant-modal-wrap):focus-within').waitFor();
        await keys.press('Escape');
        await keys.at(opener);
        await form.waitFor({ state: 'hidden' });
      };

      await page.goto(driver.app.url);
      await keys.type(page.getByLabel('用户名'), staff.officer);
      await keys.type(page.getByLabel('密码'), demoPassword);
      await keys.press('Enter');

      const menu = page.getByRole('menuitem', { name: '登记线索' });
      await keys.enter(page.getByRole('button', { name: '新建' }));
      await keys.along('ArrowDown', menu);
      await keys.press('Escape');
      await keys.at(page.getByRole('button', { name: '新建' }));
      await menu.waitFor({ state: 'hidden' });
      await keys.press('Enter');
      await keys.along('ArrowDown', menu);
      await keys.press('Enter');
      await page.getByRole('heading', { name: '登记线索' }).waitFor();

      await keys.enter(page.getByRole('link', { name: '查找与登记' }));
      await keys.type(page.getByLabel('姓名').first(), '周小芳');
      await keys.press('Enter');
      await keys.enter(page.getByRole('link', { name: '开立案件' }));
      await keys.to(button('最低生活保障'));
      await keys.press('Space');
      await opensAndCloses(button('查找并添加成员'));
      await keys.choose(page.getByLabel('村(社区)'), '武陵路社区');
      await keys.type(page.getByLabel('原因'), '失业,收入低于标准');
      await keys.to(page.getByLabel('简化程序'));
      await keys.press('Space');
      await keys.enter(page.locator('form').getByRole('button', { name: '登记申请' }));
      await page.getByRole('heading', { name: /周小芳/ }).waitFor();
      await officer.reaches('申请待受理');

      await opensAndCloses(button('签署核对授权'));
      await keys.press('Enter');
      // Escape in a list closes the list and not the form around it.
      await keys.to(form.getByLabel('签字人'));
      await keys.press('ArrowDown');
      await page.locator('.ant-select-dropdown:visible').waitFor();
      await keys.press('Escape');
      await page.locator('.ant-select-dropdown:visible').waitFor({ state: 'detached' });
      await keys.type(form.getByLabel('签字日期'), driver.today());
      await keys.press('Enter');
      await keys.to(form.getByRole('radio', { name: '现在' }));
      await keys.press('ArrowRight');
      await form.getByRole('radio', { name: '补登较早的时间' }).and(page.locator(':checked')).waitFor();
      await keys.press('ArrowLeft');
      await keys.enter(button('提交', form));
      await form.waitFor({ state: 'detached' });
      await keys.enter(button('受理'));
      await keys.enter(button('提交', form));
      await form.waitFor({ state: 'detached' });
      await officer.reaches('调查核对');

      await keys.enter(page.locator('summary').filter({ hasText: '通用事项' }));
      await keys.enter(button('添加材料'));
      await keys.choose(form.getByLabel('类别'), '现场照片');
      await keys.to(form.getByLabel('拍照或选择文件'));
      // The window in which files are chosen is the system's own.
      const photo = { name: 'IMG_1.png', mimeType: 'image/png', buffer: png(240, [40, 120, 70]) };
      await form.getByLabel('拍照或选择文件').setInputFiles(photo);
      await form.getByText(/^已上传/).waitFor();
      await keys.type(form.getByLabel('名称'), '住房照片');
      await keys.enter(button('提交', form));
      await form.waitFor({ state: 'detached' });
      await opensAndCloses(button('查看'));
      await officer.close();
    },
    patienceMs,
  );

  it('skips to the content', async () => {
    const page = await visit(browser, driver, { path: '/work', who: 'officer' });
    const keys = new Keys(page);
    await keys.press('Tab');
    await keys.at(page.getByRole('link', { name: '跳到正文' }));
    await keys.press('Enter');
    await keys.at(page.getByRole('main'));
    await keys.press('Tab');
    await keys.at(page.getByRole('main').getByRole('checkbox').first());
    await page.context().close();
  });

  it('goes on from the heading of the next page, which begins at its top', async () => {
    const page = await visit(browser, driver, { path: '/cases', who: 'officer' });
    const keys = new Keys(page);
    const row = page.getByRole('main').getByRole('listitem').getByRole('link').last();
    await page.evaluate(`document.body.style.paddingBlock = '0 2000px'; window.scrollTo(0, 600)`);
    expect(await page.evaluate('window.scrollY')).toBeGreaterThan(300);
    await keys.enter(row);
    await page.waitForURL(/\/cases\/[^/]+$/);
    await keys.at(page.getByRole('heading', { level: 1 }));
    expect(await page.evaluate('window.scrollY')).toBe(0);
    await keys.press('Tab');
    expect(await page.evaluate(`document.querySelector('main').contains(document.activeElement)`)).toBe(true);
    await page.goBack();
    await keys.at(page.getByRole('heading', { level: 1, name: '案件' }));
    await page.context().close();
  });

  it('names a case in the tab without the person', async () => {
    const { path, who } = visited.find(({ route }) => route === '/cases/:caseId') ?? {};
    const page = await visit(browser, driver, { path: path ?? '', who });
    const [person = ''] = (await page.getByRole('heading', { level: 1 }).innerText()).split(/[\s·]/);
    expect(person).toMatch(/^\p{Script=Han}{2,4}$/u);
    const name = await page.title();
    expect(name).toMatch(/^最低生活保障|^社会救助/);
    expect(name).not.toContain(person);
    await page.context().close();
  });

  it('goes by the entries that do not fit into the bar', async () => {
    const page = await visit(browser, driver, { path: '/work', who: 'bureauLeader' });
    const keys = new Keys(page);
    await keys.enter(page.getByRole('navigation', { name: '主导航' }).getByRole('button', { name: '更多' }));
    await keys.along('ArrowDown', page.getByRole('menu').getByRole('link', { name: '公示' }));
    await keys.press('Enter');
    await page.waitForURL('**/notices');
    await page.context().close();
  });

  const replay = () => visited.find(({ route }) => route === '/auditing/cases/:caseId');

  it('comes from a form that an address opened to the page behind it', async () => {
    const form = opened(visited).find(({ path }) => path.endsWith('act=AddNote'));
    const page = await visit(browser, driver, { path: form?.path ?? '', who: form?.who });
    const keys = new Keys(page);
    await page.locator('.ant-drawer:focus-within').waitFor();
    await keys.press('Escape');
    await keys.at(page.getByRole('main'));
    await page.context().close();
  });

  it('changes a user of the desk from the menu beside the name', async () => {
    const page = await visit(browser, driver, { path: '/administration/users', who: 'administrator' });
    const keys = new Keys(page);
    const more = page.getByRole('button', { name: /^更多/ }).first();
    const drawer = page.getByRole('dialog');
    const opens = async () => {
      await keys.enter(more);
      await keys.along('ArrowDown', page.getByRole('menuitem').first());
      await keys.press('Enter');
      await page.locator('.ant-drawer:focus-within').waitFor();
      await page.getByRole('menu').waitFor({ state: 'hidden' });
    };
    await opens();
    await keys.press('Escape');
    await keys.at(more);
    await opens();
    await keys.type(drawer.getByRole('textbox').first(), '重新登记');
    // What was typed does not go by a slip of the hand.
    await keys.press('Escape');
    await keys.enter(drawer.getByRole('button', { name: '关闭' }));
    await keys.at(more);
    await page.context().close();
  });

  it('replays a case by the arrow keys', async () => {
    const page = await visit(browser, driver, { path: replay()?.path ?? '', who: 'auditor' });
    const keys = new Keys(page);
    await keys.to(page.getByRole('slider', { name: '时点' }));
    await keys.press('Home');
    await page.getByText(/^1 \/ /).waitFor();
    await page.locator('[aria-current="step"]').getByText('申请待受理', { exact: true }).waitFor();
    await keys.press('ArrowRight');
    await page.getByText(/^2 \/ /).waitFor();
    await page.waitForURL(/at=2/);
    await page.context().close();
  });

  it('goes from a number of the board to its cases by Enter', async () => {
    const page = await visit(browser, driver, { path: '/supervision', who: 'supervisor' });
    const keys = new Keys(page);
    const number = page.getByRole('table').getByRole('link', { name: /进行中 \d+$/ });
    await keys.enter(number.first());
    await page.getByRole('heading', { name: /^共 \d+ 个时限/ }).waitFor();
    await keys.enter(page.getByRole('table').getByRole('link').first());
    await page.waitForURL(/\/cases\//);
    await page.context().close();
  });
});
