import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Bundles in dist/webview. */
export type WebviewBundle = 'panel' | 'timeline';

function escapeAttribute(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}

/** What a webview may load and run. To be set before its HTML, and again when it is restored. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: [
      vscode.Uri.joinPath(extensionUri, 'dist', 'webview'),
      vscode.Uri.joinPath(extensionUri, 'media'),
    ],
  };
}

/** The page that starts a bundle. It holds nothing that came from a stream. */
export function webviewHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  bundle: WebviewBundle,
  sessionId: string | undefined,
): string {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(folder, `${bundle}.js`)).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(folder, `${bundle}.css`)).toString();
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(vscode.env.language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>SSE Debugger</title>
    <link rel="stylesheet" href="${escapeAttribute(style)}">
  </head>
  <body data-session-id="${escapeAttribute(sessionId ?? '')}">
    <script nonce="${nonce}" src="${escapeAttribute(script)}"></script>
  </body>
</html>
`;
}
