import { randomUUID } from 'node:crypto';
import { startProcess, type ProcessGroup, type ProcessSpec } from '../../src/process/start.ts';
import type { Scene } from './scene.ts';

export interface Observed {
  readonly group: ProcessGroup;
  /** What it printed so far, on both streams. */
  readonly printed: () => string;
}

/** Starts shell code in a process group, in the scene's folder. */
export function startShell(scene: Scene, code: string, options: Partial<ProcessSpec> = {}): Observed {
  return startArgv(scene, ['/bin/sh', '-c', code], options);
}

export function startArgv(scene: Scene, argv: ProcessSpec['argv'], options: Partial<ProcessSpec> = {}): Observed {
  let printed = '';
  const group = startProcess({
    argv,
    cwd: scene.folder,
    environment: [scene.environment],
    mark: randomUUID(),
    onOutput: (_, chunk) => {
      printed += chunk.toString('latin1');
    },
    stopSignal: 'SIGTERM',
    gracePeriodMs: 5000,
    ...options,
  });
  return { group, printed: () => printed };
}
