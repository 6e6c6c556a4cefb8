/** The configs that `init` writes, and what each is for. */
export const TEMPLATE_NAMES = {
  http: 'a load generator that is started and stopped over HTTP',
  wrk: 'wrk on this machine',
  k6: 'k6 on this machine, with a script of your own',
  jenkins: 'a job of a Jenkins server',
  vpn: 'a load through an OpenVPN tunnel',
} as const;

export type TemplateName = keyof typeof TEMPLATE_NAMES;
