import { suite } from './suite.ts';

describe('connecting to a URL', () => {
  it('takes what is typed, also where it begins a URL that was used before, which is a step away', async () => {
    const { workbench, server } = suite();
    const connect = 'SSE: Connect to URL…';
    await workbench.runCommand(connect, server.url('/many?count=30'));
    await workbench.tabs(/many/).waitFor();
    await workbench.panel().rows('event 30').waitFor();

    await workbench.closeAllEditors();
    await workbench.runCommand(connect, server.url('/many?count=3'));
    await workbench.panel().text('3 events').waitFor();

    await workbench.closeAllEditors();
    await workbench.runCommand(connect);
    await workbench.questionInput().fill(server.url('/many?count=3'));
    await workbench.quickInput().getByRole('option', { name: 'Connect to http' }).waitFor();
    await workbench
      .quickInput()
      .getByRole('option', { name: /^http.*count=30/ })
      .waitFor();
    const { keyboard } = workbench.page;
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await workbench.panel().text('30 events').waitFor();
  });
});
