/** Whether Luka looks for newer versions of itself, and where. Off until somebody wants it. */
import { useCallback, useEffect, useState, type FormEvent } from 'react';
import type { UpdateSettings } from '#shared/nouns/settings.ts';
import type { UpdateState } from '#shared/ipc/updates.ts';
import { bridge } from '../../session/host.ts';
import { Ago } from '../../ui/clock.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { toastError } from '../../ui/toasts.tsx';
import { Row, Rows } from './rows.tsx';

export function UpdateRows({
  value,
  onChange,
}: {
  value: UpdateSettings;
  onChange: (value: UpdateSettings) => Promise<void>;
}) {
  const [state, setState] = useState<UpdateState>();
  const [feed, setFeed] = useState(value.feed ?? '');
  const look = useCallback(
    (channel: 'luka:updates' | 'luka:check-updates'): void =>
      void bridge?.invoke(channel).then(setState, toastError),
    [],
  );
  useEffect(() => look('luka:updates'), [look]);
  const save = async (next: UpdateSettings): Promise<void> => {
    await onChange(next);
    look('luka:updates');
  };
  return (
    <Rows title="Updates" id="updates">
      <Row
        name="Look for updates"
        hint="Never an older version; installed only when no run goes. Automatic gets them by itself."
      >
        <Segmented
          label="Look for updates"
          value={value.mode}
          options={[
            ['off', 'Off'],
            ['notify', 'Tell me'],
            ['automatic', 'Automatic'],
          ]}
          onChange={(mode) => void save({ ...value, mode })}
        />
      </Row>
      <form
        aria-label="Where updates are"
        className="py-2"
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void save({ ...value, feed: feed.trim() === '' ? null : feed.trim() });
        }}
      >
        <label className="mb-1 block" htmlFor="feed">
          Where they are
          <span className="block text-sm text-ink-3">
            An https address, or a folder of this machine: a disk that somebody brings.
          </span>
        </label>
        <div className="flex gap-2">
          <input
            id="feed"
            className="field grow font-mono"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            placeholder="/Volumes/luka-releases"
            maxLength={1_024}
            value={feed}
            onChange={(event) => setFeed(event.target.value)}
          />
          <button type="submit" className="btn" disabled={feed.trim() === (value.feed ?? '')}>
            Save
          </button>
        </div>
      </form>
      {bridge ? (
        <Row name="Now">
          <span className="flex items-center gap-3">
            <output aria-label="State of updates">{state ? <Words of={state} /> : null}</output>
            <button
              type="button"
              className="btn"
              disabled={value.feed === null}
              onClick={() => look('luka:check-updates')}
            >
              Check now
            </button>
          </span>
        </Row>
      ) : null}
    </Rows>
  );
}

function Words({ of }: { of: UpdateState }) {
  switch (of.state) {
    case 'off':
      return 'Nobody looks';
    case 'idle':
      return of.checkedAt === undefined ? (
        'Not looked yet'
      ) : (
        <>
          The newest, looked <Ago at={of.checkedAt} />
        </>
      );
    case 'checking':
      return 'Looking…';
    case 'available':
      return `Luka ${of.version} is there`;
    case 'loading':
      return `Getting Luka ${of.version}: ${Math.round(of.percent)} %`;
    case 'waiting':
      return `Luka ${of.version} is installed when nothing runs`;
    case 'failed':
      return `The last look failed: ${of.message}`;
  }
}
