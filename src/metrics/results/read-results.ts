import type { ResultsFormat } from '../../config/metric-plan.ts';
import { readAb } from './ab.ts';
import { readAutocannon } from './autocannon.ts';
import { readHey } from './hey.ts';
import { readJmeter } from './jmeter.ts';
import { readK6 } from './k6.ts';
import type { ReadTool } from './tool-output.ts';
import { readVegeta } from './vegeta.ts';
import { readWrk } from './wrk.ts';

/** How the results of each tool are read: latencies in milliseconds, throughput per second. */
export const READ_RESULTS: Readonly<Record<ResultsFormat, ReadTool>> = {
  wrk: readWrk,
  k6: readK6,
  autocannon: readAutocannon,
  hey: readHey,
  ab: readAb,
  jmeter: readJmeter,
  vegeta: readVegeta,
};
