import { v5 as uuidv5 } from 'uuid';
import type { System } from '#system';
import { bureau } from './district.js';
import { Dice } from './random.js';
import { type Act, withIds } from './script.js';

const namespace = '3d6f3b0e-9a52-4b7e-8f0d-7b6c1a2d9e44';
const sessionHours = 24 * 800;

type Answer = Readonly<Record<string, unknown>>;

/** A story as it is played: what is noted of it, by the names its acts use. */
export interface Told {
  readonly key: string;
  readonly known: Map<string, string>;
}

export interface Numbered {
  readonly act: Act;
  /** Its place in the story, the same in every run. */
  readonly number: number;
}

/** Sends what people would send, each command with a key of its own that is the same in every run. */
export class Player {
  commands = 0;
  /** Commands that had been played by an earlier run. */
  repeated = 0;
  private readonly tokens = new Map<string, string>();
  private readonly lists = new Map<string, ReadonlyMap<string, string>>();

  constructor(
    private readonly url: string,
    private readonly system: System,
    private readonly seed: number,
  ) {}

  /** @throws when it is refused: every story is meant to be legal from beginning to end */
  async act({ key, known }: Told, { act, number }: Numbered): Promise<void> {
    const path = String(withIds(act.path, known));
    const body = withIds(act.body, known) as Answer;
    const list = act.opens.includes('wander-risk-list') ? await this.listOf(body) : undefined;
    if (list !== undefined) {
      known.set(act.notes[0] ?? '', list);
      return;
    }
    const answer = await this.post(act.by, path, body, keyOf(key, { act, number }));
    const ids = idsIn(answer, act);
    for (const [index, name] of act.notes.entries()) known.set(name, ids[index] ?? '');
    if (!path.startsWith('/api/cases/')) return;
    this.commands += 1;
    if (answer['repeated'] === true) this.repeated += 1;
  }

  /** Whether an earlier run has taken this act. */
  async wasPlayed({ key }: Told, numbered: Numbered): Promise<boolean> {
    const commandId = uuidv5(keyOf(key, numbered), namespace);
    return (await this.system.store.findCommand(commandId)) !== undefined;
  }

  /** One month's batch: produced, paid but for a few that come back, reconciled. */
  async pay(month: string, on: string): Promise<void> {
    const { payer } = bureau;
    const batch = await this.post(payer, '/api/payment-batches', { month }, `${this.seed}/batch/${on}/${month}`);
    const path = `/api/payment-batches/${String(batch['batchId'])}`;
    const rows = (await this.get(payer, path))['rows'] as PaymentRow[] | undefined;
    if (rows === undefined || rows.length === 0) return;
    const results = rows.map(({ caseId, case: about }) =>
      comesBack(caseId, month, about?.scheme)
        ? { caseId, outcome: 'returned', ground: 'accountClosed' }
        : { caseId, outcome: 'paid' },
    );
    await this.post(payer, `${path}/results`, { results }, `${this.seed}/batch/${on}/${month}/results`);
    await this.post(payer, `${path}/reconciliation`, {}, `${this.seed}/batch/${on}/${month}/reconciliation`);
  }

  /** The list of the office and half-year, when the worker or an earlier run has opened it. */
  private async listOf({ office, halfYear }: Answer): Promise<string | undefined> {
    const half = halfYear as string;
    const lists = this.lists.get(half) ?? (await this.listsOf(half));
    this.lists.set(half, lists);
    return lists.get(office as string);
  }

  private async listsOf(halfYear: string): Promise<ReadonlyMap<string, string>> {
    const [reader] = bureau.officers;
    const { rows } = await this.get(reader, `/api/caseload?type=wander-risk-list&scheme=${halfYear}&limit=200`);
    const lists = new Map<string, string>();
    for (const { caseId } of rows as readonly { readonly caseId: string }[]) {
      const { state } = await this.get(reader, `/api/cases/${caseId}`);
      const { own } = state as { readonly own: { readonly opened?: { readonly office: string } } };
      if (own.opened !== undefined) lists.set(own.opened.office, caseId);
    }
    return lists;
  }

  private async get(by: string, path: string): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      headers: { authorization: `Bearer ${await this.token(by)}` },
    });
    return (await response.json()) as Answer;
  }

  private async post(by: string, path: string, body: object, key: string): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await this.token(by)}`,
        'idempotency-key': uuidv5(key, namespace),
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Answer;
    const isKnown = answer['reason'] === 'person-already-registered';
    if (!response.ok && !isKnown)
      throw new Error(
        `${path} by ${by}: ${response.status} ${String(answer['reason'])} ${JSON.stringify(answer['detail'] ?? {})} (${key})`,
      );
    return answer;
  }

  private async token(user: string): Promise<string> {
    const held = this.tokens.get(user) ?? (await this.system.signIn.sessionFor(user, sessionHours));
    if (held === undefined) throw new Error(`There is no account ${user}; the seed plays only in a demonstration`);
    this.tokens.set(user, held);
    return held;
  }
}

interface PaymentRow {
  readonly caseId: string;
  readonly case?: { readonly scheme?: string };
}

/** One payment in a hundred; never the single payment of temporary relief, whose case is closed with it. */
const comesBack = (caseId: string, month: string, scheme: string | undefined): boolean =>
  scheme !== undefined &&
  scheme !== 'temporaryRelief' &&
  new Dice(Number.parseInt(caseId.slice(0, 8), 16) + Number(month.replace('-', ''))).chance(0.01);

const keyOf = (story: string, { act, number }: Numbered): string => `${story}/${number}/${act.at}/${act.path}`;

/** The ids in the answer, in the order of the act's notes. */
const idsIn = (answer: Answer, { path, notes, opens }: Act): readonly string[] => {
  if (notes.length === 0) return [];
  if (path === '/api/bundles') return openedIn(answer);
  if (opens.length > 0) return [String(answer['caseId'])];
  if (path.startsWith('/api/people')) return [personIn(answer)];
  const [first] = (answer['events'] ?? []) as readonly { readonly version: number }[];
  if (first === undefined) throw new Error(`${path} brought no entry`);
  return [String(first.version - 1)];
};

const openedIn = (answer: Answer): readonly string[] =>
  (answer['cases'] as readonly Answer[]).map(({ caseId, refused }) => {
    if (typeof caseId !== 'string') throw new Error(`A case of the bundle was refused: ${String(refused)}`);
    return caseId;
  });

const personIn = (answer: Answer): string => {
  const { personId } = { ...(answer['detail'] as { personId?: string } | undefined), ...answer };
  if (typeof personId !== 'string') throw new Error('The registry named no person');
  return personId;
};
