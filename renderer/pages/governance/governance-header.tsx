/** The header of a page of governance, with the way to the others. */
import { useLive } from '../../live/store.ts';
import { TabbedHeader, type TabbedHeaderProps } from '../../ui/page-tabs.tsx';
import { GOVERNANCE_PAGES } from './pages.ts';

export function GovernanceHeader(props: TabbedHeaderProps) {
  const results = useLive((state) => state.validations?.length ?? 0);
  const modules = useLive((state) => state.overview?.status.counts.stagedModules ?? 0);
  return (
    <TabbedHeader
      label="Governance"
      pages={GOVERNANCE_PAGES}
      waiting={{ '/validation': results, '/modules': modules }}
      {...props}
    />
  );
}
