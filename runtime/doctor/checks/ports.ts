/** The two ports: answered by Luka where it runs, free where it does not. */
import { createServer } from 'node:net';
import { hasCode } from '../../home/atomic-file.ts';
import { httpFetch } from '../../control/http-fetch.ts';
import { portHolder } from '../../server/port-holder.ts';
import { errorText, type Check, type Found, type RunningLuka } from '../check.ts';

export const portsCheck: Check = {
  id: 'ports',
  title: 'Ports',
  async examine({ running, settings, platform }) {
    if (running) return { note: `${running.apiUrl}, ${running.uiUrl}`, findings: await silent(running) };
    const { apiPort, uiPort } = (await settings()).values;
    const findings: Found[] = [];
    if (apiPort === uiPort && apiPort !== 0)
      findings.push({
        subject: String(apiPort),
        severity: 'error',
        message: 'the API and the page are set to the same port',
        evidence: [`apiPort and uiPort are ${apiPort}`],
        remedy: 'give one of them another port in settings.json',
      });
    for (const [port, what, variable] of [
      [apiPort, 'the API', 'LUKA_API_PORT'],
      [uiPort, 'the page', 'LUKA_UI_PORT'],
    ] as const) {
      const taken = port === 0 ? undefined : await whyTaken(port);
      if (taken === undefined) continue;
      const holder = await portHolder(port, platform);
      findings.push({
        subject: String(port),
        severity: 'error',
        message: `port ${port}, which ${what} needs, is taken`,
        evidence: [
          holder === undefined
            ? `${taken}; whose it is cannot be seen`
            : `${holder.command}, pid ${holder.pid}`,
        ],
        remedy: `end that program, set ${variable}, or start with: luka up --port auto`,
      });
    }
    return { findings, note: `${apiPort} and ${uiPort}` };
  },
};

/** @returns undefined where it is free */
function whyTaken(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) =>
      resolve(hasCode(error, 'EADDRINUSE') ? 'somebody listens there' : errorText(error)),
    );
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

async function silent({ apiUrl, uiUrl }: RunningLuka): Promise<Found[]> {
  const found: Found[] = [];
  for (const url of [apiUrl, uiUrl]) {
    const said = await httpFetch(`${url}/healthz`, { method: 'GET', headers: {} }).then(
      async (answer) => (answer.ok ? undefined : `it answers ${answer.status}`),
      errorText,
    );
    if (said === undefined) continue;
    found.push({
      subject: url,
      severity: 'error',
      message: `${url} does not answer`,
      evidence: [said],
      remedy: 'start Luka again, and look at the end of luka.log',
    });
  }
  return found;
}
