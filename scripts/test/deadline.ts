/**
 * Loaded into every process that runs a test file: ends it when one of its tests takes too long, and names the
 * test. Node's own time limits mean one thing on Node 20 (a whole file) and another on 24 (a test, after which
 * the process may stay).
 */
import { afterEach, beforeEach } from 'node:test';

const limitSeconds = Number(process.env['TEST_LIMIT_SECONDS'] ?? 120);
const running: string[] = [];
let timer: NodeJS.Timeout | undefined;

function restart(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const names = running.length === 0 ? 'what is not a test, or comes after the last one' : running.join(', ');
    console.error(`More than ${String(limitSeconds)} s were taken by: ${names}`);
    process.exit(1);
  }, limitSeconds * 1000);
  timer.unref();
}

restart();
beforeEach((context) => {
  running.push(nameOf(context));
  restart();
});
afterEach((context) => {
  const place = running.lastIndexOf(nameOf(context));
  if (place !== -1) running.splice(place, 1);
  restart();
});

function nameOf(context: unknown): string {
  const name: unknown = typeof context === 'object' && context !== null ? Reflect.get(context, 'name') : undefined;
  return typeof name === 'string' ? name : 'a test without a name';
}
