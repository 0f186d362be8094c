import { AppError, type ErrorCode } from '#shared/errors.ts';

interface Mapped {
  code: ErrorCode;
  text: string;
  hint: string;
}

const byErrno: Record<string, Mapped> = {
  ENOSPC: { code: 'NO_SPACE', text: 'the disk is full', hint: 'Free some space, then try again.' },
  EDQUOT: { code: 'NO_SPACE', text: 'the disk quota is used up', hint: 'Free some space or raise the quota, then try again.' },
  EACCES: { code: 'PERMISSION_DENIED', text: 'permission denied', hint: 'Check who owns it and its mode, or run as the user who does.' },
  EPERM: { code: 'PERMISSION_DENIED', text: 'operation not permitted', hint: 'Check who owns it and its mode.' },
  EROFS: { code: 'PERMISSION_DENIED', text: 'the file system is read-only', hint: 'Mount it writable, or choose another folder.' },
  EFBIG: { code: 'NO_SPACE', text: 'the file is larger than its file system allows', hint: 'Choose a folder on another file system.' },
  ENOENT: { code: 'NOT_FOUND', text: 'no such file or folder', hint: 'Check the path.' },
  EEXIST: { code: 'ALREADY_EXISTS', text: 'it exists already', hint: 'Choose another name, or move it away.' },
  ENOTDIR: { code: 'INVALID_INPUT', text: 'a part of the path is a file, not a folder', hint: 'Choose another path.' },
  EISDIR: { code: 'INVALID_INPUT', text: 'it is a folder, not a file', hint: 'Name a file.' },
  ENAMETOOLONG: { code: 'INVALID_INPUT', text: 'the path is too long', hint: 'Choose a shorter one.' },
  EMFILE: { code: 'IO', text: 'too many files are open', hint: 'Raise the limit ("ulimit -n"), or do less at once.' },
  EXDEV: { code: 'UNSUPPORTED', text: 'the two places are on different file systems', hint: 'Keep the whole home on one file system.' },
};

export const isErrno = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code;

/** A file system error as an AppError that names the path. An AppError, or a cancellation, passes through as it is. */
export function ioError(op: string, error: unknown, path: string): Error {
  if (error instanceof AppError || (error instanceof Error && error.name === 'AbortError')) return error;
  const errno = error instanceof Error && 'code' in error ? String(error.code) : '';
  const mapped = byErrno[errno];
  if (mapped)
    return new AppError(op, mapped.code, `${path}: ${mapped.text}`, { hint: mapped.hint, details: { path, errno }, cause: error });
  const text = error instanceof Error ? error.message : String(error);
  return new AppError(op, 'IO', `${path}: ${text}`, { hint: 'Check the disk and the system log.', details: { path, errno }, cause: error });
}
