/** A probe as a schema: what is looked at again and again while the window lasts. */
import * as v from 'valibot';
import { actionEntries } from './action-entries.ts';
import { countFrom, duration, text, type CheckScope } from './leaves.ts';
import type { RequestSettings } from './request-schema.ts';
import { mapping, setting, type OutputOf, type Schema } from './schema-kit.ts';
import { checkModes, modesJson, OF_THE_REQUEST } from './task-modes.ts';

const ABOVE_ZERO = duration({ zero: false });

function probe(scope: CheckScope, request: Schema<RequestSettings | undefined>) {
  const object = v.object({
    name: setting(text, 'What the probe is called in messages. Default: its place, such as window[0].', 'target is up'),
    interval: setting(ABOVE_ZERO, 'From one look to the next. Default 10 s.', '5s'),
    timeout: setting(ABOVE_ZERO, 'For each look. Default 10 s.', '2s'),
    failure_threshold: setting(countFrom(1), 'So many failures in a row end the measurement. Default 3.', 5),
    ...actionEntries(scope, request),
  });
  return mapping(
    {
      title: 'probe',
      expected: 'a probe',
      within: 'a probe',
      hint: 'such as `- request: { url: http://localhost:8080/health }`',
      nullable: false,
      elsewhere: OF_THE_REQUEST,
      check: (input, report, misspelt) => void checkModes('probe', input, report, misspelt),
      json: modesJson,
    },
    object,
  );
}

export type ProbeSettings = OutputOf<ReturnType<typeof probe>>;

/** `request` is the schema of what `request` holds. */
export function probeSchema(
  scope: CheckScope,
  request: Schema<RequestSettings | undefined>,
): Schema<ProbeSettings | undefined> {
  return probe(scope, request);
}
