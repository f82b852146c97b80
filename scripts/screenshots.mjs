// Photographs the main pages of a running, seeded instance at the width of a desktop and of a phone.
//
//   npm run seed -- --cases 60 && npm start
//   node scripts/screenshots.mjs                         every page, into docs/images
//   node scripts/screenshots.mjs case-page my-work       only these
//
//   --url    the instance, default http://127.0.0.1:3000, with the accounts of the demonstration
//   --into   the folder for the images, default docs/images
//   --whole  the page to its end instead of what fits on the screen
//
// Images are <page>.png at 1440 px and <page>-390.png. It says so when a page overflows sideways or logs an error.
// The browser is Chromium or Chrome: CHROMIUM_PATH, by default /usr/bin/chromium.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    into: { type: 'string', default: 'docs/images' },
    whole: { type: 'boolean', default: false },
  },
});

const sizes = [
  { width: 1440, height: 960, suffix: '' },
  { width: 390, height: 844, suffix: '-390' },
];

const answer = async (path, init = {}) => {
  const response = await globalThis.fetch(new URL(path, options.url), init);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
};

const { password } = await (await answer('/api/session/demo-users')).json();
const sessions = new Map();

/** The cookies of an account, signed in once. */
const session = async (user) => {
  if (!sessions.has(user)) {
    const body = JSON.stringify({ user, password });
    const signedIn = await answer('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    sessions.set(
      user,
      signedIn.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]),
    );
  }
  return sessions.get(user);
};

const get = async (user, path) =>
  (await answer(path, { headers: { cookie: (await session(user)).join('; ') } })).json();

/** The first case in one of the stages, the stages in order of preference. */
const caseIn = async (stages, filter = '') => {
  for (const stage of stages) {
    const { rows } = await get(leader, `/api/caseload?stage=${stage}&limit=1${filter}`);
    if (rows.length > 0) return rows[0];
  }
  throw new Error(`The instance holds no case in stage ${stages.join(', ')}: seed more cases`);
};

const leader = 'yang.liu';
const supervisor = 'lin.jing';
const auditor = 'guo.tao';
const administrator = 'admin';
const paying = 'ma.chao';

const officerOf = async (officeId) => {
  const { rows } = await get(leader, `/api/offices/${officeId}/users`);
  return rows.find(({ roles }) => roles.includes('townOfficer'))?.userId;
};

const waiting = await caseIn(['deciding', 'reviewing', 'investigating'], '&scheme=dibao');
const investigated = await caseIn(['investigating'], '&scheme=dibao');
const officer = await officerOf(investigated.office.officeId);
const granted = await caseIn(['granted'], '&scheme=dibao');
const { rows: batches } = await get(paying, '/api/payment-batches');
const { state } = await get(leader, `/api/cases/${granted.caseId}`);
const { personId, name } = state.own.lodged.applicant;

const searchByName = async (page) => {
  await page.getByLabel('姓名').first().fill(name);
  await page.getByRole('button', { name: '查找' }).click();
};

/** @type {Record<string, { as?: string, path: string, then?: (page: import('playwright-core').Page) => Promise<void> }>} */
const pages = {
  'sign-in': { path: '/sign-in' },
  'my-work': { as: leader, path: '/work' },
  caseload: { as: leader, path: '/cases' },
  people: { as: officer, path: '/people', then: searchByName },
  'open-case': {
    as: officer,
    path: `/people/${personId}/apply`,
    then: (page) => page.getByRole('button', { name: '最低生活保障' }).click(),
  },
  'case-page': { as: leader, path: `/cases/${waiting.caseId}` },
  'case-granted': { as: leader, path: `/cases/${granted.caseId}` },
  'case-history': { as: leader, path: `/cases/${granted.caseId}?tab=history` },
  'case-letters': { as: leader, path: `/cases/${granted.caseId}?tab=letters` },
  act: { as: officer, path: `/cases/${investigated.caseId}?act=RecordHomeVisit` },
  payments: { as: paying, path: '/payments' },
  batch: { as: paying, path: `/payments/${batches[0]?.batchId}` },
  notices: { path: '/notices' },
  letter: { as: leader, path: `/cases/${granted.caseId}/letters/grantNotice` },
  board: { as: supervisor, path: '/supervision' },
  'board-past': { as: supervisor, path: '/supervision?asOf=2026-08-03' },
  clocks: { as: supervisor, path: '/supervision/clocks?state=overdue' },
  timelines: { as: supervisor, path: '/supervision/timelines' },
  'what-if': { as: supervisor, path: '/supervision/what-if' },
  'past-caseload': { as: auditor, path: '/auditing' },
  replay: { as: auditor, path: `/auditing/cases/${granted.caseId}?at=5` },
  verification: { as: auditor, path: '/auditing/verification' },
  'hand-out': { as: auditor, path: '/auditing/hand-out' },
  trail: { as: auditor, path: '/auditing/trail' },
  retention: { as: auditor, path: '/privacy/retention' },
  exchange: { as: supervisor, path: '/exchange' },
  offices: { as: administrator, path: '/administration' },
  users: { as: administrator, path: '/administration/users' },
  rules: { as: administrator, path: '/administration/rules' },
  standards: { as: administrator, path: '/administration/standards' },
  delegations: { as: administrator, path: '/administration/delegations' },
};

const shoot = async (context, name, size, { path, then }) => {
  const page = await context.newPage();
  const faults = new Set();
  page.on('pageerror', (error) => faults.add(String(error)));
  // Whoever is not signed in is told so by a 401: that is no fault.
  page.on(
    'console',
    (message) => message.type() === 'error' && !message.text().includes('401') && faults.add(message.text()),
  );
  await page.goto(new URL(path, options.url).href);
  await page.locator('h1, h2').first().waitFor();
  await page.waitForTimeout(1000);
  await then?.(page);
  await page.waitForTimeout(1000);
  const file = join(options.into, `${name}${size.suffix}.png`);
  await page.screenshot({ path: file, fullPage: options.whole, animations: 'disabled' });
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  if (overflow > 0) faults.add(`overflows sideways by ${overflow} px`);
  console.log([file, ...faults].join('\n  '));
  await page.close();
};

const unknown = wanted.filter((name) => !(name in pages));
if (unknown.length > 0) throw new Error(`No page ${unknown.join(', ')}; there are ${Object.keys(pages).join(', ')}`);

await mkdir(options.into, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});
try {
  for (const size of sizes) {
    const viewport = { width: size.width, height: size.height };
    for (const [name, page] of Object.entries(pages)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
      for (const cookie of page.as === undefined ? [] : await session(page.as)) {
        const [key, value] = cookie.split(/=(.*)/s);
        await context.addCookies([{ name: key, value, url: options.url }]);
      }
      await shoot(context, name, size, page);
      await context.close();
    }
  }
} finally {
  await browser.close();
}
