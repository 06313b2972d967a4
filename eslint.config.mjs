import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * The dependency rule: core <- net, store <- engine <- host; demo stands beside the engine; the webview sees core only.
 * Nothing imports upward or sideways, so each layer names the folders that it must not reach.
 *
 * @param {string} layer Folder under src, or `webview`.
 * @param {readonly string[]} forbiddenFolders
 * @param {readonly string[]} forbiddenModules Regular expressions on module specifiers.
 * @returns {import("eslint").Linter.Config}
 */
function layer(layer, forbiddenFolders, forbiddenModules) {
  const patterns = [
    ...forbiddenFolders.map((folder) => ({
      regex: `^(\\.\\./)+(src/)?${folder}/`,
      message: `${layer} must not import ${folder} (see the dependency rule in CONTRIBUTING.md).`,
    })),
    ...forbiddenModules.map((module) => ({
      regex: module,
      message: `${layer} must not import ${module} (see the dependency rule in CONTRIBUTING.md).`,
    })),
  ];
  return {
    files: [layer === 'webview' ? 'webview/**/*.ts' : `src/${layer}/**/*.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

export default defineConfig(
  { ignores: ['dist/', 'out/', 'node_modules/', '.vscode-test/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
      curly: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name, so that a thing has one name everywhere.' },
      ],
    },
  },
  layer('core', ['net', 'store', 'engine', 'demo', 'host'], ['^node:', '^vscode$', '^lit']),
  layer('net', ['store', 'engine', 'demo', 'host'], ['^vscode$']),
  layer('store', ['net', 'engine', 'demo', 'host'], ['^vscode$']),
  layer('engine', ['demo', 'host'], ['^vscode$']),
  layer('demo', ['net', 'store', 'engine', 'host'], ['^vscode$']),
  layer('webview', ['net', 'store', 'engine', 'demo', 'host'], ['^node:', '^vscode$']),
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
);
