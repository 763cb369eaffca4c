/** What launchctl answers, verb by verb, with its codes and words. Never ships. */
import type { LaunchctlAnswer } from '../launchctl/launchctl.ts';
import { formatLaunchctlCode } from '../launchctl/launchctl-codes.ts';
import { readStandinJob } from './job-plist.ts';
import type { LaunchdFault, StandinService } from './launchd-state.ts';
import type { LaunchdModel } from './launchd-model.ts';
import { printDisabled, printDomain, printList, printService } from './print-service.ts';

export interface DelayedAnswer extends LaunchctlAnswer {
  readonly delayMs: number;
}

/** @param args as launchctl takes them */
export function answerLaunchctl(model: LaunchdModel, args: readonly string[]): DelayedAnswer {
  model.state.calls.push(args);
  const fault = faultOf(model, args);
  const delayMs = fault?.delayMs ?? 0;
  if (fault?.code === undefined) return { ...act(model, args), delayMs };
  if (fault.effect) act(model, args);
  return { ...failed(fault.code, sayingOf(args[0] ?? '')), delayMs };
}

function act(model: LaunchdModel, [verb = '', ...rest]: readonly string[]): LaunchctlAnswer {
  switch (verb) {
    case 'bootstrap':
      return bootstrap(model, rest);
    case 'bootout':
      return bootout(model, rest);
    case 'enable':
    case 'disable':
      return setDisabled(model, rest, verb);
    case 'kickstart':
      return kickstart(model, rest);
    case 'kill':
      return kill(model, rest);
    case 'print':
      return print(model, rest);
    case 'print-disabled':
      return refusal(model, rest[0]) ?? said(printDisabled(model.disabledIn(rest[0]!), model.state.layout));
    case 'list':
      return list(model, rest);
    default:
      return {
        code: 64,
        out: '',
        err: `Unrecognized subcommand: ${verb}\nUsage: launchctl <subcommand> ...\n`,
      };
  }
}

function bootstrap(model: LaunchdModel, [domain = '', path = '']: readonly string[]): LaunchctlAnswer {
  const { state } = model;
  const fail = (code: number) => failed(code, 'Bootstrap failed');
  if (!isDomain(domain)) return unrecognized();
  if (!exists(model, domain)) return fail(125);
  if (domain === 'system' && !state.root) return fail(5);
  const job = readStandinJob(path);
  if (typeof job === 'number') return fail(job);
  const session = domain.startsWith('gui/') ? 'Aqua' : domain.startsWith('user/') ? 'Background' : undefined;
  if (session !== undefined && !job.sessions.includes(session)) return fail(134);
  if (model.isDisabled(domain, job)) return fail(119);
  const loaded = model.find(domain, job.label);
  if (loaded) return fail(loaded.leaving || state.layout === 'older' ? 37 : 5);
  model.load(domain, job);
  return said('');
}

function bootout(model: LaunchdModel, [target = '', path]: readonly string[]): LaunchctlAnswer {
  const fail = (code: number) => failed(code, 'Boot-out failed');
  const job = path === undefined ? undefined : readStandinJob(path);
  if (typeof job === 'number') return fail(job);
  const { domain, label } = job ? { domain: target, label: job.label } : targetOf(target);
  if (!isDomain(domain)) return unrecognized();
  if (domain === 'system' && !model.state.root) return fail(1);
  const service = model.find(domain, label);
  if (!service) return fail(3);
  if (service.leaving) return fail(37);
  const hadProcess = service.pid !== undefined;
  model.unload(service);
  // It is not waited for; older releases say so with a code.
  return hadProcess && model.state.layout === 'older' ? fail(36) : said('');
}

function setDisabled(
  model: LaunchdModel,
  [target = '']: readonly string[],
  verb: 'enable' | 'disable',
): LaunchctlAnswer {
  const { domain, label } = targetOf(target);
  if (!isDomain(domain) || label === '') return unrecognized();
  if (domain === 'system' && !model.state.root) return failed(1, `Could not ${verb} service`);
  model.disabledIn(domain)[label] = verb === 'disable';
  return said('');
}

function kickstart(model: LaunchdModel, args: readonly string[]): LaunchctlAnswer {
  const target = args.find((arg) => !arg.startsWith('-')) ?? '';
  const found = serviceOf(model, target);
  if (!('job' in found)) return found;
  if (found.domain === 'system' && !model.state.root) return failed(1, 'Could not kickstart service');
  if (
    found.leaving ||
    !model.demand(
      found,
      args.some((arg) => /^-p?k/.test(arg)),
    )
  )
    return failed(37, `Could not kickstart service "${found.job.label}"`);
  const asksPid = args.some((arg) => /^-k?p/.test(arg));
  return said(asksPid && found.pid !== undefined ? `service spawned with pid: ${found.pid}\n` : '');
}

