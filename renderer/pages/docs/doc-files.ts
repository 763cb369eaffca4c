/** The documentation, as it lies in docs/: part of the page itself, so that it is there without a network. */

const FILES = import.meta.glob<string>('../../../docs/**/*.md', { query: '?raw', import: 'default' });
const ROOT = '../../../docs/';

/** By name, as addresses have it: `safety`, `recipes/watch-a-folder`, `README`. */
const BY_NAME = new Map(
  Object.entries(FILES).map(([path, load]) => [path.slice(ROOT.length).replace(/\.md$/, ''), load]),
);

export const DOC_NAMES: readonly string[] = [...BY_NAME.keys()].sort();

/** @returns undefined where there is no such page */
export function loadDoc(name: string): Promise<string> | undefined {
  return BY_NAME.get(name)?.();
}

/** Of pages whose file is called otherwise than people would. */
const TITLES: Readonly<Record<string, string>> = {
  README: 'About these pages',
  api: 'API',
  cli: 'Command line',
  'agents-rules': 'Rules for agents',
  security: 'The desktop host',
  agents: 'LaunchAgents',
  comparison: 'Compared with others',
  housekeeping: 'Backup and housekeeping',
  'recipes/headless-mac-mini': 'A Mac mini, headless',
  'recipes/replace-cron-and-launchagents': 'Replace cron and agents',
  'recipes/codex-submits-work': 'Let Codex submit work',
};

export function docTitle(name: string): string {
  const own = TITLES[name];
  if (own !== undefined) return own;
  const words = name.replace(/^.*\//, '').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export interface DocGroup {
  readonly title: string;
  readonly names: readonly string[];
}

const FIRST = ['README', 'getting-started', 'concepts', 'troubleshooting', 'comparison'];
const REFERENCE = ['task-reference', 'cli', 'api', 'errors', 'agents-rules', 'metrics'];

/** In the order in which they are listed; what is new stands among the guides. */
export function docGroups(names: readonly string[] = DOC_NAMES): readonly DocGroup[] {
  const recipes = names.filter((name) => name.startsWith('recipes/'));
  const taken = new Set([...FIRST, ...REFERENCE, ...recipes]);
  return [
    { title: 'Start', names: FIRST.filter((name) => names.includes(name)) },
    { title: 'Recipes', names: recipes },
    { title: 'Guides', names: names.filter((name) => !taken.has(name)) },
    { title: 'Reference', names: REFERENCE.filter((name) => names.includes(name)) },
  ].filter(({ names: own }) => own.length > 0);
}

/** The address of a link on a page: of another page, of the web, or of a file that is no page. */
export function docLink(
  from: string,
  href: string,
): { readonly to: string } | { readonly web: string } | undefined {
  if (/^https?:/.test(href)) return { web: href };
  const url = URL.parse(href, `https://docs.invalid/docs/${from}.md`);
  const name = /^\/docs\/(.+)\.md$/.exec(url?.pathname ?? '')?.[1];
  if (url?.host !== 'docs.invalid' || name === undefined || !BY_NAME.has(name)) return undefined;
  return { to: `/docs/${name}${url.hash}` };
}
