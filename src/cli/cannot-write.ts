import { visible } from '../text/visible.ts';

/** Why a file that the user named cannot be written; `code` is the system's name for it. */
export function describeTrouble(file: string, code: string): string {
  return `${visible(file)} cannot be written: ${REASONS[code] ?? code}`;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};
