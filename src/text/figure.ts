/** Figures as people read them: four digits that matter. */
export function formatFigure(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e15 || magnitude < 1e-6) return value.toExponential(3);
  return magnitude >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(4)));
}

/** With its unit, if it has one. */
export function formatWithUnit(value: number, unit: string | null): string {
  return unit === null || unit === '' ? formatFigure(value) : `${formatFigure(value)} ${unit}`;
}

/** `-5.2%`, of a share of one; always with its sign. */
export function formatChange(share: number): string {
  const size = formatShare(Math.abs(share));
  if (Number.parseFloat(size) === 0) return '0%';
  return `${share > 0 ? '+' : '-'}${size}`;
}

/** `5.2%`, of a share of one that is not below zero. */
export function formatShare(share: number): string {
  const value = share * 100;
  return `${value.toFixed(value >= 100 ? 0 : value >= 1 ? 1 : 2)}%`;
}
