import type { ExportFault, ExportFaultCode } from '../core/export/exportFault.ts';

/** Thrown where an export cannot go on. */
export class ExportError extends Error {
  readonly code: ExportFaultCode;

  constructor(code: ExportFaultCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What the errors of the file system mean. */
const systemCodes: Readonly<Record<string, ExportFaultCode>> = {
  ENOSPC: 'no-space',
  EDQUOT: 'no-space',
  ENOENT: 'no-folder',
  ENOTDIR: 'no-folder',
  EACCES: 'not-allowed',
  EPERM: 'not-allowed',
  EROFS: 'read-only',
  EBUSY: 'in-use',
  ETXTBSY: 'in-use',
  EISDIR: 'not-a-file',
  ENAMETOOLONG: 'name-too-long',
  EFBIG: 'file-too-large',
};

/** What went wrong, in the terms of exports. */
export function exportFaultOf(error: unknown): ExportFault {
  if (error instanceof ExportError) {
    return { code: error.code, message: error.message };
  }
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_SQLITE_ERROR') {
    return { code: 'no-capture', message };
  }
  return { code: systemCodes[code] ?? 'unknown', message };
}
