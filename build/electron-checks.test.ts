import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SECURITY_HEADERS } from '#shared/http/security-headers.ts';
import { checkElectron } from './electron-checks.ts';

const SOURCES = fileURLToPath(new URL('../electron', import.meta.url));

/** The findings of the sources with one of them changed. */
function withChange(file: string, from: string | RegExp, to: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'luka-electron-'));
  try {
    cpSync(SOURCES, folder, { recursive: true });
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toMatch(from);
    writeFileSync(join(folder, file), text.replace(from, to));
    return checkElectron(folder).map(({ check }) => check);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the desktop host', () => {
  it('names nothing that weakens it', () => expect(checkElectron(SOURCES)).toEqual([]));

  it.each([
    ['contextIsolation: true', 'contextIsolation: false', 'CONTEXT_ISOLATION'],
    ['sandbox: true', 'sandbox: false', 'SANDBOX'],
    ['nodeIntegration: false', 'nodeIntegration: true', 'NODE_INTEGRATION'],
    ['webSecurity: true', 'webSecurity: isDev', 'WEB_SECURITY'],
    ['webviewTag: false', '', 'WEBVIEW_TAG'],
    ['experimentalFeatures: false', 'experimentalFeatures: true', 'EXPERIMENTAL_FEATURES'],
    ['allowRunningInsecureContent: false', '', 'INSECURE_CONTENT'],
    ['spellcheck: false', 'enableBlinkFeatures: "X"', 'BLINK_FEATURES'],
  ])("the window's preferences hold %s", (from, to, check) =>
    expect(withChange('window/window.ts', from, to)).toContain(check),
  );

  it('what leaves Luka goes through one door', () => {
    const change = (text: string) =>
      withChange('quit.ts', 'let leaving = false;', `let leaving = false; ${text}`);
    expect(change('shell.openExternal(x);')).toContain('OPEN_EXTERNAL');
    expect(change('shell.openPath(x);')).toContain('OPEN_PATH');
    expect(change('ipcMain.handle("x", y);')).toContain('RAW_IPC');
    expect(change('window.webContents.openDevTools();')).toContain('DEVTOOLS');
    expect(change('// shell.openExternal(x) is not called here')).toEqual([]);
  });

  it('has a policy of content without inline scripts', () => {
    const policy = SECURITY_HEADERS['content-security-policy'];
    const scripts = /script-src ([^;]+)/.exec(policy)?.[1] ?? /default-src ([^;]+)/.exec(policy)?.[1] ?? '';
    expect(scripts).toContain("'self'");
    expect(scripts).not.toMatch(/unsafe|\*|https?:/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/object-src 'none'|default-src 'none'/);
  });

  it('is pinned exactly to one Electron', () => {
    const { devDependencies } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    ) as { devDependencies: Record<string, string> };
    expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Number.parseInt(devDependencies['electron'] ?? '', 10)).toBeGreaterThanOrEqual(45);
  });
});
