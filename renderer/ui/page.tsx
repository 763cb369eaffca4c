/** The frame of a page: its heading and actions on one line, sections below. */
import { useEffect, type ReactNode } from 'react';
import { useLive } from '../live/store.ts';

/** Puts what the page is, and how much is running, into the window's title. */
export function useTitle(title: string): void {
  const running = useLive((state) => state.overview?.status.counts.running ?? 0);
  useEffect(() => {
    document.title = [running > 0 ? `${running} running` : '', title, 'Luka']
      .filter((part) => part !== '')
      .join(' · ');
  }, [running, title]);
}

/** @param actions stay beside the title on a narrow page; what else there is moves to a line of its own */
export function PageHeader({
  title,
  actions,
  children,
}: {
  title: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className="titlebar flex min-h-[52px] shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2 md:px-6 lg:flex-nowrap">
      <h1 className="mr-auto min-w-0 text-lg font-semibold tracking-[-0.01em]">{title}</h1>
      {children ? (
        <div className="flex flex-wrap items-center gap-2 max-lg:order-last max-lg:w-full lg:shrink-0">
          {children}
        </div>
      ) : null}
      {actions ? <div className="flex shrink-0 items-center gap-3">{actions}</div> : null}
    </header>
  );
}

export function Section({
  title,
  aside,
  children,
  id,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  id: string;
}) {
  return (
    <section aria-labelledby={id} className="mb-7">
      <div className="mb-1 flex items-baseline justify-between gap-3">
        <h2 id={id} className="eyebrow">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** What a list says while it has nothing to show. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="pt-0.5 pb-1">
      <p className="text-ink-2">{title}</p>
      {children ? <div className="mt-0.5 max-w-[56ch] text-ink-3">{children}</div> : null}
    </div>
  );
}
