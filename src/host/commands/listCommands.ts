import * as v from 'valibot';
import { columnContextSchema, type ListOrder } from '../../core/protocol/listMessages.ts';
import type { CommandFactory } from './command.ts';

/** What the list of the panel in front does. */
export function performs(order: ListOrder): CommandFactory {
  return ({ panels }) =>
    () => {
      panels.perform(order);
    };
}

/** Lets the user choose the columns of all lists. */
export const chooseColumns: CommandFactory =
  ({ listLayouts }) =>
  () =>
    listLayouts.choose();

/** Hides the column whose header was right-clicked. */
export const hideColumn: CommandFactory =
  ({ listLayouts }) =>
  async (argument) => {
    const context = v.safeParse(columnContextSchema, argument);
    await (context.success ? listLayouts.hide(context.output.column) : listLayouts.choose());
  };
