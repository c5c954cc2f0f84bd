import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from './command-line.ts';

const { state, joined } = commandLine();
beforeEach(() => joined());
const sh = (script: string) => ['sh', '-c', script];

/** What a caller sees of a command, wrapped or not: `caller` is a program in Python, which tells signals from exit codes; `ARGV` is what it runs. */
function asCaller(caller: string, command: readonly string[]) {
  const wrapped = ['sh', launcher, 'backup', 'run', '--job', 'erp', '--state', state(), '--', ...command];
  return [command, wrapped].map((argv) => {
    const script = `import os, signal, subprocess, sys, time\nARGV = ${JSON.stringify(argv)}\n${caller}`;
    const ended = spawnSync('python3', ['-c', script], { encoding: 'utf8', timeout: 30_000 });
    return [ended.stdout, ended.stderr];
  });
}
const launcher = fileURLToPath(new URL('../../scripts/watchcase-agent', import.meta.url));
const RUN = 'p = subprocess.run(ARGV, capture_output=True); print(p.returncode, p.stdout, p.stderr)';
const start = (more = '') =>
  `p = subprocess.Popen(ARGV, stdout=subprocess.PIPE${more})\nprint(p.stdout.readline())`;
const END = 'print(p.wait(), p.stdout.read())';
/** Counts signals, and ends a while after the first. */
const COUNTS = [
  'python3',
  '-uc',
  `import signal, time
n = 0
def count(*_):
    global n
    n += 1
for one in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1): signal.signal(one, count)
print('ready')
while n == 0: time.sleep(0.02)
time.sleep(0.3)
print(n)`,
];

describe('a wrapped command is to its caller as an unwrapped one:', () => {
  it.runIf(process.platform === 'linux').each([
    ['exit code', RUN, sh('exit 42')],
    ['death by a signal it did not catch', RUN, sh('kill -TERM $$')],
    ['death by the signal of a reader gone', RUN, sh('kill -PIPE $$')],
    ['death by a fault', RUN, sh('kill -SEGV $$')],
    ['death by kill -9', RUN, sh('kill -KILL $$')],
    [
      'its variables',
      `os.environ['go'] = 'on'; ${RUN}`,
      sh('env | grep -v -e ^_= -e ^NODE_COMPILE_CACHE= | sort'),
    ],
    ['umask', `os.umask(0o027); ${RUN}`, sh('umask')],
    [
      'process group',
      `p = subprocess.run(ARGV, capture_output=True); print(p.stdout.split()[0] == b'%d' % os.getpgrp(), p.stdout.split()[1] == b'%d' % os.getsid(0))`,
      sh('cut -d " " -f 5,6 /proc/self/stat'),
    ],
    [
      'process group of its own',
      `p = subprocess.Popen(ARGV, stdout=subprocess.PIPE, start_new_session=True); print(p.communicate()[0].split() == [b'%d' % p.pid] * 2)`,
      sh('cut -d " " -f 5,6 /proc/self/stat'),
    ],
    ['a signal sent to it alone', `${start()}\np.terminate(); ${END}`, COUNTS],
    ['a signal that other programs know', `${start()}\np.send_signal(signal.SIGUSR1); ${END}`, COUNTS],
    [
      'a signal sent to its group',
      `${start(', start_new_session=True')}\nos.killpg(p.pid, signal.SIGTERM); ${END}`,
      COUNTS,
    ],
    ['kill -9', `${start()}\ntime.sleep(0.7); p.kill(); ${END}`, sh('echo ready; exec sleep 30')],
    [
      'a signal its caller ignores',
      `signal.signal(signal.SIGHUP, signal.SIG_IGN)\n${start('')}\np.send_signal(signal.SIGHUP); time.sleep(0.2); p.terminate(); ${END}`,
      sh('echo ready; exec sleep 30'),
    ],
    [
      'further open files',
      `r, w = os.pipe(); os.write(w, b'said'); os.close(w); os.dup2(r, 63)\np = subprocess.run(ARGV, capture_output=True, pass_fds=(63,)); print(p.returncode, p.stdout)`,
      sh('cat /dev/fd/63'),
    ],
    [
      'input and output',
      `p = subprocess.run(ARGV, input=b'x' * 300000, capture_output=True); print(p.returncode, len(p.stdout))`,
      ['cat'],
    ],
  ] as const)('%s', (_what, caller, command) => {
    const [direct, wrapped] = asCaller(caller, command);
    expect(direct?.[0]).not.toBe('');
    expect(wrapped).toEqual(direct);
  });
});
