/** Codes of everything that can be wrong with a stream on the wire. Stable: captures and exports carry them. */
export const diagnosticCodes = [
  'unknown-field',
  'invalid-retry',
  'retry-out-of-range',
  'id-with-null',
  'id-not-sendable',
  'block-without-data',
  'unfinished-block',
] as const;

export type DiagnosticCode = (typeof diagnosticCodes)[number];

/** A deviation from the protocol, found at one place of a stream. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** Offset of the offending line in the decoded body of its attempt, bytes. */
  readonly offset: number;
}

export type Severity = 'info' | 'warning' | 'error';

/** What is known of a diagnostic whatever stream it is found in. */
export interface DiagnosticRule {
  readonly severity: Severity;
  /** Clause of the WHATWG HTML standard. */
  readonly clause: string;
}

export const diagnosticRules: Readonly<Record<DiagnosticCode, DiagnosticRule>> = {
  'unknown-field': { severity: 'warning', clause: '9.2.6' },
  'invalid-retry': { severity: 'warning', clause: '9.2.6' },
  'retry-out-of-range': { severity: 'warning', clause: '9.2.6' },
  'id-with-null': { severity: 'warning', clause: '9.2.6' },
  'id-not-sendable': { severity: 'warning', clause: '9.2.4' },
  'block-without-data': { severity: 'info', clause: '9.2.6' },
  'unfinished-block': { severity: 'warning', clause: '9.2.6' },
};
