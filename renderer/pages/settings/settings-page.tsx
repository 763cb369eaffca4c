import { useEffect, useState } from 'react';
import { Link } from 'wouter';
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
import { RetentionRows, TelemetryRows } from './kept-rows.tsx';
import { MeaningForm } from './meaning-form.tsx';
import { ModelForm } from './model-form.tsx';
import { LoginRow } from './login-row.tsx';
import { NotificationRows } from './notification-rows.tsx';
import { NumberField } from './number-field.tsx';
import { PowerRows } from './power-rows.tsx';
import { ReportRows } from './report-rows.tsx';
import { Row, Rows } from './rows.tsx';
import { TraceForm } from './trace-form.tsx';
import { UpdateRows } from './update-rows.tsx';
import { useHost } from './use-host.ts';

export function SettingsPage() {
  useTitle('Settings');
  const settings = useLive((state) => state.settings);
  const shown = settings !== undefined;
  // A link to one part of it: the fragment is there before the part is.
  useEffect(() => {
    if (shown && location.hash.length > 1)
      document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: 'start' });
  }, [shown]);
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
      <NotificationRows
        value={settings.notifications}
        onChange={(notifications) => void save({ notifications })}
      />
      <UpdateRows value={settings.updates} onChange={(updates) => save({ updates })} />
      <PowerRows policy={settings.power} onSave={(power) => void save({ power })} />
      <RetentionRows value={settings.retention} onSave={(retention) => void save({ retention })} />
      <TelemetryRows value={settings.telemetry} onSave={(telemetry) => void save({ telemetry })} />
      <ReportRows value={settings.reports} onSave={(reports) => void save({ reports })} />
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
      <Rows title="Knowledge" id="knowledge">
        <MeaningForm
          embeddings={settings.embeddings}
          onSave={async (embeddings) => {
            useLive.setState({ settings: await client.updateSettings({ body: { embeddings } }) });
            toast({
              kind: 'done',
              text: embeddings === null ? 'No folder of a model is used' : 'The model makes its vectors now',
            });
          }}
        />
      </Rows>
      <Rows title="Traces" id="traces">
        <TraceForm
          otlp={settings.otlp}
          onSave={async (otlp) => {
            useLive.setState({ settings: await client.updateSettings({ body: { otlp } }) });
            toast({
              kind: 'done',
              text: otlp === null ? 'No traces are sent' : `Traces go to ${otlp.endpoint}`,
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
  const host = useHost();
  if (!status) return null;
  return (
    <Rows title="This Luka" id="about">
      <Row name="Version">
        {status.version}, {status.host === 'desktop' ? 'in a window' : 'headless'}
      </Row>
      {host?.attachedTo == null ? null : (
        <Row name="This window" hint="Closing it ends nothing.">
          Attached to the headless Luka (process {host.attachedTo})
        </Row>
      )}
      <LoginRow />
      <Row name="Started">
        <Ago at={status.startedAt} />
      </Row>
      <Row name="Health" hint="Everything that can be wrong with this installation, and what mends it.">
        <Link to="/settings/doctor" className="btn">
          Open the doctor
        </Link>
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
