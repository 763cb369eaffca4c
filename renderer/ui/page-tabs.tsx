/** A page's heading with the way to its siblings below it. */
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { PageHeader } from './page.tsx';

export interface TabbedHeaderProps {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
  /** The page that is open, where the address alone does not say so. */
  readonly current?: string | undefined;
}

export function TabbedHeader({
  label,
  pages,
  current: shown,
  title,
  actions,
  children,
  waiting,
}: TabbedHeaderProps & {
  /** Of the pages together, for a screen reader. */
  readonly label: string;
  readonly pages: readonly (readonly [to: string, text: string])[];
  /** By address: how many things of it wait for a human. */
  readonly waiting?: Readonly<Record<string, number>> | undefined;
}) {
  const [path] = useLocation();
  return (
    <>
      <PageHeader title={title} actions={actions}>
        {children}
      </PageHeader>
      <nav
        aria-label={label}
        className="flex h-9 shrink-0 items-stretch gap-4 overflow-x-auto border-b border-line px-4 md:px-6"
      >
        {pages.map(([to, text]) => {
          const current = (shown ?? path) === to;
          return (
            <Link
              key={to}
              to={to}
              aria-current={current ? 'page' : undefined}
              className={`-mb-px flex items-center border-b-2 px-0.5 -outline-offset-2 ${
                current
                  ? 'border-accent font-medium text-ink'
                  : 'border-transparent text-ink-2 hover:text-ink'
              }`}
            >
              {text}
              {waiting?.[to] ? (
                <span className="ml-1.5 text-sm font-semibold text-waiting">
                  {waiting[to]}
                  <span className="sr-only"> waiting</span>
                </span>
              ) : null}
            </Link>
          );
        })}
      </nav>
    </>
  );
}
