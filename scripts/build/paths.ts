import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The entries, each one file of its name in `dist/`. The first two are programs; `guard` is started by these. */
export const PROGRAMS = ['measure', 'servo-exec'] as const;
export type Program = (typeof PROGRAMS)[number];
/** The modules for other programs, each with its types in one file of its name in `dist/types/`. */
export const LIBRARIES = ['library', 'protocol'] as const;
export const ENTRIES = [...PROGRAMS, 'guard', ...LIBRARIES] as const;

/** The file of an entry. `measure` is CommonJS: Node starts that in less time than an ES module takes to be found. */
export function entryFile(name: (typeof ENTRIES)[number]): string {
  return `${name}.${COMMON_JS.includes(name) ? 'cjs' : 'js'}`;
}

export const COMMON_JS: readonly string[] = ['measure'];

/** What went into which file of `dist/`, as esbuild tells it. Made by each build, not shipped. */
export const METAFILE = '.cache/build/meta.json';

/** What is made to be handed out. Not in git. */
export const RELEASE = 'release';

/** The single executable of a program, for a machine as `process.arch` names it. */
export function executableOf(program: Program, machine: string): string {
  return `${RELEASE}/${program}-linux-${machine}`;
}
