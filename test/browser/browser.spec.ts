import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';

const search = await findBrowser();

describeWhen(search.found, search.found ? '' : search.reason, 'the browser for tests', () => {
  it('draws Chinese text, each character in its own shape', async () => {
    const browser = await launchBrowser(search);
    try {
      const page = await browser.newPage();
      const draw = async (text: string): Promise<string> => {
        await page.setContent(`<meta charset="utf-8"><p lang="zh">${text}</p>`);
        return (await page.locator('p').screenshot()).toString('base64');
      };
      // Without a Chinese font every character is the same empty box.
      expect(await draw('渝北区民政局')).not.toBe(await draw('最低生活保障'));
    } finally {
      await browser.close();
    }
  });
});
