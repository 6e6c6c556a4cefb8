import { isScalar } from 'yaml';
import type { Part } from '../issue.ts';
import { scalarText, scalarValue } from '../plain-scalar.ts';
import { given, parts } from '../schema-kit.ts';
import { quote } from '../shown.ts';
import { isList, isMapping, type Mapping } from '../values.ts';
import type { Note } from './difference.ts';
import { booleanAt, itemsOf, noteDuration, noteKeys, textAt } from './keys.ts';
import { notePlaceholders, noteTexts } from './texts.ts';

const KNOWN = ['method', 'url', 'http_timeout', 'data', 'content-type', 'headers', 'success_codes', 'verify'];
const NEW = ['cert', 'follow_redirects'];

export function noteRequest(request: Mapping, self: Part, note: Note): void {
  noteKeys(request, KNOWN, NEW, note);
  noteDuration(request, 'http_timeout', note);
  for (const name of ['url', 'content-type']) noteTexts(request, name, note, true);
  const headers = request['headers'];
  noteBody(request, self, note);
  noteHeaders(headers !== undefined && isMapping(headers) ? headers : {}, request, self, note);
  noteCodes(request, note);
  noteCertificates(request, note);
}

function noteBody(request: Mapping, self: Part, note: Note): void {
  const isPost = methodOf(request) === 'POST';
  const data = request['data'];
  const part = { of: request, key: 'data', keyItself: true };
  if (!given(request, 'data') || data === undefined) {
    if (!isPost) note('bodies', `${quote(methodOf(request))} carried the body \`{}\`; here it has none`, self);
  } else if (isMapping(data)) note('bodies', 'a mapping was sent as a form; here it is an error', part);
  else if (!isList(data)) {
    noteTexts(request, 'data', note, true);
    if (/[^\0-\x7f]/.test(scalarText(data)))
      note('bodies', 'how text beyond ASCII was sent depended on a library; here it is UTF-8', part);
  }
  if (!isPost && given(request, 'content-type'))
    note('bodies', `\`content-type\` had no effect with ${quote(methodOf(request))}; here it is sent`, {
      of: request,
      key: 'content-type',
      keyItself: true,
    });
}

function methodOf(request: Mapping): string {
  return given(request, 'method') ? textAt(request, 'method').toUpperCase() : 'GET';
}

function noteHeaders(headers: Mapping, request: Mapping, self: Part, note: Note): void {
  const names = new Set<string>();
  for (const { value, part } of parts(headers)) {
    const name = String(part.key).toLowerCase();
    names.add(name);
    if (!isScalar(value)) continue;
    if (typeof scalarValue(value) !== 'string')
      note(
        'text-as-written',
        `${quote(scalarText(value))} as a header was an error; here it is sent as it is written`,
        part,
      );
    notePlaceholders(scalarText(value), part, note);
    const atKey = { ...part, keyItself: true };
    if (name === 'content-type' && methodOf(request) === 'POST' && !given(request, 'content-type'))
      note('bodies', '`application/json` was sent in its place; here this is', atKey);
    if (booleanAt(request, 'follow_redirects') === false) continue;
    if (name === 'cookie')
      note('redirects', 'at a redirect it was dropped, also within a site; here it stays with its origin', atKey);
    if (name === 'authorization')
      note('redirects', 'at a redirect from http to https of a host it was kept; here it stays with its origin', atKey);
  }
  if (!names.has('user-agent'))
    note('redirects', 'the `user-agent` was that of python-requests; here it is that of servo-exec', self);
}

function noteCodes(request: Mapping, note: Note): void {
  const value = request['success_codes'];
  if (value === undefined) return;
  const part = { of: request, key: 'success_codes' };
  if (isScalar(value) && typeof scalarValue(value) === 'number')
    note('success-codes', `the number ${quote(scalarText(value))} never matched; here it does`, part);
  for (const item of itemsOf(request, 'success_codes')) {
    const text = isScalar(item.value) ? scalarText(item.value) : '';
    const last = Number(/(\d{3})\s*$/.exec(text)?.[1] ?? 0);
    if (last >= 400)
      note('success-codes', 'a status of 400 and more was a failure all the same; here it is a success', item.part);
  }
}

function noteCertificates(request: Mapping, note: Note): void {
  const isScheme = /^\s*https:/i.test(textAt(request, 'url'));
  const isDefault = !given(request, 'verify') || booleanAt(request, 'verify') === true;
  if (isDefault && isScheme)
    note('certificates', "the authorities were those of Python's certifi; here they are those of Node", {
      of: request,
      key: 'url',
    });
  if (textAt(request, 'verify').endsWith('/'))
    note('certificates', '`verify` could be a folder; here it is a file', { of: request, key: 'verify' });
}
