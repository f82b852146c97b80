import { setImmediate as turn } from 'node:timers/promises';
import { startPostgres, type TestDatabase } from '../../../test/postgres.js';
import { poolFor } from './connection.js';
import { WakeUp } from './wake-up.js';

const longMs = 3_600_000;

describe('wake-up of readers', () => {
  const signal = new AbortController().signal;
  let database: TestDatabase;
  let ends: (() => Promise<void>)[];
  beforeEach(async () => {
    database = await startPostgres();
    ends = [];
  });
  afterEach(async () => {
    for (const end of ends) await end();
    await database.stop();
  });

  const opened = (): WakeUp => {
    const source = { url: database.url };
    const pool = poolFor(source, 1);
    const wakeUp = new WakeUp(source, pool, 'log');
    ends.push(
      () => wakeUp.close(),
      () => pool.end(),
    );
    return wakeUp;
  };
  const sleeper = (wakeUp: WakeUp, categories?: readonly string[]): { awake: boolean; done: Promise<void> } => {
    const one = { awake: false, done: Promise.resolve() };
    one.done = wakeUp.sleep(longMs, signal, categories).then(() => {
      one.awake = true;
    });
    return one;
  };

  it('wakes those whom the written categories concern, and lets the others sleep', async () => {
    const wakeUp = opened();
    const everything = sleeper(wakeUp);
    const theirs = sleeper(wakeUp, ['rules', 'organisation']);
    const others = sleeper(wakeUp, ['person']);
    wakeUp.announce(new Set(['organisation']));
    await Promise.all([everything.done, theirs.done]);
    await turn();
    expect(others.awake).toBe(false);
  });

  it('tells other processes of the categories, several writes in one hint', async () => {
    const [writer, reader] = [opened(), opened()];
    const theirs = sleeper(reader, ['organisation']);
    const others = sleeper(reader, ['person']);
    // A hint that is sent before the reader listens is lost; readers poll for that reason.
    while (!theirs.awake) {
      writer.announce(new Set(['case']));
      writer.announce(new Set(['organisation']));
      await Promise.race([theirs.done, new Promise((resolve) => setTimeout(resolve, 100))]);
    }
    expect(others.awake).toBe(false);
  });

  it('wakes everybody when the categories are too long to be told', async () => {
    const [writer, reader] = [opened(), opened()];
    const theirs = sleeper(reader, ['person']);
    const long = new Set(Array.from({ length: 40 }, (_, n) => `${n}${'字'.repeat(100)}`));
    while (!theirs.awake) {
      writer.announce(long);
      await Promise.race([theirs.done, new Promise((resolve) => setTimeout(resolve, 100))]);
    }
    expect(theirs.awake).toBe(true);
  });
});
