import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { caseTypes } from '#case-types';
import { problems } from '../../apps/web/src/i18n/problems.js';

/** Everything that may refuse a call, except the rooms: their own refusals have labels by the conformance suite. */
const folders = [
  'apps/api',
  ...readdirSync('libs')
    .filter((lib) => lib !== 'case-types')
    .map((lib) => join('libs', lib)),
];

const sources = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.includes('testing'))
    .map((file) => join(folder, file)),
);

const isReason = (text: string): boolean => /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(text);

/** Types whose members are reasons. */
const isTypeOfReasons = (name: string): boolean => /(?:Refusal|Reason|Fault)$/.test(name);

const literalsIn = (node: ts.Node): readonly string[] => {
  const found = ts.isStringLiteral(node) && isReason(node.text) ? [node.text] : [];
  ts.forEachChild(node, (child) => void found.push(...literalsIn(child)));
  return found;
};

/** Also the message of a schema may be a reason of its own. */
const namesReason = ['refused', 'message', 'error'];

/** What a source refuses with: `refuse('…')`, `new Problem(422, '…')`, `refused: '…'`, and unions of reasons. */
const reasonsIn = (node: ts.Node): readonly string[] => {
  const found: string[] = [];
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'refuse')
    found.push(...node.arguments.slice(0, 1).flatMap(literalsIn));
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Problem')
    found.push(...(node.arguments?.slice(1, 2) ?? []).flatMap(literalsIn));
  if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && namesReason.includes(node.name.text))
    found.push(...literalsIn(node.initializer));
  if (ts.isTypeAliasDeclaration(node) && isTypeOfReasons(node.name.text)) found.push(...literalsIn(node.type));
  ts.forEachChild(node, (child) => void found.push(...reasonsIn(child)));
  return found;
};

const parsed = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

const labelledByRooms = new Set(caseTypes.flatMap(({ screen }) => Object.keys(screen.refusals)));

describe('the reasons that a call may be refused for', () => {
  const reasons = [...new Set(sources.flatMap((file) => reasonsIn(parsed(file))))].toSorted();

  it('are found in the code', () => {
    expect(reasons).toEqual(expect.arrayContaining(['no-such-case', 'legal-hold', 'role-held', 'id-numbers-differ']));
  });

  it('are all told in words on the page', () => {
    expect(reasons.filter((reason) => problems[reason] === undefined && !labelledByRooms.has(reason))).toEqual([]);
  });

  it('are told in Chinese and in English', () => {
    for (const [reason, { zh, en }] of Object.entries(problems)) {
      expect([reason, zh]).toEqual([reason, expect.stringMatching(/\p{Script=Han}/u)]);
      expect([reason, en]).toEqual([reason, expect.stringMatching(/^[\x20-\x7e’“”–]+$/)]);
    }
  });
});
