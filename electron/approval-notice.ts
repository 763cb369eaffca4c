/**
 * A run that needs approval is told of where a person sees it. The notice opens the page and decides nothing: a yes is given
 * where what would run can be read. Many at once are told of as one.
 */
import type { LukaEvent } from '#shared/nouns/event.ts';

export interface ApprovalNoticeOptions {
  readonly follow: (listener: (event: LukaEvent) => void) => () => void;
  /** @returns a function that cancels it */
  readonly after: (ms: number, tell: () => void) => () => void;
  readonly show: (notice: { title: string; body: string; open: string }) => void;
}

/** ms. What comes within it after a notice waits for the next one. */
const QUIET_MS = 5_000;

interface Asked {
  readonly approval: number;
  readonly title: string;
  readonly score: number;
  readonly by: string;
  readonly reason: string;
}

/** @returns a function that ends it */
export function tellOfApprovals({ follow, after, show }: ApprovalNoticeOptions): () => void {
  const waiting = new Map<number, Asked>();
  let cancel: (() => void) | undefined;
  const tell = (): void => {
    const [first, ...others] = waiting.values();
    waiting.clear();
    cancel = undefined;
    if (!first) return;
    show(
      others.length === 0
        ? noticeOf(first)
        : {
            title: `${others.length + 1} runs need approval`,
            body: [first, ...others]
              .slice(0, 3)
              .map(({ title }) => title)
              .join(', '),
            open: '/approvals',
          },
    );
    cancel = after(QUIET_MS, tell);
  };
  const unfollow = follow(({ type, data }) => {
    if (type === 'approval.decided') waiting.delete(Number(data['approval']));
    if (type !== 'approval.requested') return;
    const asked = data as unknown as Asked;
    waiting.set(asked.approval, asked);
    if (cancel === undefined) tell();
  });
  return () => {
    unfollow();
    cancel?.();
  };
}

function noticeOf({ approval, title, score, by, reason }: Asked) {
  const who = by === 'person' ? 'you' : by;
  return {
    title: `${title} needs approval`,
    body: `Asked by ${who}, risk ${score} of 100${reason === '' ? '' : `: ${reason}`}`,
    open: `/approvals/${approval}`,
  };
}
