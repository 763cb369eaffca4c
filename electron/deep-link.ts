/**
 * `luka://run/12` opens the page of that run. A link comes from anywhere, so it can do nothing but show a page: a known noun and
 * an id of the right shape, or it is no link of ours.
 */

export const LINK_SCHEME = 'luka';

const NUMBER = /^[1-9]\d{0,14}$/;
/** Ids of tasks and labels of agents: the names of files, and no step out of a folder. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9._:-]{0,199}$/;

const NOUNS: Readonly<Record<string, { readonly page: string; readonly id: RegExp }>> = {
  run: { page: '/runs', id: NUMBER },
  approval: { page: '/approvals', id: NUMBER },
  document: { page: '/knowledge/documents', id: NUMBER },
  task: { page: '/tasks', id: NAME },
  agent: { page: '/agents', id: NAME },
};
const PAGES: Readonly<Record<string, string>> = {
  overview: '/',
  runs: '/runs',
  tasks: '/tasks',
  schedule: '/schedule',
  approvals: '/approvals',
  agents: '/agents',
  knowledge: '/knowledge',
  settings: '/settings',
};

/** @returns the path of a page of the UI, or undefined for what is no link of ours */
export function pathOfLink(link: string): string | undefined {
  // By one strict pattern and not by a URL parser: those repair, and what was repaired is not what was judged.
  const match = /^luka:\/\/([a-z]{1,20})(?:\/([^/?#]{1,200}))?\/?$/.exec(link);
  if (match === null) return undefined;
  const [, word = '', id] = match;
  if (id === undefined) return Object.hasOwn(PAGES, word) ? PAGES[word] : undefined;
  const noun = Object.hasOwn(NOUNS, word) ? NOUNS[word] : undefined;
  return noun?.id.test(id) === true ? `${noun.page}/${encodeURIComponent(id)}` : undefined;
}

/** The first link among the words of a start, as Linux and Windows hand it over. */
export function linkAmong(words: readonly string[]): string | undefined {
  return words.find((word) => word.startsWith(`${LINK_SCHEME}:`));
}
