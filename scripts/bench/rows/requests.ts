import { serve } from '../../../test/support/service.ts';
import { startStageMs } from '../measurement.ts';
import type { Row } from '../row.ts';
import { floorMs } from '../run-program.ts';

const REQUESTS = { full: 1000, quick: 300 };

export const requests: Row = {
  name: 'requests',
  figures: [
    {
      what: '1,000 requests in a row to a local server',
      floor: 'the bare keep-alive loop on `node:http`',
      limit: { kind: 'ratio', atMost: 1.4 },
      unit: 'ms',
      of: 'median',
    },
  ],
  rounds: { full: 15, quick: 3 },
  async prepare({ scene, life, amount }) {
    const url = await serve(life, (_request, response) => response.end('well\n'));
    const count = amount(REQUESTS);
    const stages = { start: Array.from({ length: count }, () => ({ request: { url } })) };
    return async () => [
      { floor: await floorMs(scene, 'request-loop', url, String(count)), ours: await startStageMs(scene, { stages }) },
    ];
  },
};
