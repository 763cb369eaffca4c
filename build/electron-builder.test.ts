import { existsSync, readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseModule, type Node } from 'acorn';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PROGRAMS } from '#runtime/home/programs.ts';
import { LINK_SCHEME } from '#electron/deep-link.ts';
import { TRAY_ICONS } from '#electron/menu-bar/tray-look.ts';
import { bundledNodes } from '#electron/places.ts';

interface BuilderConfig {
  readonly files: readonly string[];
  readonly asar: boolean;
  readonly asarUnpack: readonly string[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly extraMetadata: { readonly main: string };
  readonly extraResources: readonly { from: string; to: string; filter: readonly string[] }[];
  readonly protocols: readonly { schemes: readonly string[] }[];
  readonly fileAssociations: readonly { ext: string; role: string }[];
  readonly mac: {
    readonly icon: string;
    readonly entitlements: string;
    readonly target: readonly { target: string; arch: string[] }[];
    readonly notarize: boolean;
    readonly hardenedRuntime: boolean;
    readonly extendInfo: Record<string, unknown>;
  };
  readonly linux: { readonly icon: string; readonly target: readonly { target: string }[] };
}
interface Schema {
  readonly properties: Record<string, object>;
  readonly definitions: Record<string, { properties?: Record<string, object> }>;
}

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')) as {
  packages: Record<
    string,
    { dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> }
  >;
};
const config = parse(readFileSync(at('build/electron-builder.yml'), 'utf8')) as BuilderConfig;

/** Whether a file would be in the app: listed, and not taken out again. */
function isPacked(file: string): boolean {
  const matches = (pattern: string): boolean => matchesGlob(file, pattern);
  const takenOut = config.files
    .filter((pattern) => pattern.startsWith('!'))
    .map((pattern) => pattern.slice(1));
  return (
    config.files.some((pattern) => !pattern.startsWith('!') && matches(pattern)) && !takenOut.some(matches)
  );
}

const isUnpacked = (file: string): boolean => config.asarUnpack.some((pattern) => matchesGlob(file, pattern));

interface Reached {
  /** Of dist/electron. */
  readonly files: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
}

/** Everything that a built file loads, now or later, as its syntax says. */
function reachedFrom(...entries: string[]): Reached {
  const files = new Set<string>();
  const packages = new Set<string>();
  const todo = [...entries];
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const program = parseModule(readFileSync(at(`dist/electron/${file}`), 'utf8'), {
      ecmaVersion: 'latest',
      sourceType: 'module',
    });
    for (const name of importedBy(program)) {
      if (name.startsWith('./')) todo.push(name.slice(2));
      else if (!isBuiltin(name)) packages.add(name);
    }
  }
  return { files, packages };
}

/** What a module names to be loaded, wherever in it. */
function importedBy(program: Node): string[] {
  const names: string[] = [];
  const todo: unknown[] = [program];
  for (let value = todo.pop(); value !== undefined; value = todo.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const { type, source } = value as { type?: string; source?: { value?: unknown } | null };
    if (/^(Import|Export)/.test(type ?? '') && typeof source?.value === 'string') names.push(source.value);
    todo.push(...(Object.values(value) as unknown[]).filter((each) => typeof each === 'object'));
  }
  return names;
}

/** With everything they need, by the lock file. */
function withDependencies(names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const todo = [...names];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const entry = lock.packages[`node_modules/${name}`];
    if (entry === undefined || found.has(name)) continue;
    found.add(name);
    todo.push(...Object.keys(entry.dependencies ?? {}), ...Object.keys(entry.optionalDependencies ?? {}));
  }
  return found;
}

