import { buildMetrics, buildThresholds, placeOf } from './build-figures.ts';
import type { ResultsPlan } from './metric-plan.ts';
import {
  KEPT_RUNS,
  type Action,
  type CodeRange,
  type Command,
  type HttpRequest,
  type ListedStage,
  type Plan,
  type Readiness,
  type ReadyCondition,
  type Task,
  type TaskStage,
} from './plan.ts';
import type { ProbeSettings } from './probe-schema.ts';
import type { ReadySettings } from './ready-schema.ts';
import { STOP_SIGNALS } from './result-figures.ts';
import type { ResultsSettings } from './results-schema.ts';
import type { RequestSettings, SectionSettings, TaskSettings } from './schema.ts';
import { literal, type Template } from './template.ts';
import { taskPlace } from '../text/task-place.ts';

const DEFAULT_CODES: readonly CodeRange[] = [{ from: 200, to: 399 }];

/** The plan of a checked section, every default filled in (spec/driver.md §5, §6). `placeOf` says where a task stands. */
export function buildPlan(
  section: string,
  settings: SectionSettings,
  placeOf: (stage: TaskStage, index: number) => Task['place'],
  remarks: readonly string[],
): Plan {
  const stage = (name: ListedStage): readonly Task[] =>
    (settings[name] ?? []).map((task, index) => {
      if (task === undefined) throw new Error('Internal error: a checked stage has an item that is no task');
      return buildTask(task, name, index, placeOf(name, index));
    });
  const probes = (settings.probes ?? []).map((probe, index) => {
    if (probe === undefined) throw new Error('Internal error: a checked list of probes has an item that is none');
    return buildProbe(probe, index, placeOf('window', index));
  });
  const stages = { pre: stage('pre'), start: stage('start'), window: probes, stop: stage('stop'), post: stage('post') };
  const metrics = buildMetrics(settings, stages);
  return {
    section,
    stages,
    windowUntil: windowUntil(settings, stages),
    windowStarts: settings.window?.starts ?? 'after_start',
    postTimeoutMs: settings.post_timeout ?? 240_000,
    recover: settings.recover ?? true,
    keep: {
      outputBytes: settings.keep?.output ?? 100 * 2 ** 20,
      totalBytes: settings.keep?.total ?? 2 * 2 ** 30,
      runs: settings.keep?.runs ?? KEPT_RUNS,
    },
    metrics,
    thresholds: buildThresholds(settings, { stages, metrics }),
    remarks,
  };
}

function windowUntil({ window }: SectionSettings, stages: Plan['stages']): Plan['windowUntil'] {
  const { until, max } = window ?? {};
  if (until === undefined || max === undefined) return undefined;
  return { task: placeOf(until.trim(), stages), maxMs: max };
}

function labelOf(name: string | undefined, stage: TaskStage, index: number): string {
  const written = name?.trim() ?? '';
  return written === '' ? taskPlace({ stage, index }) : written;
}

function buildTask(task: TaskSettings, stage: TaskStage, index: number, place: Task['place']): Task {
  return {
    stage,
    index,
    label: labelOf(task.name, stage, index),
    background: task.async ?? false,
    ignoreExitCode: task.ignore_exitcode ?? false,
    notify: task.notify ?? false,
    keepRunning: task.keep_running ?? false,
    ifExits: task.if_exits ?? 'ignore',
    ready: task.ready === undefined ? undefined : buildReadiness(task.ready),
    results: task.results && buildResults(task.results),
    joinTimeoutMs: task.join_timeout ?? 10_000,
    probe: undefined,
    retries: task.retries ?? 0,
    retryDelayMs: task.retry_delay ?? 0,
    timeoutMs: task.timeout,
    action: buildAction(task),
    place,
  };
}

function buildProbe(probe: ProbeSettings, index: number, place: Task['place']): Task {
  return {
    stage: 'window',
    index,
    label: labelOf(probe.name, 'window', index),
    background: true,
    ignoreExitCode: false,
    notify: false,
    keepRunning: false,
    ifExits: 'ignore',
    ready: undefined,
    results: undefined,
    joinTimeoutMs: 0,
    probe: { intervalMs: probe.interval ?? 10_000, failureThreshold: probe.failure_threshold ?? 3 },
    retries: 0,
    retryDelayMs: 0,
    timeoutMs: probe.timeout ?? 10_000,
    action: buildAction(probe),
    place,
  };
}

function buildReadiness({ timeout, interval, ...condition }: ReadySettings): Readiness {
  return { condition: buildCondition(condition), timeoutMs: timeout ?? 60_000, intervalMs: interval ?? 500 };
}

function buildCondition({ port, http, output, file, exec }: ReadySettings): ReadyCondition {
  if (port !== undefined) return { kind: 'port', port };
  if (http !== undefined) return { kind: 'http', request: buildRequest(http) };
  if (output !== undefined) return { kind: 'output', pattern: output };
  if (file !== undefined) return { kind: 'file', path: file };
  if (exec === undefined) throw new Error('Internal error: a checked readiness has no condition');
  return { kind: 'exec', command: buildCommand('exec', exec) };
}

function buildAction(task: TaskSettings | ProbeSettings): Action {
  if (task.request !== undefined) return buildRequest(task.request);
  const argv = task.exec ?? task.shell_exec;
  if (argv === undefined) throw new Error('Internal error: a checked task has no mode');
  const format = 'results' in task ? task.results?.format : undefined;
  // Stopped by another, its tool would tell nothing.
  const stop_signal = task.stop_signal ?? (format && STOP_SIGNALS[format]);
  return buildCommand(task.exec !== undefined ? 'exec' : 'shell_exec', argv, { ...task, stop_signal });
}

function buildResults({ format, file }: ResultsSettings): ResultsPlan {
  if (format === undefined) throw new Error('Internal error: checked results are of no tool');
  return { format, file };
}

type OfCommands = Pick<TaskSettings, 'cwd' | 'env' | 'stop_signal' | 'stop_grace_period'>;

function buildCommand(mode: Command['mode'], argv: Command['argv'], settings: OfCommands = {}): Command {
  return {
    mode,
    argv,
    cwd: settings.cwd,
    env: settings.env ?? new Map<string, Template>(),
    stopSignal: settings.stop_signal ?? 'SIGTERM',
    stopGracePeriodMs: settings.stop_grace_period ?? 5000,
  };
}

function buildRequest(request: RequestSettings): HttpRequest {
  if (request.url === undefined) throw new Error('Internal error: a checked request has no URL');
  const method = request.method ?? 'GET';
  const headers = new Map(request.headers);
  const contentType =
    request['content-type'] ??
    headers.get('content-type') ??
    (method === 'POST' ? literal('application/json') : undefined);
  if (contentType !== undefined) headers.set('content-type', contentType);
  return {
    mode: 'request',
    method,
    url: request.url,
    idleTimeoutMs: request.http_timeout ?? 10_000,
    body: request.data ?? (method === 'POST' ? literal('{}') : undefined),
    headers,
    successCodes: request.success_codes ?? DEFAULT_CODES,
    verify: request.verify ?? true,
    clientCertificate: request.cert,
    followRedirects: request.follow_redirects ?? true,
  };
}
