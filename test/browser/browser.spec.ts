import { describeWhen } from '../skip.js';
import { drawText, findBrowser, hasChineseFont, launchBrowser } from './browser.js';

const search = await findBrowser();
const reason = !search.found
  ? search.reason
  : (await hasChineseFont(search))
    ? ''
    : 'no Chinese font is installed: every character is drawn as the same box';

describeWhen(reason === '', reason, 'the browser for tests', () => {
  it('draws Chinese text, each character in its own shape', async () => {
    const browser = await launchBrowser(search);
    try {
      const page = await browser.newPage();
      const characters = [...new Set('渝北区民政局最低生活保障特困供养临时救助监护流浪乞讨龘')];
      const drawings = new Set<string>();
      for (const character of characters) drawings.add(await drawText(page, character));
      expect(drawings.size).toBe(characters.length);
    } finally {
      await browser.close();
    }
  });
});
