/**
 * Calls the built driver with `config.yaml` as its callers do, a request on standard input, and shows what it tells.
 * The last line on standard output is the driver's answer, and the exit code is the driver's.
 */
import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const USAGE = 'usage: quickstart.mjs [--duration SECONDS]';
const args = ['dist/measure.cjs', '--config', 'examples/quickstart/config.yaml', 'quickstart'];
const request = JSON.stringify({ control: { duration: durationSeconds(process.argv.slice(2)) } });
console.log(`$ echo '${request}' | ${args.join(' ')}\n`);

const driver = spawn(process.execPath, args, {
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  // The tasks say `node`; it is the one that runs this.
  env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}` },
  stdio: ['pipe', 'pipe', 'inherit'],
});
// A driver that has ended already does not read it.
driver.stdin.on('error', () => undefined);
driver.stdin.end(request);

// The driver cleans up and answers; this waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => driver.kill(signal));
process.stdout.on('error', () => driver.kill('SIGTERM'));

createInterface({ input: driver.stdout }).on('line', show);
driver.on('close', (exitCode) => {
  process.exitCode = exitCode ?? 1;
});

function show(line) {
  const { progress, message } = JSON.parse(line);
  if (progress !== undefined) console.log(`${String(progress).padStart(3)} %  ${message?.trimEnd() ?? ''}`);
  else console.log(`\n${message === undefined ? '' : `${message}\n\n`}${line}`);
}

function durationSeconds([option, value, ...others]) {
  if (option === undefined) return 5;
  const seconds = Number(value);
  if (option === '--duration' && others.length === 0 && seconds > 0 && seconds < Infinity) return seconds;
  console.error(USAGE);
  process.exit(2);
}
