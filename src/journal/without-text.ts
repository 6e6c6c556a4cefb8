import type { OutputEnd, RunEvent } from '../events.ts';

/** The event with what a task printed counted among the bytes that are not kept. */
export function withoutText(event: RunEvent): RunEvent {
  switch (event.type) {
    case 'task-output':
      return { ...event, output: counted(event.output) };
    case 'attempt-ended':
      return { ...event, outputEnd: counted(event.outputEnd) };
    default:
      return event;
  }
}

function counted({ stream, text, omittedBytes }: OutputEnd): OutputEnd {
  return { stream, text: '', omittedBytes: omittedBytes + Buffer.byteLength(text) };
}
