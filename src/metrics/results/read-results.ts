import type { ResultsFormat } from '../../config/metric-plan.ts';
import { limited } from '../limited.ts';
import type { Found } from '../found.ts';
import { readAb } from './ab.ts';
import { readAutocannon } from './autocannon.ts';
import { readHey } from './hey.ts';
import { readJmeter } from './jmeter.ts';
import { readK6 } from './k6.ts';
import type { ReadTool, ToolFigures, ToolOutput } from './tool-output.ts';
import { readVegeta } from './vegeta.ts';
import { readWrk } from './wrk.ts';

/** Latencies are in milliseconds, throughput per second. */
const READERS: Readonly<Record<ResultsFormat, ReadTool>> = {
  wrk: readWrk,
  k6: readK6,
  autocannon: readAutocannon,
  hey: readHey,
  ab: readAb,
  jmeter: readJmeter,
  vegeta: readVegeta,
};

/** What a tool told. */
export async function readTool(format: ResultsFormat, output: ToolOutput): Promise<Found<ToolFigures>> {
  const read = limited(() => READERS[format](output));
  return read.ok ? read.value : read;
}
