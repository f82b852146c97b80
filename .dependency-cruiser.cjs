// kernel <- rules <- case-types <- case-desk <- apps; event-store and read-models use kernel and rules only.
// Each rule says what to do instead. test/toolchain/violations breaks every one of them on purpose.
const testing = '\\.spec\\.ts$|/testing/|^libs/event-store/contract/';
// Run by hand to write data files; no part of the program.
const generators = '/generate-[^/]+\\.mjs$';
const resolved = { couldNotResolve: false };

/** Files under `path` may depend on nothing but `allowed` (own files included) and the schema library. */
const pure = (name, path, allowed, comment) => ({
  name,
  comment: `${comment} Pure code: no Nest, TypeORM, Node or other package but zod.`,
  severity: 'error',
  from: { path, pathNot: `${testing}|${generators}` },
  to: { ...resolved, pathNot: [...allowed, '(^|/)node_modules/zod/'] },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-unresolvable-import',
      comment: 'The import leads nowhere: correct the path, or install and declare the package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycle',
      comment: 'Move what both need into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    pure('kernel-stands-alone', '^libs/kernel/', ['^libs/kernel/'], 'The kernel uses nothing of ours.'),
    pure('rules-use-kernel-only', '^libs/rules/', ['^libs/(rules|kernel)/'], 'Rules use the kernel only.'),
    pure(
      'case-types-use-kernel-and-rules-only',
      '^libs/case-types/[^/]+$',
      ['^libs/(case-types|rules|kernel)/'],
      'The list of rooms uses rooms, rules and kernel.',
    ),
    pure(
      'room-uses-kernel-and-rules-only',
      '^libs/case-types/([^/]+)/',
      ['^libs/case-types/$1/', '^libs/case-types/', '^libs/(rules|kernel)/'],
      'A room uses itself, rules and kernel.',
    ),
    {
      name: 'rooms-never-import-each-other',
      comment: 'What two rooms share belongs in the kernel or in rules.',
      severity: 'error',
      from: { path: '^libs/case-types/([^/]+)/' },
      to: { path: '^libs/case-types/', pathNot: '^libs/case-types/$1/' },
    },
    {
      name: 'rooms-are-closed',
      comment: "A room's inside is its own affair: import #case-types.",
      severity: 'error',
      from: { pathNot: '^libs/case-types/' },
      to: { path: '^libs/case-types/.+/' },
    },
    {
      name: 'only-case-desk-and-apps-know-case-types',
      comment: 'Libraries below the case desk treat every case type alike, through the kernel.',
      severity: 'error',
      from: { path: '^libs/', pathNot: '^libs/(case-types|case-desk)/' },
      to: { path: '^libs/case-types/' },
    },
    {
      name: 'store-and-read-models-use-kernel-and-rules-only',
      comment: 'The event store and the read models use kernel and rules (read models also the store), nothing above.',
      severity: 'error',
      from: { path: '^libs/(event-store|read-models)/', pathNot: testing },
      to: { path: '^libs/', pathNot: '^libs/(event-store|read-models|kernel|rules)/' },
    },
    {
      name: 'audit-uses-kernel-rules-and-store-only',
      comment: 'The proof stands on the log alone; what else it needs is given to it.',
      severity: 'error',
      from: { path: '^libs/audit/', pathNot: testing },
      to: { path: '^libs/', pathNot: '^libs/(audit|kernel|rules|event-store)/' },
    },
    {
      name: 'evidence-uses-kernel-and-store-only',
      comment: 'Files are kept apart from the cases they belong to; what else is needed is given to it.',
      severity: 'error',
      from: { path: '^libs/evidence/', pathNot: testing },
      to: { path: '^libs/', pathNot: '^libs/(evidence|kernel|event-store)/' },
    },
    {
      name: 'exchange-uses-kernel-rules-and-log-only',
      comment: 'What messages become at the desks is decided in the worker and given to the exchange.',
      severity: 'error',
      from: { path: '^libs/exchange/', pathNot: testing },
      to: { path: '^libs/', pathNot: '^libs/(exchange|kernel|rules|event-store|audit|read-models)/' },
    },
    {
      name: 'event-store-below-read-models',
      comment: 'The log knows nothing of what is derived from it.',
      severity: 'error',
      from: { path: '^libs/event-store/' },
      to: { path: '^libs/read-models/' },
    },
    {
      name: 'case-desk-on-top-of-libraries',
      comment: 'Only apps use the case desk.',
      severity: 'error',
      from: { path: '^libs/', pathNot: '^libs/case-desk/' },
      to: { path: '^libs/case-desk/' },
    },
    {
      name: 'libraries-never-import-apps',
      comment: 'Move what the library needs into a library.',
      severity: 'error',
      from: { path: '^(libs|infra)/' },
      to: { path: '^apps/' },
    },
    {
      name: 'only-case-desk-knows-cqrs',
      comment: 'Other libraries are called directly; the bus belongs to the case desk.',
      severity: 'error',
      from: { path: '^libs/', pathNot: '^libs/case-desk/' },
      to: { path: 'node_modules/@nestjs/cqrs/' },
    },
    {
      name: 'web-imports-pure-libraries-only',
      comment: 'The page uses kernel, rules, case-types and the API client generated from the OpenAPI file.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(apps|libs|infra|test)/', pathNot: '^(apps/web|libs/(kernel|rules|case-types))/' },
    },
    {
      name: 'consoles-stand-apart',
      comment: 'What two fields of work share belongs in apps/web/src/shell.',
      severity: 'error',
      from: { path: '^apps/web/src/([^/]+)/' },
      to: {
        path: '^apps/web/src/(administration|auditing|exchange|privacy|supervision)/',
        pathNot: '^apps/web/src/$1/',
      },
    },
    {
      name: 'web-runs-in-a-browser',
      comment: 'Node is not there in a browser.',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: '^apps/web/vite\\.config\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nobody-imports-web',
      comment: 'The page is built by itself and served as files.',
      severity: 'error',
      from: { pathNot: '^apps/web/' },
      to: { path: '^apps/web/' },
    },
    {
      name: 'no-test-code-in-the-product',
      comment: 'Specs, test kits and contract suites are for specs.',
      severity: 'error',
      from: { path: '^(apps|libs|infra)/', pathNot: testing },
      to: { path: `${testing}|^test/` },
    },
    {
      name: 'no-dev-dependency-in-the-product',
      comment: 'The server image has no devDependencies: move the package to dependencies.',
      severity: 'error',
      from: { path: '^(apps|libs|infra)/', pathNot: `${testing}|^apps/web/` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
