import type { ExportFormat } from './exportFormat.ts';

/** The data alone: of each record but those of the connection, which have none, with a line break after it. */
export const dataFormat: ExportFormat = {
  extension: 'txt',
  languageId: 'plaintext',
  content: {
    begin: '',
    record: ({ data, change }) => (change === null ? `${data}\n` : ''),
    end: '',
  },
};
