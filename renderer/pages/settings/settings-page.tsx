import { useState } from 'react';
import type { Settings } from '#shared/nouns/settings.ts';
import { bridge } from '../../session/host.ts';
import { client, signOut } from '../../session/session.ts';
import { useLive } from '../../live/store.ts';
import { chooseTheme } from '../../shell/theme-button.tsx';
import { Ago } from '../../ui/clock.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Path } from '../../ui/path.tsx';
import { PageHeader, useTitle } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { toast, toastError } from '../../ui/toasts.tsx';
import { sizeWords } from '../../words/time.ts';
import { ModelForm } from './model-form.tsx';
import { NumberField } from './number-field.tsx';
import { Row, Rows } from './rows.tsx';

export function SettingsPage() {
  useTitle('Settings');
  const settings = useLive((state) => state.settings);
  return (
    <>
      <PageHeader title="Settings" />
      <div className="min-h-0 grow overflow-y-auto px-4 pt-5 md:px-6">
        {settings ? (
          <div className="max-w-[640px]">
            <Form settings={settings} />
            <About />
          </div>
        ) : null}
      </div>
    </>
  );
}

function Form({ settings }: { settings: Settings }) {
  const [restart, setRestart] = useState(false);
  const save = async (change: Partial<Settings>): Promise<void> => {
    try {
      useLive.setState({ settings: await client.updateSettings({ body: change }) });
      if ('apiPort' in change || 'uiPort' in change) setRestart(true);
      toast({ kind: 'done', text: 'Saved' });
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <>
      <Rows title="Look" id="look">
        <Row name="Theme">
          <Segmented
            label="Theme"
            value={settings.theme}
            options={[
              ['system', 'System'],
              ['light', 'Light'],
              ['dark', 'Dark'],
            ]}
            onChange={(theme) => void chooseTheme(theme)}
          />
        </Row>
      </Rows>
      <Rows title="Runs" id="runs">
        <Row name="Parallel runs" hint="How many go at once; more wait in the queue.">
          <NumberField
            label="Parallel runs"
            value={settings.maxRunning}
            min={1}
            max={256}
            onSave={(maxRunning) => void save({ maxRunning })}
          />
        </Row>
        <Row
          name="Grace, in seconds"
          hint="How long a cancelled run has to end by itself, where its task does not say."
        >
          <NumberField
            label="Grace in seconds"
            value={settings.graceMs / 1_000}
            min={0}
            max={600}
            onSave={(seconds) => void save({ graceMs: Math.round(seconds * 1_000) })}
          />
        </Row>
      </Rows>
      <Rows title="Assistant" id="assistant">
        <ModelForm
          assistant={settings.assistant}
          onSave={async (assistant) => {
            useLive.setState({ settings: await client.updateSettings({ body: { assistant } }) });
            toast({
              kind: 'done',
              text:
                assistant === null
                  ? 'Answers are sentences of your documents'
                  : `Answers are worded by ${assistant.model}`,
            });
          }}
        />
      </Rows>
      <Rows title="Addresses" id="addresses">
        <Row name="API port" hint={PORT_HINT}>
          <NumberField
            label="API port"
            value={settings.apiPort}
            min={0}
            max={65_535}
            whole
            onSave={(apiPort) => void save({ apiPort })}
          />
        </Row>
        <Row name="Page port" hint={PORT_HINT}>
          <NumberField
            label="Page port"
            value={settings.uiPort}
            min={0}
            max={65_535}
            whole
            onSave={(uiPort) => void save({ uiPort })}
          />
        </Row>
        {restart ? (
          <output className="block py-2 text-waiting">
            Ports change at the next start: run <code>luka down</code>, then <code>luka up</code>.
          </output>
        ) : null}
      </Rows>
    </>
  );
}

const PORT_HINT = 'Takes effect at the next start.';

function About() {
  const status = useLive((state) => state.overview?.status);
  if (!status) return null;
  return (
    <Rows title="This Luka" id="about">
      <Row name="Version">
        {status.version}, {status.host === 'desktop' ? 'in a window' : 'headless'}
      </Row>
      <Row name="Started">
        <Ago at={status.startedAt} />
      </Row>
      <Row name="Memory">{sizeWords(status.memoryBytes)}</Row>
      <Row name="API">
        <code>{status.apiUrl}</code>
      </Row>
      <Row name="Home">
        <span className="flex items-center gap-0.5 text-right">
          <Path path={status.home} />
          <CopyButton text={() => status.home} label="Copy the path of the home" />
        </span>
      </Row>
      {bridge ? null : (
        <Row name="This browser" hint="The page then needs a new link from luka open.">
          <button type="button" className="btn" onClick={() => void signOut().catch(toastError)}>
            Sign out
          </button>
        </Row>
      )}
    </Rows>
  );
}
