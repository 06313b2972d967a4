import * as v from 'valibot';
import { connectRequestSchema } from '../savedEndpoint.ts';
import { pickEndpoint } from '../connectInput.ts';
import type { CommandFactory } from './command.ts';

/**
 * Connects to what the caller asks for (a URL, or an object with `url` and optionally `method`, `headers`, `body` and
 * `name`) or to what the user enters. Returns the session's id.
 */
export const connect: CommandFactory = (services) => async (argument) => {
  if (argument !== undefined) {
    const session = await services.connector.connect(v.parse(connectRequestSchema, argument));
    return session?.id;
  }
  const choice = await pickEndpoint(services.recentUrls.list(), services.endpoints.valid());
  switch (choice?.kind) {
    case undefined:
      return undefined;
    case 'url': {
      await services.recentUrls.add(choice.url);
      const session = await services.connector.connect({
        url: choice.url,
        method: 'GET',
        headers: {},
        lastEventId: choice.lastEventId,
      });
      return session?.id;
    }
    case 'saved': {
      const session = await services.connector.connectSaved(choice.entry, choice.lastEventId);
      return session?.id;
    }
  }
};
