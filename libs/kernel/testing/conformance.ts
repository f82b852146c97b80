import fc from 'fast-check';
import { z } from 'zod';
import type { AnyCaseType, Message } from '../case-type.js';
import type { Desk, Stamp } from '../desk.js';
import type { JsonObject } from '../json.js';
import { personalPaths } from '../personal.js';
import { roles } from '../roles.js';
import type { Happened } from './given.js';
import sharedFrozen from './shared-events.json' with { type: 'json' };

/** One frozen event: what was once stored under this version. */
export interface FrozenEvent {
  readonly type: string;
  readonly version: number;
  readonly data: JsonObject;
}

export interface ConformanceMaterial<Rules> {
  /** Whole lives of cases. Together they visit every stage. */
  readonly walks: Readonly<Record<string, readonly Happened<Message>[]>>;
  /** Commands with the desk at which they are issued, right after the named walk. */
  readonly frozen: readonly FrozenEvent[];
  readonly desk: Desk<Rules>;
}

const seal = (value: unknown, path: readonly string[]): unknown => {
  const [step, ...rest] = path;
  if (step === undefined) return { $sealed: 'person-x', c: 'AAAA' };
  if (step === '*' && Array.isArray(value)) return value.map((item: unknown) => seal(item, rest));
  if (typeof value !== 'object' || value === null || !(step in value)) return value;
  return { ...value, [step]: seal(Reflect.get(value, step), rest) };
};

/**
 * What every case type must keep, run over the list of them:
 * commands placed, stages reachable, `evolve` total, history decodable, clocks stated, labels in both languages.
 */
