/** Notices in the words that are shown: one, several of a kind, or what was held back. */
import type { NoticeKind } from '#shared/nouns/settings.ts';
import type { Notice, Told } from './notice.ts';

interface Words {
  readonly several: (count: number) => string;
  readonly page: string;
  readonly button: string;
}
const WORDS: Readonly<Record<NoticeKind, Words>> = {
  failure: { several: (n) => `${n} runs failed`, page: '/runs?state=failed', button: 'See why' },
  approval: { several: (n) => `${n} runs need approval`, page: '/approvals', button: 'Read and decide' },
  quarantine: { several: (n) => `${n} tasks were stopped`, page: '/tasks', button: 'See why' },
  recovered: { several: (n) => `${n} tasks work again`, page: '/runs', button: 'Show' },
  overdue: { several: (n) => `${n} due moments passed without a run`, page: '/schedule', button: 'See why' },
};
const MOST_TITLES = 3;

export function toTold({ kind, title, body, open }: Notice): Told {
  return { kind, title, body, open, button: WORDS[kind].button };
}

/** Several of one kind. */
export function inOne(notices: readonly Notice[]): Told {
  const { kind } = notices[0]!;
  const { several, page, button } = WORDS[kind];
  return { kind, title: several(notices.length), body: titles(notices), open: page, button };
}

/** What was held back, of all kinds. */
export function summary(notices: readonly Notice[], when: string): Told {
  const [one] = notices;
  if (notices.length === 1 && one !== undefined) return toTold(one);
  const kinds = [...new Set(notices.map(({ kind }) => kind))];
  const counted = kinds.map((kind) => {
    const ofKind = notices.filter((notice) => notice.kind === kind);
    return ofKind.length === 1 ? ofKind[0]!.title : WORDS[kind].several(ofKind.length);
  });
  return {
    kind: 'summary',
    title: `${when}: ${notices.length} things happened`,
    body: counted.join(', '),
    open: kinds.length === 1 ? WORDS[kinds[0]!].page : '/',
    button: 'Show',
  };
}

function titles(notices: readonly Notice[]): string {
  const shown = notices.slice(0, MOST_TITLES).map(({ title }) => title);
  return notices.length > shown.length ? `${shown.join(', ')} and more` : shown.join(', ');
}
