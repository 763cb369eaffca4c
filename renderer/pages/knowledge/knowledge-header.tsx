/** The header of the pages about knowledge, with the way to each other. */
import { TabbedHeader, type TabbedHeaderProps } from '../../ui/page-tabs.tsx';

const PAGES = [
  ['/knowledge', 'Search'],
  ['/knowledge/sources', 'Sources'],
  ['/knowledge/memories', 'Memories'],
  ['/knowledge/duplicates', 'Duplicates & digests'],
] as const;

export function KnowledgeHeader(props: Omit<TabbedHeaderProps, 'title'>) {
  return <TabbedHeader label="Knowledge" pages={PAGES} title="Knowledge" {...props} />;
}
