/** A user and a password as they are used, percent-encoding undone. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

// A password may hold `@` and quotes; in JSON or a shell command it ends at a quote all the same. Both readings are tried.
const IN_TEXT = [
  /:\/\/(?<user>[^\s/:@]*):(?<password>[^\s/?#]+)@/g,
  /:\/\/(?<user>[^\s/:@]*):(?<password>[^\s/?#"'`<>\\]+)@/g,
];

/** Those of all URLs in a text of any kind. */
export function urlCredentials(text: string): Credentials[] {
  if (!text.includes('://')) return [];
  const found = IN_TEXT.flatMap((pattern) => [...text.matchAll(pattern)]).map(({ groups }) => groups ?? {});
  const all = found.map(({ user = '', password = '' }) => ({ user, password }));
  if (URL.canParse(text)) {
    // All of the text is one, so that there may be spaces in it.
    const { username, password } = new URL(text);
    if (password !== '') all.push({ user: username, password });
  }
  return all.map(({ user, password }) => ({ user: percentDecoded(user), password: percentDecoded(password) }));
}

/** The value of an authorization header. */
export function basicAuthorization({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** A lone % stands for itself. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
