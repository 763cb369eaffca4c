import { stringify } from 'yaml';

export interface NewTask {
  readonly id: string;
  readonly title?: string | undefined;
  /** The first shell line; a harmless one where left out. */
  readonly run?: string | undefined;
}

/** A task file to start from: it runs as it is, and shows what else there is. */
export function taskTemplate({ id, title, run }: NewTask): string {
  return `# A task of Luka. Its id is the name of this file: ${id}
# Run it with: luka run ${id}
${stringify({ title: title ?? readable(id) }, { lineWidth: 0 })}
# description: What it is for, in a sentence.
# priority: normal        # urgent, high, normal or low
# timeout: 10m            # the longest a whole run may take

# When it runs by itself. Without triggers it runs only when asked to.
# triggers:
#   - cron: 0 9 * * MON-FRI      # minute, hour, day, month, weekday
#     tz: Asia/Bangkok
#   - every: 1h
#   - file: ~/Downloads/*.pdf    # others: at, startup, wake, login, volume, after, webhook
# catchUp: latest              # what was missed while asleep or off: latest (one run for all), all or skip
# retry: { times: 3, delay: 1m }   # what failed is tried again

# Values to choose for each run: luka run ${id} --param who=you
# A shell line reads them from its environment: "$PARAM_WHO"
# params:
#   who: { type: string, default: world }

# One after another. A step is one of: run (a shell line), argv (a program and its arguments), module, node, git, http.
steps:
${indent(stringify([{ run: run ?? 'echo "hello from $(hostname)"' }], { lineWidth: 0 }))}`;
}

function readable(id: string): string {
  const words = id.replaceAll(/[-_.]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
