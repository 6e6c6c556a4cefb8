import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { TestLife } from '../support/scene.ts';

/** Spins as long as this process lives, whatever it dies of. */
const SPIN = 'while kill -0 "$1"; do i=0; while [ "$i" -lt 100000 ]; do i=$((i + 1)); done; done';

/** Keeps every processor busy. */
export function keepBusy(test: TestLife): void {
  for (let i = 0; i < availableParallelism(); i++) {
    const spinner = spawn('/bin/sh', ['-c', SPIN, 'spin', String(process.pid)], { stdio: 'ignore' });
    test.after(() => {
      spinner.kill('SIGKILL');
    });
  }
}
