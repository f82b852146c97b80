import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { demoPassword } from '#identity';
import { type Driver, type Who, staff } from '../acceptance/driver.js';

const shots = process.env['SCREENSHOTS'];

/** The page as one person sees it. */
export class Desk {
  private constructor(
    readonly page: Page,
    private readonly driver: Driver,
    private readonly faults: string[],
  ) {}

  static async open(browser: Browser, driver: Driver, width = 1440): Promise<Desk> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      locale: 'zh-CN',
      reducedMotion: 'reduce',
      timezoneId: 'Asia/Shanghai',
    });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.clock.setFixedTime(driver.app.clock.now());
    return new Desk(page, driver, faults);
  }

  async signIn(name: string, path = '/'): Promise<void> {
    const { page } = this;
    await page.goto(`${this.driver.app.url}${path}`);
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('navigation', { name: '主导航' }).first().waitFor();
  }

  /** The same by name and password: the list of the demonstration does not hold everybody. */
  async signInAs(who: Who, path = '/'): Promise<void> {
    const { page } = this;
    await page.goto(`${this.driver.app.url}${path}`);
    await page.getByLabel('用户名').fill(staff[who]);
    await page.getByLabel('密码').fill(demoPassword);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('navigation', { name: '主导航' }).first().waitFor();
  }

  /** Opens the form of an act by its button. */
  async act(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).first().click();
    // Until the drawer has come to rest, a list opened in it hangs in the wrong place.
    await this.form.getByRole('button', { name: '提交' }).click({ trial: true });
  }

  get form() {
    return this.page.getByRole('dialog');
  }

  async fill(label: string, text: string): Promise<void> {
    await this.form.getByLabel(label).first().fill(text);
  }

  async choose(label: string, ...options: readonly string[]): Promise<void> {
    const scope = (await this.form.count()) > 0 ? this.form : this.page.locator('main');
    await this.chooseIn(scope.getByLabel(label).first(), ...options);
  }

  /** Chooses in the list of this one field: the list of the field before may still be on its way out. */
  async chooseIn(field: Locator, ...options: readonly string[]): Promise<void> {
    const { page } = this;
    const select = field.locator('xpath=ancestor::*[contains(concat(" ", @class, " "), " ant-select ")][1]');
    for (const option of options) {
      await field.press('ArrowDown');
      const list = page.locator(`[id="${(await field.getAttribute('aria-controls')) ?? ''}"]`);
      await page.locator('.ant-select-dropdown').filter({ has: list }).getByTitle(option).first().click();
      await select.getByText(option).first().waitFor();
    }
    // Not by Escape: where the list is gone already, that closes the form.
    await field.blur();
    await field.and(page.locator('[aria-expanded=false]')).waitFor({ state: 'attached' });
  }

  /** Types a day and confirms it, which takes the calendar from the page. */
  async day(label: string, day: string): Promise<void> {
    await this.fill(label, day);
    await this.form.getByLabel(label).first().press('Enter');
  }

  async submit(): Promise<void> {
    await this.form.getByRole('button', { name: '提交' }).click();
  }

  /** Submits, and the form goes away because the act was taken. */
  async done(): Promise<void> {
    await this.submit();
    await this.form.waitFor({ state: 'detached' }).catch(async (cause: unknown) => {
      throw new Error(`the act was not taken: ${(await this.form.innerText()).replaceAll('\n', ' ')}`, { cause });
    });
  }

  /** Waits until the page shows the case in this stage. */
  async reaches(stage: string): Promise<void> {
    await this.page.locator('[aria-current="step"]').getByText(stage, { exact: true }).waitFor();
  }

  /** The way that the page says the case took, stage by stage with its day; it has a moment to get there. */
  async took(stages: readonly string[]): Promise<void> {
    const steps = this.page.getByRole('list', { name: '办理环节' }).getByRole('listitem');
    const shown = async () => (await steps.allTextContents()).map((text) => text.replace(/^\d+/, ''));
    const until = Date.now() + 10_000;
    while (Date.now() < until && JSON.stringify(await shown()) !== JSON.stringify(stages))
      await this.page.waitForTimeout(100);
    expect(await shown()).toEqual(stages);
  }

  async see(text: string): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  async shot(name: string): Promise<void> {
    if (shots === undefined) return;
    await mkdir(shots, { recursive: true });
    await this.page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  }

  close(): Promise<void> {
    expect(this.faults).toEqual([]);
    return this.page.close();
  }
}