describe('the packaged app', () => {
  it('is described as electron-builder itself wants it', async () => {
    const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
    const { validateConfiguration } = builder('app-builder-lib/out/util/config/config.js') as {
      validateConfiguration: (config: object, log: object) => Promise<void>;
    };
    await validateConfiguration(structuredClone(config), { isEnabled: false, add: () => undefined });
    await expect(
      validateConfiguration({ ...config, asra: true }, { isEnabled: false, add: () => undefined }),
    ).rejects.toThrow('asra');
  });

  it('opens links and files of ours, and naps with nothing to do but its timers', () => {
    expect(config.protocols.flatMap(({ schemes }) => schemes)).toEqual([LINK_SCHEME]);
    expect(config.fileAssociations.map(({ ext, role }) => [ext, role])).toEqual([['luka.yaml', 'Viewer']]);
    expect(config.mac.extendInfo['NSAppSleepDisabled']).toBe(true);
    expect(config.mac).toMatchObject({ hardenedRuntime: true, notarize: true });
  });

  it('brings what a plain Node needs beside the archive', () => {
    const programs = PROGRAMS.map((program) => `${program}.js`);
    const { files, packages } = reachedFrom('luka.js', ...programs);
    const wanted = [...files, 'samples/x.yaml', 'prompts/x.md'];
    expect(files.size).toBeGreaterThan(100);
    expect(wanted.filter((file) => !isUnpacked(`dist/electron/${file}`))).toEqual([]);
    expect(isUnpacked('dist/renderer/index.html')).toBe(true);
    expect([...packages].toSorted()).toEqual(['@parcel/watcher', 'conf']);
    const needed = [...withDependencies([...packages])].map((name) => `node_modules/${name}/package.json`);
    expect(needed.filter((file) => !isUnpacked(file))).toEqual([]);
    expect(config.extraResources).toEqual([
      { from: 'node_modules/node/bin', to: 'node/bin', filter: ['node'] },
    ]);
    expect(bundledNodes('/R')[0]).toBe('/R/node/bin/node');
  });

  it('keeps what the app itself loads in the archive, whose integrity is checked', () => {
    const { files, packages } = reachedFrom('main.js');
    expect(files.size).toBeGreaterThan(5);
    expect([...files, 'preload.cjs'].filter((file) => isUnpacked(`dist/electron/${file}`))).toEqual([]);
    // Only what is no JavaScript is loaded from beside it.
    expect([...packages].toSorted()).toEqual(['@parcel/watcher', 'electron', 'electron-updater']);
    const own = withDependencies(['electron-updater']);
    for (const shared of withDependencies(['conf', '@parcel/watcher'])) own.delete(shared);
    expect(own.size).toBeGreaterThan(5);
    expect([...own].filter((name) => isUnpacked(`node_modules/${name}/package.json`))).toEqual([]);
  });

  it('brings the packages that are loaded as such, with what they need, and none that is bundled', () => {
    const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
    const { getNodeModuleFileMatcher } = builder('app-builder-lib/out/fileMatcher.js') as {
      getNodeModuleFileMatcher: (
        folder: string,
        to: string,
        expand: (text: string) => string,
        platform: object,
        packager: object,
      ) => { createFilter: () => (file: string, stat: { isDirectory: () => boolean }) => boolean };
    };
    const filter = getNodeModuleFileMatcher(
      at(''),
      '/to',
      (text) => text,
      {},
      {
        config,
        debugLogger: { isEnabled: false },
      },
    ).createFilter();
    const isThere = (name: string): boolean =>
      filter(at(`node_modules/${name}/package.json`), { isDirectory: () => false });
    const needed = withDependencies(['conf', '@parcel/watcher', 'electron-updater']);
    expect([...needed].filter((name) => !isThere(name))).toEqual([]);
    const others = Object.keys(lock.packages)
      .filter((path) => /^node_modules\/[^/]+(\/[^/]+)?$/.test(path) && !path.includes('/node_modules/', 1))
      .map((path) => path.slice('node_modules/'.length))
      .filter((name) => !needed.has(name));
    expect(others.length).toBeGreaterThan(200);
    expect(others.filter(isThere)).toEqual([]);
  });

  it('is described in words that electron-builder knows', () => {
    const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
    const schema = JSON.parse(readFileSync(builder.resolve('app-builder-lib/scheme.json'), 'utf8')) as Schema;
    const known = (definition: string) => Object.keys(schema.definitions[definition]?.properties ?? {});
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(config)));
    expect(known('MacConfiguration')).toEqual(expect.arrayContaining(Object.keys(config.mac)));
    expect(known('LinuxConfiguration')).toEqual(expect.arrayContaining(Object.keys(config.linux)));
    expect(known('FuseOptionsV1')).toEqual(expect.arrayContaining(Object.keys(config.electronFuses)));
  });

  it('has its fuses set: nobody runs code of theirs under its name', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
    expect(config.asar).toBe(true);
  });

  it.each([
    'dist/electron/main.js',
    'dist/electron/preload.cjs',
    'dist/electron/samples/x.yaml',
    'dist/electron/onnx/ort-wasm-simd-threaded.wasm',
    'dist/renderer/index.html',
    'dist/renderer/assets/a.js.br',
    'assets/icons/app.png',
    'assets/icons/tray-idleTemplate@2x.png',
    'package.json',
  ])('has %s', (file) => expect(isPacked(file)).toBe(true));

  it.each([
    'e2e/electron-standin/electron.ts',
    'e2e/drivers/electron-recorder.cjs',
    'electron/main.ts',
    'runtime/index.ts',
    'dist/electron/main.js.map',
    'dist/types/e2e/drivers/driver.d.ts',
    'dist/node/luka.js',
    '.ci/run',
    'build/build.ts',
  ])('has no %s', (file) => expect(isPacked(file)).toBe(false));

  it('starts where package.json says that the desktop host starts', () => {
    const { main } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { main: string };
    expect(main.replace(/^\.\//, '')).toBe(config.extraMetadata.main);
  });

  it('lives in the menu bar, asks for one entitlement, and comes for both kinds of Mac', () => {
    expect(config.mac.extendInfo['LSUIElement']).toBe(true);
    const keys = [...readFileSync(at(config.mac.entitlements), 'utf8').matchAll(/<key>([^<]+)<\/key>/g)].map(
      ([, key]) => key,
    );
    expect(keys).toEqual(['com.apple.security.cs.allow-jit']);
    expect(config.mac.target.map(({ target, arch }) => [target, ...arch])).toEqual([
      ['dmg', 'arm64', 'x64'],
      ['zip', 'arm64', 'x64'],
    ]);
    expect(config.linux.target.map(({ target }) => target)).toEqual(['AppImage', 'deb']);
  });

  it('has its pictures', () => {
    const pictures = TRAY_ICONS.flatMap((state) => [
      `tray-${state}Template.png`,
      `tray-${state}Template@2x.png`,
    ]);
    const files = [config.mac.icon, config.linux.icon, ...pictures.map((name) => `assets/icons/${name}`)];
    expect(files.filter((file) => !existsSync(at(file)))).toEqual([]);
    const sizes = pictures.map((name) => readFileSync(at(`assets/icons/${name}`)).readUInt32BE(16));
    expect(sizes).toEqual(TRAY_ICONS.flatMap(() => [18, 36]));
    expect(readFileSync(at(config.mac.icon)).readUInt32BE(16)).toBe(512);
  });
});
