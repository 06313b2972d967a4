/**
 * Codes of everything that can be wrong with a stream on the wire, or is right and misread by some clients. Stable:
 * captures and exports carry them.
 */
export const diagnosticCodes = [
  'unknown-field',
  'invalid-retry',
  'retry-out-of-range',
  'id-with-null',
  'id-not-sendable',
  'block-without-data',
  'unfinished-block',
  'misplaced-bom',
  'mixed-line-ends',
  'cr-line-end',
  'two-json-values',
  'foreign-line-break',
  'invalid-utf8',
  'replacement-character',
  'long-line',
  'long-id',
  'large-event',
  'empty-data',
] as const;

export type DiagnosticCode = (typeof diagnosticCodes)[number];

/** A deviation from the protocol, found at one place of a stream. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** Offset in the decoded body of its attempt, bytes: of the offending byte where there is one, else of its line. */
  readonly offset: number;
}

export type Severity = 'info' | 'warning' | 'error';

/** What is known of a diagnostic whatever stream it is found in. */
export interface DiagnosticRule {
  /** `warning`: a browser ignores or alters something. `info`: it does not, but other clients may. */
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
  'misplaced-bom': { severity: 'warning', clause: '9.2.5' },
  'mixed-line-ends': { severity: 'info', clause: '9.2.5' },
  'cr-line-end': { severity: 'info', clause: '9.2.5' },
  'two-json-values': { severity: 'warning', clause: '9.2.6' },
  'foreign-line-break': { severity: 'info', clause: '9.2.5' },
  'invalid-utf8': { severity: 'warning', clause: '9.2.5' },
  'replacement-character': { severity: 'info', clause: '9.2.5' },
  'long-line': { severity: 'info', clause: '9.2.5' },
  'long-id': { severity: 'warning', clause: '9.2.4' },
  'large-event': { severity: 'info', clause: '9.2.6' },
  'empty-data': { severity: 'info', clause: '9.2.6' },
};
