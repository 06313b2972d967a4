import { editNote, toggleBookmarks } from '../sessionMarks.ts';
import type { CommandFactory } from './command.ts';
import { chosenRecords } from './recordArgument.ts';

export const toggleBookmark: CommandFactory = (services) => async (argument) => {
  const chosen = chosenRecords(services, argument);
  if (chosen !== undefined) {
    await toggleBookmarks(chosen.session, chosen.seqs);
  }
};

/** Writes a note at the first of the chosen records. */
export const addNote: CommandFactory = (services) => async (argument) => {
  const chosen = chosenRecords(services, argument);
  const [seq] = chosen?.seqs ?? [];
  if (chosen !== undefined && seq !== undefined) {
    await editNote(chosen.session, seq);
  }
};
