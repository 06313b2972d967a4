import { assertNever } from '../assertNever.ts';
import type { ExportFault } from '../export/exportFault.ts';
import type { Translate } from './translate.ts';

/** Says why an export was not written to a file, and what to do. */
export function describeExportFault({ code, message }: ExportFault, file: string, t: Translate): string {
  switch (code) {
    case 'no-space':
      return t('The disk is full: {0} was not written. Make room, or choose another disk.', file);
    case 'no-folder':
      return t('{0} was not written: its folder does not exist.', file);
    case 'not-allowed':
      return t('{0} was not written: you may not write there. Choose another folder.', file);
    case 'read-only':
      return t('{0} was not written: it lies on a disk that is read-only. Choose another folder.', file);
    case 'in-use':
      return t('{0} was not written: another program uses it. Close it there, or choose another name.', file);
    case 'not-a-file':
      return t('{0} was not written: what has this name is no file. Choose another name.', file);
    case 'name-too-long':
      return t('{0} was not written: the name is too long. Choose a shorter one.', file);
    case 'file-too-large':
      return t('{0} was not written: the disk takes no file as large as this. Export fewer records.', file);
    case 'too-large':
      return t('The export is too large.');
    case 'no-capture':
      return t('The capture cannot be read: {0}', message);
    case 'unknown':
      return t('{0} was not written: {1}', file, message);
    default:
      return assertNever(code);
  }
}
