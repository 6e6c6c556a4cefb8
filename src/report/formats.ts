export const FORMATS = ['html', 'junit', 'markdown', 'json'] as const;
export type Format = (typeof FORMATS)[number];
