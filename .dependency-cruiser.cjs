/**
 * Which room of src/ may import which: entries > cli > comparison, report, measurement > driver, reporters, recovery > run > tasks,
 * journal > state > process, config, events. What a room may import is a list, so that a new room or package has to be entered here.
 */

/** Known to all: text, and single files that hold nothing of any room. */
const COMMON = ['text/', 'version.ts', 'clock.ts'];

/** What is kept of runs, and what they are made of. */
const KEPT = ['journal/', 'state/', 'process/', 'config/', 'events.ts'];

/** For all who have a config measured. */
const ABOVE_MEASUREMENT = ['measurement/', 'driver/', 'reporters/', 'recovery/', 'run/', 'tasks/', ...KEPT];

const ROOMS = {
  text: [],
  // Numbers in, numbers out.
  statistics: [],
  process: [],
  config: [],
  state: ['process/', 'config/', 'events.ts'],
  journal: ['state/', 'process/', 'config/', 'events.ts'],
  tasks: ['process/', 'config/', 'events.ts'],
  // Where figures are read from, others tell.
  metrics: ['config/', 'events.ts'],
  run: ['tasks/', 'config/', 'events.ts'],
  sampling: ['process/', 'events.ts'],
  recovery: ['run/', 'journal/', 'state/', 'tasks/', 'process/', 'config/', 'events.ts'],
  reporters: ['run/', 'tasks/', 'config/', 'events.ts'],
  report: ['reporters/', 'journal/', 'config/', 'events.ts'],
  // The protocol knows nothing of tasks: it could serve a driver for something else.
  driver: [],
  measurement: ['driver/', 'reporters/', 'recovery/', 'run/', 'sampling/', 'metrics/', ...KEPT, 'tasks/'],
  library: ABOVE_MEASUREMENT,
  comparison: ['statistics/', ...ABOVE_MEASUREMENT],
  cli: ['comparison/', 'statistics/', 'report/', ...ABOVE_MEASUREMENT],
};

/** Modules with one owner: nothing else loads them, so a call that does not need them does not pay for them. */
const OWNED = [
  { modules: ['child_process'], owner: '^src/process/' },
  { modules: ['http', 'https', 'http2'], owner: '^src/tasks/request/' },
  { modules: ['yaml', 'valibot', '@valibot/to-json-schema'], owner: '^src/config/' },
  { modules: ['commander'], owner: '^src/cli/' },
  { modules: ['leven', 'json-p3'], owner: '^src/text/' },
  { modules: ['csv-parse'], owner: '^src/metrics/' },
  { modules: ['simple-statistics'], owner: '^src/statistics/' },
];

/** A module of Node, or a package, as it is resolved. Types of a package count as the package. */
const modulePath = (name) => `^${name}$|^node:${name}$|(^|/)node_modules/(@types/)?${name}/`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    ...Object.entries(ROOMS).map(([room, below]) => ({
      name: `${room}-imports-downwards`,
      comment: `src/${room} may import of src/: ${[`${room}/`, ...COMMON, ...below].join(', ')}`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: [`${room}/`, ...COMMON, ...below].map(inSource) },
    })),
    {
      name: 'single-files-import-text',
      comment: 'What all rooms may import imports no room.',
      severity: 'error',
      from: { path: ['events.ts', 'version.ts', 'clock.ts'].map(inSource) },
      to: { path: '^src/', pathNot: COMMON.map(inSource) },
    },
    {
      name: 'nothing-imports-an-entry',
      severity: 'error',
      from: {},
      to: { path: ['measure.ts', 'servo-exec.ts', 'guard.ts', 'library.ts', 'protocol.ts'].map(inSource) },
    },
    {
      name: 'nothing-imports-entries-of-binaries',
      severity: 'error',
      from: { pathNot: inSource('binary/') },
      to: { path: inSource('binary/') },
    },
    {
      name: 'rooms-only',
      comment: 'A new folder or file directly in src/ is entered in .dependency-cruiser.cjs, with what it may import.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: '^src/',
        pathNot: [...Object.keys(ROOMS).map((room) => `${room}/`), 'binary/', ...COMMON, 'events.ts'].map(inSource),
      },
    },
    ...OWNED.map(({ modules, owner }) => ({
      name: `${modules[0]}-has-an-owner`,
      comment: `Only ${owner.slice(1)} imports ${modules.join(', ')}.`,
      severity: 'error',
      from: { pathNot: owner },
      to: { path: modules.map(modulePath).join('|') },
    })),
    {
      name: 'packages-have-owners',
      comment: 'A package that src/ imports is entered in .dependency-cruiser.cjs, with its owner.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: '(^|/)node_modules/',
        pathNot: ['@types/node', ...OWNED.flatMap(({ modules }) => modules)].map(modulePath).join('|'),
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types count: they couple rooms, too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};

function inSource(path) {
  return `^src/${path.replaceAll('.', '\\.')}${path.endsWith('/') ? '' : '$'}`;
}
