import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingMissing } from '#system';
import { exchangeFrom } from '../../apps/system/exchange-settings.js';
import { newKeys } from './two-regions.js';

describe('the settings of the exchange', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caseflow-settings-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const given = { KAFKA_BROKERS: 'one:9092, two:9092', KAFKA_INSTALLATION: 'yubei' };

  it('are none without brokers', () => {
    expect(exchangeFrom({ KAFKA_INSTALLATION: 'yubei' })).toEqual({});
  });

  it('name brokers and installation', () => {
    expect(exchangeFrom(given)).toMatchObject({
      exchange: { brokers: ['one:9092', 'two:9092'], installation: 'yubei', tls: false },
    });
  });

  it('read secrets and regions from files', async () => {
    const [ours, theirs] = [await newKeys(), await newKeys()];
    const [password, regions] = [join(folder, 'password'), join(folder, 'regions.json')];
    await writeFile(password, 'secret\n');
    const partner = { installation: 'huaying', region: '四川省广安市华蓥市', bureauName: '华蓥市民政局' };
    const keys = { encryptionKey: theirs.encryptionKey, signatureKey: theirs.signatureKey };
    await writeFile(
      regions,
      JSON.stringify({
        region: '重庆市渝北区',
        bureauName: '渝北区民政局',
        offices: { bureau: 'bureau', townOffice: 'town-longxi', station: 'station-yubei' },
        decryptionKey: ours.decryptionKey,
        signingKey: ours.signingKey,
        partners: [{ ...partner, stations: ['station-huaying'], ...keys }],
      }),
    );
    const environment = { ...given, KAFKA_USERNAME: 'caseflow', KAFKA_PASSWORD_FILE: password, REGIONS_FILE: regions };
    const { exchange } = exchangeFrom(environment);
    expect(exchange?.sasl).toEqual({ username: 'caseflow', password: 'secret' });
    expect(exchange?.regions?.partners).toMatchObject([partner]);
  });

  it.each([
    ['KAFKA_INSTALLATION', { KAFKA_BROKERS: 'one:9092' }],
    ['KAFKA_INSTALLATION', { ...given, KAFKA_INSTALLATION: '渝北' }],
    ['KAFKA_USERNAME', { ...given, KAFKA_USERNAME: 'caseflow' }],
    ['KAFKA_PASSWORD_FILE', { ...given, KAFKA_USERNAME: 'caseflow', KAFKA_PASSWORD_FILE: '/nowhere' }],
    ['REGIONS_FILE', { ...given, REGIONS_FILE: '/nowhere' }],
    ['REGIONS_FILE', { ...given, REGIONS_FILE: 'package.json' }],
  ])('that cannot be used are refused by name: %s', (name, environment) => {
    expect(() => exchangeFrom(environment)).toThrow(SettingMissing);
    expect(() => exchangeFrom(environment)).toThrow(new RegExp(`^${name} `));
  });
});
