import { DRIVER } from '../measurement.ts';
import type { Row } from '../row.ts';
import { programMs } from '../run-program.ts';

const ROUNDS = { full: 41, quick: 7 };

export const info = startUp('info', '`measure --info`, start to exit', 1.15, ['--info', 'app']);

export const describe = startUp('describe', '`measure --describe` with a 30-task config', 1.9, ['--describe', 'app']);

function startUp(name: string, what: string, atMost: number, args: readonly string[]): Row {
  return {
    name,
    figures: [{ what, floor: '`node -e 0`', limit: { kind: 'ratio', atMost }, unit: 'ms', of: 'median' }],
    rounds: ROUNDS,
    prepare({ scene }) {
      scene.file('config.yaml', THIRTY_TASKS);
      return async () => [
        {
          floor: await programMs(scene, [process.execPath, '-e', '0']),
          ours: await programMs(scene, [process.execPath, DRIVER, ...args]),
        },
      ];
    },
  };
}

/** Five of each kind, twice as many commands as are written in the other ways. */
const THIRTY_TASKS = `exec:
  pre:
${tasks('- exec: [test, -d, "/srv/shop-#"]')}
${tasks('- name: prepare #\n  shell_exec: "mkdir -p data-# && cp seed data-#/"\n  timeout: 30s')}
  start:
${tasks('- name: load #\n  async: true\n  exec: [wrk, -t, "2", -d, "60", "http://127.0.0.1:80#/"]\n  stop_signal: SIGINT')}
  stop:
${tasks('- name: figures #\n  notify: true\n  retries: 2\n  request:\n    url: "http://127.0.0.1:9090/query?shop=#&from=${window:start_s}"\n    headers: { Accept: application/json }')}
  post:
${tasks('- exec: [rm, -rf, "data-#"]')}
${tasks('- ignore_exitcode: true\n  request: { method: DELETE, url: "http://127.0.0.1:8080/shop/#", success_codes: [200-299, 404] }')}
`;

function tasks(text: string): string {
  return Array.from({ length: 5 }, (_, i) => text.replaceAll('#', String(i)).replaceAll(/^/gm, '    ')).join('\n');
}
