import type { Problem } from '../connection/problem.ts';
import { formatDuration } from './format.ts';
import type { ProblemWords } from './problemWords.ts';
import type { Translate } from './translate.ts';

/** Says why a response of another content type is none to take, and what it seems to be instead. */
export function describeContentType(problem: Problem, t: Translate): ProblemWords {
  const type = problem.contentType ?? '';
  const happened =
    type === '' ? t('The response has no content type') : t('The content type is {0}, not text/event-stream', type);
  switch (seemingKind(type, problem.bodyHead)) {
    case 'html':
      return {
        happened,
        meaning: t('This is HTML, perhaps a page to sign in or of an error. A browser would refuse it too.'),
        remedy: t('Check the path and the credentials; a proxy or a gateway may answer in place of the server.'),
      };
    case 'json':
      return {
        happened,
        meaning: t('This is JSON, perhaps an error or an answer in one piece. A browser would refuse it too.'),
        remedy: t('Read the body. Many APIs send a stream only where the request asks for one ("stream": true).'),
      };
    case 'events':
      return {
        happened,
        meaning: t('The body looks like an event stream, but a browser would refuse it because of its type.'),
        remedy: t('Let the server send Content-Type: text/event-stream.'),
      };
    case 'other':
      return {
        happened,
        meaning: t('The response is not an event stream. A browser would refuse it too, and does not reconnect.'),
        remedy: t('Check the path, or let the server send Content-Type: text/event-stream.'),
      };
  }
}

/** What a body is by its beginning, or else by its type: servers mistake the type, seldom the body. */
function seemingKind(contentType: string, bodyHead: string): 'html' | 'json' | 'events' | 'other' {
  const head = bodyHead.trimStart();
  if (/^(?:data|event|id|retry)(?::|$)|^:/m.test(head.slice(0, head.search(/[\r\n]|$/)))) {
    return 'events';
  }
  if (/^<(?:!doctype html|html|head|body|h1)\b/i.test(head) || /^text\/html\b/i.test(contentType)) {
    return 'html';
  }
  return /^[{[]/.test(head) || /^application\/(?:[^;]+\+)?json\b/i.test(contentType) ? 'json' : 'other';
}

/** Says what a status other than 200 means, with what the server itself says about when and with what to come again. */
export function describeStatus(problem: Problem, t: Translate): ProblemWords {
  const words = wordsOfStatus(problem.status ?? 0, problem.authenticate, t);
  return problem.retryAfterMs === null
    ? words
    : {
        ...words,
        remedy: t(
          '{0} The server asks to wait {1} first (Retry-After).',
          words.remedy,
          formatDuration(problem.retryAfterMs),
        ),
      };
}

function wordsOfStatus(status: number, authenticate: string, t: Translate): ProblemWords {
  const happened = t('The server answered with status {0}', status);
  if (status === 401 || status === 403) {
    return {
      happened,
      meaning:
        authenticate === ''
          ? t('The request is not authorised. A client stops here and does not reconnect.')
          : t('The request is not authorised; the server asks for {0}. A client does not reconnect.', authenticate),
      remedy: t("Check the endpoint's credentials, then reconnect."),
    };
  }
  if (status === 407) {
    return {
      happened: t('A proxy asks for credentials (status {0})', status),
      meaning: t('It has not let the request through, so the server knows nothing of it. A client does not reconnect.'),
      remedy: t('Put the credentials into the setting http.proxy (http://user:password@host:port), then reconnect.'),
    };
  }
  if (status === 404 || status === 405 || status === 410) {
    return {
      happened,
      meaning: t('Nothing is served for this method and path. A client stops here and does not reconnect.'),
      remedy: t('Check the path and the method, then reconnect.'),
    };
  }
  if (status === 429) {
    return {
      happened,
      meaning: t('The server limits how often it is asked. A client stops here and does not reconnect.'),
      remedy: t('Wait a while, then reconnect.'),
    };
  }
  if (status >= 500) {
    return {
      happened,
      meaning: t(
        'The server, or a proxy before it, failed. By the standard a client does not reconnect, unless it is told to.',
      ),
      remedy: t("Look at the server's log, then reconnect."),
    };
  }
  return {
    happened,
    meaning: t('Only status 200 opens a stream. A client stops here and does not reconnect.'),
    remedy: t('Check the request and the server, then reconnect.'),
  };
}