function kill(model: LaunchdModel, [signal = '', target = '']: readonly string[]): LaunchctlAnswer {
  const found = serviceOf(model, target);
  if (!('job' in found)) return found;
  if (found.pid === undefined) return failed(3, 'Could not signal service');
  const name = signal.startsWith('SIG') ? signal : `SIG${signal}`;
  model.signal(
    found.pid,
    (signal === '9' ? 'SIGKILL' : signal === '15' ? 'SIGTERM' : name) as NodeJS.Signals,
  );
  return said('');
}

function print(model: LaunchdModel, [target = '']: readonly string[]): LaunchctlAnswer {
  const refused = refusal(model, targetOf(target).domain);
  if (refused) return refused;
  if (isDomain(target))
    return said(
      printDomain(
        target,
        model.state.services.filter(({ domain }) => domain === target),
      ),
    );
  const found = serviceOf(model, target);
  return 'job' in found ? said(printService(found, model.state)) : found;
}

function list(model: LaunchdModel, [label]: readonly string[]): LaunchctlAnswer {
  const own = model.state.services.filter(({ domain }) => domain === `gui/${model.state.uid}`);
  if (label === undefined) return said(printList(own));
  const found = own.find(({ job }) => job.label === label);
  if (!found) return { code: 113, out: '', err: `Could not find service "${label}" in domain for port\n` };
  return said(`{\n\t"Label" = "${label}";\n\t"OnDemand" = true;\n};\n`);
}

function serviceOf(model: LaunchdModel, target: string): StandinService | LaunchctlAnswer {
  const { domain, label } = targetOf(target);
  const refused = refusal(model, domain);
  if (refused) return refused;
  const found = model.find(domain, label);
  if (found) return found;
  const place =
    domain === 'system'
      ? 'system'
      : `user ${domain.startsWith('gui/') ? 'gui' : 'user'}: ${domain.split('/')[1]}`;
  return {
    code: 113,
    out: '',
    err: `Bad request.\nCould not find service "${label}" in domain for ${place}\n`,
  };
}

/** Of a domain that is none, or is not there. */
function refusal(model: LaunchdModel, domain = ''): LaunchctlAnswer | undefined {
  if (!isDomain(domain)) return unrecognized();
  return exists(model, domain) ? undefined : failed(112, 'Bad request.\nCould not find domain');
}

function exists({ state }: LaunchdModel, domain: string): boolean {
  if (domain === 'system' || domain === `user/${state.uid}`) return true;
  return domain === `gui/${state.uid}` && state.loggedIn;
}

function isDomain(text: string): boolean {
  return text === 'system' || /^(?:gui|user)\/\d+$/.test(text);
}

function targetOf(target: string): { domain: string; label: string } {
  const found = /^(system|(?:gui|user)\/\d+)(?:\/(.*))?$/.exec(target);
  return { domain: found?.[1] ?? '', label: found?.[2] ?? '' };
}

function faultOf(model: LaunchdModel, [verb = '', ...rest]: readonly string[]): LaunchdFault | undefined {
  const label = labelOf(verb, rest);
  for (const fault of model.state.faults) {
    if (fault.verb !== verb || (fault.label !== undefined && fault.label !== label)) continue;
    if (fault.times === 0) continue;
    if (fault.skip !== undefined && fault.skip > 0) fault.skip -= 1;
    else {
      if (fault.times !== undefined) fault.times -= 1;
      return fault;
    }
  }
  return undefined;
}

function labelOf(verb: string, rest: readonly string[]): string | undefined {
  const last = rest.at(-1) ?? '';
  if (verb === 'bootstrap' || (verb === 'bootout' && rest.length > 1)) {
    const job = readStandinJob(last);
    return typeof job === 'number' ? undefined : job.label;
  }
  return targetOf(last).label;
}

function sayingOf(verb: string): string {
  switch (verb) {
    case 'bootstrap':
      return 'Bootstrap failed';
    case 'bootout':
      return 'Boot-out failed';
    default:
      return `Could not ${verb} service`;
  }
}

function failed(code: number, saying: string): LaunchctlAnswer {
  const hint = code === 5 ? 'Try re-running the command as root for richer errors.\n' : '';
  return { code, out: '', err: `${saying}: ${formatLaunchctlCode(code)}\n${hint}` };
}

function unrecognized(): LaunchctlAnswer {
  return { code: 64, out: '', err: 'Unrecognized target specifier.\n' };
}

function said(out: string): LaunchctlAnswer {
  return { code: 0, out, err: '' };
}
