import { expect, it } from 'vitest';
import { parseTask } from './parse-task.ts';
import { taskTemplate } from './task-template.ts';

it('is a task as it stands, and with all that it only mentions', () => {
  const text = taskTemplate({ id: 'clean-up', title: 'Clean: up', run: 'echo "a: b"' });
  expect(parseTask(text, 'clean-up.yaml')).toMatchObject({
    findings: [],
    definition: { title: 'Clean: up', steps: [{ run: 'echo "a: b"' }] },
  });
  const all = text.replaceAll(/^# (?=[a-zA-Z]+: ?(\S|$)|  )(?!(A|Run|When|Values|One)\b)/gm, '');
  const { definition, findings } = parseTask(all, 'clean-up.yaml');
  expect(findings).toEqual([]);
  expect(Object.keys(definition ?? {})).toEqual(
    expect.arrayContaining(['description', 'priority', 'timeout', 'triggers', 'catchUp', 'retry', 'params']),
  );
  expect(definition?.triggers).toHaveLength(3);
});
