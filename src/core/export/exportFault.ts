/** Codes of what can keep an export from being written. */
export type ExportFaultCode =
  | 'no-space'
  | 'no-folder'
  | 'not-allowed'
  | 'read-only'
  | 'in-use'
  | 'not-a-file'
  | 'name-too-long'
  | 'file-too-large'
  /** The text is larger than what it was asked for takes. */
  | 'too-large'
  /** The capture is gone, or is none. */
  | 'no-capture'
  | 'unknown';

/** Why an export was not written. */
export interface ExportFault {
  readonly code: ExportFaultCode;
  /** What the system says, such as `ENOSPC: no space left on device, write`. */
  readonly message: string;
}
