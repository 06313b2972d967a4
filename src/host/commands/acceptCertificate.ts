import * as vscode from 'vscode';
import type { Certificate } from '../../core/connection/attempt.ts';
import type { Session } from '../../engine/session.ts';
import type { CommandFactory } from './command.ts';
import { resolveSession } from './sessionArgument.ts';

function failedForTls(session: Session): boolean {
  const { state } = session.snapshot();
  return state.name === 'failed' && state.problem.code === 'tls';
}

async function certificateOf(session: Session): Promise<Certificate | undefined> {
  const attempt = await session.attempt(session.snapshot().attempts);
  return attempt?.exchanges.at(-1)?.tls?.certificate ?? undefined;
}

/** Nobody reads a fingerprint that is no more than a long word. */
function describe({ subject, issuer, validFrom, validTo, altNames, fingerprint }: Certificate): string {
  return [
    vscode.l10n.t('Subject: {0}', subject),
    vscode.l10n.t('Issuer: {0}', issuer),
    vscode.l10n.t('Names: {0}', altNames),
    vscode.l10n.t('Valid from {0} to {1}', validFrom, validTo),
    vscode.l10n.t('SHA-256: {0}', fingerprint),
    '',
    vscode.l10n.t(
      'Anybody between you and the server could have made this certificate, and would then see and change everything, credentials too. It is accepted for this session only, until it is removed or the window is reloaded.',
    ),
  ].join('\n');
}

/** Accepts, for one session, the certificate that its last attempt failed for, and connects again. */
export const acceptCertificate: CommandFactory =
  ({ sessions }) =>
  async (argument) => {
    const session = await resolveSession(sessions, argument, vscode.l10n.t('Accept Certificate'), failedForTls);
    if (session === undefined) {
      return;
    }
    const certificate = failedForTls(session) ? await certificateOf(session) : undefined;
    if (certificate === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('The session did not fail for a certificate.'));
      return;
    }
    const accept = vscode.l10n.t('Accept for This Session');
    const question = vscode.l10n.t('Accept a certificate that is not trusted?');
    const options = { modal: true, detail: describe(certificate) };
    if ((await vscode.window.showWarningMessage(question, options, accept)) === accept) {
      session.acceptCertificate(certificate.fingerprint);
      session.reconnect();
    }
  };
