import { z } from 'zod';

const jwk = z.looseObject({ kty: z.string() });

const partner = z.strictObject({
  /** Its installation's name, with which its topics begin. */
  installation: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** Its region as our cases name it, e.g. `四川省广安市华蓥市`. */
  region: z.string().min(1),
  /** How its bureau is called in our cases. */
  bureauName: z.string().min(1),
  /** Its assistance stations, by their ids in our directory of stations. */
  stations: z.array(z.string().min(1)),
  /** Public keys: what is for its eyes is encrypted for one, what it says is signed with the other. */
  encryptionKey: jwk,
  signatureKey: jwk,
});

/** What this installation needs to deal with other regions. */
export const regionSettingsSchema = z.strictObject({
  /** Our region and bureau, as partners name them in their cases. */
  region: z.string().min(1),
  bureauName: z.string().min(1),
  /** The offices of ours to which what another region asks is brought. */
  offices: z.strictObject({ bureau: z.string(), townOffice: z.string(), station: z.string() }),
  /** Private keys of ours. */
  decryptionKey: jwk,
  signingKey: jwk,
  partners: z.array(partner),
});

export type Partner = Readonly<z.infer<typeof partner>>;
export type RegionSettings = Readonly<z.infer<typeof regionSettingsSchema>>;

export interface ExchangeSettings {
  /** `host:port` of brokers. */
  readonly brokers: readonly string[];
  /** Name of this installation, e.g. `yubei`: topics and groups begin with it, and partners address it by it. */
  readonly installation: string;
  /** Put before every topic and group; empty unless several systems share one Kafka. */
  readonly prefix?: string;
  readonly tls?: boolean;
  readonly sasl?: { readonly username: string; readonly password: string };
  /** How long a message that came too early is tried again before it is given up; a day unless told. */
  readonly patienceMs?: number;
  readonly regions?: RegionSettings;
}
