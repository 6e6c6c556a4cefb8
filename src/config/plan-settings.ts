/** A plan in the words of the config: every key with the value that holds, the defaults too. */
import type { Action, CodeRange, Command, HttpRequest, Plan, Readiness, ReadyCondition, Task } from './plan.ts';
import { readTasks } from './known-figures.ts';
import type { MetricReader, ResultsPlan } from './metric-plan.ts';
import { PLACEHOLDERS, type Facts, type Placeholder, type Template } from './template.ts';

export type Settings = Readonly<Record<string, unknown>>;

export interface PlanSettings {
  readonly pre: readonly Settings[];
  readonly start: readonly Settings[];
  readonly stop: readonly Settings[];
  readonly post: readonly Settings[];
  readonly window: Settings;
  readonly probes: readonly Settings[];
  readonly metrics: Settings;
  readonly thresholds: Settings;
  readonly post_timeout: number;
  readonly recover: boolean;
  readonly keep: Settings;
}

/**
 * Durations are seconds, sizes bytes. `known` fills in what stands for something by now; any other placeholder stays, so that this
 * is a config again.
 */
export function planSettings(plan: Plan, known: Facts): PlanSettings {
  const { stages, keep } = plan;
  const joined = readTasks(plan).filter(({ background }) => background);
  const tasks = (list: readonly Task[]): readonly Settings[] =>
    list.map((task) => taskSettings(task, known, joined.includes(task)));
  return {
    pre: tasks(stages.pre),
    start: tasks(stages.start),
    stop: tasks(stages.stop),
    post: tasks(stages.post),
    window: { starts: plan.windowStarts, ...untilSettings(plan) },
    probes: stages.window.map((probe) => probeSettings(probe, known)),
    metrics: metricsSettings(plan, known),
    thresholds: thresholdsSettings(plan),
    post_timeout: seconds(plan.postTimeoutMs),
    recover: plan.recover,
    keep: { output: keep.outputBytes, total: keep.totalBytes, runs: keep.runs },
  };
}

function untilSettings({ stages, windowUntil }: Plan): Settings {
  if (windowUntil === undefined) return { until: null, max: null };
  const { task, maxMs } = windowUntil;
  return { until: stages[task.stage][task.index]?.label, max: seconds(maxMs) };
}

function metricsSettings({ metrics, stages }: Plan, known: Facts): Settings {
  return Object.fromEntries(
    metrics.map(({ name, source, reader, aggregate, unit, description, better, required }) => {
      const place = source.kind === 'task' ? source.task : undefined;
      const task = place && stages[place.stage][place.index];
      const stream = source.kind === 'task' && reader.kind !== 'field' && task?.action.mode !== 'request';
      const from = source.kind === 'task' ? { from: task?.label } : { file: shown(source.path, known) };
      return [
        name,
        {
          ...from,
          ...readerSettings(reader),
          ...(stream ? { stream: source.stream } : {}),
          aggregate,
          unit: unit ?? null,
          description: description ?? null,
          better: better ?? null,
          required,
        },
      ];
    }),
  );
}

function readerSettings(reader: MetricReader): Settings {
  switch (reader.kind) {
    case 'regex':
      return { regex: reader.pattern };
    case 'json_path':
      return { json_path: reader.path };
    case 'csv_column':
      return { csv_column: reader.column };
    case 'field':
      return { field: reader.field };
  }
}

function thresholdsSettings({ thresholds }: Plan): Settings {
  const texts = new Map<string, string[]>();
  for (const { figure, text } of thresholds) texts.set(figure, [...(texts.get(figure) ?? []), text]);
  return Object.fromEntries([...texts].map(([figure, list]) => [figure, list.length === 1 ? list[0] : list]));
}

function probeSettings({ label, action, probe, timeoutMs }: Task, known: Facts): Settings {
  return {
    name: label,
    ...actionSettings(action, known),
    interval: probe === undefined ? null : seconds(probe.intervalMs),
    timeout: timeoutMs === undefined ? null : seconds(timeoutMs),
    failure_threshold: probe?.failureThreshold ?? null,
  };
}

function actionSettings(action: Action, known: Facts): Settings {
  return action.mode === 'request' ? { request: requestSettings(action, known) } : commandSettings(action, known);
}

function readySettings({ condition, timeoutMs, intervalMs }: Readiness, known: Facts): Settings {
  return {
    ...conditionSettings(condition, known),
    timeout: seconds(timeoutMs),
    interval: seconds(intervalMs),
  };
}

