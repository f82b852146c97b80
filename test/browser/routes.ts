import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import ts from 'typescript';
import { type Driver, type Who, staff } from '../acceptance/driver.js';
import { GuardianshipDriver } from '../acceptance/guardianship-driver.js';

const web = 'apps/web/src';

/** Where pages are listed: the app itself, and the console of each field of work. */
const sources = [
  join(web, 'app.tsx'),
  ...readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('console.tsx'))
    .map((file) => join(web, file)),
];

/** Texts given as `path`, to a route or in a list of pages. */
const pathsIn = (node: ts.Node): readonly string[] => {
  const found: string[] = [];
  if (
    ts.isJsxAttribute(node) &&
    node.name.getText() === 'path' &&
    node.initializer &&
    ts.isStringLiteral(node.initializer)
  )
    found.push(node.initializer.text);
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'path' && ts.isStringLiteral(node.initializer))
    found.push(node.initializer.text);
  ts.forEachChild(node, (child) => void found.push(...pathsIn(child)));
  return found;
};

/** Every page of the app as its routes have it, `/cases/:caseId`; read from the source, so that none can be forgotten. */
export const routes = (): readonly string[] =>
  sources
    .flatMap((file) =>
      pathsIn(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)),
    )
    .filter((path) => path !== '*')
    .toSorted();

/** One page to be opened, and who opens it; nobody where it is open to all. */
export interface Visit {
  readonly route: string;
  readonly path: string;
  readonly who: Who | undefined;
}

const openToAll = ['/sign-in', '/notices'];

/** Who works with the pages of a field. */
const visitors: readonly (readonly [string, Who])[] = [
  ['/administration', 'administrator'],
  ['/supervision', 'supervisor'],
  ['/auditing', 'auditor'],
  ['/privacy', 'bureauLeader'],
  ['/payments', 'payer'],
  ['/people', 'officer'],
  ['/open', 'officer'],
];

const visitorOf = (route: string): Who | undefined =>
  openToAll.includes(route) ? undefined : (visitors.find(([start]) => route.startsWith(start))?.[1] ?? 'bureauLeader');

/** Fills the places of a route; a place that nobody has filled yet is named. */
const filled = (route: string, places: Readonly<Record<string, string>>): string =>
  route.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = places[name];
    if (value === undefined) throw new Error(`${route}: say in test/browser/routes.ts what to put for :${name}`);
    return value;
  });

/** Every page with something on it: a granted application with its payments, a notice, a child's case, a question asked. */
export const visits = async (driver: Driver): Promise<readonly Visit[]> => {
  const { caseId, household } = await driver.grantDibao();
  const next = await driver.household(2);
  const noticed = await driver.lodgeDibao(next);
  await driver.accept(noticed, next);
  await driver.investigate(noticed, next, 40_000);
  await driver.publish(noticed);
  const personId = await driver.person('孙小兰', '2014-02-03');
  await new GuardianshipDriver(driver).opens({ personId, name: '孙小兰' });
  await driver.settle();
  const month = driver.today().slice(0, 7);
  const batch = await driver.send('payer', 'POST', '/api/payment-batches', { month });
  const asked = await driver.send('supervisor', 'POST', '/api/deadlines/what-if', {
    from: '2026-09-01',
    to: driver.today(),
    change: { calendarYears: [{ year: 2026, restDays: [], workDays: [], source: '推演' }] },
  });
  const places = {
    caseId,
    personId: household.applicant,
    letter: 'acceptanceNotice',
    type: 'outreach-lead',
    command: 'ReceiveLead',
    batchId: String(batch.body.batchId),
    jobId: String(asked.body.jobId),
  };
  return routes().map((route) => ({ route, path: filled(route, places), who: visitorOf(route) }));
};

/** What is only there when somebody has opened it. */
export const opened = (visited: readonly Visit[]): readonly Visit[] => {
  const page = visited.find(({ route }) => route === '/cases/:caseId');
  if (page === undefined) throw new Error('no case page');
  return ['?tab=history&density=every', '?tab=letters', '?act=AddNote', '?act=ReportChange'].map((query) => ({
    ...page,
    path: `${page.path}${query}`,
  }));
};

/** Every form that opens a case, with somebody who may. */
export const openings = async (driver: Driver): Promise<readonly Visit[]> => {
  const rolesOf = new Map<Who, readonly string[]>();
  for (const who of Object.keys(staff) as Who[])
    rolesOf.set(who, (await driver.get(who, '/api/session')).body.me.roles);
  const { body } = await driver.get('officer', '/api/case-types');
  const ways: Visit[] = [];
  for (const { type } of body.rows) {
    const { opening, stages } = (await driver.get('officer', `/api/case-types/${type}`)).body;
    for (const command of opening) {
      const roles = stages.flatMap((stage: any) => stage.commands[command] ?? []);
      const [who] = [...rolesOf].find(([, own]) => own.some((role) => roles.includes(role))) ?? [];
      if (who === undefined) throw new Error(`nobody of the staff may issue ${command}`);
      ways.push({ route: '/open/:type/:command', path: `/open/${type}/${command}`, who });
    }
  }
  return ways;
};

/** A page of somebody's, signed in, that is open at the address and has come to rest. */
export const visit = async (
  browser: Browser,
  driver: Driver,
  { path, who }: Pick<Visit, 'path' | 'who'>,
  { width = 1440, dark = false, seen }: { width?: number; dark?: boolean; seen?: (page: Page) => void } = {},
): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'zh-CN',
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Shanghai',
  });
  if (who !== undefined) {
    const token = await driver.app.system.signIn.sessionFor(staff[who], 2);
    if (token === undefined) throw new Error(`${who} has no account`);
    await context.addCookies([{ name: 'session', value: token, url: driver.app.url, sameSite: 'Strict' }]);
  }
  const page = await context.newPage();
  seen?.(page);
  await page.clock.setFixedTime(driver.app.clock.now());
  await page.goto(`${driver.app.url}${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('.ant-spin-spinning').first().waitFor({ state: 'detached' });
  if (/^\/open\/|[?&]act=/.test(path)) await page.locator('form [type=submit]').first().waitFor();
  // Parts of a form that load by themselves.
  await page.locator('.field-place').first().waitFor({ state: 'detached' });
  return page;
};
