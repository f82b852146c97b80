import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium, type Browser, type Page } from 'playwright-core';

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Works as root and in containers, and calls no service of the browser's maker. */
const FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export type BrowserSearch =
  { readonly found: true; readonly path: string } | { readonly found: false; readonly reason: string };

/**
 * The browser for tests: CHROMIUM_PATH alone when set, else an installed Chromium or Chrome, else the one from npm.
 * It counts as found only when it has started; otherwise the reason says why not.
 */
export const findBrowser = async (): Promise<BrowserSearch> => {
  const given = process.env['CHROMIUM_PATH'];
  const failures: string[] = [];
  for (const locate of given === undefined ? [...installed(), () => sparticuz.executablePath()] : [() => given]) {
    try {
      const path = await locate();
      await (await start(path)).close();
      return { found: true, path };
    } catch (cause) {
      failures.push(cause instanceof Error ? cause.message.replace(/\n[^]*/, '') : String(cause));
    }
  }
  return { found: false, reason: `no Chromium that starts: ${failures.join('; ')}` };
};

/** Starts what `findBrowser` found; the caller closes it. */
export const launchBrowser = (search: BrowserSearch): Promise<Browser> => {
  if (!search.found) throw new Error(search.reason);
  return start(search.path);
};

/** A picture of the text, for comparing with others. */
export const drawText = async (page: Page, text: string): Promise<string> => {
  await page.setContent(`<meta charset="utf-8"><p lang="zh">${text}</p>`);
  return (await page.locator('p').screenshot()).toString('base64');
};

/** Without a Chinese font every character is the same empty box. */
export const hasChineseFont = async (search: BrowserSearch): Promise<boolean> => {
  const browser = await launchBrowser(search);
  try {
    const page = await browser.newPage();
    return (await drawText(page, '民政')) !== (await drawText(page, '救助'));
  } finally {
    await browser.close();
  }
};

const start = (path: string): Promise<Browser> => chromium.launch({ executablePath: path, args: FLAGS });

const installed = (): (() => string)[] => {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = folders.flatMap((folder) => SYSTEM_NAMES.map((name) => join(folder, name)));
  return [...candidates, MAC_CHROME].filter(isExecutable).map((file) => () => file);
};

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
