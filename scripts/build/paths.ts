import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The entries, each one file of its name in `dist/`. The first two are programs; `guard` is started by these. */
export const PROGRAMS = ['measure', 'servo-exec'] as const;
export const ENTRIES = [...PROGRAMS, 'guard', 'protocol'] as const;

/** What went into which file of `dist/`, as esbuild tells it. Made by each build, not shipped. */
export const METAFILE = '.cache/build/meta.json';
