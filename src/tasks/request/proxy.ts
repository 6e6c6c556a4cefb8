import { bypassesProxy } from './no-proxy.ts';
import { isWeb } from './outgoing.ts';
import { trouble, type Trouble } from './trouble.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for this address, or `undefined` for none (spec/driver.md §6).
 * Where a name stands there in both cases, the lower one holds; set to nothing, it means no proxy.
 */
export function proxyFor(url: URL, environment: Environment): URL | Trouble | undefined {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = inEitherCase(environment, name);
  if (value === undefined || value === '') return undefined;
  if (bypassesProxy(url, inEitherCase(environment, 'NO_PROXY') ?? '')) return undefined;
  const address = value.includes('://') ? value : `http://${value}`;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  if (proxy === undefined || !isWeb(proxy)) {
    return trouble('EPROXY', `the proxy in ${name} is not of the form http://host:port`);
  }
  return proxy;
}

function inEitherCase(environment: Environment, name: string): string | undefined {
  return (environment[name.toLowerCase()] ?? environment[name])?.trim();
}
