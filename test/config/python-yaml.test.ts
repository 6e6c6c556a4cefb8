/** What PyYAML reads is read, also where the `yaml` package has it stricter. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { literalOf, mistakesOf, planOf } from './support.ts';

function argvOf(text: string): string[] {
  const [task] = planOf(text).stages.pre;
  if (task?.action.mode !== 'exec' && task?.action.mode !== 'shell_exec') throw new Error('there is no command');
  return task.action.argv.map(literalOf);
}

suite('text in quotes may go on', () => {
  test('in the column of its key', () => {
    const text = ['exec:', '  pre:', '    - name: a', '      shell_exec: "foo', '      bar"', ''].join('\n');
    assert.deepEqual(argvOf(text), ['/bin/sh', '-c', 'foo bar']);
  });

  test('further left than its key, in single quotes and in another section', () => {
    const text = ["other: 'a", "b'", 'exec:', '  pre:', "    - exec: 'foo", '', "bar'", ''].join('\n');
    assert.deepEqual(argvOf(text), ['foo\nbar']);
  });

  test('as a key between braces', () => {
    assert.deepEqual(argvOf('exec: {\n  pre: [{ "exec":\n a }]\n}\n'), ['a']);
  });

  test('but not over the end of a document', () => {
    assert.match(mistakesOf('a: "b\n---\nc"\n'), /^config\.yaml:2:1: a second document begins here/);
  });
});

suite('what stands between brackets or braces may go on', () => {
  test('in the column of its key', () => {
    const text = ['exec:', '  pre:', '    - exec: [', '      ls,', '      -l', '    ]', ''].join('\n');
    assert.deepEqual(argvOf(text), ['ls', '-l']);
  });

  test('further left than its key, and in another section', () => {
    const text = ['other: [a,', 'b]', 'exec: {', 'pre: [', '{ exec: [a', 'b, c', '] }', ']}', ''].join('\n');
    assert.deepEqual(argvOf(text), ['a b', 'c']);
  });

  test('with a comment and an empty line in it', () => {
    const text = ['exec:', '  pre:', '    - exec: [', '', '# a comment', '  ls, # another', '-l', '      ]', ''].join(
      '\n',
    );
    assert.deepEqual(argvOf(text), ['ls', '-l']);
  });

  test('and places in it are right', () => {
    const text = ['exec:', '  pre:', '    - { exec: a,', '      retires: 3', '    }', ''].join('\n');
    assert.match(mistakesOf(text), /^config\.yaml:4:7: unknown key `retires`/);
  });
});

test('tags of Python in the sections of others are not looked at', () => {
  const values = [
    '!!omap [a: 1]',
    '!!omap [a: 1, a: 2]',
    '!!omap x',
    '!!pairs [a: 1, b]',
    '!!set { a, b }',
    '!!set [a]',
    '!!timestamp zz',
    '!!int zz',
    '!!binary "%"',
    '!!python/tuple [a]',
    '! a',
  ];
  for (const value of values) {
    assert.deepEqual(argvOf(`other: ${value}\nexec: { pre: [{ exec: a }] }\n`), ['a'], value);
    assert.deepEqual(argvOf(`%YAML 1.1\n---\nother: ${value}\nexec: { pre: [{ exec: a }] }\n`), ['a'], value);
  }
});
