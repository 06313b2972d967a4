import type { Scenario } from '../scenario.ts';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Sign in</title>
  </head>
  <body>
    <h1>Sign in to continue</h1>
    <form method="post">
      <label>User name <input name="user" autocomplete="username"></label>
      <label>Password <input name="password" type="password" autocomplete="current-password"></label>
      <button>Sign in</button>
    </form>
  </body>
</html>
`;

/** What a proxy or an expired session puts in the place of a stream: a page, with status 200. */
export const html: Scenario = {
  path: '/html',
  methods: ['GET'],
  summary: 'a login page with status 200 instead of a stream',
  run(exchange) {
    exchange.respond(200, { 'content-type': 'text/html; charset=utf-8' }, page);
    return Promise.resolve();
  },
};
