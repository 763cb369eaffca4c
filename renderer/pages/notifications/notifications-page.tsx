/** Who is told of what: channels, routes, what was sent, and the file that says so. */
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { NotifyView } from '#shared/nouns/notify.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Empty, PageHeader, Section, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { capital } from '../../words/run-state.ts';
import { ChannelList } from './channel-list.tsx';
import { MessageList } from './message-list.tsx';
import { NewChannelDialog } from './new-channel-dialog.tsx';
import { NotifyEditor } from './notify-editor.tsx';

export function NotificationsPage() {
  useTitle('Notifications');
  const [making, setMaking] = useState(false);
  const view = useFetched('notify', (signal) => client.getNotify({}, { signal }), { follows: 'notifyStamp' });
  const file = useFetched('notify file', (signal) => client.getNotifyText({}, { signal }), {
    follows: 'notifyStamp',
  });
  const reread = (): void => {
    view.again();
    file.again();
  };
  return (
    <>
      <PageHeader
        title="Notifications"
        actions={
          <button type="button" className="btn btn-primary" onClick={() => setMaking(true)}>
            <Plus size={14} aria-hidden />
            New channel
          </button>
        }
      />
      <div className="min-h-0 grow overflow-y-auto px-4 pt-5 md:px-6">
        <div className="max-w-[860px]">
          {view.value ? <Shown view={view.value} /> : null}
          {!view.value && view.error ? <Problem error={view.error} className="pb-6" /> : null}
          {file.value ? <NotifyEditor file={file.value} onSaved={reread} /> : null}
          {!file.value && file.error ? <Problem error={file.error} className="pb-6" /> : null}
        </div>
      </div>
      {making ? (
        <NewChannelDialog
          taken={view.value?.channels.map(({ name }) => name) ?? []}
          onClose={() => setMaking(false)}
          onMade={reread}
        />
      ) : null}
    </>
  );
}

function Shown({ view }: { view: NotifyView }) {
  const { channels } = view;
  if (channels.length === 0)
    return (
      <div className="mb-7">
        <Empty title="Nothing leaves this machine.">
          Luka sends nothing unless you give it a channel: your phone by ntfy, a webhook, e-mail, a command of
          your own, or this screen.
        </Empty>
      </div>
    );
  return (
    <>
      <Section id="channels" title="Channels">
        <ChannelList channels={channels} />
      </Section>
      <Section id="routes" title="Routes">
        <Routes view={view} />
      </Section>
      <MessageList />
    </>
  );
}

function Routes({ view: { routes, match, default: rest } }: { view: NotifyView }) {
  return (
    <div className="overflow-x-auto border-y border-line">
      <table className="w-full text-left" aria-label="Routes">
        <thead className="text-sm text-ink-3">
          <tr className="border-b border-line">
            <th scope="col" className="py-1 pr-4 font-normal">
              {match === 'all' ? 'All that fit' : 'The first that fits'}
            </th>
            <th scope="col" className="py-1 font-normal">
              Told by
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {routes.map(({ when, to }, index) => (
            // Two routes may say the same; their order is what they are.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <td className="py-1.5 pr-4 break-words">{capital(when)}</td>
              <td className="py-1.5">{namesOf(to)}</td>
            </tr>
          ))}
          <tr>
            <td className="py-1.5 pr-4 text-ink-2">
              {routes.length === 0 ? 'Everything' : 'Everything else'}
            </td>
            <td className="py-1.5">{namesOf(rest)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function namesOf(to: readonly string[]) {
  return to.length === 0 ? <span className="text-ink-3">nobody</span> : to.join(', ');
}
