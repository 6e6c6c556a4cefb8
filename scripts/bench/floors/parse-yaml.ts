/** Parses a file, and nothing else. */
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';

const { errors } = parseDocument(readFileSync(process.argv[2] ?? '', 'utf8'));
if (errors.length > 0) throw new Error(String(errors[0]));
