import fc from 'fast-check';
import { z } from 'zod';
import { personal } from '../personal.js';
import { sharedCommands } from '../shared-acts/index.js';
import { bodiesOf } from './bodies.js';

const passing = (schema: z.ZodType, words?: readonly string[]): number =>
  fc.sample(bodiesOf(schema, words), { numRuns: 200, seed: 7 }).filter((body) => schema.safeParse(body).success).length;

const everyKeyword = z.strictObject({
  kind: z.literal('all'),
  day: z.iso.date(),
  at: z.iso.datetime(),
  id: z.uuid(),
  hash: z.string().regex(/^[0-9a-f]{8}$/),
  name: personal(z.string().trim().min(1).max(20)),
  number: z
    .string()
    .refine((text) => text === '110105194912310021')
    .meta({ examples: ['110105194912310021'] }),
  count: z.int().min(1).max(60),
  above: z.int().positive(),
  share: z.number().min(0).max(1),
  told: z.boolean(),
  nothing: z.null(),
  choice: z.enum(['one', 'two']),
  either: z.union([z.string().min(2), z.int()]),
  branch: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('a'), list: z.array(z.string().min(1)).min(1).max(3) }),
    z.strictObject({ kind: z.literal('b'), pair: z.tuple([z.int(), z.string()]) }),
  ]),
  counts: z.record(z.enum(['x', 'y']), z.int()),
  anything: z.record(z.string(), z.unknown()),
  maybe: z.string().optional(),
});

describe('bodies of a schema', () => {
  it('mostly pass it, but not all of them', () => {
    const count = passing(everyKeyword);
    expect(count).toBeGreaterThan(150);
    expect(count).toBeLessThan(200);
  });

  it.each(Object.entries(sharedCommands))('reach %s', (_, schema) => expect(passing(schema)).toBeGreaterThan(100));

  it('use the words given, where they fit', () => {
    const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);
    const drawn = fc.sample(bodiesOf(z.object({ month, id: z.string().min(1).max(4) }), ['2026-10', 'n1']), 200);
    expect(drawn).toContainEqual({ month: '2026-10', id: 'n1' });
  });

  it('do not exist for a keyword nobody knows', () =>
    expect(() => bodiesOf(z.object({ even: z.int().multipleOf(2) }))).toThrow('multipleOf'));
});
