import * as vscode from 'vscode';
import { settings, settingsSection } from './ids.ts';
import type { EndpointFault, SavedEndpoint } from './savedEndpoint.ts';
import { nameOfEntry, readSavedEndpoint } from './savedEndpoint.ts';

/** Settings that hold endpoints. */
export interface EndpointScope {
  readonly target: vscode.ConfigurationTarget;
  readonly folder: vscode.WorkspaceFolder | undefined;
}

/** One entry of the setting, and where it stands. */
export type EndpointEntry = {
  readonly scope: EndpointScope;
  /** The entry as written; what is not understood of it survives an edit. */
  readonly raw: unknown;
} & (
  | { readonly ok: true; readonly endpoint: SavedEndpoint }
  | { readonly ok: false; readonly name: string; readonly fault: EndpointFault }
);

export type ValidEntry = Extract<EndpointEntry, { ok: true }>;

/** An entry that is to be changed is no longer what it was when it was read. */
export class EntryGoneError extends Error {
  override readonly name = 'EntryGoneError';
}

function readEntry(scope: EndpointScope, raw: unknown): EndpointEntry {
  const read = readSavedEndpoint(raw);
  return read.ok
    ? { scope, raw, ok: true, endpoint: read.endpoint }
    : { scope, raw, ok: false, name: nameOfEntry(raw) ?? vscode.l10n.t('Unnamed endpoint'), fault: read.fault };
}

/**
 * The endpoints of the settings. User, workspace and folder settings stand side by side, as a workspace's endpoints are
 * no reason for the user's own to vanish.
 */
export class EndpointStore implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions = [
    this.#changed,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${settingsSection}.${settings.endpoints}`)) {
        this.#changed.fire();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
    vscode.workspace.onDidChangeWorkspaceFolders(() => this.#changed.fire()),
  ];

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  entries(): readonly EndpointEntry[] {
    return this.#scopes().flatMap((scope) => {
      const value = this.#read(scope);
      if (value === undefined) {
        return [];
      }
      if (!Array.isArray(value)) {
        const name = `${settingsSection}.${settings.endpoints}`;
        return [{ scope, raw: value, ok: false as const, name, fault: { path: '', code: 'not-list' as const } }];
      }
      return value.map((raw: unknown) => readEntry(scope, raw));
    });
  }

  valid(): readonly ValidEntry[] {
    return this.entries().filter((entry) => entry.ok);
  }

  /** Saves an endpoint in the workspace, or for the user where no folder is open or it is not trusted. */
  async add(endpoint: Readonly<Record<string, unknown>>): Promise<void> {
    const target =
      vscode.workspace.workspaceFolders !== undefined && vscode.workspace.isTrusted
        ? vscode.ConfigurationTarget.Workspace
        : vscode.ConfigurationTarget.Global;
    const scope = { target, folder: undefined };
    await this.#write(scope, [...this.#list(scope), endpoint]);
  }

  /** @throws EntryGoneError */
  async replace(entry: EndpointEntry, endpoint: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#write(entry.scope, this.#list(entry.scope).with(this.#indexOf(entry), endpoint));
  }

  /** @throws EntryGoneError */
  async remove(entry: EndpointEntry): Promise<void> {
    if (!entry.ok && entry.fault.code === 'not-list') {
      await this.#write(entry.scope, undefined);
      return;
    }
    await this.#write(entry.scope, this.#list(entry.scope).toSpliced(this.#indexOf(entry), 1));
  }

  #scopes(): readonly EndpointScope[] {
    const scopes: EndpointScope[] = [{ target: vscode.ConfigurationTarget.Global, folder: undefined }];
    // VS Code does not hand out restricted settings of an untrusted workspace; this does not rely on it.
    if (vscode.workspace.isTrusted) {
      scopes.push({ target: vscode.ConfigurationTarget.Workspace, folder: undefined });
      // In a workspace of one folder, the folder's settings are the workspace's.
      if (vscode.workspace.workspaceFile !== undefined) {
        for (const folder of vscode.workspace.workspaceFolders ?? []) {
          scopes.push({ target: vscode.ConfigurationTarget.WorkspaceFolder, folder });
        }
      }
    }
    return scopes;
  }

  #read({ target, folder }: EndpointScope): unknown {
    const values = vscode.workspace.getConfiguration(settingsSection, folder).inspect<unknown>(settings.endpoints);
    switch (target) {
      case vscode.ConfigurationTarget.Global:
        return values?.globalValue;
      case vscode.ConfigurationTarget.Workspace:
        return values?.workspaceValue;
      case vscode.ConfigurationTarget.WorkspaceFolder:
        return values?.workspaceFolderValue;
    }
  }

  #list(scope: EndpointScope): readonly unknown[] {
    const value = this.#read(scope);
    return Array.isArray(value) ? value : [];
  }

  #indexOf(entry: EndpointEntry): number {
    const wanted = JSON.stringify(entry.raw);
    const index = this.#list(entry.scope).findIndex((raw) => JSON.stringify(raw) === wanted);
    if (index < 0) {
      throw new EntryGoneError(vscode.l10n.t('The settings have changed meanwhile. Try again.'));
    }
    return index;
  }

  async #write({ target, folder }: EndpointScope, value: readonly unknown[] | undefined): Promise<void> {
    await vscode.workspace.getConfiguration(settingsSection, folder).update(settings.endpoints, value, target);
  }
}
