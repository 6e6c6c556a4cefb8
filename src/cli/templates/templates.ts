import { HTTP } from './http.ts';
import { JENKINS } from './jenkins.ts';
import { K6 } from './k6.ts';
import type { TemplateName } from './names.ts';
import { VPN } from './vpn.ts';
import { WRK } from './wrk.ts';

export const TEMPLATES: Readonly<Record<TemplateName, string>> = {
  http: HTTP,
  wrk: WRK,
  k6: K6,
  jenkins: JENKINS,
  vpn: VPN,
};
