/** What a request is made of: `method`, `url`, `headers`, `success_codes`, `verify`, `cert`. */
import { isScalar } from 'yaml';
import { hasControl, hasControlButTab } from '../text/control-characters.ts';
import { namedValuesOf, fileNameOf, unquoted, templateJson, templateOf, textOf, type CheckScope } from './leaves.ts';
import type { Part, Report } from './issue.ts';
import {
  anyCase,
  fileOrBooleanJson,
  NO_CONTROL_BUT_TAB,
  NOT_EMPTY,
  patternJson,
  textJson,
  type JsonSchema,
} from './json-kinds.ts';
import { scalarText, scalarValue } from './plain-scalar.ts';
import { sampleOf } from './placeholders.ts';
import type { CodeRange, HttpRequest } from './plan.ts';
import { leaf, parts, type Schema } from './schema-kit.ts';
import { quote } from './shown.ts';
import type { Problem } from './source-text.ts';
import type { Template } from './template.ts';
import { described, isList, isNull, type Value } from './values.ts';

// RFC 9110 §5.6.2.
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const METHOD_RULE = { pattern: TOKEN.source, message: 'This is an HTTP method, such as GET or POST.' };

/** Any token, upper-cased. */
export const method: Schema<string | undefined> = leaf(
  () => textJson(METHOD_RULE),
  (value, report) => {
    const text = textOf(value, report, undefined, 'an HTTP method');
    if (text === undefined || TOKEN.test(text)) return text?.toUpperCase();
    report({
      message: `${described(value)} cannot be an HTTP method`,
      hint: 'such as `GET`, `POST`, `PUT` or `DELETE`',
    });
    return undefined;
  },
);

// What begins with a variable may well be a URL.
const URL_RULE = {
  pattern:
    '^\\s*(?:[Hh][Tt][Tt][Pp][Ss]?://[^\\s]|[HhTtPpSs:/]*\\$\\{(?:env|secret|secret_file):)[^\\u0000-\\u001f]*\\s*$',
  message: 'A URL begins with http:// or https://, such as http://localhost:8080/start.',
};

/** `http` or `https`; checked with made-up facts in the place of those that are not known yet. */
export function url(scope: CheckScope): Schema<Template | undefined> {
  return leaf(
    () => ({ ...templateJson(scope, URL_RULE), type: 'string' }),
    (value, report) => {
      const template = templateOf(value, scope, report, undefined, 'a URL');
      const sample = template === undefined ? undefined : sampleOf(template, scope);
      const asWritten = template?.every((part) => typeof part === 'string') === true;
      const problem = sample === undefined ? undefined : urlProblem(sample, asWritten);
      if (problem !== undefined) report(problem);
      return template;
    },
  );
}

