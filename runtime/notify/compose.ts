/** Notices in the words of one message: one alone, several of a kind, or all that was held back. Pure. */
import {
  NOTIFY_SEVERITIES,
  type Message,
  type Notice,
  type NotifyKind,
  type NotifySeverity,
} from '#shared/nouns/notify.ts';

interface Words {
  readonly several: (count: number) => string;
  readonly page: string;
}
const WORDS: Readonly<Record<NotifyKind, Words>> = {
  failure: { several: (n) => `${n} runs failed`, page: '/runs?state=failed' },
  approval: { several: (n) => `${n} runs need approval`, page: '/approvals' },
  quarantine: { several: (n) => `${n} tasks were stopped`, page: '/tasks' },
  recovered: { several: (n) => `${n} things work again`, page: '/runs' },
  overdue: { several: (n) => `${n} due moments passed without a run`, page: '/schedule' },
  sla: { several: (n) => `${n} deadlines need a look`, page: '/tasks' },
  service: { several: (n) => `${n} services are not well`, page: '/tasks' },
  agent: { several: (n) => `${n} agents are not well`, page: '/agents' },
  finding: { several: (n) => `${n} files have errors`, page: '/' },
  space: { several: () => 'The disk is nearly full', page: '/' },
  knowledge: { several: () => 'Documents could not be read', page: '/knowledge/sources' },
  answer: { several: (n) => `${n} answers need a human`, page: '/assistant' },
};
const MOST_TITLES = 3;
const MOST_NOTICES = 20;

/** Without its id. `held`: they waited, for quiet hours or for room. */
export type Composed = Omit<Message, 'id'>;

/**
 * @param notices the oldest first; at least one
 * @param how `folded`: more came than the channel takes; `quiet`: they were held back by quiet hours
 * @param at ISO 8601
 */
export function compose(
  notices: readonly Notice[],
  how: 'grouped' | 'folded' | 'quiet',
  at: string,
): Composed {
  const [first] = notices;
  if (first === undefined) throw new TypeError('a message tells of something');
  const base = {
    at,
    count: notices.length,
    notices: notices.slice(0, MOST_NOTICES),
    severity: worst(notices),
  };
  if (notices.length === 1) {
    const { kind, title, body, open } = first;
    return { ...base, kind, title, body, open };
  }
  const kinds = [...new Set(notices.map(({ kind }) => kind))];
  if (kinds.length === 1 && how === 'grouped') {
    const { several, page } = WORDS[first.kind];
    return { ...base, kind: first.kind, title: several(notices.length), body: titles(notices), open: page };
  }
  const rest = notices.length - 1;
  return {
    ...base,
    kind: 'summary',
    title:
      how === 'quiet'
        ? `While it was quiet: ${notices.length} things happened`
        : `${worstOf(notices).title}, and ${rest} more`,
    body: kinds.map((kind) => inWords(kind, notices)).join(', '),
    open: kinds.length === 1 ? WORDS[first.kind].page : '/',
  };
}

function inWords(kind: NotifyKind, notices: readonly Notice[]): string {
  const ofKind = notices.filter((notice) => notice.kind === kind);
  return ofKind.length === 1 ? ofKind[0]!.title : WORDS[kind].several(ofKind.length);
}

function titles(notices: readonly Notice[]): string {
  const shown = notices.slice(0, MOST_TITLES).map(({ title }) => title);
  const more = notices.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function worst(notices: readonly Notice[]): NotifySeverity {
  return worstOf(notices).severity;
}

/** The first of the worst. */
function worstOf(notices: readonly Notice[]): Notice {
  const rank = ({ severity }: Notice): number => NOTIFY_SEVERITIES.indexOf(severity);
  return notices.reduce((found, notice) => (rank(notice) > rank(found) ? notice : found));
}
