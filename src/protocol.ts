/** The protocol of a measure driver, for drivers of one's own (docs/protocol.md). Importing it sets handlers of signals. */
export { serveDriver } from './driver/serve.ts';
export type {
  Answer,
  DescribeCall,
  Description,
  DriverOption,
  Failure,
  MeasureCall,
  MeasureDriver,
  MeasureRequest,
  Metric,
  MetricDescription,
  Reason,
} from './driver/measure-driver.ts';
export type { World } from './driver/world.ts';
