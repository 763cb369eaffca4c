/** The window: who may speak with the main process, and where it may go. */
import type { GuardRemoval } from '../removal.ts';

const sender = (name: string) => ({ file: 'electron/sender.test.ts', name });
const navigation = (name: string) => ({ file: 'electron/navigation-guard.test.ts', name });
const scheme = (name: string) => ({ file: 'electron/app-scheme.test.ts', name });
const NAVIGATION = 'electron/navigation-guard.ts';

export const removals: readonly GuardRemoval[] = [
  {
    guard: 'only our own window speaks over IPC',
    file: 'electron/sender.ts',
    find: ' || mainFrame?.frameTreeNodeId !== frame.frameTreeNodeId',
    replace: '',
    test: sender('who may speak over IPC is not a main frame of another window'),
  },
  {
    guard: 'only our own origin speaks over IPC',
    file: 'electron/sender.ts',
    find: ' && isOurPage(frame.origin)',
    replace: '',
    test: sender('who may speak over IPC is not our address without our origin'),
  },
  {
    guard: 'the window goes nowhere else',
    file: NAVIGATION,
    find: "  contents.on('will-navigate', (details) => {\n    if (!isOurPage(details.url)) details.preventDefault();\n  });\n",
    replace: '',
    test: navigation('will-navigate: only our own page'),
  },
  {
    guard: 'the page has no frames',
    file: NAVIGATION,
    find: '!details.isMainFrame || ',
    replace: '',
    test: navigation('the navigation guard has no frames'),
  },
  {
    guard: 'no second window is opened',
    file: NAVIGATION,
    find: "({ action: 'deny' })",
    replace: "({ action: 'allow' })",
    test: navigation('opens no window'),
  },
  {
    guard: 'permissions are our page’s only',
    file: NAVIGATION,
    find: ' && isOurPage(requestingUrl)',
    replace: '',
    test: navigation('permissions are refused'),
  },
  {
    guard: 'a page of another origin gets nothing from app:',
    file: 'electron/app-scheme.ts',
    find: "      if (origin !== null && origin !== APP_ORIGIN) throw new LukaError('origin_not_allowed');\n",
    replace: '',
    test: scheme('is not for a page of'),
  },
  {
    guard: 'the page’s own token is not passed on',
    file: 'electron/app-scheme.ts',
    find: "const PASSED_ON = ['accept',",
    replace: "const PASSED_ON = ['authorization', 'cookie', 'accept',",
    test: scheme('gets the token that the page does not have'),
  },
  {
    guard: 'a backslash does not leave the API',
    file: 'electron/app-scheme.ts',
    find: "  if (target.origin !== api.url || !target.pathname.startsWith('/api/')) throw new LukaError('not_found');\n",
    replace: '',
    test: scheme('is not left by a backslash'),
  },
  {
    guard: 'app: serves known files only',
    file: 'electron/app-address.ts',
    find: "url.protocol === 'app:' && url.host === 'luka'",
    replace: "url.protocol === 'app:'",
    test: { file: 'electron/app-address.test.ts', name: 'our own page is not app://lukas/' },
  },
];
