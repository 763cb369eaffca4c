/** The header of the pages of the assistant, with the way to each other. */
import { TabbedHeader, type TabbedHeaderProps } from '../../ui/page-tabs.tsx';

const PAGES = [
  ['/assistant', 'Ask'],
  ['/assistant/prompts', 'Prompts'],
] as const;

/** @param current the page that is open: a conversation is of the first */
export function AssistantHeader({
  current,
  ...props
}: Omit<TabbedHeaderProps, 'title'> & { current: (typeof PAGES)[number][0] }) {
  return (
    <TabbedHeader
      label="Pages of the assistant"
      pages={PAGES}
      current={current}
      title="Assistant"
      {...props}
    />
  );
}
