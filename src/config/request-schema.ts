/** A request as a schema (spec/driver.md §6): what may stand there, and what is made of it. */
import * as v from 'valibot';
import type { Report } from './issue.ts';
import { boolean, duration, template, type CheckScope } from './leaves.ts';
import { clientCertificate, headers, headerValue, method, successCodes, url, verify } from './requests.ts';
import { allElsewhere, given, mapping, setting, type OutputOf, type Schema } from './schema-kit.ts';
import type { Mapping } from './values.ts';

/** Keys that slip into a request by a wrong indentation. */
const OF_THE_TASK = allElsewhere(
  ['name', 'async', 'ignore_exitcode', 'notify', 'retries', 'retry_delay', 'timeout', 'keep_running'],
  'it belongs to the task, beside `request`',
);

function request(scope: CheckScope, title: string) {
  const object = v.object({
    method: setting(method, 'Any HTTP method, upper-cased. Default GET.', 'DELETE'),
    url: setting(
      url(scope),
      'http or https; user and password in it become basic authentication. Required.',
      'http://127.0.0.1:8080/start',
    ),
    http_timeout: setting(
      duration({ zero: false }),
      'Time to connect, and time without a byte after that. Default 10 s.',
      '30s',
    ),
    data: setting(template(scope), 'The body. POST sends {} without it.', 'q=start'),
    'content-type': setting(
      headerValue(scope),
      'Default application/json for POST; sent with other methods when it is written.',
      'text/plain',
    ),
    headers: setting(headers(scope), 'More headers.', { 'x-team': 'shop' }),
    success_codes: setting(successCodes, 'A code, a range, or a list of these. Default 200-399.', [
      '200-399',
      404,
      876,
    ]),
    verify: setting(
      verify,
      'Whether to check the certificate, or a file with the authorities to trust. Default true.',
      '/etc/ssl/shop-ca.pem',
    ),
    cert: setting(clientCertificate, 'A client certificate: a file, or [certificate, key].', [
      'client.pem',
      'client.key',
    ]),
    follow_redirects: setting(boolean, 'At most 30 of them. Default true.', false),
  });
  return mapping(
    {
      title,
      expected: 'a request',
      within: 'a request',
      hint: 'such as `request: { url: http://localhost:8080/start }`',
      nullable: true,
      elsewhere: OF_THE_TASK,
      check: checkRequest,
      json: () => ({
        required: ['url'],
        not: { type: 'object', required: ['url'], properties: { url: { type: 'null' } } },
      }),
    },
    object,
  );
}

export type RequestSettings = OutputOf<ReturnType<typeof request>>;

export function requestSchema(scope: CheckScope, title: string): Schema<RequestSettings | undefined> {
  return request(scope, title);
}

function checkRequest(input: Mapping, report: Report, misspelt: ReadonlySet<string>): void {
  if (!given(input, 'url') && !misspelt.has('url'))
    report({ message: 'this request has no `url`', hint: 'such as `url: http://localhost:8080/start`' });
}
