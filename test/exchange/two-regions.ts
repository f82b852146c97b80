import { exportJWK, generateKeyPair } from 'jose';
import type { Partner, RegionSettings } from '#exchange';
import { type RuleEvent, ruleEvents } from '#rules';
import { Driver } from '../acceptance/driver.js';
import { everythingTold, until } from './waiting.js';

export const yubei = {
  installation: 'yubei',
  region: '重庆市渝北区',
  bureauName: '渝北区民政局',
  stations: ['station-yubei'],
};
export const others = {
  linshui: {
    installation: 'linshui',
    region: '四川省广安市邻水县',
    bureauName: '邻水县民政局',
    stations: ['station-linshui'],
  },
  huaying: {
    installation: 'huaying',
    region: '四川省广安市华蓥市',
    bureauName: '华蓥市民政局',
    stations: ['station-huaying'],
  },
} as const;

interface Side {
  readonly installation: string;
  readonly region: string;
  readonly bureauName: string;
  readonly stations: readonly string[];
}

export interface Keys {
  readonly decryptionKey: RegionSettings['decryptionKey'];
  readonly signingKey: RegionSettings['signingKey'];
  readonly encryptionKey: Partner['encryptionKey'];
  readonly signatureKey: Partner['signatureKey'];
}

const jwkOf = async (key: Parameters<typeof exportJWK>[0]): Promise<Keys['signingKey']> => {
  const { kty = '', ...rest } = await exportJWK(key);
  return { kty, ...rest };
};

export const newKeys = async (): Promise<Keys> => {
  const signing = await generateKeyPair('EdDSA', { extractable: true });
  const encrypting = await generateKeyPair('ECDH-ES+A256KW', { crv: 'X25519', extractable: true });
  return {
    signingKey: await jwkOf(signing.privateKey),
    signatureKey: await jwkOf(signing.publicKey),
    decryptionKey: await jwkOf(encrypting.privateKey),
    encryptionKey: await jwkOf(encrypting.publicKey),
  };
};

export const settingsOf = (own: Side, ownKeys: Keys, other: Side, otherKeys: Keys): RegionSettings => ({
  region: own.region,
  bureauName: own.bureauName,
  offices: { bureau: 'bureau', townOffice: 'town-longxi', station: 'station-yubei' },
  decryptionKey: ownKeys.decryptionKey,
  signingKey: ownKeys.signingKey,
  partners: [
    {
      ...other,
      stations: [...other.stations],
      encryptionKey: otherKeys.encryptionKey,
      signatureKey: otherKeys.signatureKey,
    },
  ],
});

/** The rules of a district whose own hukou is that of the region. */
const rulesOf = ({ region }: Side): readonly RuleEvent[] =>
  ruleEvents.map((event) =>
    event.type === 'RuleSetPublished' && event.ruleSet.relief.childBenefit !== undefined
      ? {
          ...event,
          ruleSet: {
            ...event.ruleSet,
            relief: {
              ...event.ruleSet.relief,
              childBenefit: { ...event.ruleSet.relief.childBenefit, localHukou: [region] },
            },
          },
        }
      : event,
  );

export interface TwoRegions {
  readonly yubei: Driver;
  readonly other: Driver;
  readonly keys: { readonly yubei: Keys; readonly other: Keys };
  /** Sets the present of both. */
  at(moment: string): void;
  /** Waits until each has told the other everything recorded so far, and the other has worked on it. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Two installations, each with its own database, over one Kafka. */
export const startTwoRegions = async (
  brokers: string,
  prefix: string,
  name: keyof typeof others,
  at: string,
): Promise<TwoRegions> => {
  const other = others[name];
  const [yubeiKeys, otherKeys] = [await newKeys(), await newKeys()];
  const exchange = (side: Side, regions: RegionSettings) => ({
    exchange: { brokers: [brokers], prefix, installation: side.installation, regions },
  });
  const [here, there] = await Promise.all([
    Driver.start(at, exchange(yubei, settingsOf(yubei, yubeiKeys, other, otherKeys))),
    Driver.start(at, { ...exchange(other, settingsOf(other, otherKeys, yubei, yubeiKeys)), rules: rulesOf(other) }),
  ]);
  const sides = [here, there];
  const countOf = async ({ app }: Driver, sql: string): Promise<number> => {
    const { rows } = await app.system.pool.query<{ n: string }>(sql);
    return Number(rows[0]?.n);
  };
  const factsOf = async (side: Driver) => ({
    idle: await everythingTold(side.app.system),
    sent: await countOf(side, `select count(*) as n from log.events where type = 'RegionMessageSent'`),
    received: await countOf(
      side,
      `select count(*) as n from exchange.message where kind = 'caseflow.region.message.v1'`,
    ),
    waiting: await countOf(side, `select count(*) as n from exchange.message where state = 'waiting'`),
  });
  const quiet = async (): Promise<boolean> => {
    const [mine, theirs] = [await factsOf(here), await factsOf(there)];
    const atRest = [mine, theirs].every(({ idle, waiting }) => idle && waiting === 0);
    return atRest && mine.sent === theirs.received && theirs.sent === mine.received;
  };
  return {
    yubei: here,
    other: there,
    keys: { yubei: yubeiKeys, other: otherKeys },
    at: (moment) => sides.forEach((side) => side.at(moment)),
    settled: async () => {
      // What came in may give rise to an answer, so it is quiet when it was so twice.
      await until('both regions are done', async () => (await quiet()) && (await quiet()));
    },
    stop: async () => {
      await Promise.all(sides.map((side) => side.stop()));
    },
  };
};
