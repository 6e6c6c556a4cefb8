const PORT = /^(?:(?<host>[^\s:]+|\[[0-9A-Fa-f:.]+\]):)?(?<port>\d{1,5})$/;
const LARGEST = 65_535;

/** `8080` is one of this machine; in `HOST:PORT` the host stands in brackets where it is an IPv6 address. */
export function parsePort(text: string): { readonly host: string; readonly port: number } | undefined {
  const { host, port: digits } = PORT.exec(text.trim())?.groups ?? {};
  const port = Number(digits);
  if (digits === undefined || port < 1 || port > LARGEST) return undefined;
  return { host: host?.replace(/^\[(.*)\]$/, '$1') ?? '127.0.0.1', port };
}
