/** One run in a short list: state, title, a line beneath it, and what stands at its end. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { RunSummary } from '#shared/nouns/run.ts';
import { StateIcon } from './state-icon.tsx';

export function RunLine({
  run,
  title = run.title,
  below,
  aside,
  isAsideLong = false,
  children,
}: {
  run: RunSummary;
  title?: string;
  below?: ReactNode;
  aside?: ReactNode;
  /** In a narrow window it stands on a line of its own: the title needs the room. */
  isAsideLong?: boolean;
  children?: ReactNode;
}) {
  return (
    <li className={`flex min-h-9 items-center gap-2.5 py-1.5 ${isAsideLong ? 'max-md:flex-wrap' : ''}`}>
      <span className="self-start pt-[3px]">
        <StateIcon state={run.state} label />
      </span>
      <div className="min-w-0 grow basis-0">
        <p className="truncate">
          <Link to={`/runs/${run.id}`} className="quiet-link font-medium" title={title}>
            {title}
          </Link>
          <span className="ml-2 text-sm text-ink-3">#{run.id}</span>
        </p>
        {below ? <div className="text-sm text-ink-2">{below}</div> : null}
      </div>
      {aside ? (
        <div
          className={`shrink-0 text-right text-sm text-ink-2 ${isAsideLong ? 'max-md:order-last max-md:-mt-2 max-md:basis-full max-md:pl-6 max-md:text-left' : ''}`}
        >
          {aside}
        </div>
      ) : null}
      {children ? <div className="flex shrink-0 gap-1.5">{children}</div> : null}
    </li>
  );
}
