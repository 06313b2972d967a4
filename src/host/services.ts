import type * as vscode from 'vscode';
import type { Connector } from './connector.ts';
import type { DemoService } from './demoService.ts';
import type { EndpointStore } from './endpointStore.ts';
import type { Exporter } from './exporter.ts';
import type { ListLayouts } from './listLayouts.ts';
import type { FilterLibrary } from './filterLibrary.ts';
import type { RecentUrls } from './recentUrls.ts';
import type { Secrets } from './secrets.ts';
import type { SessionPanels } from './sessionPanels.ts';
import type { SessionRegistry } from './sessionRegistry.ts';

/** What commands work with. */
export interface Services {
  readonly extensionId: string;
  readonly log: vscode.LogOutputChannel;
  readonly sessions: SessionRegistry;
  readonly panels: SessionPanels;
  readonly endpoints: EndpointStore;
  readonly connector: Connector;
  readonly secrets: Secrets;
  readonly recentUrls: RecentUrls;
  readonly filters: FilterLibrary;
  readonly demo: DemoService;
  readonly exporter: Exporter;
  readonly listLayouts: ListLayouts;
}
