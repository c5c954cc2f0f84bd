import { posix } from 'node:path';
import { codeLines, isTestCode, type TextFile } from './tree.ts';

/** A rule of the house over one file: every fault as one sentence without the path. */
type Convention = (file: TextFile) => string[];

const CLOCK_FILES = new Set(['packages/runtime/src/clock.ts', 'packages/console/src/clock.ts']);
const CLOCK_WORDS =
  /\bDate\.now\b|\bnew Date\(\)|\bset(?:Timeout|Interval)\(|\bperformance\.now\b|\btimers\/promises\b|\bAbortSignal\.timeout\b|\bTemporal\.Now\b/;

/** Time comes from a Clock, so that a test can move it. */
const timeIsAnArgument: Convention = ({ path, text }) =>
  CLOCK_FILES.has(path) ? [] : matching(text, CLOCK_WORDS, 'reads or waits for time outside the clock');

/** Environment variables are read by main.ts and handed on. */
const environmentIsAnArgument: Convention = ({ path, text }) =>
  posix.basename(path) === 'main.ts' || isTestCode(path)
    ? []
    : matching(text, /\bprocess\.env\b/, 'reads the environment outside main.ts');

const EMPTY_NAMES = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'manager',
  'service',
  'base',
  'misc',
]);
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*$/;

/** A name says what is in the file; folder names too. */
const namesSaySomething: Convention = ({ path }) => {
  const parts = path.replace(/\.[a-z.]+$/, '').split('/');
  const empty = parts.filter(
    (part) => EMPTY_NAMES.has(part) || EMPTY_NAMES.has(part.split('-').at(-1) ?? ''),
  );
  const odd = KEBAB.test(posix.basename(path)) ? [] : [posix.basename(path)];
  return [
    ...empty.map((part) => `"${part}" says nothing about what is in it`),
    ...odd.map((name) => `"${name}" is not kebab-case`),
  ];
};

const MOST_LINES = 300;
const MOST_LINES_OF_MAIN = 60;

/** Short files; a program's app.ts, the composition, may be longer. */
const filesAreShort: Convention = ({ path, text }) => {
  const name = posix.basename(path);
  const most = name === 'main.ts' ? MOST_LINES_OF_MAIN : MOST_LINES;
  const lines = text.split('\n').length - 1;
  return name === 'app.ts' || lines <= most ? [] : [`has ${lines} lines, more than ${most}`];
};

const LEFT_OPEN = /\b(?:TODO|FIXME|XXX)\b/;
const SWITCHED_OFF = /@ts-ignore|@ts-expect-error|@ts-nocheck|(?:oxlint|eslint|biome)-(?:disable|ignore)/;

/** Nothing is left open or switched off in the code. */
const nothingLeftOpen: Convention = ({ text }) => [
  ...matching(text, LEFT_OPEN, 'is left open', true),
  ...matching(text, SWITCHED_OFF, 'switches a check off', true),
];

/** No test is singled out or switched off without a word. */
const testsAllRun: Convention = ({ path, text }) =>
  path.endsWith('.test.ts')
    ? matching(text, /\b(?:it|test|describe)\.(?:only|skip|todo)\b/, 'singles out or skips')
    : [];

export const sourceConventions: Readonly<Record<string, Convention>> = {
  timeIsAnArgument,
  environmentIsAnArgument,
  namesSaySomething,
  filesAreShort,
  nothingLeftOpen,
  testsAllRun,
};

const MACHINE_PATH = new RegExp(
  `(?:^|[^A-Za-z0-9_.])/(?:${['wo', 'rk'].join('')}|${['fa', 'rm'].join('')})/`,
);
const REGISTRY = /https?:\/\/[\w.-]*(?:registry|npmmirror|verdaccio|nexus|artifactory|pypi|goproxy)[\w.-]*/;

/** A clone works anywhere: no path of one machine, no package registry's address. */
export const portable: Convention = ({ text }) => [
  ...matching(text, MACHINE_PATH, 'names a path of one machine', true),
  ...matching(text, REGISTRY, 'names a package registry', true),
];

function matching(text: string, pattern: RegExp, fault: string, inComments = false): string[] {
  const lines = inComments
    ? text.split('\n').map((code, index) => ({ line: index + 1, code }))
    : codeLines(text);
  return lines
    .filter(({ code }) => pattern.test(code))
    .map(({ line, code }) => `line ${line} ${fault}: ${code.trim().slice(0, 100)}`);
}

/** Applies a convention to files; faults with their paths. */
export function faultsOf(files: readonly TextFile[], convention: Convention): string[] {
  return files.flatMap((file) => convention(file).map((fault) => `${file.path} ${fault}`));
}
