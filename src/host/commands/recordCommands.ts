import type { CopyForm } from '../../core/protocol/recordMessages.ts';
import { compareRecords, openRecord } from '../recordDocuments.ts';
import type { CommandFactory } from './command.ts';
import { subjectOf } from './exportCommand.ts';
import { chosenRecords } from './recordArgument.ts';

function copyAs(what: CopyForm): CommandFactory {
  return (services) => async (argument) => {
    const chosen = chosenRecords(services, argument);
    if (chosen !== undefined) {
      await services.exporter.copy(subjectOf(services, chosen.session, chosen.seqs), chosen.session, what);
    }
  };
}

export const copyData = copyAs('data');
export const copyJson = copyAs('json');
export const copyRaw = copyAs('raw');
export const copyCurl = copyAs('curl');

/** Opens the data of the first chosen record. */
export const openInEditor: CommandFactory = (services) => async (argument) => {
  const chosen = chosenRecords(services, argument);
  const [seq] = chosen?.seqs ?? [];
  if (chosen !== undefined && seq !== undefined) {
    await openRecord(chosen.session, seq);
  }
};

/** Compares the first and the last of the chosen records; one alone with the one of the same type before it. */
export const compareInEditor: CommandFactory = (services) => async (argument) => {
  const chosen = chosenRecords(services, argument);
  if (chosen !== undefined) {
    await compareRecords(chosen.session, chosen.seqs);
  }
};