function conditionSettings(condition: ReadyCondition, known: Facts): Settings {
  switch (condition.kind) {
    case 'port':
      return { port: shown(condition.port, known) };
    case 'http':
      return { http: requestSettings(condition.request, known) };
    case 'output':
      return { output: condition.pattern };
    case 'file':
      return { file: shown(condition.path, known) };
    case 'exec':
      return { exec: condition.command.argv.map((item) => shown(item, known)) };
  }
}

/** `isJoined`: figures are read from it when it has ended. */
function taskSettings(task: Task, known: Facts, isJoined: boolean): Settings {
  const { action } = task;
  const isCommand = action.mode !== 'request';
  return {
    name: task.label,
    ...actionSettings(action, known),
    async: task.background,
    ...(task.background ? { if_exits: task.ifExits } : {}),
    ...(task.results === undefined ? {} : { results: resultsSettings(task.results, known) }),
    ...(isJoined ? { join_timeout: seconds(task.joinTimeoutMs) } : {}),
    ...(isCommand && task.background ? { keep_running: task.keepRunning } : {}),
    ready: task.ready === undefined ? null : readySettings(task.ready, known),
    timeout: task.timeoutMs === undefined ? null : seconds(task.timeoutMs),
    retries: task.retries,
    retry_delay: seconds(task.retryDelayMs),
    ignore_exitcode: task.ignoreExitCode,
    notify: task.notify,
  };
}

function resultsSettings({ format, file }: ResultsPlan, known: Facts): Settings {
  return { format, file: file === undefined ? null : shown(file, known) };
}

function commandSettings({ mode, argv, cwd, env, stopSignal, stopGracePeriodMs }: Command, known: Facts): Settings {
  const texts = argv.map((item) => (mode === 'exec' ? shown(item, known) : literalText(item)));
  // The first two are the shell.
  const command = texts.slice(2);
  return {
    [mode]: mode === 'exec' ? texts : command.length === 1 ? command[0] : command,
    cwd: cwd === undefined ? null : shown(cwd, known),
    env: Object.fromEntries([...env].map(([name, value]) => [name, shown(value, known)])),
    stop_signal: stopSignal,
    stop_grace_period: seconds(stopGracePeriodMs),
  };
}

function requestSettings(request: HttpRequest, known: Facts): Settings {
  const { body, headers, clientCertificate: cert } = request;
  return {
    method: request.method,
    url: shown(request.url, known),
    // With `content-type`, whichever of the keys it comes from.
    headers: Object.fromEntries([...headers].map(([name, value]) => [name, shown(value, known)])),
    data: body === undefined ? null : shown(body, known),
    http_timeout: seconds(request.idleTimeoutMs),
    success_codes: request.successCodes.map(codes),
    verify: request.verify,
    cert: cert === undefined ? null : [cert.certificateFile, cert.keyFile],
    follow_redirects: request.followRedirects,
  };
}

function seconds(ms: number): number {
  return ms / 1000;
}

function codes({ from, to }: CodeRange): number | string {
  return from === to ? from : `${String(from)}-${String(to)}`;
}

/** As it would be written in a config. */
function shown(template: Template, known: Facts): string {
  return template
    .map((part) => {
      if (typeof part === 'string') return escaped(part);
      const value = known(part.placeholder);
      return value === undefined ? `\${${part.placeholder}}` : escaped(value);
    })
    .join('');
}

function literalText(template: Template): string {
  return template.map((part) => (typeof part === 'string' ? part : '')).join('');
}

const WORDS = [...new Set(Object.keys(PLACEHOLDERS).map((name) => name.slice(0, name.indexOf(':'))))];
const LOOKS_LIKE_ONE = new RegExp(`\\$\\{(?=(?:${[...WORDS, 'env', 'secret', 'secret_file'].join('|')}):)`, 'g');

/** Text that is no placeholder, though it looks like one. */
function escaped(text: string): string {
  return text.replaceAll(LOOKS_LIKE_ONE, '$$$&');
}

/** What stands for something before anything has run: the environment. Secrets are covered. */
export function knownFacts(environment: Readonly<Record<string, string | undefined>>): Facts {
  return (placeholder: Placeholder) => {
    if (placeholder.startsWith('secret')) return '***';
    const name = placeholder.startsWith('env:') ? placeholder.slice('env:'.length) : undefined;
    return name !== undefined && Object.hasOwn(environment, name) ? environment[name] : undefined;
  };
}
