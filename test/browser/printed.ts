import type { Page } from 'playwright-core';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface PrintedPage {
  /** In millimetres. */
  readonly width: number;
  readonly height: number;
  /** As `plain` writes it. */
  readonly text: string;
  /** Distances of the first and last line from the upper edge, in millimetres. */
  readonly first: number;
  readonly last: number;
}

// A PDF tells some characters by the radical that looks the same; Unicode's own forms know only a part of them.
const radicals = '⼾⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻢⻣⻥⻦⻨⻩⻬⻰';
const characters = '户母民西见角贝车长门青页风飞马骨鱼鸟麦黄齐龙';

/** Text in the form in which that of a printed page can be compared: no white space, one form of every character. */
export const plain = (text: string): string =>
  text
    .replaceAll(/\s+/g, '')
    .replaceAll(/[⺀-⿕]/g, (radical) => characters.charAt(radicals.indexOf(radical)) || radical)
    .normalize('NFKC');

const millimetres = (points: number): number => Math.round((points * 25.4) / 72);

/** What comes out of the printer: the page as a PDF, sheet by sheet. */
export const printed = async (page: Page): Promise<readonly PrintedPage[]> => {
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const pages: PrintedPage[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const sheet = await document.getPage(number);
    const { width, height } = sheet.getViewport({ scale: 1 });
    const { items } = await sheet.getTextContent();
    const written = items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [item] : []));
    const heights = written.map(({ transform }) => height - Number(transform[5]));
    pages.push({
      width: millimetres(width),
      height: millimetres(height),
      text: plain(written.map(({ str }) => str).join('')),
      first: millimetres(Math.min(...heights)),
      last: millimetres(Math.max(...heights)),
    });
  }
  await document.destroy();
  return pages;
};
