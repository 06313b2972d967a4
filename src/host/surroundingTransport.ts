import * as vscode from 'vscode';
import { parseEndpointUrl } from '../core/connection/endpointUrl.ts';
import type { TransportOptions } from '../core/connection/transportOptions.ts';
import { proxyFor } from './proxyRule.ts';
import type { Settings } from './settings.ts';

/** How requests to a URL are sent where its endpoint says nothing: by the settings and by VS Code's own proxy. */
export function surroundingTransport(url: string, settings: Settings): TransportOptions {
  const parsed = parseEndpointUrl(url);
  return {
    httpVersion: settings.httpVersion,
    cookies: settings.cookies,
    maxHeaderBytes: settings.limitsHeaderKiB * 1024,
    proxy: parsed.ok ? proxyInUse(new URL(parsed.url)) : '',
  };
}

function proxyInUse(url: URL): string {
  const configuration = vscode.workspace.getConfiguration('http');
  return proxyFor(url, {
    support: configuration.get<string>('proxySupport', 'override'),
    proxy: configuration.get<string>('proxy', ''),
    noProxy: configuration.get<readonly string[]>('noProxy', []),
    env: process.env,
  });
}
