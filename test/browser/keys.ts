import type { Locator, Page } from 'playwright-core';

const mostPresses = 200;

/** Works in the page by the keyboard alone. */
export class Keys {
  constructor(private readonly page: Page) {}

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  async isAt(target: Locator): Promise<boolean> {
    return (await target.and(this.page.locator(':focus')).count()) > 0;
  }

  /** Waits until this has the focus, without a key. */
  async at(target: Locator): Promise<void> {
    await target.and(this.page.locator(':focus')).waitFor({ state: 'attached' });
  }

  /** Presses the key until this has the focus. */
  async along(key: string, target: Locator): Promise<void> {
    await target.first().waitFor({ state: 'attached' });
    for (let presses = 0; presses < mostPresses; presses += 1) {
      if (await this.isAt(target)) return;
      await this.press(key);
    }
    throw new Error(`${key} does not lead to ${String(target)}`);
  }

  to(target: Locator): Promise<void> {
    return this.along('Tab', target);
  }

  async enter(target: Locator): Promise<void> {
    await this.to(target);
    await this.press('Enter');
  }

  /** Goes to the field and types over what is in it. */
  async type(target: Locator, text: string): Promise<void> {
    await this.to(target);
    await this.press('ControlOrMeta+a');
    await this.page.keyboard.type(text);
  }

  /** Opens the list of the field, goes down to the option and takes it. */
  async choose(target: Locator, option: string): Promise<void> {
    const { page } = this;
    await this.to(target);
    await this.press('ArrowDown');
    const own = page.locator(`[id="${(await target.getAttribute('aria-controls')) ?? ''}"]`);
    const list = page.locator('.ant-select-dropdown').filter({ has: own });
    const active = list.locator('.ant-select-item-option-active');
    await list.getByTitle(option).first().waitFor();
    for (let presses = 0; (await active.getAttribute('title')) !== option; presses += 1) {
      if (presses > mostPresses) throw new Error(`the arrow keys do not lead to ${option}`);
      await this.press('ArrowDown');
    }
    await this.press('Enter');
  }
}
