/**
 * What Electronegativity looks for in a desktop host, and what Luka adds to it, by our own reading of the sources: it runs with
 * every test, which Electronegativity itself cannot (`build/electronegativity.ts`). Run by `npm run check:electron`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ElectronFinding {
  /** As Electronegativity calls it. */
  readonly check: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

interface Check {
  readonly check: string;
  readonly pattern: RegExp;
  /** The one file in which it may stand, where there is one. */
  readonly only?: string;
}

/** What stands nowhere, or in one file. Comments are left out before. */
const FORBIDDEN: readonly Check[] = [
  { check: 'ALLOWPOPUPS', pattern: /allowpopups/i },
  { check: 'BLINK_FEATURES', pattern: /(?:enable|disable)BlinkFeatures/ },
  { check: 'CERTIFICATE_ERROR_EVENT', pattern: /['"]certificate-error['"]/ },
  { check: 'CERTIFICATE_VERIFY_PROC', pattern: /setCertificateVerifyProc/ },
  { check: 'CONTEXT_ISOLATION', pattern: /contextIsolation: (?!true\b)/ },
  { check: 'CUSTOM_ARGUMENTS', pattern: /appendSwitch|appendArgument/ },
  { check: 'DANGEROUS_FUNCTIONS', pattern: /executeJavaScript|insertCSS|\beval\(|new Function\(/ },
  { check: 'DEVTOOLS', pattern: /openDevTools|toggleDevTools/ },
  { check: 'EXPERIMENTAL_FEATURES', pattern: /experimentalFeatures: (?!false\b)/ },
  { check: 'HTTP_RESOURCES', pattern: /loadURL\(\s*['"`]http/ },
  { check: 'INSECURE_CONTENT', pattern: /allowRunningInsecureContent: (?!false\b)/ },
  { check: 'LIMIT_NAVIGATION', pattern: /loadURL\(/, only: 'window/window.ts' },
  { check: 'NODE_INTEGRATION', pattern: /nodeIntegration\w*: (?!false\b)/ },
  { check: 'OPEN_EXTERNAL', pattern: /\.openExternal\(/, only: 'external-links.ts' },
  { check: 'OPEN_PATH', pattern: /\.openPath\(/, only: 'desktop.ts' },
  { check: 'PROTOCOL_HANDLER', pattern: /setAsDefaultProtocolClient/, only: 'main.ts' },
  { check: 'PROTOCOL_HANDLER', pattern: /registerFileProtocol|interceptFileProtocol/ },
  { check: 'REMOTE_MODULE', pattern: /enableRemoteModule|@electron\/remote/ },
  { check: 'SANDBOX', pattern: /sandbox: (?!true\b)|--no-sandbox/ },
  { check: 'WEB_SECURITY', pattern: /webSecurity: (?!true\b)/ },
  { check: 'WEBVIEW_TAG', pattern: /webviewTag: (?!false\b)/ },
  { check: 'RAW_IPC', pattern: /ipcMain\b/, only: 'ipc.ts' },
];

/** What must stand, and where. */
const REQUIRED: readonly { readonly check: string; readonly file: string; readonly pattern: RegExp }[] = [
  ...(
    [
      ['CONTEXT_ISOLATION', 'contextIsolation: true'],
      ['SANDBOX', 'sandbox: true'],
      ['NODE_INTEGRATION', 'nodeIntegration: false'],
      ['NODE_INTEGRATION', 'nodeIntegrationInWorker: false'],
      ['NODE_INTEGRATION', 'nodeIntegrationInSubFrames: false'],
      ['WEBVIEW_TAG', 'webviewTag: false'],
      ['WEB_SECURITY', 'webSecurity: true'],
      ['INSECURE_CONTENT', 'allowRunningInsecureContent: false'],
      ['EXPERIMENTAL_FEATURES', 'experimentalFeatures: false'],
    ] as const
  ).map(([check, words]) => ({ check, file: 'window/window.ts', pattern: new RegExp(words) })),
  { check: 'LIMIT_NAVIGATION', file: 'window/navigation-guard.ts', pattern: /will-navigate/ },
  { check: 'LIMIT_NAVIGATION', file: 'window/navigation-guard.ts', pattern: /setWindowOpenHandler/ },
  {
    check: 'PERMISSION_REQUEST_HANDLER',
    file: 'window/navigation-guard.ts',
    pattern: /setPermissionRequestHandler/,
  },
  {
    check: 'PERMISSION_REQUEST_HANDLER',
    file: 'window/navigation-guard.ts',
    pattern: /setPermissionCheckHandler/,
  },
];

/** @param folder of the desktop host's sources @returns findings, none where all is well */
export function checkElectron(folder: string): ElectronFinding[] {
  const findings: ElectronFinding[] = [];
  const sources = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => [file.replaceAll('\\', '/'), withoutComments(readFileSync(join(folder, file), 'utf8'))]),
  );
  for (const [file, source] of sources)
    source.split('\n').forEach((text, index) => {
      for (const { check, pattern, only } of FORBIDDEN)
        if (file !== only && pattern.test(text))
          findings.push({ check, file, line: index + 1, text: text.trim() });
    });
  for (const { check, file, pattern } of REQUIRED)
    if (!pattern.test(sources.get(file) ?? ''))
      findings.push({ check, file, line: 1, text: `${pattern.source} is not there` });
  return findings;
}

/** Line for line, so that places stay true. An address in a text is no comment. */
function withoutComments(source: string): string {
  return source
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const findings = checkElectron(fileURLToPath(new URL('../electron', import.meta.url)));
  for (const { check, file, line, text } of findings)
    console.error(`${check}: electron/${file}:${line}: ${text}`);
  console.log(findings.length === 0 ? 'nothing was found' : `${findings.length} findings`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
