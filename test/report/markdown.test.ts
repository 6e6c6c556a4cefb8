import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runOf } from '../cli/support.ts';
import { openScene } from '../support/scene.ts';
import { HOSTILE, multiply, reportText } from './support.ts';

void suite('Markdown', { concurrency: 2 }, () => {
  test('has the outcome, a table of the tasks, the message, and the end of what a failed one printed', async (t) => {
    const scene = openScene(t);
    const runId = await runOf(scene, {
      pre: [
        { name: 'ready', exec: ['true'] },
        { exec: ['false'], ignore_exitcode: true },
      ],
      start: [
        { name: 'vpn', shell_exec: 'echo no route >&2; exit 7', retries: 1 },
        { name: 'never', exec: ['true'] },
      ],
    });
    const text = reportText(scene, 'markdown').replaceAll(/\b\d+(?:\.\d+)?m?s\b/g, 'TIME');
    assert.ok(
      text.startsWith(`\
### ❌ \`shop\`: failed

\`It failed in start task "vpn" after 2 attempts: exit code 7.\`

Took TIME, the window was not reached.

| | stage | task | end | time | attempts |
|-|-|-|-|-:|-:|
| ✅ | pre | \`ready\` | \`exit code 0\` | TIME | 1 |
| ⚠️ | pre | \`pre[1]\` | \`exit code 1, passed over\` | TIME | 1 |
| ❌ | start | \`vpn\` | \`exit code 7\` | TIME | 2 |
| ➖ | start | \`never\` | \`not run\` |  |  |

<details><summary>Message</summary>

\`\`\`text
Failed in start task "vpn": exit code 7 (the last of 2 attempts)
standard error:
no route
Also:
- pre task pre[1]: exit code 1
\`\`\`

</details>

\`start[0] vpn\` ended with

\`\`\`text
no route
\`\`\`

Run \`${runId}\`, section \`exec\` of `),
      text,
    );
  });

  test('makes code of everything from outside, which nothing in it can end', async (t) => {
    const scene = openScene(t);
    await runOf(scene, {
      pre: [
        { name: `${HOSTILE} | @everyone #1 \`\`a\``, exec: ['true'] },
        { name: '`', shell_exec: 'printf "\\140\\140\\140\\n# out\\n\\033[1m@everyone\\n"; exit 1' },
      ],
    });
    const text = reportText(scene, 'markdown');
    assert.ok(text.includes(`| pre | \`\`\` ${HOSTILE} \\| @everyone #1 \`\`a\` \`\`\` |`), text);
    assert.ok(text.includes('| pre | `` ` `` |'), text);
    assert.ok(text.includes('\n````text\n```\n# out\n@everyone\n````\n'), text);
    // Outside of code there are words of ours.
    const outside = text
      .replaceAll(/^(````*)text\n[^]*?\n\1$/gm, '')
      .replaceAll(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
    assert.doesNotMatch(outside, /everyone|script/);
  });

  test('stays short, whatever the number of tasks', async (t) => {
    const scene = openScene(t);
    const runId = await runOf(scene, { pre: [{ name: 'check', exec: ['false'], ignore_exitcode: true }] });
    multiply(scene, runId, 3000);
    const text = reportText(scene, 'markdown');
    assert.ok(text.length < 60_000, `${text.length} characters`);
    assert.equal(text.match(/^\| ⚠️/gm)?.length, 50);
    assert.match(text, /^2950 more tasks: 2950 ⚠️$/m);
  });
});
