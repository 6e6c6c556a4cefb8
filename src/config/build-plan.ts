import { KEPT_RUNS, type CodeRange, type HttpRequest, type Plan, type Task, type TaskStage } from './plan.ts';
import type { RequestSettings, SectionSettings, TaskSettings } from './schema.ts';
import { literal, type Template } from './template.ts';

const DEFAULT_CODES: readonly CodeRange[] = [{ from: 200, to: 399 }];

/** The plan of a checked section, every default filled in (spec/driver.md §5, §6). `placeOf` says where a task stands. */
export function buildPlan(
  section: string,
  settings: SectionSettings,
  placeOf: (stage: TaskStage, index: number) => Task['place'],
  remarks: readonly string[],
): Plan {
  const stage = (name: TaskStage): readonly Task[] =>
    (settings[name] ?? []).map((task, index) => {
      if (task === undefined) throw new Error('Internal error: a checked stage has an item that is no task');
      return buildTask(task, name, index, placeOf(name, index));
    });
  return {
    section,
    stages: { pre: stage('pre'), start: stage('start'), stop: stage('stop'), post: stage('post') },
    windowStarts: settings.window?.starts ?? 'after_start',
    postTimeoutMs: settings.post_timeout ?? 240_000,
    recover: settings.recover ?? true,
    keep: {
      outputBytes: settings.keep?.output ?? 100 * 2 ** 20,
      totalBytes: settings.keep?.total ?? 2 * 2 ** 30,
      runs: settings.keep?.runs ?? KEPT_RUNS,
    },
    remarks,
  };
}

function buildTask(task: TaskSettings, stage: TaskStage, index: number, place: Task['place']): Task {
  const name = task.name?.trim() ?? '';
  return {
    stage,
    index,
    label: name === '' ? `${stage}[${String(index)}]` : name,
    background: task.async ?? false,
    ignoreExitCode: task.ignore_exitcode ?? false,
    notify: task.notify ?? false,
    keepRunning: task.keep_running ?? false,
    retries: task.retries ?? 0,
    retryDelayMs: task.retry_delay ?? 0,
    timeoutMs: task.timeout,
    action: buildAction(task),
    place,
  };
}

function buildAction(task: TaskSettings): Task['action'] {
  if (task.request !== undefined) return buildRequest(task.request);
  const argv = task.exec ?? task.shell_exec;
  if (argv === undefined) throw new Error('Internal error: a checked task has no mode');
  return {
    mode: task.exec !== undefined ? 'exec' : 'shell_exec',
    argv,
    cwd: task.cwd,
    env: task.env ?? new Map<string, Template>(),
    stopSignal: task.stop_signal ?? 'SIGTERM',
    stopGracePeriodMs: task.stop_grace_period ?? 5000,
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