export const conformance = <Rules>(room: AnyCaseType, material: ConformanceMaterial<Rules>): void => {
  const commandNames = Object.keys(room.commands);
  const eventNames = Object.keys(room.events);
  const walks = Object.entries(material.walks);
  const allHappened = walks.flatMap(([, walk]) => walk);

  describe(`case type ${room.type}`, () => {
    it('has a schema whose literal type is its name, for every command and event', () => {
      for (const [name, schema] of [...Object.entries(room.commands), ...Object.entries(room.events)])
        expect(z.toJSONSchema(schema, { unrepresentable: 'any' })).toMatchObject({
          properties: { type: { const: name } },
        });
    });

    it.each(commandNames)('allows %s in some stage to some role, or as the opening command', (command) => {
      const places = Object.values(room.stages).filter((row) => (row.commands[command]?.length ?? 0) > 0);
      expect(places.length).toBeGreaterThan(0);
    });

    it('names only known commands and roles in its stage table', () => {
      for (const row of Object.values(room.stages))
        for (const [command, allowed] of Object.entries(row.commands)) {
          expect(commandNames).toContain(command);
          for (const role of allowed ?? []) expect(roles).toContain(role);
        }
    });

    it('reaches every stage in the given walks', () => {
      const reached = new Set<string>();
      for (const [, walk] of walks) {
        let state: unknown = room.initial;
        reached.add(room.stageOf(state));
        for (const { event, stamp } of walk) {
          state = room.evolve(state, event, stamp);
          reached.add(room.stageOf(state));
        }
      }
      expect([...reached].sort()).toEqual(Object.keys(room.stages).sort());
    });

    it('states the clocks of every stage, or none', () => {
      for (const row of Object.values(room.stages)) expect(row.clocks === 'none' || row.clocks.length > 0).toBe(true);
    });

    it('evolves over any events in any order without failing, personal fields sealed or not', () => {
      const paths = new Map(Object.entries(room.events).map(([name, schema]) => [name, personalPaths(schema)]));
      const happened = fc.constantFrom(...allHappened);
      fc.assert(
        fc.property(fc.array(fc.tuple(happened, fc.boolean()), { maxLength: 30 }), (steps) => {
          let state: unknown = room.initial;
          for (const [{ event, stamp }, sealed] of steps) {
            const seen = sealed ? (paths.get(event.type) ?? []).reduce<unknown>(seal, event) : event;
            state = room.evolve(state, seen, stamp);
            room.stageOf(state);
            room.summary(state);
            room.notices(state);
            room.clocks(state, material.desk.rules, material.desk.now);
          }
        }),
        { numRuns: 150 },
      );
    });

    it('ignores an event it does not know', () => {
      const stamp: Stamp = {
        occurredAt: material.desk.now,
        recordedAt: material.desk.now,
        actor: material.desk.actor,
        day: material.desk.today,
      };
      const state: unknown = room.evolve(room.initial, { type: 'SomethingFromTheFuture' }, stamp);
      expect(room.stageOf(state)).toBe(room.stageOf(room.initial));
    });

    it('writes only events that its schemas take', () => {
      for (const { event } of allHappened) {
        const schema = room.events[event.type];
        expect(schema?.safeParse(event)).toMatchObject({ success: true });
      }
    });

    it.each(eventNames)('keeps a frozen form of %s, and it still decodes', (name) => {
      const forms = [...sharedFrozen, ...material.frozen].filter((form) => form.type === name);
      expect(forms.length).toBeGreaterThan(0);
      const current = room.history.versions[name] ?? 1;
      for (const form of forms) {
        let data = form.data;
        for (let version = form.version; version < current; version += 1) {
          const upcast = room.history.upcasts[name]?.[version];
          if (upcast === undefined) throw new Error(`${name} has no upcast from version ${version}`);
          data = upcast(data);
        }
        expect(room.events[name]?.safeParse(data)).toMatchObject({ success: true });
      }
    });

    it('labels everything a person reads in both languages', () => {
      const { screen } = room;
      const labels = [
        room.label,
        ...Object.values(room.stages).map((row) => row.label),
        ...commandNames.map((name) => screen.commands[name]?.label),
        ...eventNames.map((name) => screen.events[name]?.label),
        ...[...Object.values(screen.commands), ...Object.values(screen.events)].flatMap((text) =>
          Object.values(text.fields ?? {}),
        ),
        ...Object.values(screen.values),
        ...Object.values(screen.refusals),
        ...screen.letters.map((letter) => letter.label),
      ];
      for (const label of labels) {
        expect(label?.zh).toMatch(/\p{Script=Han}/u);
        expect(label?.en).toMatch(/[A-Za-z]/);
      }
    });

    it('has a normal course through open stages', () => {
      expect(room.screen.path.length).toBeGreaterThan(0);
      expect(new Set(room.screen.path).size).toBe(room.screen.path.length);
      for (const stage of room.screen.path) {
        expect(Object.keys(room.stages)).toContain(stage);
        expect(room.stages[stage]?.closed ?? false).toBe(false);
      }
    });

    it('has letters that follow its events and whose places its events or the case fill', () => {
      const fieldsOf = (name: string): readonly string[] => {
        const schema = room.events[name];
        return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
      };
      const known = new Set([...eventNames.flatMap(fieldsOf), 'applicant', 'scheme', 'area']);
      const { letters } = room.screen;
      expect(new Set(letters.map(({ id }) => id)).size).toBe(letters.length);
      for (const { after, text, basis = '', issuer, remedy } of letters) {
        expect(eventNames).toContain(after);
        if (issuer !== undefined) expect(fieldsOf(after)).toContain(issuer);
        const written = [text, ...(typeof basis === 'string' ? [basis] : Object.values(basis))].join('');
        for (const [, field] of written.matchAll(/\{\{(\w+)\}\}/g)) expect(known).toContain(field);
        expect(written.replaceAll(/\[\[[^\][]*\]\]|\{\{\w+\}\}/g, '')).not.toMatch(/[[\]{}]/);
        // Rights that are not told with their time limits begin later (行政复议法 §20).
        if (remedy !== undefined) expect(remedy).toMatch(/六十日内.*行政复议.*六个月内.*行政诉讼/);
      }
    });

    it.each(commandNames)('labels every field of %s', (name) => {
      const schema = room.commands[name];
      const fields = schema instanceof z.ZodObject ? Object.keys(schema.shape).filter((field) => field !== 'type') : [];
      const labelled = Object.keys(room.screen.commands[name]?.fields ?? {});
      expect(labelled).toEqual(expect.arrayContaining(fields));
    });
  });
};
