/// <reference types="vitest/config" />
import { cpSync, existsSync, globSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;
const at = (...parts: string[]): string => join(root, ...parts);
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), /^node:/];
/** Native code and what the host brings along; everything else is bundled, so that a package needs few files. */
const external = [...builtins, 'electron', /^electron\//, 'better-sqlite3'];

const workers = globSync('electron/**/*.worker.ts', { cwd: root });
const twice = workers.find((path, index) => workers.findIndex((other) => basename(other) === basename(path)) !== index);
if (twice) throw new Error(`${twice}: another worker has this file name, and in dist/node all lie in one folder`);
const nodeEntries = Object.fromEntries(
  [['main', 'electron/main.ts'], ['cli', 'electron/hosts/cli/main.ts'], ...workers.map((path) => [basename(path, '.ts'), path])].flatMap(
    ([name, path]) => (name && path && existsSync(at(path)) ? [[name, at(path)]] : []),
  ),
);

/** Builds the page, the preload script and everything that runs in Node: `vite build --app`. */
export default defineConfig({
  root: at('renderer'),
  plugins: [react(), tailwind(), nodeFiles()],
  environments: {
    client: { build: { outDir: at('dist/renderer'), emptyOutDir: true, target: 'chrome146', sourcemap: false } },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true },
      build: {
        outDir: at('dist/preload'),
        copyPublicDir: false,
        emptyOutDir: true,
        target: 'node24',
        minify: false,
        rolldownOptions: {
          input: at('electron/preload.ts'),
          platform: 'node',
          external,
          output: { format: 'cjs', entryFileNames: 'preload.cjs' },
        },
      },
    },
    node: {
      consumer: 'server',
      resolve: { noExternal: true, conditions: ['node', 'import', 'default'], mainFields: ['module', 'main'] },
      build: {
        outDir: at('dist/node'),
        copyPublicDir: false,
        emptyOutDir: true,
        target: 'node24',
        minify: false,
        sourcemap: true,
        rolldownOptions: {
          input: nodeEntries,
          platform: 'node',
          external,
          // One flat folder: a file finds its neighbours (workers, migrations) by import.meta.url whichever chunk it ended in.
          output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
  },
  builder: {
    buildApp: async (builder) => {
      for (const name of ['client', 'preload', 'node']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
  test: {
    root,
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['electron', 'shared', 'renderer', 'scripts', 'bench'].map((folder) => `${folder}/**/*.test.{ts,tsx}`),
          exclude: ['**/node_modules/**', 'dist/**', 'e2e/**'],
        },
      },
    ],
  },
});

/** Points the sources' `new URL('./x.worker.ts', import.meta.url)` at the built entry and brings the SQL files along. */
function nodeFiles(): Plugin {
  const workerUrl = /new URL\(\s*(['"])[^'"]*?([\w-]+\.worker)\.ts\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;
  return {
    name: 'cofferdam:node-files',
    enforce: 'pre',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'node',
    transform: {
      filter: { id: /\.ts$/, code: /\.worker\.ts/ },
      handler: (code) => ({ code: code.replace(workerUrl, "new URL('./$2.js', import.meta.url)"), map: null }),
    },
    writeBundle() {
      const migrations = at('electron/store/migrations');
      const target = at('dist/node/migrations');
      rmSync(target, { recursive: true, force: true });
      if (existsSync(migrations)) cpSync(migrations, target, { recursive: true, filter: (path) => !path.endsWith('.ts') });
    },
  };
}
