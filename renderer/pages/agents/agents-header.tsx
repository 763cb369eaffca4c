/** The header of the pages about agents, with the way to each other. */
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { PageHeader } from '../../ui/page.tsx';

const PAGES = [
  ['/agents', 'All'],
  ['/agents/doctor', 'Doctor'],
  ['/agents/changes', 'Changes'],
] as const;

export function AgentsHeader({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const [path] = useLocation();
  return (
    <>
      <PageHeader title={title} actions={actions}>
        {children}
      </PageHeader>
      <nav
        aria-label="Agents"
        className="flex h-9 shrink-0 items-stretch gap-4 overflow-x-auto border-b border-line px-4 md:px-6"
      >
        {PAGES.map(([to, text]) => {
          const current = path === to;
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
            </Link>
          );
        })}
      </nav>
    </>
  );
}
