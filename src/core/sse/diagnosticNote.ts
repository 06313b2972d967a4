import { diagnosticCodes, diagnosticRules } from './diagnostic.ts';
import type { Diagnostic, DiagnosticCode } from './diagnostic.ts';

/**
 * The diagnostics of a record as a capture stores them: `code` for what concerns the record's beginning and
 * `code@offset` for a place further on (or, of a line end, just before it), with commas between.
 *
 * @param start Offset of the record in the body: the offsets of the note are counted from it.
 */
export function noteOfDiagnostics(diagnostics: readonly Diagnostic[], start: number): string | null {
  return diagnostics.length === 0
    ? null
    : diagnostics.map(({ code, offset }) => (offset === start ? code : `${code}@${offset - start}`)).join(',');
}

const noDiagnostics: readonly Diagnostic[] = [];

/** Reads a note back. Codes that this version does not know are left out. */
export function diagnosticsOfNote(note: string, start: number): readonly Diagnostic[] {
  return note === '' ? noDiagnostics : note.split(',').flatMap((part) => diagnosticOfPart(part, start));
}

/** Whether a note names a diagnostic that is more than information. */
export function isWarningNote(note: string): boolean {
  return diagnosticsOfNote(note, 0).some(({ code }) => diagnosticRules[code].severity !== 'info');
}

function diagnosticOfPart(part: string, start: number): Diagnostic[] {
  const [name = '', place = '0'] = part.split('@');
  const code = codesByName.get(name);
  return code === undefined ? [] : [{ code, offset: start + Number(place) }];
}

const codesByName = new Map<string, DiagnosticCode>(diagnosticCodes.map((code) => [code, code]));
