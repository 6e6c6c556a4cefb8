import { visible } from '../../text/visible.ts';
import { Markup } from '../markup.ts';

export type Xml = Markup<'xml'>;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * XML 1.0. It forbids control characters, lone surrogates, U+FFFE and U+FFFF, however they are written: a visible sign
 * stands in the place of each.
 */
export const xml = Markup.tag<'xml'>((text) =>
  text
    .replaceAll(/[^\n\t]+/g, visible)
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? ''),
);
