import { Segmented } from './segmented.tsx';

export type ChangesView = 'changes' | 'whole';

/** Of a text beside the one before it: what is new of it, or all of it. */
export function ChangesOrWhole({
  view,
  onChange,
}: {
  view: ChangesView;
  onChange: (view: ChangesView) => void;
}) {
  return (
    <Segmented<ChangesView>
      label="Shown"
      value={view}
      options={[
        ['changes', 'Changes'],
        ['whole', 'Whole'],
      ]}
      onChange={onChange}
    />
  );
}
