import * as vscode from 'vscode';
import { parseEndpointUrl } from '../core/connection/endpointUrl.ts';
import { describeUrlFault } from '../core/words/urlFault.ts';
import type { ValidEntry } from './endpointStore.ts';
import { askLastEventId } from './lastEventIdInput.ts';
import type { RecentUrl } from './recentUrls.ts';
import { shownUrl } from './shownUrl.ts';

/** What the user chose to connect to. */
export type ConnectChoice = (
  { readonly kind: 'url'; readonly url: string } | { readonly kind: 'saved'; readonly entry: ValidEntry }
) & {
  /** What the user wants the first request to send; `undefined`: nothing in particular. */
  readonly lastEventId?: string | undefined;
};

type ConnectItem = vscode.QuickPickItem &
  (
    | { readonly kind?: vscode.QuickPickItemKind; readonly source: 'separator' | 'typed' }
    | { readonly source: 'recent'; readonly recent: RecentUrl }
    | { readonly source: 'saved'; readonly entry: ValidEntry }
  );

function separator(label: string): ConnectItem {
  return { label, kind: vscode.QuickPickItemKind.Separator, source: 'separator' };
}

/** What the text in the input means, said as it is typed. It is always there, so that Enter never means a stale text. */
function typedItem(text: string): ConnectItem {
  const parsed = parseEndpointUrl(text);
  if (parsed.ok) {
    return { source: 'typed', label: `$(plug) ${vscode.l10n.t('Connect to {0}', parsed.url)}`, alwaysShow: true };
  }
  const icon = parsed.fault.code === 'empty' ? 'info' : 'error';
  return { source: 'typed', label: `$(${icon}) ${describeUrlFault(parsed.fault, vscode.l10n.t)}`, alwaysShow: true };
}

/** Lets the user enter a URL, or choose a recent one or a saved endpoint. */
export function pickEndpoint(
  recentUrls: readonly RecentUrl[],
  saved: readonly ValidEntry[],
): Promise<ConnectChoice | undefined> {
  const recentItems = recentUrls.map((recent): ConnectItem => ({
    source: 'recent',
    recent,
    label: recent.url,
    ...(recent.incomplete ? { description: vscode.l10n.t('fill in the credential') } : {}),
  }));
  const savedItems = saved.map((entry): ConnectItem => ({
    source: 'saved',
    entry,
    label: entry.endpoint.name,
    description: `${entry.endpoint.method} ${shownUrl(entry.endpoint.url)}`,
  }));
  const others = [
    ...(recentItems.length === 0 ? [] : [separator(vscode.l10n.t('recent')), ...recentItems]),
    ...(savedItems.length === 0 ? [] : [separator(vscode.l10n.t('saved endpoints')), ...savedItems]),
  ];

  const input = vscode.window.createQuickPick<ConnectItem>();
  const title = vscode.l10n.t('Connect to an event stream');
  const idButton = { iconPath: new vscode.ThemeIcon('tag'), tooltip: vscode.l10n.t('Set a Last-Event-ID') };
  let lastEventId: string | undefined;
  let isAsking = false;
  input.title = title;
  input.buttons = [idButton];
  input.placeholder = 'http://localhost:3000/events';
  input.matchOnDescription = true;
  input.ignoreFocusOut = true;
  const update = (): void => {
    input.items = [typedItem(input.value), ...others];
  };
  update();
  const first = recentItems[0] ?? savedItems[0];
  if (first !== undefined) {
    input.activeItems = [first];
  }

  return new Promise((resolve) => {
    const choose = (choice: ConnectChoice): void => {
      resolve({ ...choice, lastEventId });
      input.hide();
    };
    // A URL that is typed whole is meant, also where it is the beginning of one that was used before: VS Code would
    // go to that one. Whoever wants it moves there from the typed one.
    let isTypedOffered = true;
    input.onDidChangeValue((value) => {
      update();
      const [typed] = input.items;
      if (typed !== undefined && value.includes('://')) {
        isTypedOffered = false;
        input.activeItems = [typed];
      }
    });
    input.onDidChangeActive(([active]) => {
      isTypedOffered ||= active?.source === 'typed';
    });
    input.onDidAccept(() => {
      // Who types quicker than the list follows means what was typed.
      const item = isTypedOffered ? input.selectedItems[0] : undefined;
      switch (item?.source) {
        case 'saved':
          choose({ kind: 'saved', entry: item.entry });
          return;
        case 'recent':
          if (item.recent.incomplete) {
            input.value = item.recent.url;
            update();
          } else {
            choose({ kind: 'url', url: item.recent.url });
          }
          return;
        case 'typed':
        case 'separator':
        case undefined: {
          const parsed = parseEndpointUrl(input.value);
          if (parsed.ok) {
            choose({ kind: 'url', url: parsed.url });
          }
        }
      }
    });
    input.onDidTriggerButton(() => {
      isAsking = true;
      void askLastEventId({
        title: vscode.l10n.t('Last-Event-ID of the first request'),
        prompt: () => vscode.l10n.t('A server that can resume sends what came after it.'),
        value: lastEventId ?? '',
      }).then((answer) => {
        isAsking = false;
        lastEventId = answer?.value ?? lastEventId;
        input.title =
          lastEventId === undefined || lastEventId === ''
            ? title
            : vscode.l10n.t('{0} with Last-Event-ID {1}', title, lastEventId);
        input.show();
      });
    });
    input.onDidHide(() => {
      // The other input takes the place of this one for as long as it is there.
      if (!isAsking) {
        resolve(undefined);
        input.dispose();
      }
    });
    input.show();
  });
}
