/** The header of the pages about agents, with the way to each other. */
import { TabbedHeader, type TabbedHeaderProps } from '../../ui/page-tabs.tsx';

const PAGES = [
  ['/agents', 'All'],
  ['/agents/doctor', 'Doctor'],
  ['/agents/changes', 'Changes'],
] as const;

export function AgentsHeader(props: TabbedHeaderProps) {
  return <TabbedHeader label="Agents" pages={PAGES} {...props} />;
}
