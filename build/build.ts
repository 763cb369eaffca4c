/**
 * Makes `dist/`: the runtime and the CLI as flat bundles for Node, the desktop host for Electron, the UI's files and
 * their compressed forms. `node build/build.ts [node] [electron] [renderer]` builds parts; without a name, everything.
 */
import { chmod, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { rolldown } from 'rolldown';
import { build as viteBuild } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts: string[]) => join(root, ...parts);

/**
 * Packages are bundled: a start reads a few files instead of several hundred, which is a third of its time. What is
 * loaded seldom (conf, on the first change of a setting), belongs to a host (electron) or is no JavaScript (the watcher)
 * stays a package.
 */
const EXTERNAL = ['electron', 'electron-store', 'electron-updater', 'conf', '@parcel/watcher'];
/** In the archive of the app, whose integrity is checked, the settings' carrier lies with what uses it. */
const EXTERNAL_OF_MAIN = ['electron', 'electron-updater', '@parcel/watcher'];
const isOneOf =
  (names: readonly string[]) =>
  (id: string): boolean =>
    names.some((name) => id === name || id.startsWith(`${name}/`));

/** What runs outside the main process: each a file of its own beside the bundle (`runtime/home/programs.ts`). */
const PROGRAMS = {
  'module-host': at('runtime/tasks/module-host.ts'),
  'checkpoint-worker': at('runtime/store/checkpoint-worker.ts'),
  'doctor-worker': at('runtime/doctor/worker/doctor-worker.ts'),
  'log-search-worker': at('runtime/runs/logs/search-worker.ts'),
  'log-scan-worker': at('runtime/runs/log-search/scan-worker.ts'),
  'mask-filter': at('runtime/safety/secrets/mask-filter.ts'),
  'assess-worker': at('runtime/safety/assess/assess-worker.ts'),
  'modernize-smoke': at('runtime/modernize/smoke/smoke-program.ts'),
  'modernize-worker': at('runtime/modernize/worker/modernize-worker.ts'),
  'check-worker': at('runtime/governance/checks/worker/check-worker.ts'),
  'ledger-worker': at('runtime/knowledge/memory/ledger-worker.ts'),
  'report-worker': at('runtime/reports/report-worker.ts'),
  'knowledge-search-worker': at('runtime/knowledge/retrieve/search-worker.ts'),
  'knowledge-embed-worker': at('runtime/knowledge/recall/embed-worker.ts'),
  'knowledge-model-worker': at('runtime/knowledge/recall/folder/model-worker.ts'),
  'knowledge-consolidate-worker': at('runtime/knowledge/consolidate/consolidate-worker.ts'),
  'knowledge-sync-worker': at('runtime/knowledge/sync/sync-worker.ts'),
  'knowledge-read-worker': at('runtime/knowledge/read/apart/read-worker.ts'),
  'telemetry-worker': at('runtime/telemetry/telemetry-worker.ts'),
};

/** Of its package, which is ten times as large, this is all that a model on a processor needs. */
const ONNX_RUNTIME = 'ort-wasm-simd-threaded.wasm';

interface Bundle {
  readonly out: string;
  readonly input: Record<string, string>;
  readonly packages?: readonly string[];
  readonly chunks?: string;
}

/** Into a flat folder: the entries by their names, the chunks that they share beside them. */
async function bundle({
  out,
  input,
  packages = EXTERNAL,
  chunks = '[name]-[hash].js',
}: Bundle): Promise<void> {
  const made = await rolldown({ cwd: root, platform: 'node', input, external: isOneOf(packages) });
  await made.write({
    dir: out,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: chunks,
    sourcemap: true,
  });
  await made.close();
}

/** Beside the bundles: the samples of a new home, the prompts, what a model needs. */
async function copyParts(out: string): Promise<void> {
  await cp(at('assets/samples'), join(out, 'samples'), { recursive: true });
  await cp(at('assets/prompts'), join(out, 'prompts'), { recursive: true });
  await cp(
    fileURLToPath(import.meta.resolve(`onnxruntime-web/${ONNX_RUNTIME}`)),
    join(out, 'onnx', ONNX_RUNTIME),
  );
}

async function buildNode(): Promise<void> {
  const out = at('dist/node');
  await rm(out, { recursive: true, force: true });
  await bundle({ out, input: { index: at('runtime/index.ts'), luka: at('cli/luka.ts'), ...PROGRAMS } });
  await copyParts(out);
  await chmod(join(out, 'luka.js'), 0o755);
}

async function buildElectron(): Promise<void> {
  const out = at('dist/electron');
  await rm(out, { recursive: true, force: true });
  // By itself: whatever starts with the app stays in its archive (electron-builder.yml).
  await bundle({ out, input: { main: at('electron/main.ts') }, packages: EXTERNAL_OF_MAIN });
  // For plain Node, beside the archive; the command, too: it carries on with the runs of a desktop host that quits.
  await bundle({
    out,
    input: { luka: at('cli/luka.ts'), ...PROGRAMS },
    chunks: 'beside-[name]-[hash].js',
  });
  await copyParts(out);
  // A sandboxed preload is CommonJS (https://www.electronjs.org/docs/latest/tutorial/esm#preload-scripts).
  const preload = await rolldown({
    cwd: root,
    platform: 'node',
    input: { preload: at('electron/preload.ts') },
    external: ['electron'],
  });
  await preload.write({ dir: out, format: 'cjs', entryFileNames: '[name].cjs', sourcemap: false });
  await preload.close();
}

async function buildRenderer(): Promise<void> {
  await viteBuild({ configFile: at('build/vite.config.ts'), logLevel: 'warn' });
  await compress(at('dist/renderer'));
}

/** Beside each text file its brotli and gzip forms: compressed once, at the highest level, not for every request. */
async function compress(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    const [br, gz] = await Promise.all([
      promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
      promisify(gzip)(bytes, { level: 9 }),
    ]);
    await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
  }
}

const PARTS: Record<string, () => Promise<void>> = {
  node: buildNode,
  electron: buildElectron,
  renderer: buildRenderer,
};
const asked = process.argv.slice(2);
for (const [name, build] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  await build();
}
