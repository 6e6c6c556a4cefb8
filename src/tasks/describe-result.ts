import type { AttemptResult } from '../events.ts';
import { formatDuration } from '../text/duration.ts';

/** How an attempt ended, in words that go on after "task x: ". */
export function describeResult(result: AttemptResult): string {
  switch (result.kind) {
    case 'success':
      return 'status' in result ? `HTTP status ${String(result.status)}` : 'exit code 0';
    case 'exit-code':
      return `exit code ${String(result.exitCode)}`;
    case 'signal':
      return `ended by ${result.signal}`;
    case 'not-started':
    case 'no-answer':
      return result.message;
    case 'http-status':
      return `HTTP status ${String(result.status)}, expected ${result.expected}`;
    case 'timeout':
      return `timeout: not done within ${formatDuration(result.timeoutMs)}, so it was stopped`;
    case 'not-ready':
      return `not ready within ${formatDuration(result.timeoutMs)}: waited for ${result.waitedFor}; ${result.last}`;
    case 'ended-early':
      return `ended before it was ready: waited for ${result.waitedFor}`;
    case 'stopped':
      return 'stopped';
  }
}
