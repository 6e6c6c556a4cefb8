import type { Task } from '../config/plan.ts';
import type { SecretValues } from '../config/secrets.ts';
import { isSecret, type Facts, type PlainPlaceholder } from '../config/template.ts';

/** What tasks may know of the measurement; nothing else of standard input ever reaches one (spec/driver.md §7). */
export interface MeasurementFacts {
  readonly runId: string;
  readonly app: string;
  readonly durationSeconds: number;
  readonly warmupSeconds: number;
  readonly delaySeconds: number;
  /** A folder of the run that tasks may fill; `undefined` until there is one. */
  readonly runDir: () => string | undefined;
  /** Milliseconds since 1970; `undefined` until the window is over, and for good when there was none. */
  readonly window: () => { readonly startMs: number; readonly endMs: number } | undefined;
}

/** What the placeholders in a task's texts stand for. */
export function placeholderFacts(
  facts: MeasurementFacts,
  environment: Readonly<Record<string, string | undefined>>,
  secrets: SecretValues,
): Facts {
  return (placeholder) => {
    if (isSecret(placeholder)) {
      const value = secrets.get(placeholder);
      // No text in its place: that could be another path or another command.
      if (value === undefined) throw new Error('Internal error: a secret that was not looked up');
      return value;
    }
    if (placeholder.startsWith('env:')) return environment[placeholder.slice('env:'.length)];
    return plainFact(placeholder as PlainPlaceholder, facts);
  };
}

function plainFact(placeholder: PlainPlaceholder, facts: MeasurementFacts): string | undefined {
  const window = facts.window();
  switch (placeholder) {
    case 'control:duration':
      return plainNumber(facts.durationSeconds);
    case 'control:warmup':
      return plainNumber(facts.warmupSeconds);
    case 'control:delay':
      return plainNumber(facts.delaySeconds);
    case 'run:id':
      return facts.runId;
    case 'run:app':
      return facts.app;
    case 'run:dir':
      return facts.runDir();
    case 'window:start':
      return window && rfc3339(window.startMs);
    case 'window:end':
      return window && rfc3339(window.endMs);
    case 'window:start_ms':
      return window && String(window.startMs);
    case 'window:end_ms':
      return window && String(window.endMs);
    case 'window:start_s':
      return window && String(window.startMs / 1000);
    case 'window:end_s':
      return window && String(window.endMs / 1000);
  }
}

/** The variables that every command is told beside the driver's own. */
export function taskVariables(task: Task, facts: MeasurementFacts): Record<string, string | undefined> {
  const window = facts.window();
  return {
    SERVO_EXEC_STAGE: task.stage,
    SERVO_EXEC_TASK: task.label,
    SERVO_EXEC_APP_ID: facts.app,
    SERVO_EXEC_RUN_ID: facts.runId,
    SERVO_EXEC_RUN_DIR: facts.runDir(),
    SERVO_EXEC_DURATION: plainNumber(facts.durationSeconds),
    SERVO_EXEC_WARMUP: plainNumber(facts.warmupSeconds),
    SERVO_EXEC_DELAY: plainNumber(facts.delaySeconds),
    // Set to nothing where there is no window, so that a driver around this one does not show through.
    SERVO_EXEC_WINDOW_START: window && rfc3339(window.startMs),
    SERVO_EXEC_WINDOW_END: window && rfc3339(window.endMs),
  };
}

function rfc3339(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Without an exponent, which few programs read. */
function plainNumber(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return value >= 1 ? String(BigInt(value)) : value.toFixed(20).replace(/\.?0+$/, '');
}
