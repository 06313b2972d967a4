import * as vscode from 'vscode';
import { createEngine } from './engine/main.ts';
import { CaptureOrigins } from './host/captureOrigins.ts';
import { registerCommands } from './host/commands/registerCommands.ts';
import { Connector } from './host/connector.ts';
import { ContextKeys } from './host/contextKeys.ts';
import { DemoService } from './host/demoService.ts';
import { EndpointStore } from './host/endpointStore.ts';
import { EndpointsTree } from './host/endpointsTree.ts';
import { LastExport } from './host/exportChoice.ts';
import { Exporter } from './host/exporter.ts';
import { FilterLibrary } from './host/filterLibrary.ts';
import { panelViewType, recordScheme, views } from './host/ids.ts';
import { ListLayouts } from './host/listLayouts.ts';
import { RecentUrls } from './host/recentUrls.ts';
import { RecordDocuments } from './host/recordDocuments.ts';
import { Secrets } from './host/secrets.ts';
import { followContext } from './host/sessionContext.ts';
import { SessionPanels } from './host/sessionPanels.ts';
import { SessionRegistry } from './host/sessionRegistry.ts';
import { SessionsTree } from './host/sessionsTree.ts';
import { StatusBar } from './host/statusBar.ts';
import { TimelineView } from './host/timelineView.ts';

/** What the extension gives to its integration tests. */
export interface ExtensionApi {
  readonly sessions: SessionRegistry;
  readonly endpoints: EndpointStore;
  readonly endpointsTree: EndpointsTree;
  readonly sessionsTree: SessionsTree;
}

let shutDown: (() => Promise<void>) | undefined;

/** Builds the services and registers them. Nothing is read or started: that waits until somebody needs it. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const log = vscode.window.createOutputChannel('SSE Debugger', { log: true });
  const endpoints = new EndpointStore();
  const secrets = new Secrets(context.secrets, context.globalState);
  const origins = new CaptureOrigins(context.workspaceState, endpoints, secrets);
  const sessions = new SessionRegistry({
    createEngine,
    directory: vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'captures'),
    log,
    requestOf: (id) => origins.requestOf(id),
  });
  const demo = new DemoService();
  const listLayouts = new ListLayouts(context.workspaceState);
  const filters = new FilterLibrary(context.workspaceState);
  const panels = new SessionPanels(context.extensionUri, sessions, filters, log, listLayouts);
  const connector = new Connector(sessions, panels, secrets, origins);
  const recentUrls = new RecentUrls(context.globalState);
  const contextKeys = new ContextKeys();
  const endpointsTree = new EndpointsTree(endpoints, demo);
  const sessionsTree = new SessionsTree(sessions);
  const sessionsView = vscode.window.createTreeView(views.sessions, { treeDataProvider: sessionsTree });

  context.subscriptions.push(
    log,
    endpoints,
    panels,
    listLayouts,
    filters,
    contextKeys,
    endpointsTree,
    sessionsTree,
    sessionsView,
    new StatusBar(sessions),
    followContext(contextKeys, sessions, demo),
    sessionsView.onDidChangeSelection(({ selection: [node] }) => {
      if (node?.kind === 'session') {
        sessions.activate(node.session);
      }
    }),
    vscode.window.registerTreeDataProvider(views.endpoints, endpointsTree),
    vscode.window.registerWebviewViewProvider(
      views.timeline,
      new TimelineView(context.extensionUri, sessions, panels, filters, log, listLayouts),
    ),
    vscode.window.registerWebviewPanelSerializer(panelViewType, panels),
    vscode.workspace.registerTextDocumentContentProvider(recordScheme, new RecordDocuments(sessions)),
    registerCommands({
      extensionId: context.extension.id,
      log,
      sessions,
      panels,
      endpoints,
      connector,
      secrets,
      recentUrls,
      filters,
      demo,
      exporter: new Exporter(sessions, new LastExport(context.globalState)),
      listLayouts,
    }),
  );
  shutDown = async () => {
    await Promise.all([sessions.dispose(), demo.dispose()]);
  };
  return { sessions, endpoints, endpointsTree, sessionsTree };
}

/** Ends all connections and commits what they received; VS Code waits for it, up to a few seconds. */
export async function deactivate(): Promise<void> {
  await shutDown?.();
}
