/** Amounts of bytes as people write and read them. */

const UNIT_BYTES = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, KB: 1e3, MB: 1e6, GB: 1e9 } as const;
type Unit = keyof typeof UNIT_BYTES;

const WHOLE = /^(\d+(?:\.\d+)?)(KiB|MiB|GiB|KB|MB|GB)$/;

/** Bytes of `100MiB`, `1.5 GB`, or of a plain number of them. `undefined` for anything else, a negative one included. */
export function parseSize(text: string): number | undefined {
  const compact = text.trim().replaceAll(/\s+/g, '');
  if (/^\d+$/.test(compact)) return Number(compact);
  const [, amount, unit] = WHOLE.exec(compact) ?? [];
  return amount === undefined ? undefined : Math.floor(Number(amount) * UNIT_BYTES[unit as Unit]);
}

/** `512 bytes`, `4 KiB`, `1.5 GiB`, for a person's eye. */
export function formatSize(bytes: number): string {
  const unit = (['GiB', 'MiB', 'KiB'] as const).find((name) => bytes >= UNIT_BYTES[name]);
  if (unit === undefined) return `${String(bytes)} bytes`;
  return `${String(Math.round((bytes / UNIT_BYTES[unit]) * 10) / 10)} ${unit}`;
}
