/** A real browser, without a screen. */
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { programInPath } from './program-in-path.ts';

const executable = programInPath('chromium');

/** Why a test with one has to be skipped, else `false`. */
export const skipChromium = executable === undefined ? 'there is no chromium' : (false as const);

export function launchChromium(): Promise<Browser> {
  if (executable === undefined) throw new Error('there is no chromium');
  // Its sandbox refuses to run as root.
  return chromium.launch({ executablePath: executable, chromiumSandbox: process.getuid?.() !== 0 });
}

export interface OpenedPage {
  readonly page: Page;
  /** What it asked for, itself included. */
  readonly requests: readonly string[];
  /** Errors and warnings on its console, and what was thrown in it. */
  readonly complaints: readonly string[];
}

/** Opens a file, or an address. */
export async function openPage(
  browser: Browser,
  target: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const page = await browser.newPage(options);
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(target.startsWith('/') ? pathToFileURL(target).href : target);
  return { page, requests, complaints };
}
