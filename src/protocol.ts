/** servo-exec as a library. So far the protocol of a measure driver, docs/protocol.md. */
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
