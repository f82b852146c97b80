import type { Browser } from 'playwright-core';
import { room as guardianship, walks as guardianshipWalks } from '#case-types/guardianship-intervention/walks.js';
import { room as lead, walks as leadWalks } from '#case-types/outreach-lead/walks.js';
import { room as relief, walks as reliefWalks } from '#case-types/relief-application/walks.js';
import { room as transient, walks as transientWalks } from '#case-types/transient-assistance/walks.js';
import { room as list, walks as listWalks } from '#case-types/wander-risk-list/walks.js';
import type { AnyCaseType } from '#kernel';
import { Driver, type Who } from '../acceptance/driver.js';
import { type Walk, plant } from '../access/planted.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';

const search = await findBrowser();
/** Every case type with somebody who may read all of its cases. */
const everyRoom: readonly (readonly [AnyCaseType, readonly Walk[], Who])[] = [
  [relief, Object.values(reliefWalks), 'bureauLeader'],
  [guardianship, Object.values(guardianshipWalks), 'childOfficer'],
  [transient, Object.values(transientWalks), 'stationLeader'],
  [lead, Object.values(leadWalks), 'bureauLeader'],
  [list, Object.values(listWalks), 'bureauLeader'],
];

/** Letters of the acts that every case shares: one case type is enough. */
const ofSharedActs = ['handOverLetter', 'conferenceMinutes', 'supervisionNotice'];

interface Written {
  readonly walk: Walk;
  readonly version: number;
}

/** For every letter of a room the first walk that brings it about, and by which of its events. */
const lettersIn = (room: AnyCaseType, walks: readonly Walk[]): ReadonlyMap<string, Written> => {
  const found = new Map<string, Written>();
  for (const { id, after } of room.screen.letters)
    for (const walk of walks) {
      const at = walk.findIndex(({ event }) => event.type === after);
      if (at >= 0 && !found.has(id)) found.set(id, { walk, version: at + 1 });
    }
  return found;
};

describeWhen(search.found, search.found ? '' : search.reason, 'every letter of every case type', () => {
  let driver: Driver;
  let browser: Browser;

  beforeAll(async () => {
    driver = await Driver.start('2027-06-01 09:00');
    browser = await launchBrowser(search);
  });

  afterAll(async () => {
    await browser.close();
    await driver.stop();
  });

  it.each(everyRoom.map(([room, walks, who]) => [room.type, room, walks, who] as const))(
    'of %s says something in every place',
    async (_, room, walks, who) => {
      const desk = await Desk.open(browser, driver);
      const { page } = desk;
      await desk.signInAs(who);
      const faults: string[] = [];
      const cases = new Map<Walk, string>();
      const written = lettersIn(room, walks);
      for (const [id, { walk, version }] of written) {
        const caseId = cases.get(walk) ?? (await plant(driver.app, room, walk));
        cases.set(walk, caseId);
        await page.goto(`${driver.app.url}/cases/${caseId}/letters/${id}?version=${version}`);
        const sheet = page.getByRole('article').first();
        await sheet.waitFor();
        const text = await sheet.innerText();
        if (/_{3,}|[{}[\]]|undefined|—/.test(text)) faults.push(`${id}: ${text}`);
      }
      await desk.close();
      expect(faults).toEqual([]);
      const unseen = room.screen.letters.filter(({ id }) => !written.has(id) && !ofSharedActs.includes(id));
      expect(unseen).toEqual([]);
    },
    300_000,
  );
});
