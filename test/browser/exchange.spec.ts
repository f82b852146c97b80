import type { Browser } from 'playwright-core';
import { topicOf } from '#exchange';
import { type Driver } from '../acceptance/driver.js';
import { strangerTo } from '../exchange/reading.js';
import { type TwoRegions, others, startTwoRegions } from '../exchange/two-regions.js';
import { until } from '../exchange/waiting.js';
import { type TestBroker, noBroker, ownPrefix, startBroker } from '../kafka.js';
import { describeWhen } from '../skip.js';
import { findBrowser, launchBrowser } from './browser.js';
import { Desk } from './desk.js';

const search = await findBrowser();
const missing = search.found ? noBroker : search.reason;

describeWhen(missing === undefined, missing ?? '', 'the exchange in the page', () => {
  let broker: TestBroker;
  let browser: Browser;
  let two: TwoRegions;
  let driver: Driver;
  const prefix = ownPrefix();

  beforeAll(async () => {
    broker = await startBroker();
    browser = await launchBrowser(search);
    two = await startTwoRegions(broker.brokers, prefix, 'linshui', '2026-09-14 09:00');
    driver = two.yubei;
    const producer = strangerTo(broker.brokers).producer();
    await until('the topics are there', async () => {
      const admin = strangerTo(broker.brokers).admin();
      await admin.connect();
      const topics = await admin.listTopics();
      await admin.disconnect();
      return topics.includes(topicOf({ prefix, installation: 'yubei' }, 'leads'));
    });
    await producer.connect();
    const messages = ['{', '{"hello":1}'].map((value) => ({ value }));
    await producer.send({ topic: topicOf({ prefix, installation: 'yubei' }, 'leads'), messages });
    await producer.disconnect();
    // A producer that saw no answer sends again: more than two may have arrived.
    await until(
      'both are dead',
      async () => (await driver.app.system.health()).exchange?.inbox.dead,
      (dead) => dead !== undefined && dead >= 2,
    );
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await two?.stop();
    await broker?.stop();
  });

  it.each([1440, 390])(
    'shows what could not be taken and why, and gives it up with a reason, at %i px',
    async (width) => {
      const desk = await Desk.open(browser, driver, width);
      const { page } = desk;
      await desk.signInAs('administrator', '/exchange');
      await page.getByRole('heading', { name: '未能接收的来件' }).waitFor();
      await page.getByText('邻水县').first().waitFor();
      const row = page.getByRole('row').filter({ hasText: /不是 JSON|不是 CloudEvents/ });
      await row.first().waitFor();
      const before = await row.count();
      await desk.shot(`exchange-${width}`);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);

      await row.first().getByRole('button', { name: '作废' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: '作废' }).click();
      await dialog.getByRole('alert').waitFor();
      await dialog.getByLabel('原因').fill('来件格式有误,已通知对方');
      await dialog.getByRole('button', { name: '作废' }).click();
      await dialog.waitFor({ state: 'detached' });
      await until(
        'one fewer',
        () => row.count(),
        (count) => count === before - 1,
      );
      await desk.close();
    },
    90_000,
  );

  it('has a message tried again with a reason, and says what became of it', async () => {
    const { pool } = driver.app.system;
    const desk = await Desk.open(browser, driver, 1440);
    const { page } = desk;
    await desk.signInAs('administrator', '/exchange');
    const producer = strangerTo(broker.brokers).producer();
    await producer.connect();
    const lead = {
      specversion: '1.0',
      id: 'replayed-1',
      source: '/hotline/12345',
      type: 'caseflow.lead.reported.v1',
      data: { channel: 'hotline', office: 'town-longxi', place: '龙溪', content: '求助', ticket: '1' },
    };
    // Given up for a cause that is over.
    await pool.query(`create function not_now() returns trigger language plpgsql as
      $$ begin new.state := 'dead'; new.reason := 'no-such-office'; new.announced := false; return new; end $$;
      create trigger stay before insert on exchange.message for each row execute function not_now()`);
    await producer.send({
      topic: topicOf({ prefix, installation: 'yubei' }, 'leads'),
      messages: [{ value: JSON.stringify(lead) }],
    });
    await producer.disconnect();
    const inbox = async () => (await driver.app.system.health()).exchange?.inbox;
    const before = (await inbox())?.taken ?? 0;
    await until('it is given up', async () =>
      (await driver.app.system.exchange?.inbox.deadLetters(10))?.some(({ reason }) => reason === 'no-such-office'),
    );
    await pool.query('drop trigger stay on exchange.message; drop function not_now()');
    await page.reload();
    const row = page.getByRole('row').filter({ hasText: '没有这个单位' });
    await row.getByRole('button', { name: '重试' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('原因').fill('单位已设立');
    await dialog.getByRole('button', { name: '重试' }).click();
    await row.waitFor({ state: 'detached' });
    await until('it is taken', async () => (await inbox())?.taken === before + 1);
    await desk.close();
  }, 90_000);

  it('shows our side of a matter shared with another region, by its number in the address', async () => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.does('officer', caseId, 'RequestMutualCheck', {
      checkId: 'check-9',
      region: others.linshui.region,
      counterpartOffice: others.linshui.bureauName,
      persons: [household.applicant],
      purpose: '低保核查',
      consent: { signedBy: [household.applicant], signedOn: '2026-09-14' },
      expiresOn: '2026-09-30',
    });
    await two.settled();
    let thread = '';
    for await (const { type, metadata } of driver.app.system.store.read(`reliefApplication-${caseId}`))
      if (type === 'MutualCheckRequested') thread = metadata.correlationId;
    const desk = await Desk.open(browser, driver, 1440);
    const { page } = desk;
    await desk.signInAs('auditor', '/exchange/threads');
    await page.getByLabel('联办编号').fill(thread);
    await page.getByRole('button', { name: '查看' }).click();
    await page.getByRole('row').filter({ hasText: '互查请求' }).getByText('已发出').waitFor();
    await page.reload();
    await page.getByText('yubei → linshui').waitFor();
    await desk.shot('exchange-thread');
    await page.getByLabel('联办编号').fill('11111111-1111-4111-8111-111111111111');
    await page.getByRole('button', { name: '查看' }).click();
    await page.getByText('没有这个联办编号').first().waitFor();
    await desk.close();
  }, 90_000);
});
