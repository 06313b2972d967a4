import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  commands,
  contextKeys,
  panelViewType,
  settings,
  settingsSection,
  viewContainer,
  viewItems,
  views,
  walkthrough,
} from '../../../src/host/ids.ts';

interface Menu {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
    readonly viewsWelcome: readonly { readonly view: string }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly keybindings: readonly (Menu & { readonly key: string })[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly icon: string;
      readonly steps: readonly {
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
  };
}

const root = path.join(import.meta.dirname, '../../..');

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

const manifestText = read('package.json');
const manifest = JSON.parse(manifestText) as Manifest;
const { contributes } = manifest;
const allMenus = Object.values(contributes.menus).flat();

function sorted(values: Iterable<string>): readonly string[] {
  return [...values].sort();
}

describe('package.json', () => {
  it('contributes the commands that the code registers, and no other', () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(Object.values(commands)));
  });

  it('names only contributed commands in menus and keybindings', () => {
    const known = new Set<string>(Object.values(commands));
    const named = [...allMenus, ...contributes.keybindings].map(({ command }) => command);
    assert.deepEqual(
      named.filter((command) => !known.has(command)),
      [],
    );
  });

  it('contributes the views that the code provides, and no other', () => {
    assert.deepEqual(sorted(contributes.views[viewContainer]!.map(({ id }) => id)), sorted(Object.values(views)));
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      [viewContainer],
    );
    const known = new Set<string>(Object.values(views));
    assert.ok(contributes.viewsWelcome.every(({ view }) => known.has(view)));
  });

  it('contributes the settings that the code reads, and no other', () => {
    assert.deepEqual(
      sorted(Object.keys(contributes.configuration.properties)),
      sorted(Object.values(settings).map((key) => `${settingsSection}.${key}`)),
    );
  });

  it('describes, orders and scopes every setting', () => {
    const orders = Object.values(contributes.configuration.properties).map(({ order, scope, markdownDescription }) => {
      assert.equal(typeof scope, 'string');
      assert.equal(typeof markdownDescription, 'string');
      return order;
    });
    assert.deepEqual(
      orders,
      orders.map((_, index) => index + 1),
    );
  });

  it('lets no workspace decide that captures are deleted, or how much a server may send', () => {
    for (const key of [
      settings.keepCaptures,
      settings.limitsBlockMiB,
      settings.limitsCaptureMiB,
      settings.limitsHeaderKiB,
    ]) {
      assert.equal(contributes.configuration.properties[`${settingsSection}.${key}`]!['scope'], 'machine', key);
    }
  });

  it('uses every context key that the code sets, and no other', () => {
    const conditions = [...allMenus, ...contributes.keybindings].flatMap(({ when }) => when ?? []);
    conditions.push(...contributes.commands.flatMap(({ enablement }) => enablement ?? []));
    conditions.push(...contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap((step) => step.completionEvents)));
    const used = conditions.join('\n').match(/sseDebugger\.(?:has|can|demo)\w+/g) ?? [];
    assert.deepEqual(sorted(new Set(used)), sorted(Object.values(contextKeys)));
  });

  it('names only kinds of tree items that the trees have', () => {
    const known = new Set<string>(Object.values(viewItems));
    const named = (contributes.menus['view/item/context'] ?? []).flatMap(
      ({ when }) => when?.match(/(?<=viewItem (?:==|=~) )\S+/)?.[0].match(/\w+/g) ?? [],
    );
    assert.notEqual(named.length, 0);
    assert.deepEqual(
      named.filter((item) => !known.has(item)),
      [],
    );
  });

  it('binds keys only while the panel is active', () => {
    for (const { key, when } of contributes.keybindings) {
      assert.equal(when, `activeWebviewPanelId == '${panelViewType}'`, key);
    }
  });

  it('activates for nothing but the panel besides what VS Code derives itself', () => {
    assert.deepEqual(manifest.activationEvents, [`onWebviewPanel:${panelViewType}`]);
  });

  it('lets an untrusted workspace save no endpoints', () => {
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, [
      `${settingsSection}.${settings.endpoints}`,
    ]);
  });

  it('names files that exist', () => {
    const steps = contributes.walkthroughs.flatMap((each) => each.steps.map(({ media }) => media.svg));
    const icons = [manifest.icon, ...contributes.walkthroughs.map(({ icon }) => icon)];
    const viewIcons = Object.values(contributes.views).flatMap((list) => list.map(({ icon }) => icon));
    assert.deepEqual(
      contributes.walkthroughs.map(({ id }) => id),
      [walkthrough],
    );
    for (const file of [...steps, ...icons, ...viewIcons]) {
      assert.ok(read(file).length > 0, file);
    }
  });

  it('uses every text of package.nls.json, and no other', () => {
    const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key!);
    const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
    assert.deepEqual(sorted(new Set(used)), sorted(Object.keys(texts)));
  });

  it('has an icon for every state of a session in both kinds of themes', () => {
    const states = ['connecting', 'failed', 'finished', 'open', 'stopped', 'waiting'].map((state) => `${state}.svg`);
    for (const theme of ['light', 'dark']) {
      assert.deepEqual(sorted(readdirSync(path.join(root, 'media/state', theme))), states);
    }
  });
});
