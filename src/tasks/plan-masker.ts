import { templatesOf } from '../config/plan-texts.ts';
import type { Plan } from '../config/plan.ts';
import { TASK_STAGES } from '../config/plan.ts';
import type { SecretValues } from '../config/secrets.ts';
import { fillIn, type Facts } from '../config/template.ts';
import { createMasker, type Masker } from '../text/mask.ts';
import { basicAuthorization, urlCredentials } from '../text/url-credentials.ts';

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];

/**
 * Hides what the secrets of a plan stand for, and the passwords of all URLs in its texts and of the proxies in the
 * environment, also as a server sees them that a request is sent to.
 */
export function createPlanMasker(
  plan: Plan,
  secrets: SecretValues,
  facts: Facts,
  environment: Readonly<Record<string, string | undefined>>,
): Masker {
  const tasks = TASK_STAGES.flatMap((stage) => plan.stages[stage]);
  const files = plan.metrics.flatMap(({ source }) => (source.kind === 'file' ? [source.path] : []));
  const texts = [...tasks.flatMap(templatesOf), ...files].map((template) => fillIn(template, facts));
  const proxies = PROXIES.flatMap((name) => [environment[name], environment[name.toLowerCase()]])
    .filter((value) => value !== undefined)
    // As `proxyFor` takes them.
    .map((value) => (value.includes('://') ? value : `http://${value.trim()}`));
  const passwords = [...texts, ...proxies].flatMap(urlCredentials).flatMap((credentials) => {
    return [credentials.password, basicAuthorization(credentials).replace('Basic ', '')];
  });
  return createMasker([...secrets.values(), ...passwords]);
}
