// Builds dist/: the server side with swc, file by file, and the web page with Vite.
//   --if-changed   skips a step whose inputs are the same as at its last build
//   --server-only  leaves the web page out
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const webConfig = 'apps/web/vite.config.ts';
const serverFolders = ['apps', 'libs', 'infra', 'bench'];
const webFolders = ['apps/web', 'libs/kernel', 'libs/rules', 'libs/case-types'];
const settings = ['package.json', 'package-lock.json', '.swcrc', 'scripts/build.mjs'];

const { values: options } = parseArgs({
  options: { 'if-changed': { type: 'boolean' }, 'server-only': { type: 'boolean' } },
});

const filesUnder = async (folders) => {
  const found = [];
  for (const folder of folders.filter((name) => existsSync(join(root, name)))) {
    for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) found.push(relative(root, join(entry.parentPath, entry.name)));
    }
  }
  return found.sort();
};

const isServerFile = (file) =>
  !file.startsWith('apps/web/') &&
  !file.endsWith('.spec.ts') &&
  !file.endsWith('.d.ts') &&
  /\.(ts|json|sql)$/.test(file);

const fingerprint = async (files) => {
  const hash = createHash('sha256');
  for (const file of [...settings, ...files]) hash.update(`${file}\0`).update(await readFile(join(root, file)));
  return hash.digest('hex');
};

const compile = async (file) => {
  const { transform } = await import('@swc/core');
  const source = await readFile(join(root, file), 'utf8');
  const sourceFileName = relative(dirname(join(dist, file)), join(root, file));
  return transform(source, { cwd: root, filename: join(root, file), sourceFileName, sourceMaps: true });
};

const writeCompiled = async (file, { code, map }) => {
  const target = join(dist, file.replace(/\.ts$/, '.js'));
  const name = target.slice(target.lastIndexOf('/') + 1);
  await writeFile(target, `${code}\n//# sourceMappingURL=${name}.map\n`);
  await writeFile(`${target}.map`, map ?? '{}');
};

const buildServer = async (files) => {
  const sources = files.filter((file) => file.endsWith('.ts'));
  const compiled = await Promise.all(sources.map(async (file) => [file, await compile(file)]));
  for (const folder of serverFolders) await rm(join(dist, folder), { recursive: true, force: true });
  for (const folder of new Set(files.map((file) => dirname(file))))
    await mkdir(join(dist, folder), { recursive: true });
  await Promise.all(compiled.map(([file, output]) => writeCompiled(file, output)));
  const data = files.filter((file) => !file.endsWith('.ts'));
  await Promise.all(data.map((file) => copyFile(join(root, file), join(dist, file))));
  return `${sources.length} files compiled, ${data.length} copied`;
};

const buildWeb = async () => {
  const { build } = await import('vite');
  await build({
    configFile: join(root, webConfig),
    root: join(root, 'apps/web'),
    logLevel: 'warn',
    build: { outDir: join(dist, 'web'), emptyOutDir: true },
  });
  return 'page built into dist/web';
};

const step = async (name, files, run) => {
  const stampFile = join(dist, `.${name}-stamp`);
  const stamp = await fingerprint(files);
  const previous = await readFile(stampFile, 'utf8').catch(() => '');
  if (options['if-changed'] && previous === stamp) {
    console.log(`build ${name}: unchanged, skipped`);
    return;
  }
  const began = performance.now();
  await rm(stampFile, { force: true });
  const outcome = await run(files);
  await mkdir(dist, { recursive: true });
  await writeFile(stampFile, stamp);
  console.log(`build ${name}: ${outcome} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
};

try {
  await step('server', (await filesUnder(serverFolders)).filter(isServerFile), buildServer);
  if (options['server-only']) console.log('build web: left out (--server-only)');
  else if (!existsSync(join(root, webConfig))) console.log(`build web: skipped, there is no ${webConfig}`);
  else await step('web', await filesUnder(webFolders), buildWeb);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(`build failed: ${message.split('\n\nCaused by:')[0]}`);
  process.exitCode = 1;
}