function urlProblem(text: string, asWritten: boolean): Problem | undefined {
  const trimmed = text.trim();
  // A sample may hold what the environment says, which is nobody's business.
  const shown = asWritten && trimmed !== '' ? quote(trimmed) : 'the URL';
  if (trimmed === '') return { message: 'the URL is empty', hint: 'such as `http://localhost:8080/start`' };
  if (hasControl(trimmed)) return { message: 'there is a line break or another control character in the URL' };
  if (!/^https?:\/\//i.test(trimmed)) {
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1];
    if (scheme !== undefined)
      return {
        message: asWritten
          ? `${quote(scheme)} is no scheme for a request`
          : 'the scheme of the URL is none for a request',
        hint: 'a URL begins with `http://` or `https://`',
      };
    const rest = trimmed.replace(/^(?:https?:)?\/*/i, '');
    const hint =
      asWritten && URL.canParse(`http://${rest}`)
        ? `such as ${quote(`http://${rest}`)}`
        : 'a URL begins with `http://` or `https://`';
    return { message: `${shown} has no \`http://\` or \`https://\``, hint };
  }
  return URL.canParse(trimmed)
    ? undefined
    : { message: `${shown} is not a URL`, hint: 'such as `http://localhost:8080/start`' };
}

/** Headers that say how a message is carried, which is for the client to know. */
const CLIENTS_OWN = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function headersJson(scope: CheckScope): JsonSchema {
  const names = patternJson({
    pattern: TOKEN.source.replace('^', `^(?!(?:${[...CLIENTS_OWN].map(anyCase).join('|')})$)`),
    message: 'This cannot be the name of a header.',
  });
  return { type: 'object', propertyNames: names, additionalProperties: templateJson(scope, NO_CONTROL_BUT_TAB) };
}

/** Names in lower case, any scalar as it was written. */
export function headers(scope: CheckScope): Schema<ReadonlyMap<string, Template> | undefined> {
  return leaf(
    () => headersJson(scope),
    (value, report) => {
      const texts = namedValuesOf(value, report, 'such as `headers: { accept: text/plain }`');
      if (texts === undefined) return undefined;
      const found = new Map<string, Template>();
      const names = new Set<string>();
      for (const { part, value: item } of parts(texts)) {
        const name = String(part.key).toLowerCase();
        const problem = headerProblem(String(part.key), names.has(name));
        names.add(name);
        if (problem !== undefined) report(problem, { ...part, keyItself: true });
        const template = headerOf(item, scope, report, part);
        if (template !== undefined) found.set(name, template);
      }
      return found;
    },
  );
}

/** The value of one header. */
export function headerValue(scope: CheckScope): Schema<Template | undefined> {
  return leaf(
    () => templateJson(scope, NO_CONTROL_BUT_TAB),
    (value, report) => headerOf(value, scope, report),
  );
}

function headerOf(value: Value, scope: CheckScope, report: Report, part?: Part): Template | undefined {
  const template = templateOf(value, scope, report, part, 'one text for a header');
  const sample = template === undefined ? undefined : sampleOf(template, scope);
  if (sample === undefined || !hasControlButTab(sample)) return template;
  const hint = sample.endsWith('\n') ? 'after `|` a text ends with a line break; `|-` leaves it out' : undefined;
  report({ message: 'there is a line break or another control character in the header', hint }, part);
  return template;
}

function headerProblem(name: string, twice: boolean): Problem | undefined {
  if (!TOKEN.test(name)) return { message: `${quote(name)} cannot be the name of a header` };
  if (CLIENTS_OWN.has(name.toLowerCase())) {
    return {
      message: `the header ${quote(name)} cannot be set: it is part of how the request is carried`,
      hint: 'remove it',
    };
  }
  return twice
    ? {
        message: `the header ${quote(name)} stands here twice`,
        hint: 'upper and lower case are the same in names of headers',
      }
    : undefined;
}

const CODES_HINT = 'such as `200`, `200-399` or `[200, 404]`';
const CODE_JSON = {
  anyOf: [
    { type: 'integer', minimum: 100, maximum: 999 },
    {
      type: 'string',
      ...patternJson({
        pattern: '^\\s*[1-9]\\d\\d(?:\\s*-\\s*[1-9]\\d\\d)?\\s*$',
        message: 'A status code, or a range.',
      }),
    },
  ],
};

/** A code, a range, or a list of these. */
export const successCodes: Schema<readonly CodeRange[] | undefined> = leaf(
  () => ({ anyOf: [...CODE_JSON.anyOf, { type: 'array', items: CODE_JSON, minItems: 1 }] }),
  (value, report) => {
    if (!isList(value)) return rangeOf(value, report);
    if (value.length === 0) report({ message: 'an empty list, so nothing could be a success', hint: CODES_HINT });
    return parts(value).flatMap(({ value: item, part }) => rangeOf(item, report, part) ?? []);
  },
);

function rangeOf(value: Value, report: Report, part?: Part): CodeRange[] | undefined {
  const text = isScalar(value) ? scalarText(value) : '';
  const match = /^\s*([1-9]\d\d)(?:\s*-\s*([1-9]\d\d))?\s*$/.exec(text);
  if (match === null) {
    report(
      { message: `expected a three-digit status code or a range of them, found ${described(value)}`, hint: CODES_HINT },
      part,
    );
    return undefined;
  }
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
  if (from <= to) return [{ from, to }];
  report(
    { message: `the range ${quote(text.trim())} is upside down`, hint: `write \`${String(to)}-${String(from)}\`` },
    part,
  );
  return undefined;
}

/** Whether a server's certificate is checked, or a file with the authorities to trust. */
export const verify: Schema<boolean | string | undefined> = leaf(fileOrBooleanJson, (value, report) => {
  const found = isScalar(value) ? scalarValue(value) : undefined;
  if (typeof found === 'boolean') return found;
  const hint = unquoted(value, 'boolean');
  if (hint === undefined) return fileNameOf(value, report);
  report({ message: `expected true, false or the name of a file, found ${described(value)}`, hint });
  return undefined;
});

function fileJson(): JsonSchema {
  return { ...textJson(NOT_EMPTY), type: ['string', 'number', 'boolean'] };
}

/** A file that holds certificate and key, or `[certificate, key]`. */
export const clientCertificate: Schema<HttpRequest['clientCertificate']> = leaf(
  () => ({ anyOf: [fileJson(), { type: 'array', items: fileJson(), minItems: 2, maxItems: 2 }] }),
  (value, report) => {
    if (isList(value) && value.length === 2) {
      const [certificateFile, keyFile] = parts(value).map(({ value: item, part }) => fileNameOf(item, report, part));
      return certificateFile === undefined || keyFile === undefined ? undefined : { certificateFile, keyFile };
    }
    if (!isScalar(value) || isNull(value)) {
      report({
        message: `expected one file, or two, found ${described(value)}`,
        hint: 'write `cert: both.pem`, or `cert: [certificate.pem, key.pem]`',
      });
      return undefined;
    }
    const file = fileNameOf(value, report);
    return file === undefined ? undefined : { certificateFile: file, keyFile: file };
  },
);
