import * as vscode from 'vscode';
import * as v from 'valibot';
import { parseEndpointUrl } from '../../core/connection/endpointUrl.ts';
import { describeUrlFault } from '../../core/words/urlFault.ts';
import type { DemoEndpoint } from '../../demo/demoServer.ts';
import type { Session } from '../../engine/session.ts';
import { editEndpointFields } from '../endpointEditor.ts';
import type { EndpointEntry } from '../endpointStore.ts';
import { EntryGoneError } from '../endpointStore.ts';
import type { EndpointNode } from '../endpointsTree.ts';
import type { SavedEndpoint } from '../savedEndpoint.ts';
import { readSavedEndpoint } from '../savedEndpoint.ts';
import type { Services } from '../services.ts';
import { shownUrl } from '../shownUrl.ts';
import type { CommandFactory } from './command.ts';

function nodeOf(argument: unknown): EndpointNode | undefined {
  // Only our own tree passes nodes; everybody else gets the choice.
  return typeof argument === 'object' && argument !== null && 'kind' in argument
    ? (argument as EndpointNode)
    : undefined;
}

async function pickEntry(entries: readonly EndpointEntry[], title: string): Promise<EndpointEntry | undefined> {
  if (entries.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No endpoint is saved yet.'));
    return undefined;
  }
  const items = entries.map((entry) => ({
    label: entry.ok ? entry.endpoint.name : entry.name,
    description: entry.ok ? shownUrl(entry.endpoint.url) : '',
    entry,
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.entry;
}

async function resolveEntry(services: Services, argument: unknown, title: string): Promise<EndpointEntry | undefined> {
  const node = nodeOf(argument);
  return node?.kind === 'saved' ? node.entry : pickEntry(services.endpoints.entries(), title);
}

async function orTell(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof EntryGoneError)) {
      throw error;
    }
    void vscode.window.showWarningMessage(error.message);
  }
}

/** Saves an endpoint: the one that a caller passes, else the one whose URL and name the user enters. */
export const addEndpoint: CommandFactory =
  ({ endpoints }) =>
  async (argument) => {
    const given = v.safeParse(v.record(v.string(), v.unknown()), argument);
    if (given.success && readSavedEndpoint(given.output).ok) {
      await endpoints.add(given.output);
      return;
    }
    const url = await vscode.window.showInputBox({
      title: vscode.l10n.t('Add Endpoint (1/2): URL'),
      placeHolder: 'http://localhost:3000/events',
      ignoreFocusOut: true,
      validateInput: (text) => {
        const parsed = parseEndpointUrl(text);
        return parsed.ok ? undefined : describeUrlFault(parsed.fault, vscode.l10n.t);
      },
    });
    const parsed = parseEndpointUrl(url ?? '');
    if (!parsed.ok) {
      return;
    }
    const { host, pathname } = new URL(parsed.url);
    const name = await vscode.window.showInputBox({
      title: vscode.l10n.t('Add Endpoint (2/2): Name'),
      value: host + (pathname === '/' ? '' : pathname),
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a name') : undefined),
    });
    if (name !== undefined) {
      await endpoints.add({ name: name.trim(), url: parsed.url });
    }
  };

export const editEndpoint: CommandFactory = (services) => async (argument) => {
  const entry = await resolveEntry(services, argument, vscode.l10n.t('Edit Endpoint'));
  if (entry !== undefined) {
    await orTell(editEndpointFields(services.endpoints, entry));
  }
};

export const removeEndpoint: CommandFactory = (services) => async (argument) => {
  const entry = await resolveEntry(services, argument, vscode.l10n.t('Remove Endpoint'));
  if (entry === undefined) {
    return;
  }
  const remove = vscode.l10n.t('Remove');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Remove the endpoint “{0}” from the settings?', entry.ok ? entry.endpoint.name : entry.name),
    { modal: true, detail: vscode.l10n.t('Captures of its streams are kept.') },
    remove,
  );
  if (answer === remove) {
    await orTell(services.endpoints.remove(entry));
  }
};

/** Connects to an endpoint of the demo server. */
export function connectDemo(
  services: Services,
  { name, url, method = 'GET', headers = {}, body }: DemoEndpoint,
): Promise<Session | undefined> {
  return services.connector.connect({ name, url, method, headers, body });
}

/** Opens a new session, whether or not there is one of the same endpoint. Returns its id. */
export const connectEndpoint: CommandFactory = (services) => async (argument) => {
  const node = nodeOf(argument);
  if (node?.kind === 'demo') {
    return (await connectDemo(services, node.endpoint))?.id;
  }
  const entry =
    node?.kind === 'saved'
      ? node.entry
      : await pickEntry(services.endpoints.valid(), vscode.l10n.t('Connect to Endpoint'));
  return entry?.ok === true ? (await services.connector.connectSaved(entry))?.id : undefined;
};

function endpointOf(node: EndpointNode | undefined): SavedEndpoint | DemoEndpoint | undefined {
  if (node?.kind === 'demo') {
    return node.endpoint;
  }
  return node?.kind === 'saved' && node.entry.ok ? node.entry.endpoint : undefined;
}

function findLive(services: Services, endpoint: SavedEndpoint | DemoEndpoint): Session | undefined {
  const url = shownUrl(endpoint.url);
  return services.sessions.live().find((session) => {
    const snapshot = session.snapshot();
    return snapshot.title === endpoint.name && snapshot.url === url && snapshot.method === (endpoint.method ?? 'GET');
  });
}

/**
 * Shows the live session of an endpoint, or opens one. A double click is two clicks, the second while the first is
 * being answered, and nobody wants two connections of it.
 */
export const openEndpoint: CommandFactory = (services) => {
  const opening = new Map<string, Promise<unknown>>();
  return (argument) => {
    const node = nodeOf(argument);
    const endpoint = endpointOf(node);
    if (endpoint === undefined) {
      return undefined;
    }
    const live = findLive(services, endpoint);
    if (live !== undefined) {
      services.panels.show(live);
      return live.id;
    }
    const key = JSON.stringify(endpoint);
    let connecting = opening.get(key);
    if (connecting === undefined) {
      connecting = Promise.resolve(connectEndpoint(services)(node)).finally(() => opening.delete(key));
      opening.set(key, connecting);
    }
    return connecting;
  };
};
