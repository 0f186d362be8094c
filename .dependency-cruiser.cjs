// The boundaries between the parts, by name. scripts/boundaries.test.ts plants a violation of each.

/** Tests and what only they import. */
const tests = '([.](test|fixture)[.]tsx?|/test-[^/]+[.]ts)$';
/** Where the home's files lie and what version this is: known to all, and they know nobody. */
const leaves = '^electron/boot/(home|version)[.]ts$';
const domains = 'backup|sandbox|database|playbook|publication|approval|doctor';
const foundations = 'jobs|store|process|files|log|events|workers|settings';
/** May import `electron`, and only these. */
const electronSide = '^electron/(main[.]ts|preload[.]ts|hosts/desktop/)';

// swc parses `using` and its own visitor, which dependency-cruiser derives from, does not know it.
const { Visitor } = require('@swc/core/Visitor.js');
for (const method of ['visitStatement', 'visitPattern']) {
  const visit = Visitor.prototype[method];
  Visitor.prototype[method] = function (node) {
    if (node.type !== 'UsingDeclaration') return visit.call(this, node);
    this.visitVariableDeclarators(node.decls);
    return node;
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'shared-imports-nothing',
      comment: 'shared/ is imported by every face: it knows neither the project nor Node nor the DOM.',
      severity: 'error',
      from: { path: '^shared/', pathNot: tests },
      to: { path: '^(electron|renderer|scripts|bench|e2e)/' },
    },
    {
      name: 'shared-no-node',
      comment: 'What shared/ holds runs in a page too.',
      severity: 'error',
      from: { path: '^shared/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-only-shared',
      comment: 'The page reaches everything else over the contract.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: tests },
      to: { path: '^(electron|scripts|bench|e2e)/' },
    },
    {
      name: 'renderer-no-node',
      comment: 'The page is served to browsers.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-not-api-or-hosts',
      comment: 'Imports point down: hosts → api → domains → foundations.',
      severity: 'error',
      from: { path: `^electron/(${domains}|${foundations}|boot)/`, pathNot: tests },
      to: { path: '^electron/(api|hosts)/' },
    },
    {
      name: 'api-not-hosts',
      comment: 'The API does not know which face asks.',
      severity: 'error',
      from: { path: '^electron/api/', pathNot: tests },
      to: { path: '^electron/hosts/' },
    },
    {
      name: 'foundation-not-domain',
      comment: 'A foundation knows no domain and not how the program starts.',
      severity: 'error',
      from: { path: `^electron/(${foundations})/`, pathNot: tests },
      to: { path: `^electron/(${domains}|boot)/`, pathNot: leaves },
    },
    {
      name: 'electron-only-in-desktop',
      comment: 'All behaviour runs in plain Node; the desktop host only calls Electron with its result.',
      severity: 'error',
      from: { path: '^(electron|shared|renderer|scripts|bench)/', pathNot: electronSide },
      to: { path: '(^electron$|^electron/main$|^electron/renderer$|node_modules/electron/)' },
    },
    {
      name: 'domain-through-index',
      comment: 'A folder has one public face, its index.ts.',
      severity: 'error',
      from: { path: '^electron/([^/]+)/', pathNot: tests },
      to: {
        path: '^electron/([^/]+)/',
        pathNot: ['^electron/$1/', '^electron/[^/]+/index[.]ts$', leaves, '^electron/hosts/'],
      },
    },
    {
      name: 'domain-through-index-from-outside',
      comment: 'The same for the entry points and the tools.',
      severity: 'error',
      from: { path: '^(electron/(main|preload)[.]ts|scripts/|bench/)', pathNot: tests },
      to: { path: '^electron/[^/]+/', pathNot: ['^electron/[^/]+/index[.]ts$', leaves, '^electron/hosts/'] },
    },
    {
      name: 'host-through-index',
      comment: 'One host uses another only through its index.ts.',
      severity: 'error',
      from: { path: '^electron/hosts/([^/]+)/', pathNot: tests },
      to: { path: '^electron/hosts/([^/]+)/', pathNot: ['^electron/hosts/$1/', '^electron/hosts/[^/]+/index[.]ts$'] },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one idea or three.',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'not-to-test',
      comment: 'Nothing that ships depends on a test.',
      severity: 'error',
      from: { pathNot: [tests, '^e2e/'] },
      to: { path: tests },
    },
    {
      name: 'resolvable',
      comment: 'An import that resolves to nothing would slip through every rule above.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron(/|$)' },
    },
    {
      name: 'not-to-dev-dependency',
      comment: 'What runs from dist/node is bundled, but what the sources import must be a stated dependency.',
      severity: 'error',
      from: { path: '^(electron|shared)/', pathNot: [tests, electronSide] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|release|test-results)/' },
    // TypeScript 7 has no JavaScript API for dependency-cruiser to call; swc parses the sources instead.
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'require', 'default', 'types'],
    },
  },
};
