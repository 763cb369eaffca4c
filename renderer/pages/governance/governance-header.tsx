/** The header of a page of governance, with the way to the others. */
import { TabbedHeader, type TabbedHeaderProps } from '../../ui/page-tabs.tsx';
import { GOVERNANCE_PAGES } from './pages.ts';

export function GovernanceHeader(props: TabbedHeaderProps) {
  return <TabbedHeader label="Governance" pages={GOVERNANCE_PAGES} {...props} />;
}
