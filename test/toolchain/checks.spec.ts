import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { z } from 'zod';

const repository = process.cwd();
const settings = ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs', 'eslint.config.js'];

/** Rule names by file. */
type Findings = Record<string, string[]>;

const run = (house: string, program: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const child = spawn(process.execPath, [join(repository, 'node_modules', program), ...args], { cwd: house, env });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', reject).once('close', () => (output === '' ? reject(new Error(errors)) : resolve(output)));
  });

const byFile = (found: readonly (readonly [string, string])[]): Findings => {
  const files: Findings = {};
  for (const [file, rule] of found) files[file] = [...new Set([...(files[file] ?? []), rule])].sort();
  return files;
};

const announced = async (house: string): Promise<Findings> => {
  const found: [string, string][] = [];
  for (const entry of await readdir(house, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.ts')) continue;
    const file = join(entry.parentPath, entry.name);
    const text = await readFile(file, 'utf8');
    for (const [, rule] of text.matchAll(/^\/\/ breaks (\S+)$/gm)) found.push([relative(house, file), rule ?? '']);
  }
  return byFile(found);
};

const filesOf = (findings: Findings, lint: boolean): Findings =>
  Object.fromEntries(Object.entries(findings).filter(([file]) => file.includes('/lint/') === lint));

describe('npm run check', () => {
  let house: string;
  let expected: Findings;

  beforeAll(async () => {
    house = await mkdtemp(join(tmpdir(), 'caseflow-violations-'));
    await cp(join(repository, 'test/toolchain/violations'), house, { recursive: true });
    expected = await announced(house);
    for (const file of settings) await cp(join(repository, file), join(house, file));
    await symlink(join(repository, 'node_modules'), join(house, 'node_modules'));
  });
  afterAll(() => rm(house, { recursive: true, force: true }));

  it('finds every break of the dependency rule, and nothing else', async () => {
    const program = 'dependency-cruiser/bin/dependency-cruise.mjs';
    const output = await run(house, program, ['--config', '.dependency-cruiser.cjs', '-T', 'json', 'libs', 'apps']);
    const report = z.object({
      summary: z.object({
        violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
      }),
    });
    const { violations } = report.parse(JSON.parse(output)).summary;
    expect(byFile(violations.map(({ from, rule }) => [from, rule.name]))).toEqual(filesOf(expected, false));
  });

  it('has a deliberate break of every dependency rule', async () => {
    const configuration = await readFile(join(house, '.dependency-cruiser.cjs'), 'utf8');
    const rules = [...configuration.matchAll(/(?:name: |pure\(\s*)'([a-z-]+)'/g)].map(([, rule]) => rule);
    expect(rules.length).toBeGreaterThan(15);
    expect(new Set(Object.values(filesOf(expected, false)).flat())).toEqual(new Set(rules));
  });

  it('finds every break of the lint rules, and nothing else', async () => {
    const output = await run(house, 'eslint/bin/eslint.js', ['--format', 'json', 'libs/*/lint/*.ts']);
    const report = z.array(
      z.object({ filePath: z.string(), messages: z.array(z.object({ ruleId: z.string().nullable() })) }),
    );
    const found = report
      .parse(JSON.parse(output))
      .flatMap(({ filePath, messages }) =>
        messages.map(({ ruleId }) => [relative(house, filePath), ruleId ?? 'not parsed'] as const),
      );
    expect(byFile(found)).toEqual(filesOf(expected, true));
  });
});
