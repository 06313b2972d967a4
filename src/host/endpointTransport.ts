import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TransportOptions } from '../core/connection/transportOptions.ts';
import type { EndpointScope } from './endpointStore.ts';
import type { SavedEndpoint } from './savedEndpoint.ts';
import type { Secrets } from './secrets.ts';

/** What an endpoint says of how its requests are sent. */
export type TransportFields = Pick<
  SavedEndpoint,
  'url' | 'httpVersion' | 'cookies' | 'ca' | 'clientCertificate' | 'socketPath'
>;

/**
 * Reads what an endpoint says of its transport, with the files that it names. `undefined`: the user was asked for a
 * passphrase and gave none. Rejects, with words for the user, where a file cannot be read.
 */
export async function endpointTransport(
  { url, httpVersion, cookies, ca, clientCertificate, socketPath }: TransportFields,
  scope: EndpointScope,
  secrets: Secrets,
  asking: { readonly ask: boolean },
): Promise<TransportOptions | undefined> {
  const folder = folderOf(scope);
  const passphrase = clientCertificate?.passphrase;
  const resolved = passphrase === undefined ? {} : await secrets.resolve({ passphrase }, url, asking);
  if (resolved === undefined) {
    return undefined;
  }
  const certificate =
    clientCertificate === undefined
      ? undefined
      : { ...(await readCertificate(clientCertificate, folder)), ...resolved };
  return {
    ...(httpVersion === undefined ? {} : { httpVersion }),
    ...(cookies === undefined ? {} : { cookies }),
    ...(ca === undefined ? {} : { ca: await Promise.all(ca.map((file) => readPem(file, folder))) }),
    ...(certificate === undefined ? {} : { clientCertificate: certificate }),
    ...(socketPath === undefined ? {} : { socketPath: absolute(socketPath, folder) }),
  };
}

async function readCertificate(
  { cert, key, pfx }: NonNullable<TransportFields['clientCertificate']>,
  folder: string,
): Promise<{ readonly cert: string; readonly key: string } | { readonly pfx: Uint8Array }> {
  return pfx === undefined
    ? { cert: await readPem(cert ?? '', folder), key: await readPem(key ?? '', folder) }
    : { pfx: await read(pfx, folder) };
}

async function readPem(file: string, folder: string): Promise<string> {
  return (await read(file, folder)).toString('utf8');
}

async function read(file: string, folder: string): Promise<Buffer> {
  const target = absolute(file, folder);
  try {
    return await readFile(target);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Error(vscode.l10n.t('The file {0} of the endpoint cannot be read ({1}).', target, reason));
  }
}

/** Where relative paths begin: at the folder whose settings they stand in, for the user's own at the home directory. */
function folderOf({ target, folder }: EndpointScope): string {
  const owner =
    target === vscode.ConfigurationTarget.Global ? undefined : (folder ?? vscode.workspace.workspaceFolders?.[0]);
  return owner?.uri.fsPath ?? homedir();
}

function absolute(file: string, folder: string): string {
  // A Windows pipe has no folder.
  if (file.startsWith('\\\\')) {
    return file;
  }
  return path.resolve(folder, file.replace(/^~(?=[/\\])/, homedir()));
}
