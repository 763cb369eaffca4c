import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface BuilderConfig {
  readonly files: readonly string[];
  readonly asar: boolean;
  readonly asarUnpack: readonly string[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly extraMetadata: { readonly main: string };
  readonly mac: {
    readonly icon: string;
    readonly entitlements: string;
    readonly target: readonly { target: string; arch: string[] }[];
    readonly extendInfo: Record<string, unknown>;
  };
  readonly linux: { readonly icon: string; readonly target: readonly { target: string }[] };
}
interface Schema {
  readonly properties: Record<string, object>;
  readonly definitions: Record<string, { properties?: Record<string, object> }>;
}

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
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

describe('the packaged app', () => {
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
    expect(config.linux.target.map(({ target }) => target)).toEqual(['AppImage']);
  });

  it('has its pictures', () => {
    const pictures = ['idle', 'running', 'attention'].flatMap((state) => [
      `tray-${state}Template.png`,
      `tray-${state}Template@2x.png`,
    ]);
    const files = [config.mac.icon, config.linux.icon, ...pictures.map((name) => `assets/icons/${name}`)];
    expect(files.filter((file) => !existsSync(at(file)))).toEqual([]);
    const sizes = pictures.map((name) => readFileSync(at(`assets/icons/${name}`)).readUInt32BE(16));
    expect(sizes).toEqual([18, 36, 18, 36, 18, 36]);
    expect(readFileSync(at(config.mac.icon)).readUInt32BE(16)).toBe(512);
  });
});
